"""The trial of a backup: brought back into a database server of its own, looked through, thrown away.

The server lives in a folder of its own and listens on a unix socket there, and nowhere else.
"""

import datetime as dt
import io
import json
import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beredskab.administration.safekeeping import backing_up
from beredskab.vault import envelope, streams
from deploy import cluster, postgresql
from deploy.paths import ROOT

ADMIN = "drill_admin"
ROLES = ("owner", "app", "clock", "auditor")
DATABASE = "beredskab"


class DrillFailed(Exception):
    """The backup cannot be brought back; one sentence says at which step."""


@dataclass(frozen=True)
class Scratch:
    """A server of one's own, for as long as the trial lasts."""

    home: Path
    user: str | None
    passwords: dict[str, str]

    def address(self, role: str) -> str:
        """How Django reaches it."""
        return f"postgresql://{role}:{self.passwords[role]}@/{DATABASE}?host={self.home}"


def drill(
    backup: Path,
    private_key: bytes,
    two: Sequence[str],
    *,
    anchors: Sequence[Path] = (),
    anchor_key: str = "",
) -> dict[str, Any]:
    """Bring it back, look through it, throw it away: the verdict. Raises DrillFailed, OSError."""
    user = cluster.unprivileged_user() if os.geteuid() == 0 else None
    with _folder(user) as home:
        told = json.loads(_opened(backup / backing_up.FACTS, private_key))
        with _server(home, user) as server:
            _restore(backup / backing_up.DATABASE, private_key, server)
            verdict = _looked_through(server, told, two, anchors, anchor_key)
        verdict["files"] = _unpacked(backup / backing_up.FILES, private_key)
        return verdict


def _opened(path: Path, private_key: bytes) -> bytes:
    plain = io.BytesIO()
    try:
        with path.open("rb") as file:
            streams.decrypt(file, plain, private_key)
    except envelope.CannotOpen as reason:
        raise DrillFailed(f"{path.name} does not open with this backup key: {reason}.") from reason
    return plain.getvalue()


def _unpacked(path: Path, private_key: bytes) -> int:
    """How many files the archive holds, every one read to its end."""
    with tempfile.TemporaryFile() as plain, path.open("rb") as file:
        try:
            streams.decrypt(file, plain, private_key)
        except envelope.CannotOpen as reason:
            raise DrillFailed(f"{path.name} does not open with this backup key: {reason}.") from reason
        plain.seek(0)
        count = 0
        with tarfile.open(fileobj=plain) as tar:
            for member in tar:
                if member.isfile() and (inside := tar.extractfile(member)) is not None:
                    while inside.read(1024 * 1024):
                        pass
                    count += 1
        return count


@contextmanager
def _folder(user: str | None) -> Iterator[Path]:
    """Short, for the socket's path; the server's user's own; gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="drill-"))
    try:
        if user:
            entry = pwd.getpwnam(user)
            os.chown(home, entry.pw_uid, entry.pw_gid)
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _server(home: Path, user: str | None) -> Iterator[Scratch]:
    server = Scratch(home, user, {role: secrets.token_hex(16) for role in (ADMIN, *ROLES)})
    words = home / "password"
    words.write_text(server.passwords[ADMIN])
    if user:
        shutil.chown(words, user)
    data = str(home / "data")
    started = ["-c listen_addresses=''", f"-c unix_socket_directories={home}", "-c fsync=off"]
    initdb = ["initdb", f"--username={ADMIN}", f"--pwfile={words}", "--auth=scram-sha-256"]
    _program(server, [*initdb, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--pgdata", data])
    start = ["pg_ctl", "--pgdata", data, "start", "-w", "-l", str(home / "log"), "-o", " ".join(started)]
    _program(server, start)
    try:
        yield server
    finally:
        _program(server, ["pg_ctl", "--pgdata", data, "stop", "-m", "immediate", "-w"])


def _program(server: Scratch, command: Sequence[str]) -> None:
    """One of PostgreSQL's programs as the server's user."""
    path = postgresql.program(command[0], server.home / "data")
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
    done = postgresql.run([path, *command[1:]], environment, user=server.user)
    if done.returncode != 0:
        raise DrillFailed(f"{command[0]} failed: {done.stdout.strip()[-300:]}")


def _restore(dump: Path, private_key: bytes, server: Scratch) -> None:
    """Roles, database, rights, then the dump through a pipe: it is never on disk in the clear."""
    passwords = "".join(f"\\set {role} '{server.passwords[role]}'\n" for role in ROLES)
    _sql(server, passwords + (ROOT / "deploy" / "roles.sql").read_text(), "postgres")
    _sql(server, (ROOT / "deploy" / "database.sql").read_text(), DATABASE)
    path = postgresql.program("pg_restore", server.home / "data")
    words = ["--exit-on-error", "-h", str(server.home), "-U", ADMIN, "-d", DATABASE]
    with (
        dump.open("rb") as file,
        tempfile.TemporaryFile() as said,
        subprocess.Popen(  # noqa: S603 - our own words
            [path, *words], stdin=subprocess.PIPE, stdout=said, stderr=said, env=_environment(server)
        ) as restore,
    ):
        assert restore.stdin is not None
        try:
            streams.decrypt(file, restore.stdin, private_key)
            restore.stdin.close()
        except envelope.CannotOpen as reason:
            restore.kill()
            raise DrillFailed(f"{dump.name} does not open with this backup key: {reason}.") from reason
        except BrokenPipeError:
            pass  # pg_restore has said why
        if restore.wait() != 0:
            said.seek(0)
            raise DrillFailed(f"pg_restore failed: {said.read().decode(errors='replace').strip()[-300:]}")


def _sql(server: Scratch, script: str, database: str) -> None:
    words = ["-XqAt", "-v", "ON_ERROR_STOP=1", "-h", str(server.home), "-U", ADMIN, "-d", database]
    path = postgresql.program("psql", server.home / "data")
    done = subprocess.run(  # noqa: S603 - our own words
        [path, *words], input=script, capture_output=True, text=True, env=_environment(server), check=False
    )
    if done.returncode != 0:
        raise DrillFailed(f"psql failed: {done.stderr.strip()[-300:]}")


def _environment(server: Scratch) -> dict[str, str]:
    told = {"PGPASSWORD": server.passwords[ADMIN], "PGOPTIONS": "-c client_min_messages=warning"}
    return {"PATH": os.environ.get("PATH", ""), **told}


def _looked_through(
    server: Scratch, told: dict[str, Any], two: Sequence[str], anchors: Sequence[Path], anchor_key: str
) -> dict[str, Any]:
    """verify_restore as a process that knows the copy and an empty key folder, and nothing else."""
    with tempfile.TemporaryDirectory() as keys:
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "SECRET_KEY": secrets.token_urlsafe(48),
            "KEYS": keys,
            "VAR": keys,
            "DATABASE_URL": server.address("owner"),
            "DATABASE_OWNER_URL": server.address("owner"),
        }
        words = [word for path in anchors for word in ("--anchors", str(path))]
        words += ["--anchor-key", anchor_key] if anchor_key else []
        done = subprocess.run(  # noqa: S603 - our own words
            [sys.executable, str(ROOT / "manage.py"), "verify_restore", *words],
            input=json.dumps({**told, "shares": list(two)}),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    try:
        verdict: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise DrillFailed(f"verify_restore failed: {done.stderr.strip()[-300:]}") from None
    return verdict


def age_of(backup: Path) -> dt.datetime:
    """When it was taken, by its name."""
    return dt.datetime.strptime(backup.name, backing_up.STAMP).replace(tzinfo=dt.UTC)
