"""Small counts stay hidden, from sums and over time, for somebody who knows the rule itself (N-84)."""

from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.statistics import hiding
from notifications.statistics.hiding import SMALL, Behind, Range, Told, exactly

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


def test_a_share_says_at_least_and_never_whether_it_was_one_or_none() -> None:
    shares = set()
    for late in range(SMALL):
        told, _behind = hiding.next_telling(Behind(), Told(), 60, late)
        shares.add(hiding.share_in_time(told))
    assert shares == {Range(93, 100)}
    assert hiding.share_in_time(Told(exactly(9), Range(0, 4))) is None
