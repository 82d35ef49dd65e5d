"""From one adoption period to the next: a verdict on every measure, then a new plan of those that go on.

Nothing is moved: the old plan keeps its measures and what was said of them, and old and new point at each
other. Doing it again adds what has been judged to go on since, and nothing twice (rule P-121).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden, require
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from plans.implementation.measures import PlanFacts, save_plan
from plans.models import ActionPlan, Chapter, Measure, MeasureVerdict, Responsible
from plans.vocabulary import Status, Verdict

GOES_ON = frozenset({Verdict.REVISED, Verdict.EXTENDED})
SUGGESTED = {Status.DONE: Verdict.DONE, Status.DROPPED: Verdict.DROPPED}


class RefusedRollOver(ValueError):
    """The plan cannot go on like this; `measures` are those that stand in the way."""

    def __init__(self, why: str, measures: Iterable[Measure] = ()) -> None:
        super().__init__(why)
        self.measures = list(measures)


@dataclass(frozen=True)
class Judged:
    """What somebody says becomes of a measure."""

    measure: Measure
    verdict: Verdict
    reason: str = ""


def suggested(status: Status) -> Verdict:
    """What a measure's status suggests; whoever judges decides."""
    return SUGGESTED.get(status, Verdict.EXTENDED)


@act
def judge(plan: ActionPlan, judged: Sequence[Judged], *, by: Staff, at: dt.datetime) -> list[MeasureVerdict]:
    """Keep verdicts on measures of the plan. A measure that already goes on keeps its verdict.

    Raises Forbidden, or RefusedRollOver for dropping without a reason.
    """
    _require_own(plan, by)
    silent = [one.measure for one in judged if one.verdict is Verdict.DROPPED and not one.reason.strip()]
    if silent:
        raise RefusedRollOver("What is dropped needs a reason.", silent)
    there = {one.measure_id: one for one in MeasureVerdict.objects.filter(measure__plan=plan)}
    new = [one for one in judged if one.measure.plan_id == plan.pk and _differs(one, there)]
    for one in new:
        told = {"verdict": one.verdict, "reason": one.reason.strip(), "given_by": by, "given_at": at}
        MeasureVerdict.objects.update_or_create(measure=one.measure, defaults=told)
    if new:
        trail.record(by.pk, "action_plan.judged", plan.pk, at=at, measures=len(new))
    return list(verdicts_of(plan))


@act
def roll_over(plan: ActionPlan, facts: PlanFacts, *, by: Staff, at: dt.datetime) -> ActionPlan:
    """The plan of the next period, with every measure that goes on: unknown until somebody says more.

    Raises Forbidden, RefusedMeasure for a name that is taken, or RefusedRollOver when a measure has no
    verdict or a part would go on without the measure it is part of.
    """
    _require_own(plan, by)
    ActionPlan.objects.select_for_update().get(pk=plan.pk)
    verdicts = {one.measure_id: one for one in verdicts_of(plan)}
    every = list(plan.measures.select_related("chapter").order_by("position"))
    _check(every, verdicts)
    new = ActionPlan.objects.filter(follows=plan).first()
    if new is None:
        shell = ActionPlan(municipality=by.municipality, language=plan.language, created_at=at, follows=plan)
        partners = list(plan.partners.all())
        facts = replace(facts, confirmed_for=plan.confirmed_for, partners=partners)
        new = save_plan(shell, facts, by, at, "action_plan.rolled_over")
    waiting = [one for one in every if verdicts[one.pk].verdict in GOES_ON]
    taken = [_take(one, new, verdicts) for one in waiting if verdicts[one.pk].goes_on_as_id is None]
    _hang_together(plan, verdicts)
    if taken:
        trail.record(by.pk, "action_plan.measures_taken_over", new.pk, at=at, measures=len(taken))
    return new


def verdicts_of(plan: ActionPlan) -> "QuerySet[MeasureVerdict]":
    """Every verdict on a plan's measures, in its order."""
    found = MeasureVerdict.objects.filter(measure__plan=plan).select_related("measure", "goes_on_as")
    return found.order_by("measure__position")


def _differs(one: Judged, there: dict[int, MeasureVerdict]) -> bool:
    before = there.get(one.measure.pk)
    if before is None:
        return True
    if before.goes_on_as_id is not None:
        return False
    return (before.verdict, before.reason) != (one.verdict.value, one.reason.strip())


def _check(every: Sequence[Measure], verdicts: dict[int, MeasureVerdict]) -> None:
    unjudged = [one for one in every if one.pk not in verdicts]
    if unjudged:
        raise RefusedRollOver("Every measure needs a verdict.", unjudged)
    on = {pk for pk, one in verdicts.items() if one.verdict in GOES_ON}
    alone = [one for one in every if one.pk in on and one.parent_id and one.parent_id not in on]
    if alone:
        raise RefusedRollOver("A part goes on only with the measure it is part of.", alone)
    if not on:
        raise RefusedRollOver("No measure goes on.")


def _take(old: Measure, plan: ActionPlan, verdicts: dict[int, MeasureVerdict]) -> Measure:
    """A copy in the next plan. A day before the new period is left behind, so nothing begins overdue."""
    parent = verdicts[old.parent_id].goes_on_as if old.parent_id else None
    on_time = bool(old.due_on and plan.starts_on and old.due_on >= plan.starts_on)
    new = Measure.objects.create(
        plan=plan,
        chapter=_chapter(old.chapter, plan),
        parent=parent,
        position=plan.measures.count() + 1,
        number=old.number,
        title=old.title,
        responsible_text=old.responsible_text,
        due_on=old.due_on if on_time else None,
        due_text=old.due_text if on_time else "",
        budget_note=old.budget_note,
        note=old.note,
        is_local=old.is_local,
    )
    new.units.set(old.units.all())
    new.recommendations.set(old.recommendations.all())
    Responsible.objects.bulk_create(_for(one, new) for one in old.responsible.all())
    verdict = verdicts[old.pk]
    verdict.goes_on_as = new
    verdict.save(update_fields=["goes_on_as"])
    return new


def _for(one: Responsible, measure: Measure) -> Responsible:
    return Responsible(
        measure=measure,
        position=one.position,
        role=one.role,
        staff=one.staff,
        deputy=one.deputy,
        task=one.task,
    )


def _chapter(old: Chapter | None, plan: ActionPlan) -> Chapter | None:
    if old is None:
        return None
    there = plan.chapters.count()
    return plan.chapters.get_or_create(title=old.title, defaults={"position": there + 1})[0]


def _hang_together(plan: ActionPlan, verdicts: dict[int, MeasureVerdict]) -> None:
    """References between measures that both go on hold in the next plan too."""
    pairs = Measure.see_also.through.objects.filter(from_measure__plan=plan, to_measure__plan=plan)
    for one, other in pairs.values_list("from_measure", "to_measure"):
        new, beside = verdicts[one].goes_on_as, verdicts[other].goes_on_as
        if new is not None and beside is not None:
            new.see_also.add(beside)


def _require_own(plan: ActionPlan, by: Staff) -> None:
    require(by, Act.EDIT_MEASURES)
    if plan.municipality_id != by.municipality_id:
        raise Forbidden("another municipality's action plan")
