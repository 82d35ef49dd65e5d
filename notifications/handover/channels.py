"""The ways into the case system: a folder that it reads, or a signed message to one address.

The address is the installation's, never anybody's input: one host on a list, no redirect is followed, TLS
unless it is this machine.
"""

import base64
import datetime as dt
import hashlib
import hmac
import http.client
import json
import os
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from notifications.vocabulary import Channel

TIMEOUT = 20  # seconds
LONGEST_ANSWER = 64 * 1024  # bytes
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class NotSent(Exception):
    """The case system did not take it; tried again later. The text names the kind of fault only."""


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
    stamp = str(int(at.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": parcel.id,
        "X-Beredskab-Timestamp": stamp,
        "X-Beredskab-Signature": f"sha256={signature(settings.HANDOVER_SECRET, stamp, body)}",
    }
    return _answer_of(*_ask(body, headers))


def signature(secret: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over »timestamp.body«: an old message cannot be sent again as a new one."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _ask(body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    url = urlsplit(settings.HANDOVER_URL)
    connection = _connection(url.scheme, url.hostname or "", url.port)
    try:
        path = (url.path or "/") + (f"?{url.query}" if url.query else "")
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        return response.status, response.read(LONGEST_ANSWER)
    except (OSError, http.client.HTTPException) as fault:
        raise NotSent(type(fault).__name__) from None
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if host not in settings.HANDOVER_HOSTS:
        raise NotSent("HostNotAllowed")
    if len(settings.HANDOVER_SECRET) < 32:
        raise NotSent("NoSecret")
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    if scheme == "http" and host in LOOPBACK:
        return http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    raise NotSent("NotEncrypted")


def _answer_of(status: int, answer: bytes) -> str:
    if not 200 <= status < 300:
        raise NotSent(f"Status{status}")
    try:
        said = json.loads(answer or b"{}")
    except ValueError:
        return ""
    return str(said.get("receipt") or "")[:200] if isinstance(said, dict) else ""
