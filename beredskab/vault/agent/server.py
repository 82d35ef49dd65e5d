"""The process: a Unix socket, who is at its other end, what they ask for, and a log of its own.

The kernel says who is connected (SO_PEERCRED); only the users named when it started are answered. The log
says what was asked by which process, for whom and about what, in ids; no key and no text is ever in it.
"""

import contextlib
import json
import logging
import os
import pwd
import socket
import socketserver
import struct
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from beredskab.vault import envelope, keyfiles
from beredskab.vault.agent import door, safe_room, sealed_room, wire
from beredskab.vault.agent.pace import Pace

log = logging.getLogger("key-agent")
_CREDENTIALS = struct.Struct("3i")
Answer = dict[str, object]
Words = wire.Words


@dataclass
class Agent:
    """Everything the process holds."""

    keys: Path
    door: door.Door
    users: frozenset[int]
    pace: Pace

    def answer(self, words: Words) -> Answer:
        """What is asked for, or {"refused": why}. A fault is told by its class alone."""
        what = _OPERATIONS.get(str(words.get("op")))
        if what is None:
            return {"refused": "unknown"}
        try:
            return what(self, words)
        except (door.Refused, safe_room.Backwards) as reason:
            return {"refused": str(reason) if isinstance(reason, door.Refused) else "backwards"}
        except safe_room.Lost:
            return {"refused": "lost"}
        except envelope.CannotOpen:
            return {"refused": "cannot open"}
        except (KeyError, ValueError, TypeError, door.Fault, OSError) as fault:
            log.error("%s", type(fault).__name__)
            return {"refused": "fault"}


def _open(agent: Agent, words: Words) -> Answer:
    subject, actor = uuid.UUID(str(words["subject"])), int(words["actor"])
    held = _held(words)
    found = agent.door.find(subject, actor, held=held, own=bool(words.get("own")))
    # One's own texts are not counted: nobody who writes a notification is ever slowed down.
    if found.kind != "staff" and not agent.pace.allows(actor, str(subject), at=time.monotonic()):
        raise door.Refused("too many")
    agent.door.trace(subject, actor, str(words["purpose"])[:40])
    if found.share is None or held is None:
        return {"key": wire.packed(safe_room.unseal(agent.keys, found.holder, found.sealed))}
    brought = sealed_room.Brought(held.ticket, held.secret, found.kept)
    return {"key": wire.packed(sealed_room.open_one(brought, found.share, found.sealed))}


def _held(words: Words) -> door.Held | None:
    """What the browser of a member of a closed team brought, if anything."""
    if not words.get("ticket"):
        return None
    ticket, secret = uuid.UUID(str(words["ticket"])), wire.unpacked(words["secret"])
    return door.Held(ticket, secret, str(words["session"]))


def _member_new(agent: Agent, words: Words) -> Answer:
    made = sealed_room.new_member(agent.keys, uuid.UUID(str(words["member"])), str(words["passphrase"]))
    return wire.locked_words(made)


def _member_change(agent: Agent, words: Words) -> Answer:
    member, old = uuid.UUID(str(words["member"])), wire.locked_from(words)
    return wire.locked_words(
        sealed_room.change(agent.keys, member, old, str(words["passphrase"]), str(words["new"]))
    )


def _member_unlock(agent: Agent, words: Words) -> Answer:
    member, ticket = uuid.UUID(str(words["member"])), uuid.UUID(str(words["ticket"]))
    locked = wire.locked_from(words)
    return wire.brought_words(
        sealed_room.unlock(agent.keys, member, locked, str(words["passphrase"]), ticket)
    )


def _team_new(agent: Agent, words: Words) -> Answer:
    public, shares = sealed_room.new_team(wire.unpacked(one) for one in words["members"])
    return {"public": wire.packed(public), "shares": [wire.packed(one) for one in shares]}


def _team_share(agent: Agent, words: Words) -> Answer:
    brought, to = wire.brought_from(words), wire.unpacked(words["to"])
    return {"share": wire.packed(sealed_room.share(brought, wire.unpacked(words["share"]), to))}


def _team_anew(agent: Agent, words: Words) -> Answer:
    brought, to = wire.brought_from(words), wire.unpacked(words["to"])
    rows = [wire.unpacked(one) for one in words["rows"]]
    made = sealed_room.seal_anew(brought, wire.unpacked(words["share"]), rows, to)
    return {"rows": [wire.packed(one) for one in made]}


