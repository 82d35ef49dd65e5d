"""Reminders that nobody presses, and the leader's weekly look."""

import datetime as dt

import pytest

from beredskab.administration.staffing import away
from beredskab.organisation.models import Membership, Staff
from beredskab.outbox.mails import mail_for
from beredskab.outbox.models import Message
from beredskab.outbox.vocabulary import Kind
from plans.following import reminders
from plans.following.reminders import is_due, milestone
from plans.models import ReadingReminder
from tests.cast import Town
from tests.plans.books import DAY, Book

DUE = dt.date(2026, 12, 1)
MORNING = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)  # a Tuesday, seven days before


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (dt.date(2026, 11, 23), None),
        (dt.date(2026, 11, 24), dt.date(2026, 11, 24)),
        (dt.date(2026, 11, 30), dt.date(2026, 11, 24)),
        (DUE, DUE),
        (dt.date(2026, 12, 7), DUE),
        (dt.date(2026, 12, 8), dt.date(2026, 12, 8)),
        (dt.date(2026, 12, 22), dt.date(2026, 12, 22)),
    ],
)
def test_seven_days_before_on_the_day_then_weekly(today: dt.date, step: dt.date | None) -> None:
    assert milestone(DUE, today) == step


def test_a_reminder_goes_once_for_each_step_also_when_the_worker_was_away() -> None:
    assert is_due(DUE, dt.date(2026, 11, 26), None)
    assert is_due(DUE, dt.date(2026, 11, 26), dt.date(2026, 11, 20))
    assert not is_due(DUE, dt.date(2026, 11, 26), dt.date(2026, 11, 25))
    assert is_due(DUE, DUE, dt.date(2026, 11, 25))


@pytest.fixture
def asked(book: Book, bo: Staff, anna: Staff, ole: Staff) -> Book:
    """Anna has read all of it, Ole all but what was renewed for 1 December, Bo nothing of the new one."""
    for person in (anna, ole, bo):
        book.read(person, "akut", "barnet", "ledere")
    book.publish(at=MORNING - 20 * DAY, sections=[("barnet", (), DUE)])
    book.read(anna, "barnet", at=MORNING - DAY)
    return book


def mornings(town: Town, days: int) -> list[int]:
    return [
        reminders.remind_whoever_is_due(town.municipality, MORNING + number * DAY) for number in range(days)
    ]


def test_who_has_something_left_is_reminded_on_three_days_of_a_fortnight(
    asked: Book, town: Town, bo: Staff, ole: Staff
) -> None:
    Membership.objects.exclude(staff__in=[bo, ole]).delete()
    assert mornings(town, 15) == [2, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 2]
    assert set(ReadingReminder.objects.values_list("staff", "sent_by", "unit")) == {
        (bo.pk, None, None),
        (ole.pk, None, None),
    }


def test_a_leave_pauses_and_reading_stops_it(asked: Book, town: Town, bo: Staff, ole: Staff) -> None:
    Membership.objects.exclude(staff__in=[bo, ole]).delete()
    Membership.objects.filter(staff=ole).update(on_leave_until=MORNING.date() + 3 * DAY)
    assert mornings(town, 1) == [1]
    asked.read(bo, "barnet", at=MORNING)
    assert reminders.remind_whoever_is_due(town.municipality, MORNING + 7 * DAY) == 1, "Ole is back"
    assert [one.recipient for one in Message.objects.order_by("created_at")] == [bo, ole]


def test_no_mail_says_what_or_names_anybody(asked: Book, town: Town) -> None:
    reminders.remind_whoever_is_due(town.municipality, MORNING)
    reminders.send_digests(town.municipality, dt.datetime(2026, 11, 23, 5, tzinfo=dt.UTC))
    assert {one.kind for one in Message.objects.all()} == {Kind.READING_REMINDER, Kind.READING_DIGEST}
    for message in Message.objects.all():
        mail = mail_for(message)
        said = f"{mail.subject} {mail.body}"
        assert not [word for word in ("Anna", "Ole", "Bo ", "Solsikken", "Barnet", "barnet") if word in said]


def test_on_mondays_a_leader_hears_when_somebody_has_something_left(
    asked: Book, town: Town, bo: Staff, ole: Staff
) -> None:
    Membership.objects.exclude(staff__in=[bo, ole]).delete()
    monday = dt.datetime(2026, 11, 23, 5, tzinfo=dt.UTC)
    assert reminders.send_digests(town.municipality, monday + DAY) == 0
    assert reminders.send_digests(town.municipality, monday) == 1
    assert reminders.send_digests(town.municipality, monday) == 0, "once"
    assert Message.objects.get().recipient == bo
    for person in (bo, ole):
        asked.read(person, "barnet", at=monday)
    assert reminders.send_digests(town.municipality, monday + 7 * DAY) == 0


def test_while_a_leader_is_away_the_digest_reaches_who_stands_in(
    asked: Book, town: Town, bo: Staff, ole: Staff, anna: Staff
) -> None:
    Membership.objects.exclude(staff__in=[bo, ole, anna]).delete()
    monday = dt.datetime(2026, 11, 23, 5, tzinfo=dt.UTC)
    day = monday.date()
    away.write(
        bo, since=day, until=day, stand_in=anna, is_leave=True, verb="staff.away", by=bo, at=monday - DAY
    )
    Membership.objects.filter(staff=bo).update(on_leave_until=day)
    Message.objects.all().delete()
    assert reminders.send_digests(town.municipality, monday) == 1
    assert Message.objects.get(kind=Kind.READING_DIGEST).recipient == anna
