"""Everything that must be there before Django starts, made when it is not yet there.

With DATABASE_URL in the environment nothing of the database or the keys is made here: that place
belongs to somebody, who runs the commands of docs/operations.md.
"""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy import cluster, environment, machine, postgresql
from deploy.paths import (
    ROOT,
    VAR,
    Stop,
    content_hash,
    one_at_a_time,
    read_stamp,
    say,
    short_hash,
    write_secret,
    write_stamp,
)

Environment = dict[str, str]
_SECRET_KEY = VAR / "secrets" / "secret-key"
MANAGE = str(ROOT / "manage.py")


def uses_own_cluster() -> bool:
    """Whether the database is ours to make."""
    return not os.environ.get("DATABASE_URL")


def needs(*, for_tests: bool = False) -> list[machine.Need]:
    """What this machine lacks."""
    tests = [
        (machine.CHROMIUM, machine.has_chromium()),
        (machine.POPPLER, machine.has("pdftoppm")),
        (machine.NODE, machine.has("npm")),
    ]
    checks = [
        (machine.VENV, environment.PYTHON.exists() or machine.can_make_environments()),
        (machine.PDF, machine.pdf_is_possible()),
        (machine.XMLSEC, machine.has("xmlsec1")),
        *(tests if for_tests else []),
    ]
    return [need for need, is_met in checks if not is_met]


@contextmanager
def surroundings(*, development: bool = False) -> Iterator[Environment]:
    """The environment variables for Django, with the database up for as long as this lasts."""
    machine.provide(needs(for_tests=development))
    environment.ensure(environment.DEVELOPMENT if development else environment.RUNTIME)
    if not uses_own_cluster():
        yield dict(os.environ)
        return
    _provide_postgresql()
    with cluster.in_use():
        yield {**own_place(), **os.environ, **cluster.addresses()}


def _provide_postgresql() -> None:
    """Debian's where we may install it, else the one that comes as a wheel, else the apt line."""
    if postgresql.is_here():
        return
    if machine.may_install():
        machine.provide([machine.POSTGRESQL])
    elif machine.can_use_postgresql_wheel():
        environment.ensure(environment.POSTGRESQL)
    postgresql.forget()
    if not postgresql.is_here():
        machine.provide([machine.POSTGRESQL])


def own_place() -> Environment:
    """The variables of a portal of one's own on this machine; each can be set from outside."""
    if not _SECRET_KEY.exists():
        write_secret(_SECRET_KEY, secrets.token_urlsafe(48))
    return {
        "VAR": str(VAR),
        "SECRET_KEY_FILE": str(_SECRET_KEY),
        "DEMO": "1",
        "EMAIL_URL": f"file://{VAR / 'mail'}",
    }


def django(surrounding: Environment, *arguments: str) -> int:
    """Run a management command with its words on standard error; returns its exit code."""
    command = [str(environment.PYTHON), MANAGE, *arguments]
    return subprocess.run(command, env=surrounding, stdout=sys.stderr, check=False).returncode


def _must(surrounding: Environment, *arguments: str) -> None:
    if django(surrounding, *arguments) != 0:
        raise Stop(f"this failed, see above: bin/manage {' '.join(arguments)}")


def is_prepared() -> bool:
    """Whether our own place was made once, demo and all."""
    return bool(read_stamp("prepared"))


def own_database(surrounding: Environment) -> None:
    """Migrate, load the demo once; skips what is done. Keys are made at first need."""
    with one_at_a_time("prepare"):
        wanted = content_hash(migration_files())
        if read_stamp("migrated") != wanted:
            say("migrating")
            _must(surrounding, "migrate", "--verbosity", "0")
            write_stamp("migrated", wanted)
        if surrounding.get("DEMO") == "1" and not read_stamp("demo"):
            static_files(surrounding)  # the demo writes the stand-in page for bad days
            say("loading the demo")
            _must(surrounding, "load_demo")
            write_stamp("demo", "1")
        write_stamp("prepared", "1")


def demo_people(surrounding: Environment) -> str:
    """Who can sign in in the demo, one a line; asked of Django once."""
    if not read_stamp("people"):
        command = [str(environment.PYTHON), "-c", _PEOPLE]
        done = subprocess.run(
            command, env=surrounding, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode != 0:
            return ""
        write_stamp("people", done.stdout)
    return read_stamp("people")


_PEOPLE = """
import os, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beredskab.settings")
django.setup()
from django.utils import translation
from beredskab.signin.demo import PEOPLE
with translation.override("en"):
    for person in PEOPLE:
        print(f"  {person.name:<16} {person.does}")
"""


def migration_files() -> list[Path]:
    """Every migration of ours."""
    apps = (ROOT / "beredskab", ROOT / "plans", ROOT / "notifications")
    return [path for app in apps for path in app.rglob("migrations/*.py")]


def static_files(surrounding: Environment) -> None:
    """Collect and compress static files when one has changed."""
    files = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    seen = ((path, path.stat()) for path in files)
    wanted = short_hash("".join(f"{path}{stat.st_mtime_ns}{stat.st_size}" for path, stat in seen))
    with one_at_a_time("static"):
        if read_stamp("static") != wanted:
            say("collecting static files")
            _must(surrounding, "collectstatic", "--noinput", "--clear", "--verbosity", "0")
            write_stamp("static", wanted)
