"""What a report holds, as plain data: frozen once, and read again from there by page, PDF and files.

Nothing in it names a person or a small unit: roles, and counts of places.
"""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beredskab.organisation.models import Municipality
from plans.implementation import facts, plan_facts
from plans.implementation.dashboards import by_municipality
from plans.implementation.frameworks import NATIONAL
from plans.implementation.measures_at import MeasureStanding, PlanReport, plan_at
from plans.implementation.progress import RecommendationStanding, framework_at
from plans.implementation.reports.comparing import Item
from plans.implementation.sums import Distribution, distribution
from plans.models import ActionPlan, Plan
from plans.release import adopting
from plans.requirements_check import clock_of
from plans.vocabulary import Status

VERSION = 1


@dataclass(frozen=True)
class Wanted:
    """Which report: of an action plan, or (None) of a framework alone; for a day, told on another."""

    plan: ActionPlan | None
    as_of: dt.date
    published_on: dt.date
    lines: tuple[str, ...] = ()
    framework: str = NATIONAL


def draw_up(municipality: Municipality, wanted: Wanted, *, at: dt.datetime) -> dict[str, Any]:
    """Everything the report says, from what holds on its day and had been told by its publication."""
    known_on = wanted.published_on
    framework = framework_at(municipality, wanted.as_of, wanted.framework, known_on=known_on)
    plan = wanted.plan
    reports = [plan_at(plan, wanted.as_of, known_on=known_on)] if plan else []
    rows = reports[0].rows if reports else ()
    told = any(row.latest for row in framework.rows)
    is_now = abs((at.date() - wanted.as_of).days) <= facts.FRESH.days
    return {
        "version": VERSION,
        "municipality": municipality.name,
        "subject": plan.name if plan else framework.framework.name,
        "language": plan.language if plan else municipality.language,
        "as_of": wanted.as_of.isoformat(),
        "published_on": wanted.published_on.isoformat(),
        "lines": list(wanted.lines),
        "plan": _plan(plan) if plan else None,
        "measures": [_measure(row) for row in rows],
        "recommendations": [_recommendation(row) for row in framework.rows] if told or not plan else [],
        "preparedness": _preparedness(municipality, wanted.as_of),
        "readers": _readers(municipality, wanted.as_of, at) if is_now else [],
        "facts": _facts(municipality, wanted.as_of),
        "months": [
            {"month": one.first.isoformat(), "low": one.low, "high": one.high}
            for one in facts.months_until(municipality, wanted.as_of)
        ],
        "municipalities": _municipalities(reports),
    }


def checksum(content: Mapping[str, Any]) -> str:
    """The digest of a content, the same however the database orders it."""
    told = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def items_of(content: Mapping[str, Any], kind: str) -> dict[str, Item]:
    """`measures` or `recommendations` of a content, to compare."""
    return {
        row["key"]: Item(row["number"], row["title"], Status(row["status"]), row["sentence"])
        for row in content[kind]
    }


def items_at(plan: ActionPlan, day: dt.date) -> dict[str, Item]:
    """The measures of a plan on a day, to compare."""
    return items_in(plan_at(plan, day))


def items_in(report: PlanReport) -> dict[str, Item]:
    """The measures of a plan as they stand, to compare."""
    return {
        _key(row): Item(row.measure.number, row.measure.title, row.status, row.sentence)
        for row in report.rows
    }


def distribution_of(content: Mapping[str, Any], kind: str) -> Distribution:
    """How many have each status."""
    return distribution(Status(row["status"]) for row in content[kind])


def _key(row: MeasureStanding) -> str:
    return f"m{row.measure.pk}"


def _plan(plan: ActionPlan) -> dict[str, Any]:
    days = ("adopted_on", "starts_on", "ends_on")
    others = list(plan.partners.order_by("name").values_list("name", flat=True))
    return {
        **{name: _day(getattr(plan, name)) for name in days},
        "municipalities": [plan.municipality.name, *others],
        "confirmed_for": plan.confirmed_for,
    }


def _measure(row: MeasureStanding) -> dict[str, Any]:
    measure = row.measure
    return {
        "key": _key(row),
        "number": measure.number,
        "title": measure.title,
        "chapter": measure.chapter.title if measure.chapter else "",
        "roles": list(row.roles),
        "status": row.status.value,
        "sentence": row.sentence,
        "as_of": _day(row.told_on),
        "stale": row.stale,
        "overdue": row.overdue,
        "due": _day(measure.due_on) or measure.due_text,
        "places": dict(Counter(one.status.value for one in row.places)),
        "parts": len(row.parts),
    }


def _recommendation(row: RecommendationStanding) -> dict[str, Any]:
    return {
        "key": f"r{row.named.recommendation.carries_on_id or row.named.recommendation.pk}",
        "number": row.named.mark,
        "title": row.named.title,
        "area": row.named.focus_area.title,
        "status": row.status.value,
        "levels": {one.level.value: one.status.value for one in row.levels},
        "stale": any(one.stale for one in row.levels),
        "sentence": row.latest.sentence if row.latest else "",
        "as_of": _day(row.latest.as_of) if row.latest else None,
        "roles": row.responsible,
        "next_on": _day(row.next_on),
    }


def _preparedness(municipality: Municipality, day: dt.date) -> list[dict[str, Any]]:
    """The two plans of the law: when the council adopted each, and when it has to see it again."""
    found = []
    plans = list(Plan.objects.filter(municipality=municipality).order_by("pk"))
    adoptions = adopting.latest(plans)
    for plan in plans:
        adoption = adoptions.get(plan.pk)
        if adoption is not None and adoption.adopted_on > day:
            continue
        clock = clock_of(plan, adoption, on=day)
        found.append(
            {
                "title": plan.title,
                "adopted_on": _day(adoption.adopted_on) if adoption else None,
                "revise_by": _day(clock.due_on) if clock else None,
                "is_over": bool(clock and clock.is_over),
            }
        )
    return found


def _facts(municipality: Municipality, day: dt.date) -> list[dict[str, Any]]:
    """What was counted, each with what it was a year before, where that was counted."""
    before = {one.slug: one.as_json() for _day, one in facts.kept(municipality, a_year_before(day))}
    return [
        {**one.as_json(), "day": counted.isoformat(), "before": before.get(one.slug)}
        for counted, one in facts.kept(municipality, day)
    ]


def _municipalities(reports: list[PlanReport]) -> list[dict[str, Any]]:
    """How the places of each municipality stand, where several carry the plan out."""
    return [
        {"name": one.name, "counts": {x.status.value: x.count for x in one.told.shares if x.count}}
        for one in by_municipality(reports)
    ]


def _readers(municipality: Municipality, day: dt.date, at: dt.datetime) -> list[dict[str, Any]]:
    _total, lines = plan_facts.readers(municipality, at)
    before = plan_facts.readers_before(municipality, a_year_before(day))
    return [
        {"name": name, "read": told.read_all, "people": told.people, "before": before.get(name)}
        for name, told in lines
    ]


def a_year_before(day: dt.date) -> dt.date:
    """The same day a year ago; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
