"""Canaries: a word that exists nowhere else stands in each personal field, and is looked for everywhere.

After a concern was filed, handled, interrupted and failed over, the words are searched in the dump of the
database, in its data files and its log of changes, in a backup sealed and opened, in sessions, logs, mails,
addresses and titles of pages and in every file: as typed, as base64, hex, UTF-16 and backwards. What is found
must be what KNOWN lists, with its reason; nothing more and nothing less.
"""

import base64
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import connection, models

from beredskab.administration import personal_data
from beredskab.outbox import worker
from beredskab.vault import envelope
from tests.build import monday_at
from tests.canaries.day import (
    Day,
    ask_it,
    attach_it,
    be_interrupted,
    comment_it,
    file_it,
    go_wrong,
    handle_it,
    import_it,
    list_them,
    plant,
    sign_in_elsewhere,
)
from tests.canaries.places import (
    Everything,
    backup,
    dump,
    files,
    forms_of,
    found_in,
    on_disk,
    sessions,
    written_to,
)
from tests.canaries.words import CANARIES, KNOWN, NOTHING_TYPED
from tests.database import _server
from tests.world import World

SERVER_LOG = Path(settings.BASE_DIR) / "var" / "pg" / "server.log"


@pytest.fixture
def logged() -> Iterator[Everything]:
    """What an installation would log, for as long as the test runs; statements only in DEBUG."""
    handler = Everything()
    names = ("", "django", "django.request", "django.server", "beredskab", "axes", "notifications", "plans")
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).setLevel(max(before[name], logging.INFO) if name == "axes" else logging.INFO)
    yield handler
    for name in names:
        logging.getLogger(name).removeHandler(handler)
        logging.getLogger(name).setLevel(before[name])


@pytest.mark.slow
def test_what_is_said_stays_where_it_is_sealed(
    committing: None,
    world: World,
    logged: Everything,
    freeze: Any,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Path,
) -> None:
    freeze(monday_at(12))
    private, public = envelope.new_pair()
    settings.BACKUP_KEY = public.hex()
    began = SERVER_LOG.stat().st_size if SERVER_LOG.exists() else 0
    since = written_to()
    plant(world)
    day = Day(world)
    concern = file_it(world, monkeypatch)
    attach_it(day, concern)
    ask_it(day)
    import_it(day)
    sign_in_elsewhere(world)
    comment_it(world)
    list_them(day)
    handle_it(day, concern)
    be_interrupted(day)
    go_wrong(day, monkeypatch)
    assert worker.deliver(at=monday_at(13)) > 0
    worker.seal()
    kept, opened = backup(tmp_path, private)
    places = {
        "backup": kept,
        "dump": dump(connection.settings_dict["NAME"]),
        "sessions": sessions(),
        "logs": "\n".join(logged.lines),
        "mails": "\n".join(f"{sent.subject}\n{sent.body}\n{sent.extra_headers}" for sent in mail.outbox),
        "recipients": "\n".join(str(sent.to) for sent in mail.outbox),
        "addresses": "\n".join(day.addresses),
        "files": files(Path(settings.VAR)),
        "server log": SERVER_LOG.read_bytes()[began:].decode("latin-1") if SERVER_LOG.exists() else "",
    }
    below = on_disk(connection.settings_dict["NAME"], since) | {"backup, opened": opened}
    assert_planted(world, places["dump"])
    assert found_in(places, CANARIES) - set(KNOWN) == set()
    assert set(KNOWN) - found_in(places, CANARIES) == set()
    known_below = {(field, place) for field, of in KNOWN if of == "dump" for place in below}
    assert found_in(below, CANARIES) - known_below == set()
    seen = ("organisation.Staff.name", "notifications.Concern.reference")  # or nothing was looked at
    assert {(field, place) for field in seen for place in below} <= found_in(below, CANARIES)


def assert_planted(world: World, dumped: str) -> None:
    """Every sealed field holds something: a word that was never written would never be found."""
    empty = []
    with _server(connection.settings_dict["NAME"]) as server:
        for field in CANARIES:
            label, name = field.rsplit(".", 1)
            table = apps.get_model(label)._meta.db_table
            server.execute(f'SELECT count(*) FROM "{table}" WHERE "{name}" IS NOT NULL')
            if server.fetchone()[0] == 0:
                empty.append(field)
    assert empty == []


def test_no_canary_is_part_of_another() -> None:
    words = [word for planted in CANARIES.values() for word in planted]
    assert [word for word in words if sum(word in other for other in words) > 1] == []


def test_every_personal_field_has_its_canary() -> None:
    """A new personal field fails here until a word stands in it, or a reason why none can."""
    typed = {name for name in personal_data.personal_fields() if not _is_a_key(name)}
    assert typed - set(CANARIES) - set(NOTHING_TYPED) == set()
    assert set(CANARIES) <= typed


def _is_a_key(name: str) -> bool:
    label, field = name.rsplit(".", 1)
    found = apps.get_model(label)._meta.get_field(field)
    return found.is_relation or isinstance(found, models.BigIntegerField)


@pytest.mark.parametrize("form", sorted(forms_of("kanariefugl")))
def test_a_word_is_found_however_it_is_written(form: str) -> None:
    places = {"dump": f"(1,\\\\x00{form}ff,2026)"}
    assert found_in(places, {"a.B.c": ("kanariefugl",)}) == {("a.B.c", "dump")}


def test_a_word_in_the_middle_of_base64_is_found() -> None:
    for before in ("", "a", "ab", "abc"):
        hidden = base64.b64encode(f"{before}kanariefugl og mere".encode()).decode()
        assert found_in({"sessions": hidden}, {"a.B.c": ("kanariefugl",)}) == {("a.B.c", "sessions")}
