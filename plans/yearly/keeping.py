"""Putting something into the annual wheel, changing and ending it, and saying what became of a turn."""

import datetime as dt
from dataclasses import dataclass

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden, require
from beredskab.audit import trail
from beredskab.organisation.models import Staff, Unit
from plans.implementation.telling import today
from plans.models import YearlyTask, YearlyTurn
from plans.vocabulary import Interval, YearlyKind
from plans.yearly import access
from plans.yearly.turns import days


class RefusedTurn(ValueError):
    """There is no such turn, or it cannot have become that; the text says why."""


@dataclass(frozen=True)
class TaskFacts:
    """What comes back: its words, who does it, and when."""

    kind: YearlyKind
    title: str
    first_on: dt.date
    every: Interval
    note: str = ""
    role: str = ""
    staff: Staff | None = None
    unit: Unit | None = None
    until: dt.date | None = None


@act
def add(facts: TaskFacts, *, by: Staff, at: dt.datetime) -> YearlyTask:
    """Something comes back from now on. Saying the same twice gives the first one back. Raises Forbidden."""
    require(by, Act.EDIT_MEASURES)
    same = YearlyTask.objects.filter(
        municipality=by.municipality, title=facts.title.strip(), first_on=facts.first_on, kind=facts.kind
    ).first()
    if same is not None:
        return same
    task = YearlyTask(municipality=by.municipality, made_by=by, made_at=at)
    return _save(task, facts, by, at, "yearly_task.added")


@act
def change(task: YearlyTask, facts: TaskFacts, *, by: Staff, at: dt.datetime) -> YearlyTask:
    """Correct it. Turns that were missed under the old days stay missed. Raises Forbidden."""
    found = _own(task, by)
    if (found.first_on, found.every, found.until) != (facts.first_on, facts.every, facts.until):
        _keep_missed(found, at)
    return _save(found, facts, by, at, "yearly_task.changed")


@act
def end(task: YearlyTask, *, by: Staff, at: dt.datetime) -> YearlyTask:
    """It comes back no more after today; what became of its turns stays. Again changes nothing."""
    found = _own(task, by)
    day = today(found.municipality, at)
    if found.until is None or found.until > day:
        found.until = day
        found.save(update_fields=["until"])
        trail.record(by.pk, "yearly_task.ended", found.pk, at=at)
    return found


@act
def tell(
    task: YearlyTask,
    due_on: dt.date,
    *,
    held_on: dt.date | None,
    note: str = "",
    by: Staff,
    at: dt.datetime,
) -> YearlyTurn:
    """Say that a turn was held on a day, or (None) called off and why. Said again, the later counts.

    Raises Forbidden, or RefusedTurn for a day without a turn, one that has not come, and no reason.
    """
    if not access.may_tell(by, task):
        raise Forbidden("another's task")
    if not is_turn(task, due_on):
        raise RefusedTurn("There is no turn on that day.")
    if held_on is not None and held_on > today(task.municipality, at):
        raise RefusedTurn("The day has not come.")
    if held_on is None and not note.strip():
        raise RefusedTurn("What is called off needs a reason.")
    told = {"held_on": held_on, "called_off": held_on is None, "note": note.strip()}
    turn, _made = YearlyTurn.objects.update_or_create(
        task=task, due_on=due_on, defaults={**told, "told_by": by, "told_at": at}
    )
    trail.record(by.pk, "yearly_task.turn_told", task.pk, at=at, due_on=due_on, held=held_on is not None)
    return turn


def is_turn(task: YearlyTask, due_on: dt.date) -> bool:
    """Whether the task has a turn on that day, by its days or because something was kept of it."""
    planned = due_on in days(task.first_on, task.every, task.until, due_on, due_on)
    return planned or task.turns.filter(due_on=due_on).exists()


def _own(task: YearlyTask, by: Staff) -> YearlyTask:
    require(by, Act.EDIT_MEASURES)
    if task.municipality_id != by.municipality_id:
        raise Forbidden("another municipality's task")
    return YearlyTask.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=task.pk)


def _save(task: YearlyTask, facts: TaskFacts, by: Staff, at: dt.datetime, verb: str) -> YearlyTask:
    task.kind, task.title, task.note = facts.kind, facts.title.strip(), facts.note.strip()
    task.role, task.staff, task.unit = " ".join(facts.role.split()), facts.staff, facts.unit
    task.first_on, task.every, task.until = facts.first_on, facts.every, facts.until
    task.save()
    trail.record(by.pk, verb, task.pk, at=at)
    return task


def _keep_missed(task: YearlyTask, at: dt.datetime) -> None:
    yesterday = today(task.municipality, at) - dt.timedelta(days=1)
    told = set(task.turns.values_list("due_on", flat=True))
    past = days(task.first_on, task.every, task.until, task.first_on, yesterday)
    YearlyTurn.objects.bulk_create(
        YearlyTurn(task=task, due_on=day, told_at=at) for day in past if day not in told
    )
