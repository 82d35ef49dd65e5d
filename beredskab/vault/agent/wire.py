"""What is said over the socket: one JSON object each way, in a frame of known length; bytes in base64."""

import base64
import json
import socket
import uuid
from typing import Any

from beredskab.vault.agent.sealed_room import Brought, Cost, Locked

LONGEST = 4 * 1024 * 1024
_LENGTH = 4

Words = dict[str, Any]


class Garbled(Exception):
    """Not a frame of ours, or one that broke off."""


def send(line: socket.socket, words: Words) -> None:
    """Send one object."""
    body = json.dumps(words).encode()
    line.sendall(len(body).to_bytes(_LENGTH, "big") + body)


def receive(line: socket.socket) -> Words:
    """The next object. Raises Garbled, EOFError when the other end has gone."""
    head = _exactly(line, _LENGTH)
    length = int.from_bytes(head, "big")
    if length > LONGEST:
        raise Garbled("too long")
    try:
        found = json.loads(_exactly(line, length))
    except ValueError as error:
        raise Garbled("not JSON") from error
    if not isinstance(found, dict):
        raise Garbled("not an object")
    return found


def packed(content: bytes) -> str:
    """Bytes as they travel."""
    return base64.b64encode(content).decode()


def unpacked(text: str) -> bytes:
    """Bytes as they were. Raises ValueError."""
    return base64.b64decode(text, validate=True)


def _exactly(line: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        part = line.recv(count - len(found))
        if not part:
            raise EOFError
        found += part
    return found


def locked_words(one: Locked) -> Words:
    """A member's key behind its passphrase, as it travels."""
    return {
        "public": packed(one.public),
        "sealed": packed(one.sealed),
        "salt": packed(one.salt),
        "cost": [one.cost.rounds, one.cost.kibibytes, one.cost.lanes],
    }


def locked_from(words: Words) -> Locked:
    """The same, as it came. Raises KeyError, ValueError."""
    rounds, kibibytes, lanes = (int(one) for one in words["cost"])
    return Locked(
        unpacked(words["public"]),
        unpacked(words["sealed"]),
        unpacked(words["salt"]),
        Cost(rounds, kibibytes, lanes),
    )


def brought_words(one: Brought) -> Words:
    """What a browser and the database hold together, as it travels."""
    return {"ticket": str(one.ticket), "secret": packed(one.secret), "kept": packed(one.sealed)}


def brought_from(words: Words) -> Brought:
    """The same, as it came. Raises KeyError, ValueError."""
    return Brought(uuid.UUID(str(words["ticket"])), unpacked(words["secret"]), unpacked(words["kept"]))
