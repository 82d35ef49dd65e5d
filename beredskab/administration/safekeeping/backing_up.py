"""A backup: database and files, encrypted to a key whose private half is on another machine. Rule A-53.

The keys of the concerns are in none of it. Whoever has a backup and the backup key, and no two sheets of the
recovery key, can read nothing that was said about a child.
"""

import datetime as dt
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.db import connections

from beredskab.access.acting import as_role
from beredskab.audit.models import Seal
from beredskab.vault import streams
from deploy import postgresql

DATABASE, FILES, FACTS = "database.dump.enc", "files.tar.enc", "facts.json.enc"
MANIFEST = "manifest.json"
STAMP = "%Y%m%dT%H%M%SZ"


class BackupFailed(Exception):
    """One sentence for whoever started it."""


@dataclass(frozen=True)
class Backup:
    """A folder with three encrypted files and a list of their checksums."""

    folder: Path
    told: dict[str, Any]


def take(out: Path, public_key: bytes, *, at: dt.datetime) -> Backup:
    """Write a new backup below `out`, whole or not at all. Raises BackupFailed, OSError."""
    stamp = at.astimezone(dt.UTC).strftime(STAMP)
    draft, folder = out / f".{stamp}.part", out / stamp
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft.mkdir(mode=0o700)
    try:
        with _snapshot() as (alias, snapshot):
            counted = json.dumps(facts(using=alias, at=at)).encode()
            with _dumping(snapshot) as stream, _new(draft / DATABASE) as target:
                streams.encrypt(stream, target, public_key)
        with _new(draft / FACTS) as target:
            streams.encrypt(io.BytesIO(counted), target, public_key)
        with _packing(_files()) as stream, _new(draft / FILES) as target:
            streams.encrypt(stream, target, public_key)
        told = {"taken_at": at.astimezone(dt.UTC).isoformat(), "files": _checksums(draft)}
        (draft / MANIFEST).write_text(json.dumps(told, indent=2))
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return Backup(folder, told)


def newest(out: Path) -> Path | None:
    """The latest whole backup below a folder."""
    return max((one for one in _backups(out)), default=None)


def forget_old(out: Path, *, keep_days: int, at: dt.datetime) -> list[str]:
    """Delete what is older, never the newest; the names of what went."""
    oldest = (at - dt.timedelta(days=keep_days)).astimezone(dt.UTC).strftime(STAMP)
    latest = newest(out)
    gone = [one for one in _backups(out) if one.name < oldest and one != latest]
    for one in gone:
        shutil.rmtree(one)
    return [one.name for one in gone]


def facts(*, using: str, at: dt.datetime) -> dict[str, Any]:
    """How many rows each table has, and the head of the log; encrypted with the rest."""
    rows = {
        model._meta.db_table: model._base_manager.using(using).count()
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    }
    last = Seal.objects.using(using).order_by("-position").first()
    head = {"position": last.position, "digest": bytes(last.digest).hex()} if last else None
    return {"rows": rows, "head": head, "taken_at": at.astimezone(dt.UTC).isoformat()}


def connection_words() -> tuple[list[str], dict[str, str]]:
    """How PostgreSQL's programs reach the database that we are connected to."""
    told: dict[str, Any] = connections.settings["default"]
    words = ["-U", told["USER"], "-d", told["NAME"], "-h", told["HOST"] or "localhost"]
    words += ["-p", told["PORT"]] if told["PORT"] else []
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LC_ALL") if name in os.environ}
    more = {f"PG{key.upper()}": str(value) for key, value in told["OPTIONS"].items() if key.startswith("ssl")}
    return words, {**kept, **more, "PGPASSWORD": told["PASSWORD"]}


@contextmanager
def _snapshot() -> Iterator[tuple[str, str]]:
    """One moment of the database, for counting and for pg_dump alike: a trial then compares exactly."""
    with as_role("owner") as alias, connections[alias].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        yield alias, cursor.fetchone()[0]


@contextmanager
def _dumping(snapshot: str) -> Iterator[IO[bytes]]:
    """What pg_dump says, as it says it. Raises BackupFailed when it did not end well."""
    words, environment = connection_words()
    command = [_program("pg_dump"), "--format=custom", "--no-password", f"--snapshot={snapshot}", *words]
    with subprocess.Popen(  # noqa: S603 - our own words
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as dump:
        assert dump.stdout is not None
        assert dump.stderr is not None
        yield dump.stdout
        said = dump.stderr.read().decode(errors="replace")
        if dump.wait() != 0:
            raise BackupFailed(f"pg_dump ended with {dump.returncode}: {said.strip().splitlines()[-1:]}")


@contextmanager
def _packing(folder: Path) -> Iterator[IO[bytes]]:
    """The files as one tar, through a pipe: nothing is written in the clear."""
    back, front = os.pipe()
    wrong: list[Exception] = []

    def pack() -> None:
        try:
            with os.fdopen(front, "wb") as pipe, tarfile.open(fileobj=pipe, mode="w|") as tar:
                if folder.is_dir():
                    tar.add(folder, arcname="files")
        except Exception as fault:  # told in the other thread
            wrong.append(fault)

    packer = threading.Thread(target=pack)
    packer.start()
    with os.fdopen(back, "rb") as pipe:
        yield pipe
    packer.join()
    if wrong:
        raise BackupFailed(f"The files could not be packed: {type(wrong[0]).__name__}.")


def _files() -> Path:
    told: Any = settings.STORAGES["default"]
    return Path(told["OPTIONS"]["location"])


def _new(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _checksums(folder: Path) -> dict[str, dict[str, Any]]:
    found = {}
    for name in (DATABASE, FILES, FACTS):
        with (folder / name).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        found[name] = {"sha256": digest, "bytes": (folder / name).stat().st_size}
    return found


def _backups(out: Path) -> list[Path]:
    return sorted(one for one in out.glob("????????T??????Z") if (one / MANIFEST).exists())


def _program(name: str) -> str:
    """PostgreSQL's newest program of that name on this machine."""
    return postgresql.program(name, Path("/nowhere"))
