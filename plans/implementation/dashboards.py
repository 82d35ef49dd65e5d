"""What the overviews add up, each with its denominator: per focus area, responsible, municipality. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from plans.implementation.measures_at import MeasureStanding, PlanReport
from plans.implementation.progress import FrameworkReport
from plans.implementation.sums import Distribution, distribution
from plans.vocabulary import Status


@dataclass(frozen=True)
class Group:
    """Some of what is followed, under a name."""

    name: str
    told: Distribution


def by_area(report: FrameworkReport) -> list[Group]:
    """The recommendations of each focus area."""
    return [Group(area.title, distribution(row.status for row in rows)) for area, rows in report.by_area]


def by_responsible(plans: Iterable[PlanReport]) -> list[Group]:
    """The measures of each role. A measure with several roles counts under each, so these do not add up."""
    found: dict[str, list[Status]] = defaultdict(list)
    for plan in plans:
        for row in plan.rows:
            for role in dict.fromkeys(row.roles):
                found[role].append(row.status)
    groups = [Group(role, distribution(statuses)) for role, statuses in found.items()]
    return sorted(groups, key=lambda one: (-_calls(one), -one.told.denominator, one.name))


def by_municipality(plans: Iterable[PlanReport]) -> list[Group]:
    """The places of each municipality that carries measures out; nothing where only one does."""
    found: dict[int, list[Status]] = defaultdict(list)
    names: dict[int, str] = {}
    for plan in plans:
        for row in plan.rows:
            for one in row.places:
                found[one.place.municipality].append(one.status)
                if one.place.unit is None:
                    names[one.place.municipality] = one.place.name
    groups = [Group(names[pk], distribution(statuses)) for pk, statuses in found.items() if pk in names]
    return groups if len(groups) > 1 else []


def not_told_lately(plans: Iterable[PlanReport]) -> list[MeasureStanding]:
    """Measures whose status has faded, the oldest first."""
    found = [row for plan in plans for row in plan.rows if row.stale]
    return sorted(found, key=lambda row: row.told_on or dt.date.min)


def _calls(group: Group) -> int:
    return group.told.count(Status.LATE, Status.AT_RISK, Status.UNKNOWN)
