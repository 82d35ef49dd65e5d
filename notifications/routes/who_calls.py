"""The routing rules as a table for paper: by suspected person and certainty, who gets it and where one calls.

Asks `routing.decide` as filing does, for a place that stands for any, so paper and portal never differ.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from beredskab.organisation.models import Contact, Municipality
from beredskab.ui.phones import phone_text
from notifications.routes import route_table, rulebook
from notifications.routing import Facts, NoFallback, Rule, Surroundings
from notifications.vocabulary import Certainty, Suspect, Topic
from plans.numbers.contacts import contacts_in_force
from plans.paper.who_calls import Call, Line, Matrix
from plans.vocabulary import PlanKind

TOPICS: dict[str, tuple[Topic, ...]] = {
    PlanKind.ABUSE: (
        Topic.PHYSICAL, Topic.PSYCHOLOGICAL, Topic.WITNESSED, Topic.SEXUAL, Topic.ONLINE, Topic.NEGLECT,
    ),
    PlanKind.SOCIAL_CONTROL: (Topic.CONTROL, Topic.HONOUR, Topic.EXTREMISM),
}  # fmt: skip
"""What each kind of plan is about."""


@dataclass(frozen=True)
class _Asked:
    rules: Sequence[Rule]
    around: Surroundings
    contacts: dict[str, Contact]
    is_open: bool


def matrix(municipality: Municipality, kind: str, at: dt.datetime) -> Matrix | None:
    """The table of a kind of plan; None when the municipality has no rules yet. Constant in statements."""
    rules = rulebook.rules_of(municipality)
    contacts = contacts_in_force(municipality, at)
    around = route_table.around_place(municipality, None, at)
    always = frozenset(slug for slug, one in contacts.items() if one.phone and one.is_always_open)
    every = frozenset(slug for slug, one in contacts.items() if one.phone)
    open_now = _Asked(rules, replace(around, open_phones=every), contacts, True)
    closed = _Asked(rules, replace(around, open_phones=always), contacts, False)
    topics = TOPICS.get(kind, tuple(Topic))
    try:
        lines = tuple(_line(suspect, topics, open_now, closed) for suspect in Suspect)
    except NoFallback:
        return None
    return Matrix(tuple(str(one.label) for one in Certainty), lines)


def _line(suspect: Suspect, topics: Sequence[Topic], open_now: _Asked, closed: _Asked) -> Line:
    return Line(
        suspect=str(suspect.label),
        calls=tuple(_calls(suspect, [certainty], topics, open_now) for certainty in Certainty),
        closed=_calls(suspect, tuple(Certainty), topics, closed),
    )


def _calls(
    suspect: Suspect, certainties: Iterable[Certainty], topics: Sequence[Topic], asked: _Asked
) -> tuple[Call, ...]:
    """The different answers, each with its topics; one answer for all topics names none."""
    found: dict[Call, list[str]] = {}
    for certainty in certainties:
        for topic in topics:
            answer = _call(suspect, certainty, topic, asked)
            named = found.setdefault(answer, [])
            if (short := str(topic.label).partition(",")[0]) not in named:
                named.append(short)
    if len(found) == 1:
        return tuple(found)
    return tuple(replace(call, topics=tuple(names)) for call, names in found.items())


def _call(suspect: Suspect, certainty: Certainty, topic: Topic, asked: _Asked) -> Call:
    facts = Facts(
        certainty,
        topics=frozenset({topic}),
        suspects=frozenset({suspect}),
        is_open=asked.is_open,
        named=route_table.leader_of(suspect, asked.around),
    )
    route = route_table.answer(facts, asked.rules, asked.around)
    contact = asked.contacts.get(route.phone)
    number = phone_text(contact.phone) if contact else ""
    return Call(route.desk.name, contact.function if contact else "", number)
