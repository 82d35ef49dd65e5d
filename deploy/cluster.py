"""A PostgreSQL of our own under var/, for whoever has none: one unix socket, four roles.

Whoever uses it holds a shared lock; the last one out stops it. A cluster that somebody started by
other means is left running.
"""

import fcntl
import json
import os
import pwd
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from deploy import postgresql
from deploy.paths import ROOT, VAR, Stop, content_hash, one_at_a_time, say, short_hash, write_secret

ADMIN = "beredskab_admin"
ROLES = ("owner", "app", "clock", "auditor")
DATABASE = "beredskab"
_PASSWORDS = VAR / "secrets" / "postgresql.json"
_SQL = (ROOT / "deploy" / "roles.sql", ROOT / "deploy" / "database.sql")
_SOCKET_PATH_LIMIT = 107  # of the kernel, for the whole path of the socket file
_RETRY_SECONDS = 12  # after a kill -9 the old server's memory lingers for a moment


@dataclass(frozen=True)
class Cluster:
    """Where our cluster lies and as whom it runs (None: as ourselves)."""

    home: Path
    sockets: Path
    server_user: str | None

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.home / "server.log"


def locate() -> Cluster:
    """Our cluster's place: var/pg, or /var/lib/beredskab where the server's user cannot reach it."""
    home, user = VAR / "pg", None
    if os.geteuid() == 0:
        user = unprivileged_user()
        if not _reaches(user, VAR):
            home = Path("/var/lib/beredskab") / short_hash(str(VAR))
    sockets = home / "s"
    if len(str(sockets)) + len("/.s.PGSQL.5432") > _SOCKET_PATH_LIMIT:
        sockets = Path("/tmp") / f"beredskab-{os.geteuid()}-{short_hash(str(VAR))}"  # noqa: S108
    return Cluster(home, sockets, user)


@contextmanager
def in_use() -> Iterator[None]:
    """Bring the cluster up, keep it up meanwhile, and leave it as it was found."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "cluster-users.lock").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        with one_at_a_time("cluster"):
            _ensure(locate())
        try:
            yield
        finally:
            _leave(users.fileno())


def _leave(users: int) -> None:
    """Stop what was started on demand, unless somebody else is still at work."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    mark = _on_demand()
    if mark.exists():
        cluster = locate()
        _pg_ctl(cluster, "stop", "-m", "fast", "-w")
        mark.unlink()


def _on_demand() -> Path:
    return VAR / "cluster-on-demand"


def url(role: str, database: str = DATABASE) -> str:
    """The address of a database for a role of ours."""
    password = quote(_passwords()[role], safe="")
    return f"postgresql://{role}:{password}@/{database}?host={quote(str(locate().sockets))}"


def addresses() -> dict[str, str]:
    """The variables through which Django finds our databases."""
    return {
        "DATABASE_URL": url("app"),
        "DATABASE_OWNER_URL": url("owner"),
        "DATABASE_CLOCK_URL": url("clock"),
        "DATABASE_AUDITOR_URL": url("auditor"),
    }


def _passwords() -> dict[str, str]:
    return dict(json.loads(_PASSWORDS.read_text()))


def _ensure(cluster: Cluster) -> None:
    if cluster.data.exists() and not _PASSWORDS.exists():
        _set_aside(cluster)
    if not (cluster.data / "PG_VERSION").exists():
        _create(cluster)
    if not _is_running(cluster):
        _on_demand().touch()
        _start(cluster)
    wanted = content_hash(_SQL)
    noted = VAR / "stamps" / "roles"
    if not noted.exists() or noted.read_text() != wanted:
        _make_roles()
        noted.parent.mkdir(exist_ok=True)
        noted.write_text(wanted)


def _set_aside(cluster: Cluster) -> None:
    """Somebody deleted var/: without its passwords and keys nobody can use the old data."""
    old = cluster.home / f"abandoned-{int(time.time())}"
    say(f"the passwords of the cluster are gone; its old data is set aside in {old}")
    _pg_ctl(cluster, "stop", "-m", "immediate", "-w")
    cluster.data.rename(old)


