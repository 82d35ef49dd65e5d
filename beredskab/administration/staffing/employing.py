"""Where somebody works: taking on, changing, ending. By an administrator, and by leaders for their own units.

Rule A-40. What a staff list says later wins over what was said by hand: the staff office knows.
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from beredskab.access import grants, guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.models import TeamGrant
from beredskab.administration import leaving
from beredskab.administration.staffing import access
from beredskab.audit import trail
from beredskab.organisation.models import Membership, Municipality, Profession, Staff, Unit
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind


@dataclass(frozen=True)
class Job:
    """An employment as somebody types it; None means no profession, from now on, without an end."""

    unit: Unit
    profession: Profession | None
    starts_on: dt.date | None
    ends_on: dt.date | None


class ListedTwice(Exception):
    """The person has this very employment already."""


class HasATeam(Exception):
    """Whoever handles notifications is employed elsewhere by an administrator only (trust.md T3)."""


@act
def take_on(email: str, name: str, phone: str, job: Job, *, by: Staff, at: dt.datetime) -> tuple[Staff, bool]:
    """Employ somebody by e-mail, with a login where they have none; whether they are new.

    Raises Forbidden, ListedTwice, HasATeam. A name that is known already stays.
    """
    _require_unit(by, job.unit)
    person = Staff.objects.filter(municipality=by.municipality_id, email__iexact=email).first()
    is_new = person is None
    if person is None:
        person = Staff.objects.create_user(email, name=name, phone=phone, municipality=by.municipality)
        trail.record(by.pk, "staff.enrolled", person.pk, at=at, source="hand")
    employ(person, job, by=by, at=at)
    tell(person, Kind.NEWS, at=at)
    return person, is_new


@act
def employ(person: Staff, job: Job, *, by: Staff, at: dt.datetime) -> Membership:
    """One employment more; who had left has a login again, and no right that they had.

    Raises Forbidden, ListedTwice, HasATeam.
    """
    _require_unit(by, job.unit)
    if person.municipality_id != by.municipality_id or (
        person.pk == by.pk and not access.is_administrator(by)
    ):
        raise guard.Forbidden(Act.MANAGE_UNIT)
    today = _today(by, at)
    if not access.is_administrator(by) and access.has_a_team(person):
        raise HasATeam
    known = Membership.objects.filter(staff=person, unit=job.unit, profession=job.profession).first()
    if known is not None and (known.ends_on is None or known.ends_on >= today):
        raise ListedTwice
    made = known or Membership(staff=person, unit=job.unit, profession=job.profession)
    made.starts_on, made.ends_on, made.on_leave_until = job.starts_on, job.ends_on, None
    made.source = Membership.Source.HAND
    made.order = Membership.objects.filter(staff=person).exclude(pk=made.pk).count()
    made.save()
    _let_in(person, by=by, at=at)
    _close_when_over(made, by=by, at=at)
    trail.record(by.pk, "staff.employed", person.pk, at=at, unit=job.unit.slug)
    _changed(person, by=by, at=at)
    return made


@act
def change(one: Membership, job: Job, *, by: Staff, at: dt.datetime) -> Membership:
    """Another profession or other days; the unit stays. Raises Forbidden, ListedTwice."""
    found = _mine(one, by, at)
    found.profession, found.starts_on, found.ends_on = job.profession, job.starts_on, job.ends_on
    try:
        with transaction.atomic():
            found.save(update_fields=["profession", "starts_on", "ends_on"])
    except IntegrityError:
        raise ListedTwice from None
    _close_when_over(found, by=by, at=at)
    trail.record(by.pk, "staff.job_changed", found.staff_id, at=at, unit=found.unit.slug)
    _changed(found.staff, by=by, at=at)
    return found


@act
def leave(person: Staff, *, last_day: dt.date, by: Staff, at: dt.datetime) -> None:
    """All that the person may speak for ends that day; with the last employment the login ends as well.

    Open notifications go back to their team when the login ends (N-83), and a closing record is made of what
    was read. Raises Forbidden, leaving.LastAdministrator.
    """
    today = _today(by, at)
    if person.pk == by.pk or not access.may_manage(by, person, today):
        raise guard.Forbidden(Act.MANAGE_UNIT)
    mine = list(access.jobs_managed_by(by, today).filter(staff=person))
    others = Membership.objects.filter(access._open(today), staff=person).exclude(pk__in=[j.pk for j in mine])
    if not others.exists():
        leaving.require_another_administrator([person.pk])
    for one in mine:
        if one.ends_on is None or one.ends_on > last_day:
            _end(one, last_day)
    trail.record(by.pk, "staff.leaves", person.pk, at=at, last_day=last_day)
    leaving.ask_to_switch_off(person, last_day, by=by, at=at)
    _changed(person, by=by, at=at)


def _end(one: Membership, last_day: dt.date) -> None:
    if one.starts_on is not None and one.starts_on > last_day:
        one.delete()  # it never began
        return
    one.ends_on = last_day
    one.save(update_fields=["ends_on"])


def _close_when_over(one: Membership, *, by: Staff, at: dt.datetime) -> None:
    """Whoever is employed nowhere when the last day is over has no login any more."""
    if one.ends_on is not None:
        person = Staff.objects.select_related("municipality").get(pk=one.staff_id)
        leaving.ask_to_switch_off(person, one.ends_on, by=by, at=at)


def _mine(one: Membership, by: Staff, at: dt.datetime) -> Membership:
    jobs = access.jobs_managed_by(by, _today(by, at)).select_for_update(of=("self",))
    found = jobs.filter(pk=one.pk).first()
    if found is None:
        raise guard.Forbidden(Act.MANAGE_UNIT)
    return found


def _require_unit(by: Staff, unit: Unit) -> None:
    if not access.may_manage_unit(by, unit):
        raise guard.Forbidden(Act.MANAGE_UNIT)


def _let_in(person: Staff, *, by: Staff, at: dt.datetime) -> None:
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        trail.record(by.pk, "staff.back", person.pk, at=at)


def _changed(person: Staff, *, by: Staff, at: dt.datetime) -> None:
    """Who leads a team hears when one of it works somewhere else: what is kept from a unit depends on it."""
    for grant in TeamGrant.objects.filter(user=person).select_related("content_object"):
        for leader in grants.holders("lead_team", grant.content_object).exclude(pk__in=[by.pk, person.pk]):
            tell(leader, Kind.NEWS, at=at)
    for part in settings.PEOPLE_CHANGED_PARTS:
        import_string(part)(Municipality.objects.get(pk=person.municipality_id), at=at)


def _today(by: Staff, at: dt.datetime) -> dt.date:
    return at.astimezone(ZoneInfo(by.municipality.timezone)).date()
