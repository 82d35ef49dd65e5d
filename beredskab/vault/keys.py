"""Private keys on disk (var/keys/, 0700/0600) and their holders. Only beredskab.vault reads them."""

import os
import uuid
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from beredskab.vault import envelope
from beredskab.vault.models import HolderKind, KeyHolder


class KeyMissing(Exception):
    """The private half is not where it should be; the health page turns red."""


def folder() -> Path:
    """The key folder, made with rights for its owner alone."""
    path = Path(settings.KEYS)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def holder_of(kind: HolderKind, ref: int) -> KeyHolder:
    """The key in use of a person, team or municipality; made at first need.

    Two requests may make it at once: the database keeps one, the loser's file is never used.
    """
    found = KeyHolder.objects.filter(kind=kind, ref=ref, retired_at__isnull=True).first()
    return found or _make(kind, ref, version=1)


def rest_of(team: int) -> KeyHolder:
    """A new key for a team without the people who are kept out of one subject; one for each subject."""
    return _make(HolderKind.REST, team, version=1)


def private_key(holder: KeyHolder) -> bytes:
    """Raises KeyMissing."""
    try:
        return _path(holder.pk).read_bytes()
    except OSError as error:
        raise KeyMissing(str(holder.pk)) from error


def renew(holder: KeyHolder) -> KeyHolder:
    """Retire a key and make the next version; sealing anew is the caller's."""
    KeyHolder.objects.filter(pk=holder.pk).update(retired_at=Now())
    return _make(HolderKind(holder.kind), holder.ref, version=holder.version + 1)


def are_well() -> bool:
    """Whether the folder can be used and holds the private half of every recovery and team key in use."""
    wanted = KeyHolder.objects.exclude(kind=HolderKind.STAFF).filter(retired_at__isnull=True)
    if not os.access(folder(), os.R_OK | os.W_OK | os.X_OK):
        return False
    return {_path(pk).name for pk in wanted.values_list("pk", flat=True)} <= set(os.listdir(folder()))


def _make(kind: HolderKind, ref: int, *, version: int) -> KeyHolder:
    private, public = envelope.new_pair()
    holder = KeyHolder(id=uuid.uuid4(), kind=kind, ref=ref, version=version, public_key=public)
    _write(_path(holder.pk), private)
    try:
        with transaction.atomic():
            holder.save(force_insert=True)
    except IntegrityError:
        _path(holder.pk).unlink()
        return KeyHolder.objects.get(kind=kind, ref=ref, retired_at__isnull=True)
    return holder


def _path(holder: uuid.UUID) -> Path:
    return folder() / f"{holder}.key"


def _write(path: Path, private: bytes) -> None:
    """On disk before the row that needs it is committed: a key that is lost is text that is lost."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(private)
        file.flush()
        os.fsync(file.fileno())


def own_key(name: str) -> bytes:
    """A key of the portal itself for one purpose, 32 bytes in the key folder; made at first need."""
    path = folder() / f"{name}.key"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        with suppress(FileExistsError):  # somebody else was quicker: theirs it is
            _write(path, envelope.new_data_key())
        return path.read_bytes()


def own_certificate(name: str) -> tuple[Path, Path]:
    """Paths of an RSA key of the portal and a certificate that it signed itself; made at first need.

    Whom we give the certificate believes the key in it, not a name: it has no validity that ends a service.
    """
    key, certificate = folder() / f"{name}.pem", folder() / f"{name}.crt"
    if not (key.exists() and certificate.exists()):
        private, public = envelope.new_certificate(name)
        with suppress(FileExistsError):
            _write(key, private)
            _write(certificate, public)
    return key, certificate
