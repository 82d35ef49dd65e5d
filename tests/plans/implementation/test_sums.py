import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.implementation.sums import distribution, in_force, is_stale, shares_of, whole
from plans.vocabulary import Level, Status

DONE, PARTLY, ACTIVE = Status.DONE, Status.PARTLY_DONE, Status.IN_PROGRESS
RISK, LATE, NOT_STARTED = Status.AT_RISK, Status.LATE, Status.NOT_STARTED
DROPPED, UNKNOWN = Status.DROPPED, Status.UNKNOWN


@dataclass(frozen=True)
class Line:
    status: Status
    as_of: dt.date
    published_on: dt.date
    recorded_at: dt.datetime


def line(status: Status, as_of: str, published_on: str | None = None, hour: int = 9) -> Line:
    day = dt.date.fromisoformat(as_of)
    out = dt.date.fromisoformat(published_on or as_of)
    return Line(status, day, out, dt.datetime(out.year, out.month, out.day, hour, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        ([1, 1, 1], [34, 33, 33]),
        ([14, 21, 4, 10], [29, 43, 8, 20]),
        ([45], [100]),
        ([0, 45, 0], [0, 100, 0]),
        ([0, 0], [0, 0]),
        ([], []),
        ([1, 199], [1, 99]),
        ([1, 999], [0, 100]),
        ([5, 5, 5, 5, 5, 5], [17, 17, 17, 17, 16, 16]),
        ([2, 1, 1, 2, 1, 1], [25, 13, 13, 25, 12, 12]),
    ],
)
def test_shares_are_whole_percent_by_largest_remainder(counts, shares):
    assert shares_of(counts) == shares


@given(st.lists(st.integers(min_value=0, max_value=10_000), max_size=12))
def test_shares_add_up_to_exactly_100(counts):
    assert sum(shares_of(counts)) == (100 if sum(counts) else 0)


@given(st.lists(st.integers(min_value=0, max_value=10_000), min_size=1, max_size=12))
def test_no_share_is_a_whole_percent_off_and_none_is_invented(counts):
    total = sum(counts)
    for count, share in zip(counts, shares_of(counts), strict=True):
        assert share == 0 if count == 0 else abs(share - 100 * count / total) < 1


@given(st.lists(st.integers(min_value=0, max_value=10_000), min_size=2, max_size=12))
def test_the_larger_count_never_has_the_smaller_share(counts):
    told = sorted(zip(counts, shares_of(counts), strict=True))
    assert all(b[1] >= a[1] for a, b in pairwise(told) if b[0] > a[0])


def test_the_report_that_added_up_to_109_adds_up_to_100():
    # A real report said 31, 47, 9 and 22 percent. Of 109 they are:
    assert shares_of([31, 47, 9, 22]) == [29, 43, 8, 20]


def test_a_distribution_has_all_eight_words_in_order_and_its_denominator():
    told = distribution([DONE, UNKNOWN, UNKNOWN])
    assert told.denominator == 3
    assert [(s.status, s.count, s.share) for s in told.shares] == [
        (DONE, 1, 33),
        (PARTLY, 0, 0),
        (ACTIVE, 0, 0),
        (RISK, 0, 0),
        (LATE, 0, 0),
        (NOT_STARTED, 0, 0),
        (DROPPED, 0, 0),
        (UNKNOWN, 2, 67),
    ]


def test_nine_of_fifteen_follow_the_plan():
    told = distribution([DONE] * 4 + [PARTLY] * 2 + [ACTIVE] * 3 + [LATE] * 2 + [UNKNOWN] * 4)
    assert (told.following_the_plan, told.denominator) == (9, 15)


HISTORY = [
    line(ACTIVE, "2017-03-01"),
    line(PARTLY, "2017-06-01", published_on="2017-06-23"),
    line(DONE, "2018-06-01"),
]


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("2017-02-28", None),
        ("2017-03-01", ACTIVE),
        ("2017-05-31", ACTIVE),
        ("2017-06-01", PARTLY),
        ("2018-05-31", PARTLY),
        ("2030-01-01", DONE),
    ],
)
def test_the_status_at_a_date_is_the_last_one_as_of_then(at, status):
    found = in_force(HISTORY, dt.date.fromisoformat(at))
    assert (found.status if found else None) == status


def test_what_was_published_later_is_left_out_of_an_old_report():
    june = dt.date(2017, 6, 1)
    assert in_force(HISTORY, june, known_on=dt.date(2017, 6, 22)) == HISTORY[0]
    assert in_force(HISTORY, june, known_on=dt.date(2017, 6, 23)) == HISTORY[1]


def test_of_two_lines_with_one_date_the_correction_counts():
    told = [line(DONE, "2026-06-01", hour=9), line(PARTLY, "2026-06-01", hour=10)]
    assert in_force(told, dt.date(2026, 6, 1)) == in_force(told[::-1], dt.date(2026, 6, 1)) == told[1]


@given(st.lists(st.dates(dt.date(2017, 1, 1), dt.date(2019, 1, 1)), max_size=20), st.dates())
def test_a_later_line_never_changes_an_earlier_date(days, at):
    told = [Line(DONE, day, day, dt.datetime(2026, 1, 1, tzinfo=dt.UTC)) for day in days]
    later = line(LATE, "2019-01-02")
    if at < later.as_of:
        assert in_force([*told, later], at) == in_force(told, at)


@pytest.mark.parametrize(
    ("organisation", "leaders", "staff", "together"),
    [
        (DONE, DONE, DONE, DONE),
        (DONE, DONE, DROPPED, DONE),
        (DROPPED, DROPPED, DROPPED, DROPPED),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (DONE, DONE, LATE, LATE),
        (DONE, RISK, UNKNOWN, RISK),
        (LATE, RISK, DONE, LATE),
        (DONE, PARTLY, DONE, PARTLY),
        (DONE, DONE, UNKNOWN, PARTLY),
        (DONE, NOT_STARTED, NOT_STARTED, PARTLY),
        (ACTIVE, UNKNOWN, UNKNOWN, ACTIVE),
        (DONE, ACTIVE, NOT_STARTED, ACTIVE),
        (NOT_STARTED, NOT_STARTED, NOT_STARTED, NOT_STARTED),
        (NOT_STARTED, UNKNOWN, UNKNOWN, UNKNOWN),
        (UNKNOWN, UNKNOWN, DROPPED, UNKNOWN),
    ],
)
def test_a_recommendation_is_as_far_as_its_levels(organisation, leaders, staff, together):
    told = {Level.ORGANISATION: organisation, Level.LEADERS: leaders, Level.STAFF: staff}
    assert whole(told) == together


def test_nothing_said_on_any_level_is_unknown():
    assert whole({}) == UNKNOWN


def test_a_status_is_stale_after_half_a_year():
    assert not is_stale(dt.date(2026, 1, 1), on=dt.date(2026, 7, 3))
    assert is_stale(dt.date(2026, 1, 1), on=dt.date(2026, 7, 4))
