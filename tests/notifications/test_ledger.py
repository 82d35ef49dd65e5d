"""One day's concerns, counted by two roles that see no content; what does not match is an alarm."""

import datetime as dt
import json
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beredskab.access.acting import acting_as, as_role
from beredskab.administration import health
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.outbox import worker
from beredskab.outbox.models import Duty, Message
from beredskab.outbox.vocabulary import Kind
from beredskab.vault import safe
from notifications import alerts, handling
from notifications.case import screening
from notifications.exclusion import exclusions
from notifications.handover import sending
from notifications.models import Concern, Deadline, Handover
from notifications.oversight import alarm, ledger
from notifications.oversight.ledger import Ledger
from notifications.routing import Cause
from notifications.vocabulary import Channel, State
from tests import build
from tests.build import monday_at, tuesday_at
from tests.cast import Town
from tests.journeys.walking import client_of

MONDAY = monday_at(0).date()
COUNTS = (
    "filed",
    "queued",
    "handed_to_mail_server",
    "opened",
    "assessed",
    "receipts",
    "handed_over",
    "handover_receipts",
)


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
    expected = Ledger(filed=2, queued=2, handed_to_mail_server=2, opened=1, assessed=1, receipts=1)
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
    assert (found.filed, found.queued, found.gaps) == (1, 0, {"nobody_told": [concern.pk]})


def test_a_mail_that_waits_a_quarter_of_an_hour_is_a_gap(
    anna: Staff, cia: Staff, ida: Staff, town: Town
) -> None:
    concern = filed(anna, town)
    assert day(town, at=monday_at(8, 14)).gaps == {}
    assert day(town, at=monday_at(8, 15)).gaps == {"not_handed_to_mail_server": [concern.pk]}
    with as_role("clock") as alias:
        one = Message.objects.using(alias).filter(about=concern.pk, recipient=ida)
        one.update(handed_over_at=monday_at(8, 20))
    assert day(town, at=monday_at(9)).gaps == {}  # somebody has it


def test_the_filers_own_mail_tells_nobody(anna: Staff, town: Town) -> None:
    concern = filed(anna, town)
    with acting_as(anna):
        alerts.tell_filer(concern, at=monday_at(8))
    assert day(town, at=monday_at(8)).queued == 0


def test_a_filer_who_reads_their_own_has_not_opened_it(anna: Staff, cia: Staff, town: Town) -> None:
    concern = filed(anna, town)
    with acting_as(anna):
        safe.open_for(concern.pk, by=anna, at=monday_at(9))
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
    empty = {**dict.fromkeys(COUNTS, 0), "gaps": {}}
    heading = {"municipality": "eksempel", "date": "2026-11-23"}
    assert json.loads(capsys.readouterr().out) == {**heading, **empty}
    concern = filed(anna, town)
    with pytest.raises(CommandError, match="has gaps: nobody told 1"):
        call_command(*words)
    assert json.loads(capsys.readouterr().out)["gaps"] == {"nobody_told": [str(concern.pk)]}


def test_a_day_that_cannot_be_is_refused(town: Town) -> None:
    with pytest.raises(CommandError, match="invalid fromisoformat value"):
        call_command("ledger", "--date", "yesterday", "--municipality", "eksempel")


# --- the case system, and what is gone ------------------------------------------------------------


def test_what_the_case_system_has_is_counted_and_what_it_owes_is_a_gap(
    anna: Staff, cia: Staff, town: Town
) -> None:
    concern = handed_over(anna, cia, town, Channel.FOLDER)
    found = day(town, at=tuesday_at(9))
    assert (found.handed_over, found.handover_receipts, found.gaps) == (1, 0, {})
    late = day(town, at=tuesday_at(13))
    assert late.gaps == {"no_receipt_from_case_system": [concern.pk]}
    sending.record_receipt(concern, "SAG-1", by=cia, at=tuesday_at(14))
    found = day(town, at=tuesday_at(15))
    assert (found.handed_over, found.handover_receipts, found.gaps) == (1, 1, {})


def test_a_handover_without_its_row_is_a_gap(anna: Staff, cia: Staff, town: Town) -> None:
    concern = handed_over(anna, cia, town, Channel.DOWNLOAD)
    with as_role("owner"):
        Handover.objects.filter(concern=concern.pk).delete()
    assert day(town, at=tuesday_at(9)).gaps == {"handover_differs_from_the_trail": [concern.pk]}


def test_what_was_deleted_as_the_rules_say_has_not_vanished(anna: Staff, town: Town) -> None:
    gone, at = uuid.uuid4(), dt.datetime.now(dt.UTC)
    with acting_as(anna):
        trail.record(anna.pk, "concern.filed", gone, at=at)
        trail.record(None, "concern.deleted", gone, at=at)
    today = at.astimezone(build.COPENHAGEN).date()
    assert ledger.of_day(town.municipality, today, at=at).gaps == {}


