"""How far the recommendations and the action plans are at a date. Reads; changes nothing.

The page and the command line ask the same functions. The rule which line of a history is in force is
`sums.in_force`; the database applies it to thousands of histories at once, and a test holds the two
together.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet

from beredskab.organisation.models import Municipality
from plans.implementation.frameworks import NATIONAL, Named, every_recommendation, recommendations_of
from plans.implementation.sums import Distribution, distribution, in_force, is_stale, whole
from plans.models import (
    FocusArea,
    Framework,
    MeasureStatus,
    Recommendation,
    RecommendationStatus,
)
from plans.vocabulary import Level, Status


@dataclass(frozen=True)
class Line:
    """What a history needs to be read at a date, and nothing more."""

    status: Status
    as_of: dt.date
    published_on: dt.date
    recorded_at: dt.datetime


Histories = dict[tuple[int, Level], list[Line]]
Entry = TypeVar("Entry", RecommendationStatus, MeasureStatus)


@dataclass(frozen=True)
class LevelStanding:
    """A recommendation on one level at a date; `entry` is None before its first status."""

    level: Level
    status: Status
    entry: RecommendationStatus | None
    stale: bool


@dataclass(frozen=True)
class RecommendationStanding:
    """A recommendation at a date: as a whole, on each level, and at each quarter's end."""

    named: Named
    status: Status
    levels: tuple[LevelStanding, ...]
    quarters: tuple[tuple[dt.date, Status], ...]

    @property
    def latest(self) -> RecommendationStatus | None:
        """The newest thing said on any level."""
        entries = [level.entry for level in self.levels if level.entry]
        return max(entries, key=lambda entry: (entry.as_of, entry.recorded_at), default=None)

    @property
    def responsible(self) -> list[str]:
        """Who answers for a level, each once, in the order of the levels."""
        named = [level.entry.responsible for level in self.levels if level.entry]
        return list(dict.fromkeys(name for name in named if name))

    @property
    def next_on(self) -> dt.date | None:
        """The nearest date on which something is to be next, on any level."""
        days = [level.entry.next_on for level in self.levels if level.entry and level.entry.next_on]
        return min(days, default=None)


@dataclass(frozen=True)
class FrameworkReport:
    """The recommendations of a framework at a date, in the order of the publication."""

    framework: Framework
    at: dt.date
    rows: tuple[RecommendationStanding, ...]

    @property
    def distribution(self) -> Distribution:
        return distribution(row.status for row in self.rows)

    def of_level(self, level: Level) -> Distribution:
        """The same denominator, counted on one level alone."""
        return distribution(one.status for row in self.rows for one in row.levels if one.level == level)

    @property
    def by_area(self) -> list[tuple[FocusArea, list[RecommendationStanding]]]:
        """Rows under their focus areas, both in the order of the publication."""
        grouped: dict[FocusArea, list[RecommendationStanding]] = defaultdict(list)
        for row in self.rows:
            grouped[row.named.focus_area].append(row)
        return sorted(grouped.items(), key=lambda pair: pair[0].number)


def framework_at(
    municipality: Municipality,
    at: dt.date,
    name: str = NATIONAL,
    *,
    known_on: dt.date | None = None,
    quarters: int = 0,
) -> FrameworkReport:
    """Where the municipality stands with a framework at the end of a day. Two statements, or three.

    `known_on` draws it as it was told on that day; `quarters` adds how it stood at the ends of so many
    quarters before. What has no status is *unknown*. Raises LookupError when no framework has the name.
    """
    named = recommendations_of(municipality, name, at)
    if not named:
        raise LookupError(name)
    return _reports(municipality, named, at, known_on, quarters)[0]


def frameworks_at(
    municipality: Municipality, at: dt.date, *, known_on: dt.date | None = None
) -> list[FrameworkReport]:
    """Every framework the municipality follows, the national one first. Two statements for all of them."""
    return _reports(municipality, every_recommendation(municipality, at), at, known_on, 0)


def _reports(
    municipality: Municipality, named: list[Named], at: dt.date, known_on: dt.date | None, quarters: int
) -> list[FrameworkReport]:
    frameworks = {one.framework.pk: one.framework for one in named}
    said = RecommendationStatus.objects.filter(
        municipality=municipality, recommendation__framework__in=list(frameworks)
    )
    entries = {
        (e.recommendation_id, e.level): e for e in last_said(said, at, known_on, "recommendation_id", "level")
    }
    histories = _histories(said) if quarters else {}
    ends = _quarter_ends(at, quarters)
    rows: dict[int, list[RecommendationStanding]] = defaultdict(list)
    for one in named:
        key = one.recommendation.pk
        levels = tuple(_level(level, entries.get((key, level)), at) for level in Level)
        past = tuple((day, _whole_at(key, histories, day)) for day in ends)
        standing = RecommendationStanding(one, whole({x.level: x.status for x in levels}), levels, past)
        rows[one.framework.pk].append(standing)
    return [FrameworkReport(frameworks[pk], at, tuple(found)) for pk, found in rows.items()]


def last_said(said: "QuerySet[Entry]", at: dt.date, known_on: dt.date | None, *of: str) -> "QuerySet[Entry]":
    """`sums.in_force` as the database does it: one line for each thing that has any."""
    told = said.filter(as_of__lte=at)
    if known_on is not None:
        told = told.filter(published_on__lte=known_on)
    return told.order_by(*of, "-as_of", "-recorded_at", "-pk").distinct(*of).select_related("said_by")


def _histories(said: "QuerySet[RecommendationStatus]") -> Histories:
    lines: Histories = defaultdict(list)
    for key, level, status, as_of, published_on, recorded_at in said.order_by("pk").values_list(
        "recommendation_id", "level", "status", "as_of", "published_on", "recorded_at"
    ):
        lines[key, Level(level)].append(Line(Status(status), as_of, published_on, recorded_at))
    return lines


def _level(level: Level, entry: RecommendationStatus | None, at: dt.date) -> LevelStanding:
    status = Status(entry.status) if entry else Status.UNKNOWN
    stale = bool(entry and status is not Status.DROPPED and is_stale(entry.as_of, at))
    return LevelStanding(level, status, entry, stale)


def _whole_at(recommendation: int, histories: Histories, day: dt.date) -> Status:
    told = {level: in_force(histories.get((recommendation, level), []), day) for level in Level}
    return whole({level: line.status if line else Status.UNKNOWN for level, line in told.items()})


def _quarter_ends(at: dt.date, count: int) -> list[dt.date]:
    """The last days of the `count` quarters that ended before or on the day, oldest first."""
    ends: list[dt.date] = []
    day = at + dt.timedelta(days=1)
    while len(ends) < count:
        first_month = (day.month - 1) // 3 * 3 + 1
        day = dt.date(day.year, first_month, 1) - dt.timedelta(days=1)
        ends.append(day)
    return ends[::-1]


def history_of(
    recommendation: Recommendation, municipality: Municipality
) -> "QuerySet[RecommendationStatus]":
    """Everything that was said about a recommendation here, newest first."""
    return RecommendationStatus.objects.filter(
        municipality=municipality, recommendation=recommendation
    ).select_related("said_by")
