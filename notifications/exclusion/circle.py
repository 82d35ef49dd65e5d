"""Before anything is sent: who around the filer will be kept out? The form must not send them there.

The same question as routing asks at filing, put while the form is still open, so that no page tells
the filer to inform somebody who will be excluded.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from beredskab.organisation.models import Staff, Unit
from notifications import routing
from notifications.guide.answers import Answers
from notifications.guide.typed import Typed
from notifications.models import Concern
from notifications.routes import receivers
from notifications.routes.receivers import Asked
from notifications.routing import Facts, Kept, Surroundings
from notifications.vocabulary import Certainty, Danger, Suspect, Together


@dataclass(frozen=True)
class Circle:
    """Is the filer's nearest leader among those kept out, and which numbers may lead to one of them?

    ``must_call``: no team is free of the suspicion, so sending is not enough.
    """

    leader_out: bool = False
    hidden_phones: frozenset[str] = frozenset()
    must_call: bool = False


def facts_for(a: Answers, person: Typed, filer: Staff) -> Facts:
    """What routing decides on. ``person`` is the typed answer about who it is."""
    return Facts(
        certainty=a.path_certainty or Certainty.SUSPICION,
        topics=a.topics,
        suspects=a.suspects,
        is_acute=a.danger in (Danger.YES, Danger.MAYBE) or a.together is Together.NOW,
        professions=filer.professions(),
        filer=filer.pk,
        is_taken_down=a.is_taken_down,
        named=named_in(person) if _at_work(a) else frozenset(),
        is_unsure_who=bool(person.one("unknown") or person.one("typed_name").strip()),
    )


def named_in(person: Typed) -> frozenset[int]:
    """Ids of the people who were chosen in the directory."""
    return frozenset(int(one) for one in person.all("persons") if one.isascii() and one.isdigit())


def circle_of(
    a: Answers, person: Typed, concern: Concern, filer: Staff, *, child_unit: Unit | None, at: dt.datetime
) -> Circle:
    """Who is kept out around the filer, by the rules that will hold when the concern is sent."""
    if not _at_work(a):
        return Circle()
    asked = Asked(facts_for(a, person, filer), child_unit, concern.filer_unit)
    around = receivers.surroundings(asked, concern.municipality, at=at)
    kept = routing.kept_out(asked.facts, around)
    suspected = routing.suspected_people(asked.facts, around)
    hidden = suspected | {one.staff for one in kept if one.staff is not None}
    return Circle(
        leader_out=_is_kept(_nearest_leader(around, filer), kept, around),
        hidden_phones=routing.unsafe_phones(around, suspected, hidden),
        must_call=all(routing.why_not(desk, suspected, hidden) for desk in around.desks),
    )


def _at_work(a: Answers) -> bool:
    return bool(a.suspects & {Suspect.EMPLOYEE, Suspect.LEADER})


def _nearest_leader(around: Surroundings, filer: Staff) -> int | None:
    """The leader that »your leader« means; the next one up for somebody who leads the unit."""
    for place in around.places[-1:]:
        line = [one for one in (place.leader, *place.above) if one not in (None, filer.pk)]
        return line[0] if line else None
    return None


def _is_kept(person: int | None, kept: tuple[Kept, ...], around: Surroundings) -> bool:
    if person is None:
        return False
    units = {one.unit for one in kept if one.unit is not None}
    inside = any(person in place.people for place in around.places if place.unit in units)
    return inside or any(one.staff == person for one in kept)
