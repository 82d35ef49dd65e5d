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
from beredskab.vault.agent import door, safe_room, wire
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
    found = agent.door.find(subject, actor)
    # One's own texts are not counted: nobody who writes a notification is ever slowed down.
    if found.kind != "staff" and not agent.pace.allows(actor, str(subject), at=time.monotonic()):
        raise door.Refused("too many")
    agent.door.trace(subject, actor, str(words["purpose"])[:40])
    return {"key": wire.packed(safe_room.unseal(agent.keys, found.holder, found.sealed))}


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
