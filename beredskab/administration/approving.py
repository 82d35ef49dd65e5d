"""What one person has suggested and another decides: rules, keys, the login, systems, who receives what.

Each part of the portal registers what it lets nobody change alone. Whoever is a second pair of eyes finds all
of it in one place, and hears on the front page what waits, whether they administer anything or not (A-25).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.administration.health import Words
from beredskab.administration.starting import count_of
from beredskab.organisation import kept
from beredskab.organisation.models import Municipality, Staff


@dataclass(frozen=True)
class Decision:
    """A kind of change that takes two. `waiting(staff)` are those that the person may say yes to.

    Their tables give the municipality a new revision when something is suggested or decided.
    """

    name: str
    title: Words
    text: Words
    act: Act
    door: str
    waiting: Callable[[Staff], "QuerySet[Any]"]
    rank: int

    @property
    def url(self) -> str:
        """Where it is read and decided."""
        return reverse(self.door)


_decisions: dict[str, Decision] = {}


def register(*decisions: Decision) -> None:
    """Told once at the start (`AppConfig.ready`)."""
    _decisions.update({one.name: one for one in decisions})


def decisions_for(staff: Staff) -> list[Decision]:
    """What the person is a second pair of eyes for, in the order of the page. No statement."""
    mine = (one for one in _decisions.values() if guard.may(staff, one.act))
    return sorted(mine, key=lambda one: one.rank)


def waiting_for(staff: Staff) -> list[tuple[Decision, int]]:
    """What waits for the person, with how many of each. One statement; none while nothing changes."""
    mine = decisions_for(staff)
    if not mine:
        return []
    counts = kept.while_unchanged(
        staff.municipality,
        ("decisions wait", staff.pk, tuple(one.name for one in mine)),
        lambda: _count(staff, mine),
        among=kept.PEOPLE,
    )
    return [(one, counts[one.name]) for one in mine if counts[one.name]]


def _count(staff: Staff, mine: list[Decision]) -> dict[str, int]:
    wanted = {one.name: count_of(one.waiting(staff)) for one in mine}
    counts = Municipality.objects.filter(pk=staff.municipality_id).values_list(*wanted.values()).get()
    return dict(zip(wanted, counts, strict=True))
