"""A frozen report as page and paper show it: words in the reader's language over the data that was kept."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from plans.implementation import facts
from plans.implementation.facts import Figure
from plans.implementation.reports import content as contents
from plans.implementation.reports.comparing import Comparison, compare
from plans.implementation.sums import NEEDS_A_DECISION, Distribution, distribution
from plans.models import StatusReport
from plans.vocabulary import Change, Level, Status

MEASURES, RECOMMENDATIONS = "measures", "recommendations"
RED_FIRST = (*NEEDS_A_DECISION, Status.NOT_STARTED)


@dataclass(frozen=True)
class Row:
    """A measure or a recommendation as the report has it."""

    told: dict[str, Any]
    change: Change | None

    @property
    def status(self) -> Status:
        return Status(self.told["status"])

    @property
    def as_of(self) -> dt.date | None:
        return _day(self.told["as_of"])

    @property
    def due(self) -> dt.date | str | None:
        """A day, or the words of the source."""
        try:
            return _day(self.told.get("due"))
        except ValueError:
            return str(self.told["due"])

    @property
    def roles(self) -> str:
        return ", ".join(self.told["roles"])

    @property
    def levels(self) -> list[Status]:
        """Organisation, leaders, staff."""
        return [Status(self.told["levels"][level.value]) for level in Level]

    @property
    def named_levels(self) -> list[tuple[Level, Status]]:
        """Each level with its status."""
        return list(zip(Level, self.levels, strict=True))

    @property
    def places(self) -> list[tuple[Status, int]]:
        """How many places have each status."""
        return [
            (status, self.told["places"][status.value])
            for status in Status
            if status.value in self.told.get("places", {})
        ]


@dataclass(frozen=True)
class MonthTold:
    """Notifications of a month: how many came, None where that is not told, and since January.

    `with_months`: the number holds so many months before, in which few came.
    """

    first: dt.date
    count: int | None
    with_months: int
    so_far: str


@dataclass(frozen=True)
class Responsibility:
    """How far the measures of one role are. A measure with several roles stands under each of them."""

    role: str
    told: Distribution

    @property
    def calls(self) -> int:
        """How many of them call for somebody."""
        return self.told.count(*NEEDS_A_DECISION)


@dataclass(frozen=True)
class Report:
    """One report, and the one before it when there is one."""

    record: StatusReport
    before: StatusReport | None

    @property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = self.record.content
        return found

    @property
    def lines(self) -> list[str]:
        return list(self.content["lines"])

    @cached_property
    def measures(self) -> list[Row]:
        """Changed since the last report first, those that call for somebody before the others."""
        return self._rows(MEASURES)

    @cached_property
    def recommendations(self) -> list[Row]:
        """In the order of the publication."""
        rows = {row.told["key"]: row for row in self._rows(RECOMMENDATIONS)}
        return [rows[one["key"]] for one in self.content[RECOMMENDATIONS]]

    @property
    def measures_told(self) -> Distribution:
        return contents.distribution_of(self.content, MEASURES)

    @property
    def recommendations_told(self) -> Distribution:
        return contents.distribution_of(self.content, RECOMMENDATIONS)

    @cached_property
    def decisions(self) -> list[Row]:
        """Late, at risk, then what nobody knows: what the reader is asked to look at first."""
        rows = [*self.measures, *self.recommendations]
        found = [row for row in rows if row.status in NEEDS_A_DECISION[:2]]
        return sorted(found, key=lambda row: NEEDS_A_DECISION.index(row.status))

    @property
    def unknown(self) -> list[Row]:
        return [row for row in [*self.measures, *self.recommendations] if row.status is Status.UNKNOWN]

    @property
    def overdue(self) -> list[Row]:
        return [row for row in self.measures if row.told["overdue"]]

    @property
    def stale(self) -> list[Row]:
        return [row for row in [*self.measures, *self.recommendations] if row.told["stale"]]

    @cached_property
    def comparison(self) -> Comparison | None:
        """What changed since the report before, measures and recommendations together."""
        return compare_reports(self.before, self.record) if self.before else None

    @property
    def counts(self) -> list[tuple[Change, int]]:
        """How many went each way; nothing for ways nobody went."""
        if self.comparison is None:
            return []
        counts = self.comparison.counts
        return [(change, counts[change]) for change in Change if counts[change]]

    @property
    def responsibilities(self) -> list[Responsibility]:
        """Per role, in the order of the plan."""
        by_role: dict[str, list[Status]] = defaultdict(list)
        for one in self.content[MEASURES]:
            for role in dict.fromkeys(one["roles"]):
                by_role[role].append(Status(one["status"]))
        return [Responsibility(role, distribution(found)) for role, found in by_role.items()]

    @property
    def areas(self) -> list[tuple[str, Distribution]]:
        """The recommendations of each focus area, in the order of the publication."""
        found: dict[str, list[Status]] = defaultdict(list)
        for one in self.content[RECOMMENDATIONS]:
            found[one["area"]].append(Status(one["status"]))
        return [(title, distribution(statuses)) for title, statuses in found.items()]

    @property
    def preparedness(self) -> list[dict[str, Any]]:
        days = ("adopted_on", "revise_by")
        return [{**one, **{name: _day(one[name]) for name in days}} for one in self.content["preparedness"]]

    @property
    def readers(self) -> list[dict[str, Any]]:
        """Read everything, by unit; the line without a name is the small units together."""
        return [
            {"before": None, **one, "percent": one["read"] * 100 // one["people"]}
            for one in self.content["readers"]
        ]

    @property
    def has_readers_before(self) -> bool:
        """Whether any unit was counted a year before."""
        return any(one["before"] is not None for one in self.readers)

    @property
    def months(self) -> list[MonthTold]:
        """Notifications month by month, as each was told."""
        return months_of(self.content.get("months", []))

    @property
    def levels(self) -> list[tuple[str, Distribution]]:
        """The recommendations as a whole and on each level."""
        every = self.content[RECOMMENDATIONS]
        if not every:
            return []
        found = [(str(x.label), distribution(Status(one["levels"][x.value]) for one in every)) for x in Level]
        return [(_("As a whole"), self.recommendations_told), *found]

    @property
    def municipalities(self) -> list[tuple[str, Distribution]]:
        """How the places of each municipality stand."""
        return [
            (one["name"], distribution(Status(x) for x, n in one["counts"].items() for _n in range(n)))
            for one in self.content.get("municipalities", [])
        ]

    @property
    def facts(self) -> list[tuple[Any, Figure, Figure | None]]:
        """What was counted: its words, the figure, and what it was a year before."""
        found = []
        for kept in self.content["facts"]:
            told = dict(kept)
            told.pop("day")
            before = told.pop("before", None)
            meaning = facts.meaning_of(told["slug"])
            if meaning is not None:
                found.append((meaning.title, Figure(**told), Figure(**before) if before else None))
        return found

    @property
    def plan_days(self) -> dict[str, dt.date | None]:
        """When the plan was adopted, and its period."""
        plan = self.content["plan"] or {}
        return {name: _day(plan.get(name)) for name in ("adopted_on", "starts_on", "ends_on")}

    def _rows(self, kind: str) -> list[Row]:
        told = {one["key"]: one for one in self.content[kind]}
        if self.before is None:
            rows = [Row(one, None) for one in told.values()]
            return sorted(rows, key=lambda row: _place(row.status))
        held = compare(contents.items_of(self.before.content, kind), contents.items_of(self.content, kind))
        return [Row(told[one.key], one.change) for one in held.items if one.key in told]


def months_of(kept: Sequence[Mapping[str, Any]]) -> list[MonthTold]:
    """Each month with what came in it, as far as two tellings of one year say so (rule N-84).

    A month in which fewer than five came is told as »under 5«; the next exact number holds those too.
    """
    found: list[MonthTold] = []
    base = {"year": 0, "low": 0, "months": 0}
    for one in kept:
        first, low, high = dt.date.fromisoformat(one["month"]), one["low"], one["high"]
        if first.year != base["year"]:
            base = {"year": first.year, "low": 0, "months": 0 if first.month == 1 else -1}
        so_far = Figure("months", low, high).number
        if low != high:
            found.append(MonthTold(first, None, 0, so_far))
            base["months"] += 1 if base["months"] >= 0 else 0
            continue
        known = base["months"] >= 0
        count = low - base["low"] if known else None
        found.append(MonthTold(first, count, max(base["months"], 0), so_far))
        base |= {"low": low, "months": 0}
    return found


def compare_reports(before: StatusReport, after: StatusReport) -> Comparison:
    """Two reports against each other, measures and recommendations together."""
    sides = [
        {
            **contents.items_of(report.content, MEASURES),
            **contents.items_of(report.content, RECOMMENDATIONS),
        }
        for report in (before, after)
    ]
    return compare(sides[0], sides[1])


def _place(status: Status) -> int:
    return RED_FIRST.index(status) if status in RED_FIRST else len(RED_FIRST)


def _day(kept: str | None) -> dt.date | None:
    return dt.date.fromisoformat(kept) if kept else None
