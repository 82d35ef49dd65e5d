"""The order of a working day: what must be done first stands first."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from notifications.inbox import Due, Inbox, Item, Show, Urgency, Watch, in_order
from notifications.time_left import duration, left
from notifications.vocabulary import Certainty, DeadlineKind, State, Suspect, Together, Topic
from tests.build import COPENHAGEN, monday_at, tuesday_at


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


ASSESSMENT, RECEIPT = DeadlineKind.ASSESSMENT, DeadlineKind.RECEIPT


def item(reference: str, **changes: object) -> Item:
    plain = Item(
        id=uuid.UUID(int=1),
        reference=reference,
        state=State.FILED,
        certainty=Certainty.SUSPICION,
        topics=(Topic.PHYSICAL,),
        suspects=frozenset({Suspect.HOME}),
        age_band="3-5",
        place="Børnehuset Solsikken",
        team="Modtagelsen",
        received_at=monday_at(8),
        open_clocks=((ASSESSMENT, tuesday_at(8)),),
    )
    return replace(plain, **changes)


def order(*items: Item) -> list[str]:
    return [line.item.reference for line in in_order(items, monday_at(12), COPENHAGEN)]


def test_the_nearest_deadline_comes_first_and_not_the_newest_concern():
    assert order(
        item("tomorrow at ten", open_clocks=((ASSESSMENT, tuesday_at(10)),)),
        item("today at two", open_clocks=((ASSESSMENT, monday_at(14)),)),
        item("overdue", open_clocks=((ASSESSMENT, monday_at(11)),)),
        item("nothing open", open_clocks=()),
        item("only the receipt", open_clocks=((RECEIPT, tuesday_at(23)),)),
    ) == ["overdue", "today at two", "tomorrow at ten", "only the receipt", "nothing open"]


def test_a_child_fetched_this_afternoon_comes_before_a_deadline_tomorrow():
    assert order(
        item("due tomorrow at nine", open_clocks=((ASSESSMENT, tuesday_at(9)),)),
        item(
            "fetched at half past three",
            pick_up_at=monday_at(15, 30),
            open_clocks=((ASSESSMENT, tuesday_at(11)),),
        ),
    ) == ["fetched at half past three", "due tomorrow at nine"]


def test_a_child_with_the_suspected_person_now_comes_first():
    assert order(
        item("fetched at one", pick_up_at=monday_at(13)),
        item("together now", together=Together.NOW),
    ) == ["together now", "fetched at one"]


@pytest.mark.parametrize(
    "changes",
    [
        {"suspects": frozenset({Suspect.EMPLOYEE})},  # nobody at home is suspected
        {"assessed_at": monday_at(12)},  # somebody has thought of it
        {"pick_up_at": tuesday_at(15)},  # that is tomorrow
        {"pick_up_at": monday_at(15) - dt.timedelta(days=1)},  # that was yesterday
    ],
    ids=["employee", "assessed", "tomorrow", "yesterday"],
)
def test_a_pick_up_time_counts_only_today_when_home_may_be_the_danger(changes):
    line = item("a child", **{"pick_up_at": monday_at(15), **changes})
    assert [due.watch for due in line.dues(monday_at(12), COPENHAGEN)] == [Watch.ASSESSMENT]


def test_a_pick_up_time_that_has_passed_stays_on_top_until_somebody_has_assessed():
    line = item("a child", pick_up_at=monday_at(11))
    assert line.dues(monday_at(12), COPENHAGEN)[0] == Due(Watch.PICK_UP, monday_at(11))
    assert line.dues(monday_at(12), COPENHAGEN)[0].urgency(monday_at(12)) is Urgency.LATE


def test_today_is_today_in_the_municipality():
    late_evening = dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)  # Tuesday here
    line = item("a child", pick_up_at=tuesday_at(15))
    assert line.dues(late_evening, COPENHAGEN)[0].watch is Watch.ASSESSMENT  # 8 o'clock is nearer
    assert Watch.PICK_UP in [due.watch for due in line.dues(late_evening, COPENHAGEN)]


@pytest.mark.parametrize(
    ("at", "urgency"),
    [
        (monday_at(11, 59), Urgency.LATE),
        (monday_at(12), Urgency.LATE),
        (monday_at(12, 1), Urgency.URGENT),
        (monday_at(16), Urgency.URGENT),
        (monday_at(16, 1), Urgency.PLAIN),
    ],
)
def test_four_hours_before_it_is_urgent(at, urgency):
    assert Due(Watch.ASSESSMENT, at).urgency(monday_at(12)) is urgency


CIA, IDA = 3, 9
LINES = (
    item("mine", responsible=CIA),
    item("hers", responsible=IDA, open_clocks=((ASSESSMENT, monday_at(14)),)),
    item("nobody's", received_at=monday_at(8, 20)),
    item("nobody's and older", received_at=monday_at(7), open_clocks=((RECEIPT, tuesday_at(20)),)),
)


def test_the_filters_count_what_they_show():
    inbox = Inbox.of(LINES, CIA, monday_at(12), COPENHAGEN)
    assert {show: [line.item.reference for line in inbox.shown(show)] for show in Show} == {
        Show.ALL: ["hers", "mine", "nobody's", "nobody's and older"],
        Show.MINE: ["mine"],
        Show.UNCLAIMED: ["nobody's", "nobody's and older"],
        Show.SOON: ["hers"],
    }
    assert inbox.counts() == {Show.ALL: 4, Show.MINE: 1, Show.UNCLAIMED: 2, Show.SOON: 1}
    assert inbox.oldest_unclaimed() == dt.timedelta(hours=5)


def test_an_empty_inbox_has_nothing_waiting():
    inbox = Inbox.of((), CIA, monday_at(12), COPENHAGEN)
    assert (inbox.counts()[Show.ALL], inbox.oldest_unclaimed()) == (0, None)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (dt.timedelta(seconds=30), "0 min"),
        (dt.timedelta(minutes=59, seconds=59), "59 min"),
        (dt.timedelta(hours=3), "3 h"),
        (dt.timedelta(hours=3, minutes=10), "3 h 10 min"),
        (dt.timedelta(hours=47, minutes=59), "47 h 59 min"),
        (dt.timedelta(days=2), "2 days"),
        (dt.timedelta(days=6, hours=23), "6 days"),
    ],
)
def test_durations_in_words(span, words):
    assert duration(span) == words


def test_what_is_left_and_what_is_overdue():
    assert left(monday_at(15, 10), monday_at(12)) == "3 h 10 min left"
    assert left(monday_at(10), monday_at(12)) == "Overdue by 2 h"


moments = st.datetimes(dt.datetime(2026, 11, 20), dt.datetime(2026, 11, 27), timezones=st.just(dt.UTC))
lines = st.builds(
    item,
    st.uuids().map(str),
    received_at=moments,
    open_clocks=st.lists(st.tuples(st.sampled_from(DeadlineKind), moments), max_size=2).map(tuple),
    pick_up_at=st.none() | moments,
    suspects=st.frozensets(st.sampled_from(Suspect), max_size=2),
    assessed_at=st.none() | moments,
)


@given(st.lists(lines, max_size=8), moments)
def test_nothing_that_is_nearer_ever_stands_below(items, now):
    ordered = in_order(items, now, COPENHAGEN)
    nearest = [line.dues[0].at for line in ordered if line.dues]
    assert nearest == sorted(nearest)
    assert sorted(line.item.reference for line in ordered) == sorted(one.reference for one in items)
    assert ordered == in_order(reversed(items), now, COPENHAGEN)
