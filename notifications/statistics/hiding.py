"""Hiding small counts so that nothing gives them away: no total, and no later day (rule N-84). Pure.

A table: counts under five are hidden, zero as well, so that a hidden count says nothing. Because the total is
known, one more count is always hidden beside them, and more until each hidden count could have at least three
values for somebody who knows the total, what is shown and this very rule.

A running count: it is told at fixed days only, and moves when at least five more have come. What was told
before and what is told now never differ by one to four. Of how many were late only a range is told, wide
enough for both sides: neither the late ones nor those in time can be worked out for any month (ADR 20).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, product

SMALL = 5
#: How many values a hidden count must at least be able to have.
CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class Range:
    """What is told of a number: exactly it, or between two."""

    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        """Whether there is no doubt."""
        return self.low == self.high

    def as_json(self) -> dict[str, int]:
        """As it is stored and exported."""
        return {"low": self.low, "high": self.high}


def exactly(number: int) -> Range:
    """The number itself."""
    return Range(number, number)


# --- a table with a known total -------------------------------------------------------------------


def table(counts: Mapping[str, int], total: Range) -> dict[str, int | None]:
    """Every count, None where it is hidden. `total` is what is told of their sum elsewhere."""
    small = {name for name, count in counts.items() if count < SMALL}
    shown = sorted(set(counts) - small, key=lambda name: (counts[name], name))
    if not small:
        # A total that is not told exactly must not follow from its parts.
        hidden = set() if total.is_exact else set(shown[:2])
        return {name: None if name in hidden else count for name, count in counts.items()}
    for more in range(1, len(shown) + 1):
        hidden, left = small | set(shown[:more]), shown[more:]
        if left and _is_safe(counts, small, hidden, left, total):
            return {name: None if name in hidden else count for name, count in counts.items()}
    return dict.fromkeys(counts)


def _is_safe(
    counts: Mapping[str, int], small: set[str], hidden: set[str], left: list[str], total: Range
) -> bool:
    """Whether each small count could have enough values, for whoever knows which were hidden only beside."""
    told = sum(counts[name] for name in left)
    beside = len(hidden) - len(small)
    ceiling = counts[left[0]]  # what is hidden beside is never larger than what is shown
    others_low = SMALL * beside
    others_high = (SMALL - 1) * (len(small) - 1) + ceiling * beside
    low = max(0, total.low - told - others_high)
    high = min(SMALL - 1, total.high - told - others_low)
    return high - low + 1 >= CANDIDATES


# --- counts that grow over a year -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a year so far: how many were received, and how many of them were late."""

    received: Range = Range(0, SMALL - 1)
    late: Range = Range(0, SMALL - 1)


#: What was told of the late ones after a month: how many had been received, and between what they are.
Point = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Behind:
    """What the next telling has to know: how many were received at the last one, and the ranges so far."""

    received: int = 0
    points: tuple[Point, ...] = ()


def next_telling(behind: Behind, before: Told, received: int, late: int) -> tuple[Told, Behind]:
    """What is told after another month. Nothing new until five more have come.

    How many were late is told as one of several ranges of five values at least. Which ranges there are, and
    whether one of them is told, follows from what everybody knows already and never from the number itself:
    a range that could narrow any month, late or in time, is not told, whichever it would be.
    """
    if received - behind.received < SMALL:
        return Told(_open(before.received), before.late), behind
    reachable = _reachable(behind.points, received)
    ranges = _ranges(reachable)
    if not all(_tells_nobody((*behind.points, (received, one.low, one.high))) for one in ranges):
        return Told(exactly(received), reachable), Behind(received, behind.points)
    told = next(one for one in ranges if one.low <= late <= one.high)
    return Told(exactly(received), told), Behind(received, (*behind.points, (received, told.low, told.high)))


def _reachable(points: tuple[Point, ...], received: int) -> Range:
    """What the late ones can be for somebody who knows how many came since the last point."""
    before, low, high = points[-1] if points else (0, 0, 0)
    return Range(low, high + received - before)


def _ranges(reachable: Range) -> list[Range]:
    """Ranges of five values; the last one takes what is left."""
    starts = list(range(reachable.low, reachable.high - SMALL + 2, SMALL))
    ends = [start - 1 for start in starts[1:]] + [reachable.high]
    return [Range(low, high) for low, high in zip(starts, ends, strict=True)]


def _tells_nobody(points: tuple[Point, ...]) -> bool:
    """Whether each span between two points keeps enough values, where few could be late or in time."""
    rows = [(0, 0, 0), *points]
    most = _differences(rows)
    for (first, start), (last, end) in combinations(enumerate(rows), 2):
        low, high, received = -most[last][first], most[first][last], end[0] - start[0]
        is_large = low >= SMALL and received - high >= SMALL
        if not is_large and high - low + 1 < CANDIDATES:
            return False
    return True


def _differences(rows: list[Point]) -> list[list[int]]:
    """[i][j]: the most that the late ones can have grown from point i to point j (shortest paths)."""
    size = range(len(rows))
    most = [[max(0, rows[j][0] - rows[i][0]) for j in size] for i in size]
    for j in size:
        most[0][j], most[j][0] = min(most[0][j], rows[j][2]), -rows[j][1]
    for middle, i, j in product(size, repeat=3):
        most[i][j] = min(most[i][j], most[i][middle] + most[middle][j])
    return most


def _open(told: Range) -> Range:
    """The last number told, and up to four more."""
    return Range(told.low, told.low + SMALL - 1)


def share_in_time(told: Told) -> Range | None:
    """Percent that were in time, rounded down and up; None when too little is known to say anything."""
    received = told.received.low
    if received < 2 * SMALL or (told.late.low == 0 and told.late.high >= received):
        return None
    low = (received - told.late.high) * 100 // received
    high = -(-(received - told.late.low) * 100 // received)
    return Range(low, high)
