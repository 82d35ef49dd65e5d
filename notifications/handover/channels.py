"""The ways into the case system: a folder that it reads, or a signed message to one address.

The address is the installation's, never anybody's input: one host on a list, no redirect is followed, TLS
unless it is this machine.
"""

import base64
import datetime as dt
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from beredskab.outbox import posting, signing
from beredskab.outbox.posting import NotSent
from notifications.vocabulary import Channel

LONGEST_ANSWER = 64 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is sent, the same bytes every time."""

    id: str
    reference: str
    municipality: str  # slug
    file: bytes
    paper: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the structured file."""
        return hashlib.sha256(self.file).hexdigest()

    @property
    def stem(self) -> str:
        """The name of its files: the reference, and enough of the digest to tell two apart."""
        return f"{self.reference}-{self.digest[:12]}"


def in_use() -> Channel:
    """The way that this installation has been given; without one, files are downloaded."""
    return Channel(settings.HANDOVER)


def send(channel: Channel, parcel: Parcel, *, at: dt.datetime) -> str:
    """Send it; the number that the case system answers with, "" when that comes later. Raises NotSent."""
    if channel is Channel.FOLDER:
        return put_in_folder(parcel)
    if channel is Channel.WEBHOOK:
        return post(parcel, at=at)
    raise NotSent("NothingToSend")


# --- the folder ---------------------------------------------------------------------------------


def put_in_folder(parcel: Parcel) -> str:
    """Both files, whole or not at all; the receipt is looked for at the next round."""
    try:
        folder = _folder(parcel.municipality)
        if (receipt := receipt_in(folder, parcel)) is not None:
            _clear(folder, parcel)
            return receipt
        _write(folder / f"{parcel.stem}.pdf", parcel.paper)
        _write(folder / f"{parcel.stem}.json", parcel.file)  # last: who sees it finds the PDF there
    except OSError as fault:
        raise NotSent(type(fault).__name__) from None
    return ""


def receipt_in(folder: Path, parcel: Parcel) -> str | None:
    """The number in STEM.receipt.json, where its digest is the one of the file; None without one."""
    try:
        said = json.loads((folder / f"{parcel.stem}.receipt.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    is_for_this = isinstance(said, dict) and said.get("sha256") == parcel.digest
    return str(said["receipt"])[:200] if is_for_this and said.get("receipt") else None


def _folder(slug: str) -> Path:
    folder = Path(settings.HANDOVER_FOLDER) / slug
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _write(path: Path, content: bytes) -> None:
    if path.exists():
        return
    waiting = path.with_suffix(path.suffix + ".part")
    with os.fdopen(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)


def _clear(folder: Path, parcel: Parcel) -> None:
    for ending in ("json", "pdf", "receipt.json"):
        (folder / f"{parcel.stem}.{ending}").unlink(missing_ok=True)


# --- the signed message -------------------------------------------------------------------------


def post(parcel: Parcel, *, at: dt.datetime) -> str:
    """POST to the one address. Anything but 2xx is a fault, redirects included."""
    body = json.dumps(
        {
            "id": parcel.id,
            "sha256": parcel.digest,
            "document": json.loads(parcel.file),
            "pdf": base64.b64encode(parcel.paper).decode(),
        }
    ).encode()
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": parcel.id,
        **signing.headers_of(settings.HANDOVER_SECRET, int(at.timestamp()), body),
    }
    return _answer_of(*_ask(body, headers))


def _ask(body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    if (urlsplit(settings.HANDOVER_URL).hostname or "") not in settings.HANDOVER_HOSTS:
        raise NotSent("HostNotAllowed")
    if len(settings.HANDOVER_SECRET) < signing.SHORTEST:
        raise NotSent("NoSecret")
    hosts = settings.HANDOVER_HOSTS
    return posting.post(settings.HANDOVER_URL, body, headers, trusted=hosts, longest=LONGEST_ANSWER)


def _answer_of(status: int, answer: bytes) -> str:
    if not 200 <= status < 300:
        raise NotSent(f"Status{status}")
    try:
        said = json.loads(answer or b"{}")
    except ValueError:
        return ""
    return str(said.get("receipt") or "")[:200] if isinstance(said, dict) else ""