def test_a_fortnight_costs_as_much_as_a_day(anna: Staff, cia: Staff, town: Town) -> None:
    filed(anna, town)
    filed(anna, town, at=tuesday_at(9))
    tuesday = MONDAY + dt.timedelta(days=1)
    with CaptureQueriesContext(connection) as one_day:
        ledger.of_days(town.municipality, MONDAY, MONDAY, at=tuesday_at(10))
    with CaptureQueriesContext(connection) as fortnight:
        first = MONDAY - dt.timedelta(days=12)
        days = ledger.of_days(town.municipality, first, tuesday, at=tuesday_at(10))
    assert (len(days), days[MONDAY].filed, days[tuesday].filed) == (14, 1, 1)
    assert len(one_day) == len(fortnight)


def handed_over(anna: Staff, cia: Staff, town: Town, channel: Channel) -> Concern:
    concern = filed(anna, town, state=State.CLAIMED, by=cia)
    worker.deliver(at=monday_at(9))
    handling.assess(concern, build.FINDING, by=cia, at=monday_at(10))
    handling.send_receipt(concern, by=cia, at=monday_at(10))
    screening.decide(concern, build.CHOICE, by=cia, at=monday_at(11))
    handling.hand_over(concern, by=cia, at=monday_at(12))
    with acting_as(cia):
        Handover(concern=concern, by=cia, at=monday_at(12), channel=channel).save(force_insert=True)
    return concern


# --- the alarm, and the page of the team ----------------------------------------------------------


def mails_to(person: Staff, kind: Kind) -> int:
    with as_role("clock") as alias:
        return Message.objects.using(alias).filter(recipient=person, kind=kind).count()


def test_a_gap_tells_the_operator_once_turns_health_red_and_says_nothing(
    anna: Staff, gert: Staff, dorte: Staff, town: Town, mailoutbox: Any
) -> None:
    concern = filed(anna, town)  # a team without people
    for hour in (9, 10):
        assert alarm.check(town.municipality, at=monday_at(hour)) == 1
        worker.do_duties(at=monday_at(hour))
    assert (mails_to(gert, Kind.OPERATION), mails_to(dorte, Kind.OPERATION)) == (1, 0)
    assert not health.look(at=monday_at(10)).ledger
    worker.deliver(at=monday_at(10))
    (mail,) = [one for one in mailoutbox if one.to == [gert.email]]
    assert not re.search(rf"BK-|{concern.pk}|barn|underret", mail.subject + mail.body)


def test_an_operator_who_is_kept_out_hears_nothing(anna: Staff, gert: Staff, town: Town) -> None:
    concern = filed(anna, town)
    with acting_as(anna):
        exclusions.keep_out_people(concern, [gert.pk], Cause.SUSPECTED, at=monday_at(8))
    alarm.check(town.municipality, at=monday_at(9))
    worker.do_duties(at=monday_at(9))
    assert mails_to(gert, Kind.OPERATION) == 0


def test_all_well_and_clocks_that_run_out_raise_no_alarm(
    anna: Staff, cia: Staff, gert: Staff, town: Town
) -> None:
    filed(anna, town)
    worker.deliver(at=monday_at(8))
    assert alarm.check(town.municipality, at=tuesday_at(12)) == 0
    assert health.look(at=tuesday_at(12)).ledger
    assert not health.look(at=tuesday_at(15)).ledger  # nobody checks any more
    assert mails_to(gert, Kind.OPERATION) == 0


def test_a_check_asks_for_the_next_hour(town: Town) -> None:
    alarm.ask_to_check(town.municipality, at=monday_at(8, 20))
    alarm.ask_to_check(town.municipality, at=monday_at(8, 50))
    assert worker.do_duties(at=monday_at(9)) == 1
    with as_role("clock") as alias:
        waiting = Duty.objects.using(alias).filter(name=alarm.CHECK, done_at__isnull=True)
        assert [one.due_at for one in waiting] == [monday_at(10)]


def test_a_team_sees_its_own_days_and_nobody_what_they_are_kept_out_of(
    anna: Staff, cia: Staff, ida: Staff, emil: Staff, town: Town, freeze: Callable[[dt.datetime], None]
) -> None:
    freeze(tuesday_at(9))
    concern = filed(anna, town)
    with acting_as(anna):
        exclusions.keep_out_people(concern, [ida.pk], Cause.SUSPECTED, at=monday_at(8))

    def page(person: Staff) -> str:
        return client_of(person).get("/indbakke/leverance/").content.decode()

    with acting_as(anna):
        reference = Concern.objects.get(pk=concern.pk).reference
    assert (str(reference) in page(cia), "Det her passer ikke" in page(cia)) == (True, True)
    for other in (ida, emil):
        assert str(reference) not in page(other)
        assert "ikke kommet underretninger" in page(other)
