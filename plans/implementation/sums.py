"""What a status adds up to: pure sums with a stated denominator, the same answer every time."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from plans.vocabulary import Status

FOLLOWS_THE_PLAN = frozenset({Status.DONE, Status.PARTLY_DONE, Status.IN_PROGRESS})
NEEDS_A_DECISION = (Status.LATE, Status.AT_RISK, Status.UNKNOWN)
STALE_AFTER = dt.timedelta(days=183)


@dataclass(frozen=True)
class Share:
    """How many have this status, and their part of the denominator in whole percent."""

    status: Status
    count: int
    share: int


@dataclass(frozen=True)
class Distribution:
    """All eight statuses in the order of the vocabulary; the shares of any count make 100."""

    denominator: int
    shares: tuple[Share, ...]

    def count(self, *statuses: Status) -> int:
        """How many have one of these statuses."""
        return sum(share.count for share in self.shares if share.status in statuses)

    @property
    def following_the_plan(self) -> int:
        """Done, partly done or in progress."""
        return self.count(*FOLLOWS_THE_PLAN)


class Entry(Protocol):
    """One line of a status history."""

    @property
    def as_of(self) -> dt.date: ...
    @property
    def published_on(self) -> dt.date: ...
    @property
    def recorded_at(self) -> dt.datetime: ...


EntryType = TypeVar("EntryType", bound=Entry)


def distribution(statuses: Iterable[Status]) -> Distribution:
    """Count each status. The denominator is everything given, unknown and dropped included."""
    counts = Counter(statuses)
    percents = shares_of([counts[status] for status in Status])
    shares = tuple(
        Share(status, counts[status], percent) for status, percent in zip(Status, percents, strict=True)
    )
    return Distribution(denominator=sum(counts.values()), shares=shares)


def shares_of(counts: Sequence[int], *, total: int = 100) -> list[int]:
    """Whole parts of `total` by largest remainder, exactly `total` in sum; all 0 of nothing.

    Equal remainders go to the smaller count first (one late measure is not rounded away), then to
    the one named first, so the answer never changes.
    """
    denominator = sum(counts)
    if denominator == 0:
        return [0] * len(counts)
    parts = [count * total // denominator for count in counts]
    order = sorted(
        range(len(counts)),
        key=lambda place: (-(counts[place] * total % denominator), counts[place], place),
    )
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


def in_force(entries: Iterable[EntryType], at: dt.date, known_on: dt.date | None = None) -> EntryType | None:
    """The line in force at a date: the latest as-of date not after it; of two, the last recorded,
    and of two recorded at once the last given.

    `known_on` leaves out what was published later, so that an old report can be drawn again.
    """
    told = [
        entry
        for entry in entries
        if entry.as_of <= at and (known_on is None or entry.published_on <= known_on)
    ]
    ordered = sorted(told, key=lambda entry: (entry.as_of, entry.recorded_at))
    return ordered[-1] if ordered else None


def whole(levels: Mapping[str, Status]) -> Status:
    """One status for a recommendation, from its levels. A warning is never averaged away.

    Dropped levels do not count, late and at risk win, "done" needs every level done, and what
    nobody has told is not called "not started".
    """
    left = [status for status in levels.values() if status is not Status.DROPPED]
    if not left:
        return Status.DROPPED if levels else Status.UNKNOWN
    for warning in (Status.LATE, Status.AT_RISK):
        if warning in left:
            return warning
    if len(set(left)) == 1:
        return left[0]
    if Status.IN_PROGRESS in left:
        return Status.IN_PROGRESS
    if Status.DONE in left or Status.PARTLY_DONE in left:
        return Status.PARTLY_DONE
    return Status.UNKNOWN


def from_below(
    own: tuple[dt.date, Status] | None, below: Sequence[tuple[dt.date | None, Status]]
) -> Status | None:
    """What a measure's places or parts say about it together (rule P-70); None when its own word counts.

    `own` and each of `below` are a day and a status; a place nobody has told about has no day. The newest
    word counts: what was said of the measure as a whole stands until something newer is said below it.
    """
    told = [day for day, _status in below if day is not None]
    if not told or (own is not None and own[0] >= max(told)):
        return None
    return whole({str(number): status for number, (_day, status) in enumerate(below)})


def is_stale(as_of: dt.date, on: dt.date, after: dt.timedelta = STALE_AFTER) -> bool:
    """Whether a status is so old that it should be confirmed: about half a year where nobody set a time."""
    return on - as_of > after
