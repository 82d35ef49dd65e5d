"""What every test has: a database, the cast, a clock to freeze, a browser. Run with bin/pytest."""

import atexit
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection, connections, transaction
from django.test.testcases import LiveServerThread
from django.utils import translation

from beredskab.vault.agent import sealed_room
from tests import database
from tests.browser import FLAGS, Visits
from tests.cast import *  # noqa: F403 - the people are fixtures
from tests.world import world  # noqa: F401
from tests.world.browsers import browsers  # noqa: F401

# Playwright's loop runs in the thread of the test; Django would refuse its database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to run against a database that is not made for tests."""
    if not (settings.DATABASE_ONE_CONNECTION and settings.DATABASE_ROLE == "app"):
        raise pytest.UsageError("run the tests with bin/pytest: it brings up the database for them")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    sealed_room.COST = sealed_room.Cost(rounds=1, kibibytes=8, lanes=1)
    settings.DEFAULT_MUNICIPALITY = "eksempel"
    # What was collected for running may be old: tests serve static/ itself.
    settings.STATIC_ROOT = settings.VAR / "cache" / "no-static"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    _write_elsewhere()
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def _write_elsewhere() -> None:
    """Keys, emergency pages and rendered files of tests are not those of the portal beside them."""
    scratch = tempfile.mkdtemp(prefix="beredskab-test-")
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    settings.VAR = Path(scratch)
    settings.KEYS = settings.VAR / "keys"
    settings.RENDERED = settings.VAR / "rendered"
    settings.STORAGES["default"]["OPTIONS"]["location"] = settings.VAR / "files"


# --- the database -----------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """A clone of the migrated template for this process."""
    with django_db_blocker.unblock(), database.clone():
        yield


@pytest.fixture
def _django_db_helper(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[None]:
    """`db` and the django_db mark: a transaction that is rolled back, or a clone for who commits."""
    commits = "committing" in request.fixturenames or request.node.get_closest_marker("committing")
    with django_db_blocker.unblock():
        if commits:
            with database.clone():
                yield
                connections.close_all()
        else:
            yield from _rolled_back()


def _rolled_back() -> Iterator[None]:
    atomic = transaction.atomic()
    atomic._from_testcase = True  # type: ignore[attr-defined]  # as Django's TestCase does
    atomic.__enter__()
    try:
        yield
        if not connection.needs_rollback:
            connection.check_constraints()
    finally:
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture
def committing(_django_db_helper: None) -> None:
    """The test commits for real, in a database of its own: threads, workers, two connections."""


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A page in another language leaves that language on: the next test begins in its own."""
    yield
    translation.deactivate()


# --- the clock, the network -------------------------------------------------------------------


@pytest.fixture
def freeze() -> Iterator[Callable[[datetime], None]]:
    """Stop the clock at a time; calling again moves it."""
    travels: list[time_machine.travel] = []

    def stop_at(moment: datetime) -> None:
        while travels:
            travels.pop().stop()
        travel = time_machine.travel(moment, tick=False)
        travel.start()
        travels.append(travel)

    yield stop_at
    while travels:
        travels.pop().stop()


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Nothing that a test starts talks to another machine."""
    patch = pytest.MonkeyPatch()
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            raise OSError(f"a test asked for {address[0]}")
        connect(self, address)

    patch.setattr(socket.socket, "connect", connect_here)
    yield
    patch.undo()


def _is_loopback(host: str) -> bool:
    return host in {"localhost", "::1"} or host.startswith("127.") or host.endswith(".localhost")


# --- the browser ------------------------------------------------------------------------------


@pytest.fixture
def server(committing: None) -> Iterator[str]:
    """The portal on a port of this machine, with a database of its own; its address."""
    thread = LiveServerThread("localhost", StaticFilesHandler, connections_override={})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://localhost:{thread.port}"
    thread.terminate()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's chromium, without what it would ask the internet for."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    return {"executable_path": path, "args": FLAGS, "headless": True}


@pytest.fixture
def visits(browser: Any, server: str) -> Iterator[Visits]:
    """`visits.page(anna)` opens a page as Anna; fails on script errors, CSP and foreign requests."""
    opened = Visits(browser, server)
    yield opened
    opened.close()
    assert opened.complaints == []
