import datetime as dt
import stat
import uuid
from pathlib import Path

import pytest
from django.db import connection

from beredskab.access.acting import acting_as, as_role
from beredskab.access.facts import forget
from beredskab.access.models import Exclusion
from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff
from beredskab.vault import keys, safe
from beredskab.vault.models import KeyHolder, SealedKey
from tests.cast import Town

MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
WORDS = "Far slog mig"
pytestmark = pytest.mark.django_db


def filed(filer: Staff, town: Town) -> tuple[uuid.UUID, bytes]:
    """Something that Anna said, sealed to her and to the receiving team."""
    subject = uuid.uuid4()
    with acting_as(filer):
        opened = safe.create(subject, filer=filer)
        safe.seal_to_team(opened, town.reception)
        safe.seal_to_team(opened, town.reception)
        return subject, opened.encrypt("Q6", WORDS)


def read(subject: uuid.UUID, blob: bytes, by: Staff) -> str:
    with acting_as(by):
        return safe.open_for(subject, by=by, at=MONDAY, purpose="handling").decrypt("Q6", blob)


def test_the_filer_and_the_team_read_it_and_nobody_else_does(
    town: Town, anna: Staff, cia: Staff, emil: Staff, frida: Staff, gert: Staff, bo: Staff
) -> None:
    subject, blob = filed(anna, town)
    assert [read(subject, blob, by) for by in (anna, cia)] == [WORDS, WORDS]
    for outsider in (emil, frida, gert, bo):
        with pytest.raises(safe.NotYours):
            read(subject, blob, outsider)


def test_an_exclusion_wins_over_membership_of_the_team(
    town: Town, anna: Staff, cia: Staff, ida: Staff
) -> None:
    subject, blob = filed(anna, town)
    with acting_as(anna):
        Exclusion.objects.bulk_create(
            [Exclusion(subject=subject, staff=cia, cause=Exclusion.Cause.SUSPECTED, since=MONDAY)]
        )
    forget(cia)
    with pytest.raises(safe.NotYours):
        read(subject, blob, cia)
    assert read(subject, blob, ida) == WORDS


def test_each_layer_alone_keeps_an_excluded_person_out(town: Town, anna: Staff, cia: Staff) -> None:
    subject, _blob = filed(anna, town)
    with acting_as(anna):
        Exclusion.objects.bulk_create(
            [Exclusion(subject=subject, staff=cia, cause=Exclusion.Cause.SUSPECTED, since=MONDAY)]
        )
    forget(cia)
    with acting_as(cia):
        assert SealedKey.objects.filter(subject=subject).count() == 0  # row-level security by itself
    with (
        as_role("owner"),
        pytest.raises(safe.NotYours),
    ):  # Python by itself: the owner sees every row
        safe.open_for(subject, by=cia, at=MONDAY)


def test_the_trace_is_written_before_it_opens(
    town: Town, anna: Staff, cia: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject, _blob = filed(anna, town)

    def no_trail(*_args: object, **_more: object) -> None:
        raise OSError("the log is full")

    monkeypatch.setattr("beredskab.audit.trail.record", no_trail)
    monkeypatch.setattr(
        "beredskab.vault.keys.private_key", lambda _holder: pytest.fail("opened without a trace")
    )
    with acting_as(cia), pytest.raises(OSError, match="full"):
        safe.open_for(subject, by=cia, at=MONDAY)


def test_a_reading_names_who_when_and_why(town: Town, anna: Staff, cia: Staff) -> None:
    subject, blob = filed(anna, town)
    read(subject, blob, cia)
    with as_role("owner"):
        rows = Entry.objects.filter(concern=subject).values_list("actor_id", "verb", "purpose", "at")
        assert list(rows) == [(cia.pk, "concern.read", "handling", MONDAY)]


def test_a_new_team_key_opens_what_the_old_one_did(town: Town, anna: Staff, cia: Staff) -> None:
    subject, blob = filed(anna, town)
    with as_role("owner") as alias:
        assert safe.rotate_team(town.reception, using=alias) == 1
        versions = [
            (key.version, key.retired_at is None)
            for key in KeyHolder.objects.filter(kind="team").order_by("version")
        ]
    assert versions == [(1, False), (2, True)]
    assert read(subject, blob, cia) == WORDS


def test_keys_are_readable_by_their_owner_alone(town: Town, anna: Staff) -> None:
    filed(anna, town)
    folder = keys.folder()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {stat.S_IMODE(file.stat().st_mode) for file in Path(folder).glob("*.key")}
    assert modes == {0o600}


def test_the_key_is_not_in_the_database(town: Town, anna: Staff) -> None:
    subject, _blob = filed(anna, town)
    with acting_as(anna):
        opened = safe.open_for(subject, by=anna, at=MONDAY)
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM vault_sealedkey WHERE position(%s in sealed) > 0", [opened._key])
        assert cursor.fetchone() == (0,)


def test_a_message_for_one_person_is_read_by_that_person(town: Town, anna: Staff, cia: Staff) -> None:
    sealed = safe.seal_message_to(anna.pk, b"half a sentence")
    assert safe.open_message(sealed, by=anna) == b"half a sentence"
    with pytest.raises(safe.envelope.CannotOpen):
        safe.open_message(sealed, by=cia)


def test_health_notices_a_missing_team_key(town: Town, anna: Staff) -> None:
    filed(anna, town)
    assert keys.are_well()
    holder = KeyHolder.objects.get(kind="team")
    (keys.folder() / f"{holder.pk}.key").unlink()
    assert not keys.are_well()


def test_the_rest_of_a_team_gets_a_new_key_with_the_team(town: Town, anna: Staff, cia: Staff) -> None:
    subject, blob = filed(anna, town)
    with acting_as(cia):
        opened = safe.open_for(subject, by=cia, at=MONDAY)
        before = safe.seal_to_rest(opened, town.reception)
    with as_role("owner") as alias:
        assert safe.rotate_team(town.reception, using=alias) == 2
        assert KeyHolder.objects.using(alias).get(pk=before.pk).retired_at is not None
    assert read(subject, blob, cia) == WORDS
