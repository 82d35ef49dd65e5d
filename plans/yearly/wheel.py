"""The wheel of a school year: every turn in it, how each stands, and the statutory days of the plans."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from beredskab.organisation.models import Municipality
from plans.models import Plan, YearlyTask, YearlyTurn
from plans.release import adopting
from plans.requirements_check import clock_of
from plans.vocabulary import TurnState, YearlyKind
from plans.yearly.turns import days, school_year, state_of


@dataclass(frozen=True)
class Turn:
    """A turn of a task; `task` is None for the day by which the council has to see a plan again."""

    number: int
    task: YearlyTask | None
    title: str
    kind: YearlyKind
    due_on: dt.date
    state: TurnState
    who: str
    told: YearlyTurn | None = None

    @property
    def month(self) -> dt.date:
        return self.due_on.replace(day=1)


@dataclass(frozen=True)
class Wheel:
    """A school year, its turns in their order, numbered through."""

    year: int
    today: dt.date
    turns: tuple[Turn, ...]

    @property
    def name(self) -> str:
        """»2026/27«."""
        return f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def by_month(self) -> list[tuple[dt.date, list[Turn]]]:
        """All twelve months, those without a turn too."""
        first, _last = school_year(self.year)
        months = [dt.date(first.year + (7 + n) // 12, (7 + n) % 12 + 1, 1) for n in range(12)]
        return [(month, [one for one in self.turns if one.month == month]) for month in months]

    def count(self, *states: TurnState) -> int:
        """How many turns stand like that."""
        return sum(one.state in states for one in self.turns)

    @property
    def missed(self) -> list[Turn]:
        return [one for one in self.turns if one.state is TurnState.MISSED]


def wheel_of(
    tasks: "QuerySet[YearlyTask]",
    municipality: Municipality,
    year: int,
    today: dt.date,
    *,
    plans: bool = True,
) -> Wheel:
    """The school year that begins in `year`. Four statements; two without the plans' own days."""
    first, last = school_year(year)
    found = turns_between(list(tasks), first, last, today)
    if plans:
        found += _of_plans(municipality, first, last, today)
    found.sort(key=lambda one: (one.due_on, one.title))
    return Wheel(year, today, tuple(_numbered(found)))


def turns_between(tasks: Iterable[YearlyTask], first: dt.date, last: dt.date, today: dt.date) -> list[Turn]:
    """The turns of tasks between two days, not numbered. One statement; by their days or by what was kept."""
    tasks = list(tasks)
    kept: dict[tuple[int, dt.date], YearlyTurn] = {
        (one.task_id, one.due_on): one
        for one in YearlyTurn.objects.filter(task__in=tasks, due_on__gte=first, due_on__lte=last)
    }
    found = []
    for task in tasks:
        planned = set(days(task.first_on, task.every, task.until, first, last))
        for day in sorted(planned | {due for pk, due in kept if pk == task.pk}):
            found.append(_turn(task, day, kept.get((task.pk, day)), today))
    return found


def who_does(task: YearlyTask) -> str:
    """»Skolechef: Dorte Dahl, Bakkeskolen«: role, person and unit, as far as they are named."""
    named = ": ".join(one for one in (task.role, task.staff.name if task.staff else "") if one)
    return ", ".join(one for one in (named, task.unit.name if task.unit else "") if one)


def _turn(task: YearlyTask, day: dt.date, told: YearlyTurn | None, today: dt.date) -> Turn:
    held, off = bool(told and told.held_on), bool(told and told.called_off)
    state = state_of(day, today, held=held, called_off=off)
    return Turn(0, task, task.title, YearlyKind(task.kind), day, state, who_does(task), told)


def _of_plans(municipality: Municipality, first: dt.date, last: dt.date, today: dt.date) -> list[Turn]:
    """The days before which the council has to see its plans again; nobody says what became of those."""
    plans = list(Plan.objects.filter(municipality=municipality))
    adoptions = adopting.latest(plans)
    found = []
    for plan in plans:
        clock = clock_of(plan, adoptions.get(plan.pk), on=today)
        if clock is not None and first <= clock.due_on <= last:
            title = _("%(plan)s: the council has to adopt it again") % {"plan": plan.title}
            state = state_of(clock.due_on, today, held=False, called_off=False)
            found.append(Turn(0, None, title, YearlyKind.REVISION, clock.due_on, state, _("The council")))
    return found


def _numbered(turns: Iterable[Turn]) -> Iterable[Turn]:
    for number, one in enumerate(turns, start=1):
        yield Turn(number, one.task, one.title, one.kind, one.due_on, one.state, one.who, one.told)
