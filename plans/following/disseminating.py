"""The dissemination log: meetings, networks, courses and drills where people heard of the plan.

A leader records it for a unit, with who took part. What was gone through there is shown beside what a person
has not read yet, marked as what it is; it acknowledges nothing (rule P-43).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.organisation.models import Staff, Unit
from beredskab.organisation.reaching import with_below
from plans import access
from plans.following.people import people_of
from plans.implementation.telling import today
from plans.models import Dissemination, EditionSection, Participation
from plans.vocabulary import Occasion


class NotInTheUnit(Exception):  # errors say what is refused
    """Somebody who does not work in the unit or below it cannot have taken part for it."""


class NotYet(Exception):  # errors say what is refused
    """What has not been held yet cannot be recorded."""


@dataclass(frozen=True)
class Told:
    """What was told where: as the leader's form gives it."""

    occasion: Occasion
    held_on: dt.date
    given: str
    lines: Collection[EditionSection] = ()
    participants: Collection[int] = ()
    others: int = 0


@act
def record(unit: Unit, told: Told, *, by: Staff, at: dt.datetime) -> Dissemination:
    """Write down a meeting, network, course or drill. The same again is the same record.

    Raises Forbidden, NotYet, NotInTheUnit.
    """
    guard.require(by, Act.RECORD_DISSEMINATION)
    followed = access.units_followed_by(by)
    if unit not in followed:
        raise guard.Forbidden("another leader's unit")
    if told.held_on > today(unit.municipality, at):
        raise NotYet(told.held_on)
    known = {x.staff.pk for x in people_of(with_below(unit, followed), told.held_on)}
    if not set(told.participants) <= known:
        raise NotInTheUnit(unit.pk)
    words = {"unit": unit, "occasion": told.occasion, "held_on": told.held_on, "given": told.given.strip()}
    again = Dissemination.objects.filter(**words, recorded_by=by, withdrawn_at=None).first()
    if again is not None and at - again.recorded_at < dt.timedelta(minutes=10):
        return again
    made = Dissemination.objects.create(**words, others=told.others, recorded_by=by, recorded_at=at)
    made.versions.set([line.version_id for line in told.lines])
    Participation.objects.bulk_create(
        Participation(dissemination=made, staff_id=one) for one in sorted(set(told.participants))
    )
    facts = {"unit": unit.pk, "occasion": str(told.occasion), "people": len(told.participants) + told.others}
    trail.record(by.pk, "dissemination.recorded", made.pk, at=at, purpose="", concern=None, **facts)
    return made


@act
def withdraw(one: Dissemination, *, by: Staff, at: dt.datetime) -> Dissemination:
    """It was a mistake: it counts no more and stays in the log as withdrawn."""
    guard.require(by, Act.RECORD_DISSEMINATION)
    found = Dissemination.objects.select_for_update(of=("self",)).select_related("unit").get(pk=one.pk)
    if not access.may_follow_unit(by, found.unit):
        raise guard.Forbidden("another leader's unit")
    if found.withdrawn_at is None:
        found.withdrawn_by, found.withdrawn_at = by, at
        found.save(update_fields=["withdrawn_by", "withdrawn_at"])
        trail.record(by.pk, "dissemination.withdrawn", found.pk, at=at)
    return found


def log_of(units: Collection[Unit]) -> list[Dissemination]:
    """What was recorded for these units, the newest first, with how many took part (`people`)."""
    found = Dissemination.objects.filter(unit__in=units).select_related("unit", "recorded_by", "withdrawn_by")
    return list(found.annotate(people=Count("participations")))


def gone_through(people: Iterable[int], versions: Collection[int]) -> Mapping[tuple[int, int], dt.date]:
    """(person, version) -> the last meeting where it was gone through with them. One statement."""
    rows = Participation.objects.filter(
        staff__in=list(people),
        dissemination__withdrawn_at=None,
        dissemination__versions__in=versions,
    ).order_by("dissemination__held_on")
    told = rows.values_list("staff_id", "dissemination__versions", "dissemination__held_on")
    return {(staff, version): day for staff, version, day in told if version in set(versions)}
