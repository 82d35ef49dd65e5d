"""One day's concerns, counted by two roles that see no content; what does not match is an alarm."""

import datetime as dt
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from beredskab.access.acting import acting_as, as_role
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.outbox import worker
from beredskab.outbox.models import Message
from notifications import alerts, handling
from notifications.models import Concern, Deadline
from notifications.oversight import ledger
from notifications.oversight.ledger import Ledger
from notifications.vocabulary import State
from tests import build
from tests.build import monday_at, tuesday_at
from tests.cast import Town

MONDAY = monday_at(0).date()


def filed(anna: Staff, town: Town, *, at: dt.datetime | None = None, **more: Any) -> Concern:
    """A concern with the mail to its team, as filing leaves it."""
    concern = build.concern(filed_by=anna, team=town.reception, at=at, **more)
    with acting_as(anna):
        alerts.tell_team(concern, but=anna, at=at or monday_at(8))
    return concern


def day(town: Town, *, at: dt.datetime) -> Ledger:
    return ledger.of_day(town.municipality, MONDAY, at=at)


def test_a_day_on_which_everything_went_its_way(anna: Staff, cia: Staff, town: Town) -> None:
    concern = filed(anna, town, state=State.CLAIMED, by=cia)
    filed(anna, town, at=monday_at(9))
    worker.deliver(at=monday_at(10))
    handling.assess(concern, build.FINDING, by=cia, at=monday_at(11))
    handling.send_receipt(concern, by=cia, at=monday_at(12))
    expected = Ledger(filed=2, told=2, handed_over=2, opened=1, assessed=1, receipts=1)
    assert day(town, at=monday_at(13)) == expected


def test_a_day_without_concerns(town: Town) -> None:
    assert day(town, at=monday_at(13)) == Ledger(0, 0, 0, 0, 0, 0)


def test_other_days_other_municipalities_and_drafts_do_not_count(
    anna: Staff, cia: Staff, frida: Staff, neighbour: Town, town: Town
) -> None:
    filed(anna, town, at=monday_at(0) - dt.timedelta(seconds=1))
    filed(anna, town, at=tuesday_at(0))
    build.concern(filed_by=frida, team=neighbour.reception)
    assert day(town, at=monday_at(13)) == Ledger(0, 0, 0, 0, 0, 0)


def test_a_concern_of_which_nobody_is_told_is_a_gap(anna: Staff, town: Town) -> None:
    concern = filed(anna, town)  # a team without people
    found = day(town, at=monday_at(9))
    assert (found.filed, found.told, found.gaps) == (1, 0, {"nobody_told": [concern.pk]})


def test_a_mail_that_waits_a_quarter_of_an_hour_is_a_gap(
    anna: Staff, cia: Staff, ida: Staff, town: Town
) -> None:
    concern = filed(anna, town)
    assert day(town, at=monday_at(8, 14)).gaps == {}
    assert day(town, at=monday_at(8, 15)).gaps == {"not_handed_over": [concern.pk]}
    with as_role("clock") as alias:
        one = Message.objects.using(alias).filter(about=concern.pk, recipient=ida)
        one.update(handed_over_at=monday_at(8, 20))
    assert day(town, at=monday_at(9)).gaps == {}  # somebody has it


def test_the_filers_own_mail_tells_nobody(anna: Staff, town: Town) -> None:
    concern = filed(anna, town)
    with acting_as(anna):
        alerts.tell_filer(concern, at=monday_at(8))
    assert day(town, at=monday_at(8)).told == 0


def test_a_filer_who_reads_their_own_has_not_opened_it(anna: Staff, cia: Staff, town: Town) -> None:
    concern = filed(anna, town)
    with acting_as(anna):
        trail.record_reading(anna, concern, at=monday_at(9))
    assert day(town, at=monday_at(8)).opened == 0


def test_clocks_that_ran_out_are_gaps(anna: Staff, cia: Staff, town: Town) -> None:
    concern = filed(anna, town)
    worker.deliver(at=monday_at(8))
    assert day(town, at=tuesday_at(7, 59)).gaps == {}
    assert day(town, at=tuesday_at(8)).gaps == {"assessment_overdue": [concern.pk]}
    assert day(town, at=monday_at(8) + dt.timedelta(days=9)).gaps == {
        "assessment_overdue": [concern.pk],
        "receipt_overdue": [concern.pk],
    }


def test_an_assessment_that_the_trail_does_not_know_is_a_gap(anna: Staff, cia: Staff, town: Town) -> None:
    concern = filed(anna, town)
    worker.deliver(at=monday_at(8))
    with as_role("owner"):
        Deadline.objects.filter(concern=concern.pk).update(met_at=monday_at(9))
    assert day(town, at=monday_at(10)).gaps == {
        "assessed_unopened": [concern.pk],
        "assessment_differs_from_the_trail": [concern.pk],
        "receipt_differs_from_the_trail": [concern.pk],
    }


def test_a_concern_that_is_gone_from_the_table_is_still_in_the_trail(anna: Staff, town: Town) -> None:
    gone, at = uuid.uuid4(), dt.datetime.now(dt.UTC)
    with acting_as(anna):
        trail.record(anna.pk, "concern.filed", gone, at=at)
    today = at.astimezone(build.COPENHAGEN).date()
    assert ledger.of_day(town.municipality, today, at=at).gaps == {"vanished": [gone]}


def test_a_concern_that_never_reached_the_trail_is_a_gap(anna: Staff, cia: Staff, town: Town) -> None:
    concern = filed(anna, town)
    with acting_as(anna):
        Concern.objects.filter(pk=concern.pk).update(filed_at=monday_at(9))
    with as_role("owner"):
        moved = Concern.objects.get(pk=concern.pk)
        moved.pk, moved.reference, moved.idempotency_key = uuid.uuid4(), "BK-26-OTHER", None
        moved.save(force_insert=True)
    assert day(town, at=monday_at(8)).gaps == {
        "not_in_the_trail": [moved.pk],
        "nobody_told": [moved.pk],
    }


def test_the_command_says_the_counts_and_ends_with_one_for_a_gap(
    anna: Staff, town: Town, capsys: Any, freeze: Callable[[dt.datetime], None]
) -> None:
    freeze(monday_at(9))
    words = ["ledger", "--date", "2026-11-23", "--municipality", "eksempel", "--json"]
    call_command(*words)
    empty = {"filed": 0, "told": 0, "handed_over": 0, "opened": 0, "assessed": 0, "receipts": 0, "gaps": {}}
    heading = {"municipality": "eksempel", "date": "2026-11-23"}
    assert json.loads(capsys.readouterr().out) == {**heading, **empty}
    concern = filed(anna, town)
    with pytest.raises(CommandError, match="has gaps: nobody told 1"):
        call_command(*words)
    assert json.loads(capsys.readouterr().out)["gaps"] == {"nobody_told": [str(concern.pk)]}


def test_a_day_that_cannot_be_is_refused(town: Town) -> None:
    with pytest.raises(CommandError, match="invalid fromisoformat value"):
        call_command("ledger", "--date", "yesterday", "--municipality", "eksempel")
