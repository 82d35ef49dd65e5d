"""What is said over the socket: one JSON object each way, in a frame of known length; bytes in base64."""

import base64
import json
import socket
from typing import Any

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
