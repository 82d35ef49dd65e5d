"""Where posters hang: who hung which one, and which are out of date.

A poster on a wall is out of date when the portal would print something else for the same role, place and
language. The worker looks whenever a card, a contact, a unit or its leader has changed (the database
promises that, see migration 0025), and every night; the leader of the unit is told once, without content,
and finds the new PDF on the page.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from beredskab.access.acting import act
from beredskab.access.guard import Forbidden
from beredskab.audit import trail
from beredskab.organisation.models import Contact, Municipality, Staff, Unit
from beredskab.outbox import duties, messages
from beredskab.outbox.vocabulary import Kind
from plans import access
from plans.models import ActionCard, Hanging, Poster
from plans.numbers.contacts import contacts_in_force
from plans.paper import posters


class NeverPrinted(Exception):  # errors say what is refused
    """No poster of this card has ever had this version."""


@dataclass(frozen=True)
class OnTheWall:
    """A hanging poster as a page shows it, and where the one that replaces it can be had."""

    hanging: Hanging
    is_current: bool
    asked: posters.Variant


def hanging_in(unit: Unit) -> list[OnTheWall]:
    """What hangs in the unit, out of date first: one statement."""
    rows = Hanging.objects.filter(unit=unit, taken_down_at__isnull=True).select_related(
        "card__municipality", "poster__unit", "hung_by"
    )
    found = [OnTheWall(one, one.outdated_at is None, _variant_of(one.poster)) for one in rows]
    return sorted(found, key=lambda one: (one.is_current, one.hanging.room.lower()))


def counts(units: Iterable[Unit]) -> dict[int, tuple[int, int]]:
    """Unit -> how many hang, and how many of them are out of date: one statement."""
    found: dict[int, tuple[int, int]] = {}
    rows = Hanging.objects.filter(unit__in=[unit.pk for unit in units], taken_down_at__isnull=True)
    for unit, outdated in rows.values_list("unit_id", "outdated_at"):
        hang, old = found.get(unit, (0, 0))
        found[unit] = (hang + 1, old + (outdated is not None))
    return found


@act
def hang(
    unit: Unit, card: ActionCard, *, version: str = "", size: str, room: str, by: Staff, at: dt.datetime
) -> Hanging:
    """Write into the book that a poster hangs in this room. An empty version is the newest one.

    Raises Forbidden for somebody who neither works in the unit nor leads it, and NeverPrinted. The same
    poster in the same room is one line.
    """
    _require(by, unit)
    contacts = contacts_in_force(card.municipality, at)
    poster = posters.paper_of(card, version) if version else newest(card, unit, contacts, at=at)
    if poster is None or (poster.unit_id is not None and poster.unit_id != unit.pk):
        raise NeverPrinted(version)
    same = Hanging.objects.filter(unit=unit, card=card, poster=poster, size=size, room=room)
    if found := same.filter(taken_down_at__isnull=True).first():
        return found
    made = Hanging.objects.create(
        unit=unit, card=card, poster=poster, size=size, room=room, hung_by=by, hung_at=at,
        outdated_at=None if posters.is_current(card, contacts, poster.version, at=at) else at,
    )  # fmt: skip
    trail.record(by.pk, "poster.hung", made.pk, at=at, unit=unit.pk, card=card.slug)
    return made


@act
def take_down(hanging: Hanging, *, by: Staff, at: dt.datetime) -> Hanging:
    """The poster hangs no more. Safe to repeat. Raises Forbidden."""
    _require(by, hanging.unit)
    hanging = Hanging.objects.select_for_update(of=("self",)).get(pk=hanging.pk)
    if hanging.taken_down_at is None:
        hanging.taken_down_at, hanging.taken_down_by = at, by
        hanging.save()
        trail.record(by.pk, "poster.taken_down", hanging.pk, at=at, unit=hanging.unit_id)
    return hanging


@act
def replace(hanging: Hanging, *, by: Staff, at: dt.datetime) -> Hanging:
    """The new one hangs where the old one hung. Raises Forbidden, or NeverPrinted without a new one."""
    card, old = hanging.card, hanging.poster
    asked = posters.variant(card.municipality, old.language, old.unit, at=at)
    new = posters.found(card, posters.current(card, contacts_in_force(card.municipality, at), asked))
    if new is None:
        raise NeverPrinted(card.slug)
    take_down(hanging, by=by, at=at)
    return hang(hanging.unit, card, version=new.version, size=hanging.size, room=hanging.room, by=by, at=at)


def newest(
    card: ActionCard, unit: Unit, contacts: Mapping[str, Contact], *, at: dt.datetime
) -> Poster | None:
    """The poster that would be printed now: the unit's own when it has been made, else everybody's."""
    own = posters.variant(card.municipality, "", unit, at=at)
    for asked in (own, posters.STANDARD):
        if poster := posters.found(card, posters.current(card, contacts, asked)):
            return poster
    return None


def look(municipality: Municipality, *, at: dt.datetime) -> int:
    """Mark what is out of date, make what replaces it, tell the leaders; how many are newly out of date."""
    contacts = contacts_in_force(municipality, at)
    rows = Hanging.objects.filter(unit__municipality=municipality, taken_down_at__isnull=True)
    current: dict[int, bool] = {}
    changed: list[Hanging] = []
    for one in rows.select_related("card__municipality", "poster__unit", "unit__leader"):
        if one.poster_id not in current:
            holds = posters.is_current(one.card, contacts, one.poster.version, at=at)
            current[one.poster_id] = bool(holds) and one.card.retired_at is None
        if current[one.poster_id] == (one.outdated_at is not None):
            one.outdated_at = None if current[one.poster_id] else at
            one.told_at = None
            changed.append(one)
    Hanging.objects.bulk_update(changed, ["outdated_at", "told_at"])
    fresh = [one for one in changed if one.outdated_at]
    _make_new_ones(fresh, contacts, at=at)
    _tell(fresh, at=at)
    return len(fresh)


def _make_new_ones(old: Iterable[Hanging], contacts: Mapping[str, Contact], *, at: dt.datetime) -> None:
    wanted = {(one.card_id, one.poster_id, one.size): one for one in old if one.card.retired_at is None}
    for one in wanted.values():
        unit = one.poster.unit
        asked = posters.variant(one.card.municipality, one.poster.language, unit, at=at)
        posters.make(one.card, contacts, one.size, asked, at=at)


def _tell(old: list[Hanging], *, at: dt.datetime) -> None:
    """One message for each leader, however many posters; without a leader the next one above."""
    told: set[int] = set()
    for one in old:
        leader = next(iter(one.unit.line()), None)
        if leader is not None and leader.pk not in told:
            told.add(leader.pk)
            messages.tell(leader, Kind.POSTERS_OUTDATED, at=at)
    Hanging.objects.filter(pk__in=[one.pk for one in old]).update(told_at=at)


@duties.duty(posters.WALLS)
def _look_duty(ids: dict[str, object], at: dt.datetime) -> None:
    municipality = Municipality.objects.filter(pk=str(ids["municipality"])).first()
    if municipality is not None:
        look(municipality, at=at)


def _variant_of(poster: Poster) -> posters.Variant:
    return posters.Variant(poster.language, poster.unit)


def _require(staff: Staff, unit: Unit) -> None:
    if not access.may_keep_walls_of(staff, unit):
        raise Forbidden("walls")
