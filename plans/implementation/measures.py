"""Making action plans and measures, and saying who does what with them. Nothing here sets a status."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden, require
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff, Unit
from plans.implementation.frameworks import name_is_taken
from plans.models import ActionPlan, Chapter, Measure, Recommendation, Responsible
from plans.vocabulary import Task


class RefusedMeasure(ValueError):
    """What was asked for cannot stand in the plan; `field` names what is wrong with it."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


@dataclass(frozen=True)
class PlanFacts:
    """What is said about an action plan."""

    name: str
    adopted_on: dt.date | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    confirmed_for: int = 183
    partners: Collection[Municipality] = ()


@dataclass(frozen=True)
class MeasureFacts:
    """What is said about a measure."""

    number: str
    title: str
    chapter: str = ""
    parent: Measure | None = None
    due_on: dt.date | None = None
    budget_note: str = ""
    note: str = ""
    is_local: bool = False
    units: Collection[Unit] = ()
    recommendations: Collection[Recommendation] = ()
    see_also: Collection[Measure] = field(default=())


@act
def make_plan(facts: PlanFacts, *, by: Staff, at: dt.datetime) -> ActionPlan:
    """Begin an action plan of one's own municipality, alone or together with others.

    Raises Forbidden, or RefusedMeasure when the name is taken.
    """
    require(by, Act.EDIT_MEASURES)
    plan = ActionPlan(municipality=by.municipality, language=by.municipality.language, created_at=at)
    return save_plan(plan, facts, by, at, "action_plan.made")


@act
def change_plan(plan: ActionPlan, facts: PlanFacts, *, by: Staff, at: dt.datetime) -> ActionPlan:
    """Correct name, period and partners. Only the municipality that owns the plan. Raises as make_plan."""
    _require_own(plan, by)
    return save_plan(plan, facts, by, at, "action_plan.changed")


@act
def save_measure(
    plan: ActionPlan, facts: MeasureFacts, *, by: Staff, at: dt.datetime, measure: Measure | None = None
) -> Measure:
    """Add a measure to the plan, or correct `measure`.

    Raises Forbidden, or RefusedMeasure for a number that is taken and for parts of parts.
    """
    _require_own(plan, by)
    ActionPlan.objects.select_for_update().get(pk=plan.pk)
    _check_measure(plan, facts, measure)
    verb = "measure.changed" if measure else "measure.added"
    there = plan.measures.count()
    found = measure or Measure(plan=plan, position=there + 1)
    found.number, found.title = facts.number.strip(), facts.title.strip()
    found.chapter = _chapter(plan, facts.chapter)
    found.parent, found.due_on, found.is_local = facts.parent, facts.due_on, facts.is_local
    found.budget_note, found.note = facts.budget_note.strip(), facts.note.strip()
    found.save()
    found.units.set(facts.units if facts.is_local else ())
    found.recommendations.set(facts.recommendations)
    found.see_also.set(facts.see_also)
    trail.record(by.pk, verb, found.pk, at=at, plan=plan.pk)
    return found


@act
def name_responsible(
    measure: Measure,
    *,
    role: str,
    staff: Staff | None,
    deputy: Staff | None,
    task: Task,
    by: Staff,
    at: dt.datetime,
) -> Responsible:
    """Say that a role or a person does something with the measure, and who stands in for them.

    Saying the same again changes nothing. Raises Forbidden, or RefusedMeasure when nobody is named.
    """
    _require_own(measure.plan, by)
    role = " ".join(role.split())
    if not role and staff is None:
        raise RefusedMeasure("role", "Name a role or a person.")
    if deputy is not None and deputy == staff:
        raise RefusedMeasure("deputy", "Nobody is their own deputy.")
    before = measure.responsible.filter(role=role, staff=staff, task=task).first()
    found = before or Responsible(measure=measure, role=role, staff=staff, task=task)
    found.deputy = deputy
    found.position = found.position or measure.responsible.count() + 1
    found.save()
    trail.record(by.pk, "measure.responsible_named", measure.pk, at=at, task=task.value)
    return found


@act
def release_responsible(responsible: Responsible, *, by: Staff, at: dt.datetime) -> None:
    """Somebody no longer answers for the measure. Raises Forbidden."""
    _require_own(responsible.measure.plan, by)
    if Responsible.objects.filter(pk=responsible.pk).delete()[0]:
        trail.record(by.pk, "measure.responsible_released", responsible.measure_id, at=at)


def _require_own(plan: ActionPlan, by: Staff) -> None:
    require(by, Act.EDIT_MEASURES)
    if plan.municipality_id != by.municipality_id:
        raise Forbidden("another municipality's action plan")


def _check_name(name: str, municipality: Municipality, but: ActionPlan | None) -> None:
    taken = ActionPlan.objects.filter(municipality=municipality, name__iexact=name.strip())
    if taken.exclude(pk__in=[but.pk] if but else []).exists() or name_is_taken(municipality, name):
        raise RefusedMeasure("name", "The name is taken.")


def save_plan(plan: ActionPlan, facts: PlanFacts, by: Staff, at: dt.datetime, verb: str) -> ActionPlan:
    """Keep what is said about a plan; whoever calls has asked whether `by` may. Raises RefusedMeasure."""
    _check_name(facts.name, plan.municipality, but=plan if plan.pk else None)
    plan.name = " ".join(facts.name.split())
    plan.adopted_on, plan.starts_on, plan.ends_on = facts.adopted_on, facts.starts_on, facts.ends_on
    plan.confirmed_for = facts.confirmed_for
    plan.save()
    plan.partners.set(one for one in facts.partners if one.pk != plan.municipality_id)
    trail.record(by.pk, verb, plan.pk, at=at)
    return plan


def _check_measure(plan: ActionPlan, facts: MeasureFacts, measure: Measure | None) -> None:
    same = plan.measures.filter(number=facts.number.strip()).exclude(pk__in=[measure.pk] if measure else [])
    if same.exists():
        raise RefusedMeasure("number", "The number is taken.")
    if facts.parent is None:
        return
    if facts.parent.plan_id != plan.pk or facts.parent == measure or facts.parent.parent_id is not None:
        raise RefusedMeasure("parent", "A part belongs to a measure of the same plan that is no part itself.")
    if measure is not None and measure.parts.exists():
        raise RefusedMeasure("parent", "A measure with parts is no part itself.")


def _chapter(plan: ActionPlan, title: str) -> Chapter | None:
    title = " ".join(title.split())
    if not title:
        return None
    there = plan.chapters.count()
    return plan.chapters.get_or_create(title=title, defaults={"position": there + 1})[0]
