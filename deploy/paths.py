"""Where everything lies, and how we speak to the person at the keyboard."""

import fcntl
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR") or ROOT / "var").absolute()


class Stop(Exception):
    """Something is missing; the message is one sentence for the person at the keyboard."""


def say(line: str) -> None:
    """One line on standard error: standard output belongs to the command."""
    print(f"beredskab: {line}", file=sys.stderr, flush=True)


def short_hash(text: str) -> str:
    """Twelve hexadecimal characters that stand for the text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def content_hash(paths: Iterable[Path]) -> str:
    """A hash over names and contents of files, in sorted order."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def write_secret(path: Path, content: str) -> None:
    """Write a file that only its owner can read; whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(content)
    draft.replace(path)


def read_stamp(name: str) -> str:
    """What was noted under a name in var/stamps, or empty."""
    path = VAR / "stamps" / name
    return path.read_text() if path.exists() else ""


def write_stamp(name: str, value: str) -> None:
    """Note that something is done, so that the next start can skip it."""
    path = VAR / "stamps" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value)


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Hold a lock in var/; a second process waits. The kernel frees it when a process dies."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / f"{name}.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
