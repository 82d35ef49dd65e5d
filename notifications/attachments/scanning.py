"""Asks clamd about a file, where one runs (setting CLAMD). Its protocol: INSTREAM, chunks, an answer.

Is a clamd named and does not answer, the file is not taken: »scanned« must not come to mean »sometimes«.
"""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from django.conf import settings

CHUNK = 64 * 1024
SECONDS = 15


class Infected(Exception):
    """clamd knows something in the file."""


class NotScanned(Exception):
    """clamd is named, and there is no answer from it."""


def scan(data: bytes) -> bool:
    """Whether it was scanned and is clean; False where no clamd is named. Raises Infected, NotScanned."""
    if not settings.CLAMD:
        return False
    try:
        answer = _ask(data)
    except (OSError, ValueError) as fault:
        raise NotScanned(type(fault).__name__) from fault
    if answer.endswith("FOUND"):
        raise Infected
    if not answer.endswith("OK"):
        raise NotScanned(answer[:80])
    return True


def _ask(data: bytes) -> str:
    with _connected() as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            part = data[start : start + CHUNK]
            line.sendall(len(part).to_bytes(4, "big") + part)
        line.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and (more := line.recv(1024)):
            answer += more
    return answer.rstrip(b"\0\n").decode("ascii", "replace")


def _connected() -> socket.socket:
    """`tcp://127.0.0.1:3310` or `unix:///run/clamav/clamd.ctl`."""
    parts = urlsplit(settings.CLAMD)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(parts.path)
        return line
    if parts.scheme == "tcp" and parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or 3310), timeout=SECONDS)
    raise ValueError("CLAMD names neither tcp://host:port nor unix:///path")