def _create(cluster: Cluster) -> None:
    """Make the data folder beside its final place, so that a broken-off start leaves none behind."""
    say(f"making a PostgreSQL cluster in {cluster.home}")
    draft = Cluster(cluster.home / "new", cluster.sockets, cluster.server_user)
    shutil.rmtree(draft.home, ignore_errors=True)
    for folder in (cluster.home, draft.home):
        _own(folder, cluster.server_user)
    passwords = {role: secrets.token_urlsafe(24) for role in (ADMIN, *ROLES)}
    write_secret(_PASSWORDS, json.dumps(passwords, indent=1))
    (VAR / "stamps" / "roles").unlink(missing_ok=True)
    _initialise(draft, passwords[ADMIN])
    with (draft.data / "postgresql.conf").open("a") as file:
        file.write((ROOT / "deploy" / "postgresql.conf").read_text())
    draft.data.rename(cluster.data)
    shutil.rmtree(draft.home)


def _initialise(cluster: Cluster, password: str) -> None:
    password_file = cluster.home / "password"
    write_secret(password_file, password + "\n")
    _give(password_file, cluster.server_user)
    options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]
    command = ["initdb", f"--username={ADMIN}", f"--pwfile={password_file}", *options]
    done = _as_server(cluster, [*command, "--pgdata", str(cluster.data)])
    if done.returncode != 0:
        raise Stop(f"initdb failed:\n{done.stdout}")


def _is_running(cluster: Cluster) -> bool:
    return _pg_ctl(cluster, "status").returncode == 0


def _start(cluster: Cluster) -> None:
    _own(cluster.sockets, cluster.server_user)
    options = f"-c unix_socket_directories='{cluster.sockets}'"
    give_up = time.monotonic() + _RETRY_SECONDS
    while True:
        done = _pg_ctl(cluster, "start", "-w", "-t", "60", "-l", str(cluster.log), "-o", options)
        if done.returncode == 0:
            return
        if time.monotonic() > give_up:
            last = "\n".join(cluster.log.read_text().splitlines()[-5:])
            raise Stop(f"PostgreSQL does not start; {cluster.log} ends with:\n{last}")
        time.sleep(0.5)


def _make_roles() -> None:
    passwords = _passwords()
    variables = "".join(f"\\set {role} '{passwords[role]}'\n" for role in ROLES)
    run_sql(variables + _SQL[0].read_text(), "postgres")
    run_sql(_SQL[1].read_text(), DATABASE)


def run_sql(script: str, database: str) -> str:
    """Run a psql script as our superuser; raises Stop with the server's words."""
    cluster = locate()
    address = ["-h", str(cluster.sockets), "-U", ADMIN, "-d", database]
    options = "-c client_min_messages=warning"
    done = subprocess.run(
        [postgresql.program("psql", cluster.data), "-XqAt", "-v", "ON_ERROR_STOP=1", *address],
        input=script,
        capture_output=True,
        text=True,
        env={**os.environ, "PGOPTIONS": options, "PGPASSWORD": _passwords()[ADMIN]},
        check=False,
    )
    if done.returncode != 0:
        raise Stop(f"PostgreSQL refused: {done.stderr.strip()}")
    return done.stdout


def _pg_ctl(cluster: Cluster, *arguments: str) -> subprocess.CompletedProcess[str]:
    return _as_server(cluster, ["pg_ctl", "--pgdata", str(cluster.data), *arguments])


def _as_server(cluster: Cluster, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the server's user; it refuses to be root."""
    command = [postgresql.program(command[0], cluster.data), *command[1:]]
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
    return postgresql.run(command, environment, user=cluster.server_user)


def unprivileged_user() -> str:
    """As whom PostgreSQL runs when we are root. Raises Stop."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise Stop("PostgreSQL refuses to run as root, and there is no user postgres or nobody")


def _reaches(user: str, folder: Path) -> bool:
    """Whether that user may walk into the folder; nobody's rights are changed for it."""
    done = postgresql.run(["test", "-x", str(folder)], {"PATH": "/usr/bin:/bin"}, user=user)
    return done.returncode == 0


def _own(folder: Path, user: str | None) -> None:
    """Make a private folder for the server's user; a stranger's folder is refused."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = pwd.getpwnam(user).pw_uid if user else os.geteuid()
    if folder.is_symlink() or folder.stat().st_uid not in {wanted, os.geteuid()}:
        raise Stop(f"{folder} belongs to somebody else; remove it or choose another VAR")
    _give(folder, user)
    folder.chmod(0o700)


def _give(path: Path, user: str | None) -> None:
    if user:
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)
