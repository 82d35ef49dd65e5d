import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredskab.organisation.workdays import DayOff, WorkdayRules
from notifications.clocks import Clock, clock, clocks
from notifications.vocabulary import DeadlineKind

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
RULES = WorkdayRules()


def local(*parts: int, fold: int = 0) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=COPENHAGEN, fold=fold)


def assessment(received: dt.datetime) -> dt.datetime:
    return clock(DeadlineKind.ASSESSMENT, received, RULES, COPENHAGEN).due_at


def receipt(received: dt.datetime) -> Clock:
    return clock(DeadlineKind.RECEIPT, received, RULES, COPENHAGEN)


def test_a_receipt_over_easter_says_which_days_were_skipped():
    received = local(2026, 4, 1, 14, 5)
    assert receipt(received) == Clock(
        DeadlineKind.RECEIPT,
        received,
        dt.datetime(2026, 4, 11, 21, 59, 59, tzinfo=dt.UTC),
        dt.date(2026, 4, 11),
        (
            DayOff(dt.date(2026, 4, 2), "Maundy Thursday"),
            DayOff(dt.date(2026, 4, 3), "Good Friday"),
            DayOff(dt.date(2026, 4, 5), "Easter Day"),
            DayOff(dt.date(2026, 4, 6), "Easter Monday"),
        ),
    )


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (local(2026, 11, 20, 16, 40), local(2026, 11, 21, 16, 40)),  # a Friday: the weekend counts
        (local(2026, 12, 24, 23, 0), local(2026, 12, 25, 23, 0)),  # and so does Christmas
        (local(2026, 3, 28, 14, 5), local(2026, 3, 29, 15, 5)),  # the night is an hour shorter
        (local(2026, 10, 24, 14, 5), local(2026, 10, 25, 13, 5)),  # the night is an hour longer
        (local(2026, 10, 25, 2, 30, fold=0), local(2026, 10, 26, 1, 30)),  # the first 2.30
        (local(2026, 10, 25, 2, 30, fold=1), local(2026, 10, 26, 2, 30)),  # the second 2.30
        (local(2028, 2, 28, 9, 0), local(2028, 2, 29, 9, 0)),  # a leap day
    ],
)
def test_24_hours_are_24_hours(received, due):
    assert assessment(received) == due.astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("received", "day"),
    [
        (local(2026, 11, 24, 10, 58), dt.date(2026, 12, 1)),
        (local(2026, 11, 24, 0, 0), dt.date(2026, 12, 1)),
        (local(2026, 11, 24, 23, 59), dt.date(2026, 12, 1)),  # a Tuesday here, still Tuesday in UTC
        (local(2026, 7, 14, 0, 30), dt.date(2026, 7, 21)),  # a Tuesday here, Monday in UTC
        (local(2023, 5, 3, 12, 0), dt.date(2023, 5, 11)),  # Store bededag was the Friday
        (local(2024, 4, 24, 12, 0), dt.date(2024, 5, 1)),  # and is no holiday any more
    ],
)
def test_the_day_of_receipt_is_the_day_in_the_municipality(received, day):
    assert receipt(received.astimezone(dt.UTC)).due_on == day


def test_a_concern_starts_both_clocks():
    kinds = [one.kind for one in clocks(local(2026, 4, 1, 14, 5), RULES, COPENHAGEN)]
    assert kinds == [DeadlineKind.ASSESSMENT, DeadlineKind.RECEIPT]


@given(st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2060, 1, 1), timezones=st.just(dt.UTC)))
def test_whatever_the_clocks_do_the_team_has_24_hours(received):
    assert assessment(received.astimezone(COPENHAGEN)) - received == dt.timedelta(hours=24)
