"""Somebody tampers with the log, as the application or as a superuser; what stops them and what finds it."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from beredskab.access.acting import as_role
from beredskab.audit import chain, trail
from beredskab.audit.chain import Fault
from beredskab.audit.models import Entry, Seal

MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
LATER = MONDAY + dt.timedelta(days=4000)
pytestmark = pytest.mark.django_db


def sealed_log(entries: int = 4) -> list[uuid.UUID]:
    for number in range(entries):
        trail.record(None, "plan.published", number, at=MONDAY + dt.timedelta(minutes=number))
    with as_role("auditor") as alias:
        assert chain.seal_pending(using=alias) == entries
        return list(Seal.objects.order_by("position").values_list("entry", flat=True))


def faults() -> list[Fault]:
    with as_role("auditor") as alias:
        return chain.verify(using=alias, now=LATER)


def as_superuser(sql: str, *params: object) -> None:
    """What a database administrator can do: switch the triggers off and write what they like."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, params)
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("SET LOCAL ROLE app")


def test_a_log_that_nobody_touched_holds() -> None:
    sealed_log()
    assert faults() == []


def test_sealing_twice_seals_only_what_is_new() -> None:
    sealed_log(2)
    trail.record(7, "plan.published", 9, at=MONDAY)
    with as_role("auditor") as alias:
        assert chain.seal_pending(using=alias) == 1
        assert chain.seal_pending(using=alias) == 0
    assert faults() == []


def test_an_edited_row_is_found() -> None:
    rows = sealed_log()
    as_superuser("UPDATE audit_entry SET actor_id = 99 WHERE id = %s", rows[1])
    assert faults() == [Fault("edited", 2, str(rows[1]))]


def test_a_deleted_row_is_found() -> None:
    rows = sealed_log()
    as_superuser("DELETE FROM audit_entry WHERE id = %s", rows[2])
    assert faults() == [Fault("deleted", 3, str(rows[2]))]


def test_a_row_deleted_with_its_seal_leaves_a_gap() -> None:
    rows = sealed_log()
    as_superuser("DELETE FROM audit_entry WHERE id = %s", rows[1])
    as_superuser("DELETE FROM audit_seal WHERE entry = %s", rows[1])
    assert Fault("gap", 3, str(rows[2])) in faults()


def test_an_inserted_row_is_found() -> None:
    sealed_log()
    trail.record(5, "plan.published", 1, at=MONDAY)
    (loose,) = Entry.objects.filter(actor_id=5)
    assert faults() == [Fault("inserted", None, str(loose.id))]


def test_a_row_that_waits_for_its_seal_is_no_fault() -> None:
    trail.record(5, "plan.published", 1, at=MONDAY)
    with as_role("auditor") as alias:
        assert chain.verify(using=alias, now=Entry.objects.get().recorded_at) == []


def test_two_rows_that_changed_places_are_found() -> None:
    rows = sealed_log()
    as_superuser("UPDATE audit_seal SET entry = %s WHERE position = 2", uuid.uuid4())
    as_superuser("UPDATE audit_seal SET entry = %s WHERE position = 3", rows[1])
    as_superuser("UPDATE audit_seal SET entry = %s WHERE position = 2", rows[2])
    assert {fault.position for fault in faults()} == {2, 3}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET verb = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "SELECT * FROM audit_seal",
        "INSERT INTO audit_seal (position, entry, digest) VALUES (9, gen_random_uuid(), '')",
    ],
)
def test_the_application_can_only_add(sql: str) -> None:
    sealed_log(1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_owner_is_refused_by_the_triggers() -> None:
    sealed_log(1)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        as_role("owner"),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM audit_entry")
