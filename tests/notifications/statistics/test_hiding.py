"""Small counts stay hidden, from sums and over time, for somebody who knows the rule itself (N-84)."""

from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.statistics import hiding
from notifications.statistics.hiding import CANDIDATES, SMALL, Behind, Range, Told, exactly

NAMES = ("a", "b", "c")


def every_table(total: int) -> list[tuple[int, ...]]:
    return [cells for cells in product(range(total + 1), repeat=3) if sum(cells) == total]


@pytest.mark.parametrize("total", range(5, 31))
def test_who_knows_total_and_rule_finds_no_hidden_count(total: int) -> None:
    """Tables that look the same are compared: a hidden small count has two values."""
    seen: dict[tuple[int | None, ...], list[tuple[int, ...]]] = {}
    for cells in every_table(total):
        shown = hiding.table(dict(zip(NAMES, cells, strict=True)), exactly(total))
        seen.setdefault(tuple(shown.values()), []).append(cells)
    for shown_cells, tables in seen.items():
        for place, cell in enumerate(shown_cells):
            if cell is None:
                values = {cells[place] for cells in tables}
                assert len(values) > 1 or min(values) >= SMALL, (shown_cells, tables)


@given(
    st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 60), min_size=1, max_size=9)
)
def test_no_small_count_is_shown_and_none_is_the_only_one_hidden(counts: dict[str, int]) -> None:
    shown = hiding.table(counts, exactly(sum(counts.values())))
    hidden = [name for name, count in shown.items() if count is None]
    assert all(count is None or count >= SMALL for count in shown.values())
    assert all(shown[name] in (None, counts[name]) for name in counts)
    assert len(hidden) != 1 or len(counts) == 1


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60), min_size=2, max_size=8),
    st.integers(0, 4),
)
def test_a_total_that_is_not_told_does_not_follow_from_its_parts(counts: dict[str, int], off: int) -> None:
    total = sum(counts.values())
    low = max(0, total - off)
    shown = hiding.table(counts, Range(low, low + SMALL - 1))
    assert None in shown.values()


months = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=12)


@settings(max_examples=300)
@given(months)
def test_over_time_nothing_moves_by_one_to_four(told: list[tuple[int, int]]) -> None:
    """(in time, late) of each month, added up. Whatever is told exactly differs by five at least."""
    shown, behind = Told(), Behind()
    received = late = 0
    exact: dict[str, list[int]] = {"received": [0], "late": [0], "in_time": [0]}
    for in_time, more_late in told:
        received, late = received + in_time + more_late, late + more_late
        shown, behind = hiding.next_telling(behind, shown, received, late)
        assert shown.received.low <= received <= shown.received.high
        if shown.received.is_exact:
            assert shown.late.low <= late <= shown.late.high
            exact["received"].append(received)
            if shown.late.is_exact:
                exact["late"].append(late)
                exact["in_time"].append(received - late)
        assert shown.late.is_exact or shown.late.high - shown.late.low >= SMALL - 1
    for numbers in exact.values():
        steps = [b - a for a, b in pairwise(numbers)]
        assert all(step == 0 or step >= SMALL for step in steps), numbers


def tellings(year: tuple[tuple[int, int], ...]) -> tuple[Told, ...]:
    """What a reader has seen after these months (received, late)."""
    shown, behind, received, late, seen = Told(), Behind(), 0, 0, []
    for more, more_late in year:
        received, late = received + more, late + more_late
        shown, behind = hiding.next_telling(behind, shown, received, late)
        seen.append(shown)
    return tuple(seen)


def test_who_keeps_every_telling_and_knows_the_rule_derives_no_month() -> None:
    """All short years are lived through; years that look the same are compared, month by month and in all.

    The reader knows the rule and how many were received each month, also where that is not told. Fewer than
    five late ones keep three possible counts at least, and so do fewer than five in time: a month in which
    nearly all were late gives neither side away.
    """
    months = [(received, late) for received in (5, 7, 12) for late in range(received + 1)]
    alike: dict[Any, list[tuple[tuple[int, int], ...]]] = {}
    for year in product(months, repeat=3):
        key = tuple(received for received, _ in year), tellings(year)
        alike.setdefault(key, []).append(year)
    for years in alike.values():
        for first, last in ((0, 0), (1, 1), (2, 2), (0, 1), (1, 2), (0, 2)):
            received = sum(one for one, _ in years[0][first : last + 1])
            possible = {sum(one for _, one in year[first : last + 1]) for year in years}
            is_small = min(possible) < SMALL or received - max(possible) < SMALL
            assert not is_small or len(possible) >= CANDIDATES, (years[0], first, last, possible)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(SMALL, 60), min_size=1, max_size=6), st.data())
def test_which_ranges_are_told_never_follows_from_the_number_itself(received: list[int], data: Any) -> None:
    """Whoever knows what was told so far knows every range that may come, and that one of them holds it."""
    shown, behind, came, late = Told(), Behind(), 0, 0
    for more in received:
        came, late = came + more, late + data.draw(st.integers(0, more))
        ways = {
            hiding.next_telling(behind, shown, came, other)[0].late
            for other in range(behind.points[-1][1] if behind.points else 0, came + 1)
            if other <= (behind.points[-1][2] + came - behind.points[-1][0] if behind.points else came)
        }
        shown, behind = hiding.next_telling(behind, shown, came, late)
        assert shown.late in ways
        assert all(one.high - one.low >= SMALL - 1 for one in ways)
        numbers = [number for one in sorted(ways, key=lambda one: one.low) for number in (one.low, one.high)]
        assert numbers == sorted(set(numbers))  # no two of them overlap


def test_a_month_in_which_nearly_all_were_late_is_told_as_such_and_not_exactly() -> None:
    told = tellings(((40, 40),) * 3)
    assert [one.late for one in told] == [Range(35, 40), Range(75, 80), Range(115, 120)]
    assert [hiding.share_in_time(one) for one in told] == [Range(0, 13), Range(0, 7), Range(0, 5)]


def test_one_or_two_late_a_month_are_told_in_the_course_of_a_year() -> None:
    told = tellings(((40, 1),) * 12)
    shares = [hiding.share_in_time(one) for one in told]
    assert None not in shares
    assert max(share.high - share.low for share in shares if share) <= 10
    assert told[-1].late == Range(10, 14)


def test_a_share_says_at_least_and_never_whether_it_was_one_or_none() -> None:
    shares = set()
    for late in range(SMALL):
        told, _behind = hiding.next_telling(Behind(), Told(), 60, late)
        shares.add(hiding.share_in_time(told))
    assert shares == {Range(93, 100)}
    assert hiding.share_in_time(Told(exactly(9), Range(0, 4))) is None
