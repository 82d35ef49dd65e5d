"""What other parts of the portal know to have been held, offered for the turns it fits. Somebody confirms it.

Other parts register what they hold, so that this one need not know of them (rule P-124).
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from beredskab.organisation.models import Municipality
from plans.vocabulary import TurnState, YearlyKind
from plans.yearly.turns import SOON
from plans.yearly.wheel import Turn


@dataclass(frozen=True)
class Held:
    """Something that was held, from its first to its last day."""

    title: str
    first_on: dt.date
    last_on: dt.date


#: What was held in a municipality and touches the days from the first to the last. One statement.
Source = Callable[[Municipality, dt.date, dt.date], list[Held]]
#: A turn -> what may have been it.
Offers = dict[tuple[int, dt.date], Held]
_sources: dict[YearlyKind, Source] = {}


def register(kind: YearlyKind, source: Source) -> None:
    """Have turns of this kind compared with what `source` gives."""
    _sources[kind] = source


def offers(turns: Iterable[Turn], municipality: Municipality, today: dt.date) -> Offers:
    """What may have been the turns nobody has told about. A statement for each kind where one is due."""
    found: Offers = {}
    turns = list(turns)
    for kind, source in _sources.items():
        mine = [one for one in turns if one.kind is kind and one.task is not None]
        if waiting := {_key(one) for one in mine if _is_open(one, today)}:
            days = [day for _task, day in waiting]
            things = source(municipality, min(days) - SOON, max(days) + SOON)
            near = matched(map(_key, mine), things)
            found |= {key: thing for key, thing in near.items() if key in waiting}
    return found


def matched(turns: Iterable[tuple[int, dt.date]], things: Iterable[Held]) -> Offers:
    """The nearest thing within a month of each turn that lies nearer to no other turn of its task. Pure."""
    found: Offers = {}
    turns = list(turns)
    for thing in things:
        for task in {pk for pk, _day in turns}:
            nearest = min((day for pk, day in turns if pk == task), key=lambda day: away(thing, day))
            far, other = away(thing, nearest), found.get((task, nearest))
            if far <= SOON and (other is None or far < away(other, nearest)):
                found[task, nearest] = thing
    return found


def away(one: Held, day: dt.date) -> dt.timedelta:
    """How far a day lies from what was held; nothing on its own days."""
    return max(one.first_on - day, day - one.last_on, dt.timedelta(0))


def _is_open(turn: Turn, today: dt.date) -> bool:
    return turn.state in (TurnState.MISSED, TurnState.SOON) and turn.due_on <= today + SOON


def _key(turn: Turn) -> tuple[int, dt.date]:
    return (turn.task.pk if turn.task else 0, turn.due_on)
