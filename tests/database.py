"""Databases for tests: one migrated template per state of the migrations, a clone for whoever needs one.

Migrating takes ten seconds, copying a migrated database a twentieth of one. Every pytest process has
a clone of its own, named by its process id, so several people can run tests on one cluster.
"""

import hashlib
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from django.core.management import call_command
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "beredskab_test_"
_LOCK = 7_117_001  # any number, the same for everybody
TEMPLATES_KEPT = 3  # states of the migrations that are worked on at once, besides the one in the making
_counter = itertools.count()


def template() -> str:
    """The name of the template for the migrations as they are now."""
    return f"{PREFIX}template_{_migrations_hash()}"


@contextmanager
def clone() -> Iterator[str]:
    """A fresh copy of the template, to which the default connection points meanwhile."""
    name = f"{PREFIX}p{os.getpid()}_{next(_counter)}"
    with _server() as server, _alone(server):  # nobody drops the template before it is copied
        source = template()
        if not _exists(server, source):
            _drop_leftovers(server)
            _build(server, source)
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" OWNER owner')
    before = _point_at(name)
    try:
        yield name
    finally:
        _point_at(before)
        with _server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def _alone(server: Any) -> Iterator[None]:
    """One process at a time makes, copies and drops; closing the connection lets go in any case."""
    server.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        server.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _point_at(name: str, role: str = "app") -> str:
    """Connect to another database from now on, in this thread and in new ones; the name before."""
    settings: dict[str, Any] = connections.settings["default"]
    connections["default"].close()
    before = str(settings["NAME"])
    settings["NAME"] = name
    settings["OPTIONS"]["options"] = f"-c role={role}"
    return before


def _build(server: Any, name: str) -> None:
    draft = f"{name}_draft"
    server.execute(f'DROP DATABASE IF EXISTS "{draft}" WITH (FORCE)')
    server.execute(f'CREATE DATABASE "{draft}" OWNER owner')
    with _server(draft) as inside:
        inside.execute((ROOT / "deploy" / "database.sql").read_text())
    before = _point_at(draft, role="owner")
    try:
        call_command("migrate", verbosity=0, skip_checks=True)
    finally:
        _point_at(before)
    server.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')


def _drop_leftovers(server: Any) -> None:
    """Old templates, and clones of processes that died. The newest stay: other branches use them."""
    server.execute(
        "SELECT datname FROM pg_database d WHERE datname LIKE %s"
        " AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = d.datname) ORDER BY oid DESC",
        [PREFIX + "%"],
    )
    names = [name for (name,) in server.fetchall()]
    templates = [name for name in names if _is_template(name)][:TEMPLATES_KEPT]
    for name in names:
        if name not in templates and not _is_of_a_living_process(name):
            server.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _is_template(name: str) -> bool:
    return name.startswith(f"{PREFIX}template_") and not name.endswith("_draft")


def _is_of_a_living_process(name: str) -> bool:
    owner = name.removeprefix(f"{PREFIX}p").partition("_")[0]
    return owner.isdigit() and Path(f"/proc/{owner}").exists()


def _exists(server: Any, name: str) -> bool:
    server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return server.fetchone() is not None


def _migrations_hash() -> str:
    digest = hashlib.sha256()
    apps = (ROOT / "beredskab", ROOT / "plans", ROOT / "notifications")
    ours = [path for app in apps for path in app.rglob("migrations/*.py")]
    for path in [*sorted(ours), ROOT / "requirements.txt", ROOT / "deploy" / "database.sql"]:
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _server(database: str = "postgres") -> Iterator[Any]:
    """A superuser's cursor outside Django, outside any transaction."""
    settings = connections.settings["default"]
    connection = psycopg2.connect(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=settings["USER"],
        password=settings["PASSWORD"],
        dbname=database,
    )
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()
