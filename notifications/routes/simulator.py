"""Facts in; team, people, phone and reason out. Asks what filing asks, and knows of no concern.

It names functions and no person: who is kept out is told as in the truth table, and of a team's people only
how many may see such a concern. It reads rules, teams and opening hours, never a concern, an exclusion or the
trail: whoever tries it learns the same whether a concern exists or not (rule N-06).
"""

import datetime as dt
from dataclasses import dataclass, replace

from beredskab.organisation.models import Contact, Municipality, Unit
from notifications.routes import route_table, rulebook
from notifications.routes.reasons import reason_for
from notifications.routes.route_table import functions
from notifications.routing import Facts, Route, suspected_people, unsafe_phones
from notifications.vocabulary import Suspect


@dataclass(frozen=True, slots=True)
class Answer:
    """What a filer with these facts would meet."""

    team: str
    people: int  # who of the team may see it
    phone: Contact | None
    rule: str
    reason: str
    excluded: tuple[str, ...]
    must_call: bool  # no team is free of the suspicion


def try_out(facts: Facts, unit: Unit | None, municipality: Municipality, *, at: dt.datetime) -> Answer:
    """The answer at a moment. Raises routing.NoFallback. An employee or leader is suspected unnamed."""
    return _answer(tried(facts, unit, municipality, at=at).route, municipality)


@dataclass(frozen=True, slots=True)
class Tried:
    """A route, and the numbers that no page may name to this filer (rule N-29)."""

    route: Route
    unsafe: frozenset[str]


def tried(facts: Facts, unit: Unit | None, municipality: Municipality, *, at: dt.datetime) -> Tried:
    """The route of such a concern at a moment. Raises routing.NoFallback."""
    rules = rulebook.rules_of(municipality)
    around = route_table.around_place(municipality, unit, at)
    named = frozenset().union(*(route_table.leader_of(one, around) for one in facts.suspects))
    is_open = any(rule.phone in around.open_phones for rule in rules if rule.is_fallback)
    asked = replace(
        facts,
        unit=unit.slug if unit else "",
        area=unit.area if unit else "",
        named=named,
        is_unsure_who=Suspect.EMPLOYEE in facts.suspects,
        is_open=is_open,
    )
    route = route_table.answer(asked, rules, around)
    suspected = suspected_people(asked, around)
    hidden = suspected | {one.staff for one in route.excluded if one.staff is not None}
    return Tried(route, unsafe_phones(around, suspected, hidden))


def _answer(route: Route, municipality: Municipality) -> Answer:
    kept = {one.staff for one in route.excluded if one.staff is not None}
    phones = municipality.contacts.filter(unit=None, slug=route.phone) if route.phone else None
    return Answer(
        team=route.desk.name,
        people=len(route.desk.members - kept),
        phone=phones.first() if phones is not None else None,
        rule=route.rule.name,
        reason=reason_for(route),
        excluded=tuple(functions(route.excluded)),
        must_call=route.is_last_resort,
    )


def places(municipality: Municipality) -> list[Unit]:
    """Where child and filer may be."""
    return list(municipality.units.order_by("name"))
