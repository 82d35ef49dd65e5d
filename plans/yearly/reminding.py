"""Whoever does a turn of the annual wheel gets a mail a week before it (rule P-125)."""

import datetime as dt

from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox import messages
from beredskab.outbox.vocabulary import Kind
from plans.implementation.telling import today
from plans.models import YearlyTask, YearlyTurn
from plans.yearly.turns import days

BEFORE = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)


def tell_who_does_it(municipality: Municipality, at: dt.datetime) -> list[Staff]:
    """Every morning: the person named, or else the leader of the unit. One mail, however many turns.

    Once about each turn; nothing about one that was told of before its day. A role alone tells nobody.
    """
    day = today(municipality, at)
    due = _untold(municipality, day)
    people = {one.pk: one for task in due if (one := does(task)) is not None}
    for person in people.values():
        messages.tell(person, Kind.TURN_COMING, at=at)
    YearlyTask.objects.bulk_update(due, ["reminded_of"])
    return list(people.values())


def does(task: YearlyTask) -> Staff | None:
    """Who gets the mail; None where only a role is named, or whoever it was has left."""
    found = task.staff or (task.unit.leader if task.unit else None)
    return found if found is not None and found.is_active else None


def _untold(municipality: Municipality, day: dt.date) -> list[YearlyTask]:
    """The tasks with a turn in the coming week that nobody was told of; the turn is noted on each."""
    tasks = YearlyTask.objects.filter(municipality=municipality).select_related("staff", "unit__leader")
    told = set(
        YearlyTurn.objects.filter(task__in=tasks.order_by(), due_on__range=(day, day + BEFORE)).values_list(
            "task", "due_on"
        )
    )
    found = []
    for task in tasks:
        turn = next(days(task.first_on, task.every, task.until, day + DAY, day + BEFORE), None)
        if turn is not None and turn != task.reminded_of and (task.pk, turn) not in told:
            task.reminded_of = turn
            found.append(task)
    return found
