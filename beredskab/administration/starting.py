"""From an empty database to a municipality that works: every step, whose it is, and whether it is done.

No step is ticked by hand: each is judged by what is in the database. Each part of the portal registers its
own steps; what they need to know is read in one statement, however many there are (rule A-21).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.administration import health
from beredskab.administration.health import Finding, State, Words
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox.models import Check as Seen

#: Who sees the guide: whoever has a part in starting.
MAY_SEE = (Act.ADMINISTER, Act.EDIT_PLAN, Act.APPROVE_PLAN, Act.EDIT_ROUTING, Act.LEAD_TEAM)
FACT = "fact_"  # what is asked for must not be called like something that the municipality has
NAMED = 3
"""So many people of a role are named; there are few of those who have a step here."""


@dataclass(frozen=True)
class Facts:
    """What the steps are judged by: `told` by the database, `health` by its checks, `seen` by the worker."""

    municipality: Municipality
    at: dt.datetime
    told: Mapping[str, Any] = field(default_factory=dict)
    health: Mapping[str, Finding] = field(default_factory=dict)
    seen: Mapping[str, Seen] = field(default_factory=dict)

    def is_well(self, *names: str) -> bool:
        """Whether these checks are well; one that nobody registered is not."""
        found = [self.health[name].state for name in names if name in self.health]
        return len(found) == len(names) and set(found) == {State.WELL}


@dataclass(frozen=True)
class Judged:
    """Whether a step is done, and in a few words what is so."""

    is_done: bool
    text: Words


@dataclass(frozen=True)
class Step:
    """One step. `facts(on)` are expressions on the municipality's row, `judge` is given what they came to."""

    name: str
    title: Words
    why: Words
    role: Role
    act: Act
    judge: Callable[[Facts], Judged]
    rank: int
    facts: Callable[[dt.date], Mapping[str, Any]] = lambda on: {}
    health: Collection[str] = ()
    url: Callable[[], str] = lambda: ""
    link: Words = ""
    command: str = ""


@dataclass(frozen=True)
class Shown:
    """A step as the page shows it. `url` is empty for whoever may not go there; `people` hold the role."""

    step: Step
    is_done: bool
    is_next: bool
    text: Words
    url: str
    people: Sequence[str]


_steps: dict[str, Step] = {}


def register(*steps: Step) -> None:
    """Told once at the start (`AppConfig.ready`)."""
    _steps.update({step.name: step for step in steps})


def count_of(rows: "QuerySet[Any]") -> Coalesce:
    """How many rows, as an expression for `Step.facts`; they name their municipality by OuterRef("pk")."""
    one = rows.order_by().annotate(_one=Value(1)).values("_one").annotate(_n=Count("*")).values("_n")
    return Coalesce(Subquery(one, output_field=IntegerField()), 0)


def may_see(staff: Staff) -> bool:
    """Whether somebody has a part in starting."""
    return any(guard.may(staff, act) for act in MAY_SEE)


def guide(staff: Staff, *, at: dt.datetime) -> list[Shown]:
    """The steps for somebody, in order; of theirs the first that is not done is next. Six statements."""
    steps = sorted(_steps.values(), key=lambda one: (one.rank, one.name))
    facts = _facts(staff.municipality, steps, at)
    people = _people(staff.municipality, {step.role for step in steps})
    judged = [(step, step.judge(facts)) for step in steps]
    first = next((step for step, found in judged if not found.is_done and guard.may(staff, step.act)), None)
    return [
        Shown(
            step,
            found.is_done,
            step is first,
            found.text,
            step.url() if guard.may(staff, step.act) else "",
            people[step.role][:NAMED],
        )
        for step, found in judged
    ]


def _facts(municipality: Municipality, steps: Sequence[Step], at: dt.datetime) -> Facts:
    on = at.astimezone(ZoneInfo(municipality.timezone)).date()
    wanted = {f"{FACT}{name}": value for step in steps for name, value in step.facts(on).items()}
    row = Municipality.objects.filter(pk=municipality.pk).values(**wanted).get()
    told = {name.removeprefix(FACT): value for name, value in row.items()}
    asked = {name for step in steps for name in step.health}
    answers = health.ask_all(municipality, at=at, only=asked)
    found = {one.check.name: one.finding for one in answers}
    return Facts(municipality, at, told, found, health.seen())


def _people(municipality: Municipality, roles: Collection[Role]) -> Mapping[Role, list[str]]:
    """Names by role; leaders are many, and each knows their own unit."""
    wanted = [role.value for role in roles if role is not Role.LEADER]
    held = RoleAssignment.objects.filter(
        staff__municipality=municipality, staff__is_active=True, role__in=wanted
    )
    found: dict[Role, list[str]] = defaultdict(list)
    for role, name in held.order_by("staff__name").values_list("role", "staff__name")[:100]:
        found[Role(role)].append(name)
    return found
