"""Once the case system has it and its days are over, a case is deleted with all about it. Rule N-46."""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from beredskab.access.acting import acting_as, as_role
from beredskab.audit.models import Entry
from beredskab.outbox import worker
from notifications import handling
from notifications.handover import deletion, sending
from notifications.models import Concern
from notifications.vocabulary import Channel, State
from tests import build
from tests.build import monday_at, tuesday_at
from tests.cast import make_person
from tests.notifications.handed_over import DAY, FILES


@pytest.fixture
def decided(anna, cia, ida, town) -> Concern:
    return build.concern(filed_by=anna, team=town.reception, state=State.DECIDED, by=cia)


def closed(concern: Concern, by, *, receipt: bool, at: dt.datetime | None = None) -> Concern:
    sending.hand_over(concern, FILES, by=by, at=tuesday_at(9))
    if receipt:
        sending.record_receipt(concern, "SAG-1", by=by, at=tuesday_at(9))
    return handling.close(concern, by=by, at=at or tuesday_at(10), reason="…")


def rows_about(concern: Concern) -> dict[str, int]:
    """Rows of every table that names the concern, the trail apart."""
    found = {}
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND udt_name = 'uuid' AND table_name <> 'audit_entry'"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}" = %s', [concern.pk])
            if count := cursor.fetchone()[0]:
                found[f"{table}.{column}"] = count
    return found


def test_after_its_days_the_worker_deletes_everything_about_it(anna, cia, ole, town):
    decided = build.concern(filed_by=anna, team=town.reception, state=State.DECIDED, by=cia, keep_out=(ole,))
    handling.message_filer(decided, "…", by=cia, at=monday_at(13))
    closed(decided, cia, receipt=True)
    assert len(rows_about(decided)) > 7
    worker.do_duties(at=tuesday_at(10) + 89 * DAY)
    assert rows_about(decided) != {}
    worker.do_duties(at=tuesday_at(10) + 91 * DAY)
    assert rows_about(decided) == {}
    with as_role("auditor") as alias:
        entry = Entry.objects.using(alias).get(verb="concern.deleted")
    assert (entry.subject, entry.plain) == (str(decided.pk), {"outcome": "examination", "year": 2026})


def test_without_a_receipt_nothing_is_ever_deleted(cia, decided):
    closed(decided, cia, receipt=False)
    worker.do_duties(at=tuesday_at(10) + 4000 * DAY)
    assert deletion.due(at=tuesday_at(10) + 4000 * DAY) == []
    assert [one.without_receipt for one in deletion.closed(at=tuesday_at(10))] == [1]
    assert rows_about(decided)


def test_a_receipt_that_comes_late_starts_the_days_then(cia, decided):
    closed(decided, cia, receipt=False)
    sending.record_receipt(decided, "SAG-1", by=cia, at=tuesday_at(10) + 200 * DAY)
    worker.do_duties(at=tuesday_at(10) + 201 * DAY)
    assert rows_about(decided)
    worker.do_duties(at=tuesday_at(11) + 291 * DAY)
    assert rows_about(decided) == {}


def test_a_recorded_decision_stands_for_a_receipt(cia, decided):
    row = sending.decide_nothing(decided, "Sent twice.", by=cia, at=tuesday_at(9))
    assert row.channel == Channel.NOTHING
    handling.close(decided, by=cia, at=tuesday_at(10), reason="…")
    worker.do_duties(at=tuesday_at(10) + 91 * DAY)
    assert rows_about(decided) == {}


def test_what_was_closed_early_is_handed_over_afterwards_and_stays_closed(anna, cia, town):
    early = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    handling.close(early, by=cia, at=tuesday_at(8), reason="Sent twice.")
    sending.decide_nothing(early, "The other one is handed over.", by=cia, at=tuesday_at(9))
    with acting_as(cia):
        early.refresh_from_db()
    assert early.state == State.CLOSED
    worker.do_duties(at=tuesday_at(10) + 91 * DAY)
    assert rows_about(early) == {}


def test_a_reopened_concern_stays(cia, decided):
    closed(decided, cia, receipt=True)
    handling.reopen(decided, by=cia, at=tuesday_at(11))
    worker.do_duties(at=tuesday_at(10) + 91 * DAY)
    assert rows_about(decided)


def test_how_long_depends_on_the_outcome(settings, cia, decided):
    settings.RETENTION_DAYS = {**settings.RETENTION_DAYS, "examination": 5}
    closed(decided, cia, receipt=True)
    assert deletion.due(at=tuesday_at(9) + 5 * DAY) == []
    assert [one.outcome for one in deletion.due(at=tuesday_at(10) + 5 * DAY)] == ["examination"]


def test_each_municipality_is_counted_by_itself(freeze, capsys, anna, cia, frida, town, neighbour, decided):
    closed(decided, cia, receipt=True)
    nora = make_person("Nora Nabo", neighbour.kindergarten, "paedagog")
    theirs = build.concern(filed_by=nora, team=neighbour.reception, state=State.DECIDED, by=frida)
    closed(theirs, frida, receipt=False)
    freeze(tuesday_at(10) + 91 * DAY)
    call_command("retention", "--dry-run", "--json")
    found = json.loads(capsys.readouterr().out)["closed_concerns"]
    eksempel, nabo = found["municipalities"]["eksempel"], found["municipalities"]["nabo"]
    assert (found["due"], found["kept"], found["deleted"]) == (1, 1, 0)
    assert (eksempel["due_by_outcome"], eksempel["kept"]) == ({"examination": 1}, 0)
    assert (nabo["due"], nabo["kept"], nabo["without_receipt"]) == (0, 1, 1)


@pytest.mark.parametrize("function", ["due_for_deletion", "closed_of"])
def test_the_web_cannot_ask_what_is_deleted(cia, function):
    refused = pytest.raises(Exception, match="permission denied")
    with refused, acting_as(cia), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM notifications_{function}('{{}}', now())")