def _machine_anew(agent: Agent, words: Words) -> Answer:
    old, new = uuid.UUID(str(words["old"])), uuid.UUID(str(words["new"]))
    public = agent.door.takes_the_place(old, new, int(words["actor"]))
    private = safe_room.private_of(agent.keys, old)
    rows = [envelope.unseal(wire.unpacked(one), private) for one in words["rows"]]
    return {"rows": [wire.packed(envelope.seal(one, public)) for one in rows]}


def _forget_machine_key(agent: Agent, words: Words) -> Answer:
    old = uuid.UUID(str(words["old"]))
    agent.door.is_done_with(old, int(words["actor"]))
    safe_room.forget(agent.keys, old)
    return {}


def _message(agent: Agent, words: Words) -> Answer:
    holder = agent.door.holder_of(int(words["actor"]))
    return {"text": wire.packed(safe_room.unseal(agent.keys, holder, wire.unpacked(words["sealed"])))}


def _make(agent: Agent, words: Words) -> Answer:
    holder, public = keyfiles.make_pair(agent.keys)
    return {"holder": str(holder), "public": wire.packed(public)}


def _index(agent: Agent, words: Words) -> Answer:
    made = safe_room.index(agent.keys, words["kind"], words["text"], int(words["municipality"]))
    return {"index": wire.packed(made)}


def _own_seal(agent: Agent, words: Words) -> Answer:
    told = words["name"], uuid.UUID(str(words["subject"])), words["field"], words["text"]
    return {"blob": wire.packed(safe_room.own_seal(agent.keys, *told))}


def _own_open(agent: Agent, words: Words) -> Answer:
    told = words["name"], uuid.UUID(str(words["subject"])), words["field"], wire.unpacked(words["blob"])
    return {"text": safe_room.own_open(agent.keys, *told)}


def _sign(agent: Agent, words: Words) -> Answer:
    told = int(words["position"]), bytes.fromhex(words["digest"]), wire.unpacked(words["words"])
    signature, public = safe_room.sign_head(agent.keys, *told)
    return {"signature": wire.packed(signature), "public": wire.packed(public)}


def _well(agent: Agent, words: Words) -> Answer:
    here = {path.stem for path in agent.keys.glob("*.key")}
    return {"well": {str(one) for one in agent.door.holders_on_disk()} <= here}


_OPERATIONS: dict[str, Callable[[Agent, Words], Answer]] = {
    "open": _open,
    "message": _message,
    "make": _make,
    "index": _index,
    "own_seal": _own_seal,
    "own_open": _own_open,
    "sign": _sign,
    "well": _well,
    "member_new": _member_new,
    "member_change": _member_change,
    "member_unlock": _member_unlock,
    "team_new": _team_new,
    "team_share": _team_share,
    "team_anew": _team_anew,
    "machine_anew": _machine_anew,
    "forget_machine_key": _forget_machine_key,
}


class _Visitor(socketserver.BaseRequestHandler):
    """One connection: one question, one answer."""

    server: "Server"

    def handle(self) -> None:
        pid, uid, _gid = peer_of(self.request)
        words: Words = {}
        if uid not in self.server.agent.users:
            answer: Answer = {"refused": "peer"}
        else:
            try:
                words = wire.receive(self.request)
            except (wire.Garbled, EOFError, OSError):
                return
            answer = self.server.agent.answer(words)
        log.info("%s", json.dumps(_line(pid, uid, words, answer)))
        with contextlib.suppress(OSError):
            wire.send(self.request, answer)


class Server(socketserver.ThreadingUnixStreamServer):
    """Listens on the socket; a thread for each question."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, place: Path, agent: Agent, *, mode: int = 0o660) -> None:
        self.agent = agent
        place.unlink(missing_ok=True)
        before = os.umask(0o777 & ~mode)
        try:
            super().__init__(str(place), _Visitor)
        finally:
            os.umask(before)


def peer_of(line: socket.socket) -> tuple[int, int, int]:
    """(process, user, group) at the other end, as the kernel says."""
    raw = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    pid, uid, gid = _CREDENTIALS.unpack(raw)
    return pid, uid, gid


def uids_of(names: Iterable[str]) -> frozenset[int]:
    """User names or numbers as numbers. Raises KeyError for a user that is not there."""
    return frozenset(int(name) if name.isdigit() else pwd.getpwnam(name).pw_uid for name in names)


def _line(pid: int, uid: int, words: Words, answer: Answer) -> dict[str, object]:
    known = {name: words[name] for name in ("op", "actor", "subject", "purpose", "position") if name in words}
    told: dict[str, object] = {"pid": pid, "uid": uid}
    return told | known | {"answer": answer.get("refused", "ok")}
