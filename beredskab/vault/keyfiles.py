"""Private keys as files in one folder, 0700 and 0600. No database, no settings: the key agent uses it too."""

import os
import uuid
from contextlib import suppress
from pathlib import Path

from beredskab.vault import envelope


def folder(path: Path) -> Path:
    """The key folder, made with rights for its owner alone."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(place: Path, holder: uuid.UUID) -> Path:
    """Where the private half of a holder lies."""
    return place / f"{holder}.key"


def write(path: Path, content: bytes) -> None:
    """On disk before anything that needs it is committed: a key that is lost is text that is lost."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def make_pair(place: Path) -> tuple[uuid.UUID, bytes]:
    """A new holder's id and public key; the private half is written first."""
    private, public = envelope.new_pair()
    holder = uuid.uuid4()
    write(path_of(place, holder), private)
    return holder, public


def own(place: Path, name: str) -> bytes:
    """A key of the portal itself for one purpose, 32 bytes; made at first need. Raises OSError.

    Whole or not at all, and of two that make it at once the first one's is kept.
    """
    path = place / f"{name}.key"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        waiting = place / f"{name}.{uuid.uuid4()}"
        write(waiting, envelope.new_data_key())
        with suppress(FileExistsError):
            os.link(waiting, path)
        waiting.unlink()
        return path.read_bytes()
