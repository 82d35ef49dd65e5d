"""How far the recommendations and the action plans are, in the eight words; no sentence and no person."""

import datetime as dt
from dataclasses import dataclass

from beredskab.organisation.models import Municipality
from plans.implementation import measures_at, progress
from plans.implementation.measures_at import MeasureStanding, PlanReport
from plans.implementation.progress import RecommendationStanding
from plans.implementation.sums import Distribution
from plans.vocabulary import Level, Status


@dataclass(frozen=True)
class Share:
    """How many have a status; the whole percents of all eight make 100."""

    status: Status
    count: int
    percent: int


@dataclass(frozen=True)
class Part:
    """A recommendation on one level. `as_of` is null before anything was said."""

    level: Level
    status: Status
    as_of: dt.date | None
    stale: bool


@dataclass(frozen=True)
class Recommendation:
    """A recommendation as a whole and on each level; `stale` marks what should be confirmed."""

    number: int
    title: str
    focus_area: str
    status: Status
    levels: list[Part]


@dataclass(frozen=True)
class Recommendations:
    """A framework of recommendations at the end of a day."""

    municipality: str
    framework: str
    title: str
    at: dt.date
    total: int
    shares: list[Share]
    recommendations: list[Recommendation]


@dataclass(frozen=True)
class Measure:
    """A measure of an action plan. `overdue`: its day has passed, and it is neither done nor dropped."""

    number: str
    title: str
    status: Status
    as_of: dt.date | None
    due_on: dt.date | None
    stale: bool
    overdue: bool


@dataclass(frozen=True)
class ActionPlan:
    """An action plan at the end of a day; `partners` are the municipalities that carry it out together."""

    id: int
    name: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    partners: list[str]
    total: int
    shares: list[Share]
    measures: list[Measure]


@dataclass(frozen=True)
class StatusAnswer:
    """Every action plan of the municipality, its own and those it shares."""

    municipality: str
    at: dt.date
    action_plans: list[ActionPlan]


def recommendations(municipality: Municipality, day: dt.date) -> Recommendations:
    """The national recommendations, as the municipality stands."""
    report = progress.framework_at(municipality, day)
    return Recommendations(
        municipality.slug,
        report.framework.name,
        report.framework.title,
        day,
        report.distribution.denominator,
        _shares(report.distribution),
        [_recommendation(row) for row in report.rows],
    )


def action_plans(municipality: Municipality, day: dt.date) -> StatusAnswer:
    """The action plans, newest first."""
    found = measures_at.action_plans_of(municipality).select_related("municipality")
    plans = list(found.prefetch_related("partners"))
    told = measures_at.plans_at(plans, day)
    return StatusAnswer(municipality.slug, day, [_action_plan(one) for one in told])


def _recommendation(row: RecommendationStanding) -> Recommendation:
    levels = [
        Part(one.level, one.status, one.entry.as_of if one.entry else None, one.stale) for one in row.levels
    ]
    return Recommendation(row.named.number, row.named.title, row.named.focus_area.title, row.status, levels)


def _action_plan(report: PlanReport) -> ActionPlan:
    plan, told = report.plan, report.distribution
    names = [plan.municipality.name, *(one.name for one in plan.partners.all())]
    return ActionPlan(
        plan.pk,
        plan.name,
        plan.starts_on,
        plan.ends_on,
        names if len(names) > 1 else [],
        told.denominator,
        _shares(told),
        [_measure(row) for row in report.rows],
    )


def _measure(row: MeasureStanding) -> Measure:
    mine = row.measure
    return Measure(mine.number, mine.title, row.status, row.told_on, mine.due_on, row.stale, row.overdue)


def _shares(told: Distribution) -> list[Share]:
    return [Share(one.status, one.count, one.share) for one in told.shares]
