"""The whole truth table of routing: every combination that a filer can tell, with where it goes and why.

Asks `routing.decide` with the municipality's own rules and teams, as filing does. Who is kept out is said in
functions, never by name: the table is for everybody who answers for the rules. What it assumes: an employee
is suspected but not named, which keeps out the most people; a suspected leader is the leader of the place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from django.utils.translation import gettext_lazy

from beredskab.organisation.models import Municipality, Profession, Unit
from notifications import routing
from notifications.routes import receivers, rulebook
from notifications.routes.cells import CLOSED, OPEN
from notifications.routes.reasons import reason_for
from notifications.routes.receivers import Asked
from notifications.routing import Cause, Facts, Kept, Place, Route, Rule, Surroundings
from notifications.vocabulary import Certainty, Suspect, Topic

#: People of a place that stands for any: nobody has these ids.
COLLEAGUE, LEADER, PLACE = -1, -2, -1

FUNCTIONS = {
    Cause.SUSPECTED: gettext_lazy("the suspected person"),
    Cause.LINE: gettext_lazy("leaders above the place"),
    Cause.CONFLICT: gettext_lazy("whoever stepped aside"),
}
EVERYBODY_THERE = gettext_lazy("everybody who works at the place, except the filer")
LEADER_THERE = gettext_lazy("the leader of the place")


@dataclass(frozen=True, slots=True)
class Line:
    """One combination and its answer; every field is a plain word or sentence."""

    profession: str
    suspect: str
    certainty: str
    topic: str
    acute: str
    hours: str
    team: str
    rule: str
    reason: str
    excluded: str


def lines(municipality: Municipality, unit: Unit | None = None, *, at: dt.datetime) -> Iterator[Line]:
    """Every combination in a fixed order, in the active language. Raises routing.NoFallback.

    With a unit: for a child and a filer of that unit, with its real leaders. Without: for a place that
    stands for any below the top of the municipality. The number of statements does not depend on either.
    """
    rules = rulebook.rules_of(municipality)
    around = around_place(municipality, unit, at)
    teams = dict(municipality.teams.values_list("pk", "slug"))
    professions = Profession.objects.filter(municipality=municipality).order_by("slug")
    place = Facts(Certainty.CONCERN, unit=unit.slug if unit else "", area=unit.area if unit else "")
    for profession, suspect, certainty, topic, acute, hours in product(
        list(professions.values_list("slug", flat=True)),
        Suspect,
        Certainty,
        Topic,
        (True, False),
        (OPEN, CLOSED),
    ):
        facts = replace(
            place,
            professions=frozenset({profession}),
            suspects=frozenset({suspect}),
            certainty=certainty,
            topics=frozenset({topic}),
            is_acute=acute,
            is_open=hours == OPEN,
            named=leader_of(suspect, around),
        )
        route = answer(facts, rules, around)
        yield Line(
            profession,
            suspect.value,
            certainty.value,
            topic.value,
            "yes" if acute else "no",
            hours,
            teams[route.desk.team],
            route.rule.name,
            reason_for(route),
            "; ".join(functions(route.excluded)),
        )


def functions(excluded: Iterable[Kept]) -> list[str]:
    """Who is kept out, in words that name nobody, each once."""
    found = [_function(kept) for kept in excluded]
    return list(dict.fromkeys(found))


def _function(kept: Kept) -> str:
    if kept.cause is Cause.UNKNOWN_PERSON:
        return str(EVERYBODY_THERE if kept.unit is not None else LEADER_THERE)
    return str(FUNCTIONS[kept.cause])


def answer(facts: Facts, rules: Sequence[Rule], around: Surroundings) -> Route:
    """As a filer of that place would be answered whose leader, if suspected, is known."""
    above = dict.fromkeys(facts.named, around.places[0].above)
    return routing.decide(facts, rules, replace(around, above=above))


def leader_of(suspect: Suspect, around: Surroundings) -> frozenset[int]:
    """The leader of the place where one is suspected; nobody else is ever named."""
    leader = around.places[0].leader
    return frozenset({leader}) if suspect is Suspect.LEADER and leader is not None else frozenset()


def around_place(municipality: Municipality, unit: Unit | None, at: dt.datetime) -> Surroundings:
    """Who is at the unit and above; at a place that stands for any when there is none."""
    asked = Asked(Facts(Certainty.CONCERN), unit)
    around = receivers.surroundings(asked, municipality, at=at)
    return around if unit else replace(around, places=(_any_place(municipality),))


def _any_place(municipality: Municipality) -> Place:
    """A place with a leader and a colleague, below whoever leads the top of the municipality."""
    top = Unit.objects.filter(municipality=municipality, parent=None, leader__isnull=False)
    above = tuple(top.order_by("pk").values_list("leader_id", flat=True).distinct())
    return Place(PLACE, frozenset({COLLEAGUE, LEADER}), LEADER, tuple(one for one in above if one))
