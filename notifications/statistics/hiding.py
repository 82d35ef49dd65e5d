"""Hiding small counts so that nothing gives them away: no total, and no later day (rule N-84). Pure.

A table: counts under five are hidden, zero as well, so that a hidden count says nothing. Because the total is
known, one more count is always hidden beside them, and more until each hidden count could have at least three
values for somebody who knows the total, what is shown and this very rule.

A running count: it is told at fixed days only, and moves when at least five more have come. What was told
before and what is told now never differ by one to four.
"""

from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Behind:
    """What the next telling has to know and nobody else may: the true numbers of the last telling."""

    received: int = 0
    late: int = 0
    late_base: int = 0  # the number of late ones when it was last told exactly
    received_base: int = 0  # and how many had been received by then


def next_telling(behind: Behind, before: Told, received: int, late: int) -> tuple[Told, Behind]:
    """What is told after another month. Nothing new until five more have come.

    How many were late is told exactly when five more are late, and five more in time, than when it was told
    exactly before: one or two late ones a month are told after some months, and never as one or two.
    """
    if received - behind.received < SMALL:
        return Told(_open(before.received), before.late), behind
    more, more_late, base = received - behind.received_base, late - behind.late_base, behind.late_base
    if more_late >= SMALL and more - more_late >= SMALL:
        return Told(exactly(received), exactly(late)), Behind(received, late, late, received)
    # »Fewer than five more« is said only where all five of them leave five in time: or it would say which.
    is_near = more_late < SMALL and more >= 2 * SMALL - 1
    told_late = Range(base, base + SMALL - 1 if is_near else base + more)
    return Told(exactly(received), told_late), Behind(received, late, base, behind.received_base)


def _open(told: Range) -> Range:
    """The last number told, and up to four more."""
    return Range(told.low, told.low + SMALL - 1)


def share_in_time(told: Told) -> Range | None:
    """Percent that were in time, rounded down and up; None when too little is known to say anything."""
    received = told.received.low
    if received < 2 * SMALL or told.late.high >= received:
        return None
    low = (received - told.late.high) * 100 // received
    high = -(-(received - told.late.low) * 100 // received)
    return Range(low, high)
