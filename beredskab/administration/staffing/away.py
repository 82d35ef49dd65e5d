"""Somebody is away for some days, or on leave: who may say so, and what follows. Rules A-43 and N-83.

Of an absence only what cannot wait goes to the stand-in: open notifications, and a leader's units as long as
it lasts. Of a leave nothing is asked either: no reminder to read, and nobody counts on them.
"""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from beredskab.access import guard
from beredskab.access.acting import act, acting_as
from beredskab.access.acts import Act
from beredskab.administration.staffing import access
from beredskab.audit import trail
from beredskab.organisation.models import Absence, Membership, Staff
from beredskab.outbox import duties
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind

BEGINS = "administration.absence_begins"


class NotTheirStandIn(Exception):
    """Somebody who has left, of another municipality, or the person themself stands in for nobody."""


def may_say_away(staff: Staff, person: Staff, today: dt.date) -> bool:
    """Oneself, an administrator, and a leader in whose units the person works and nowhere else."""
    if not staff.is_active or staff.municipality_id != person.municipality_id:
        return False
    return staff.pk == person.pk or access.answers_alone_for(staff, person, today)


def absences_of(person: Staff, today: dt.date) -> QuerySet[Absence]:
    """What was said of the person and is not over, soonest first."""
    rows = Absence.objects.still_said().filter(staff=person).exclude(until__lt=today)
    return rows.select_related("stand_in", "set_by").order_by("since")


@act
def say(
    person: Staff,
    *,
    since: dt.date,
    until: dt.date | None,
    stand_in: Staff | None,
    is_leave: bool,
    by: Staff,
    at: dt.datetime,
) -> Absence:
    """From a day on. Raises Forbidden, NotTheirStandIn."""
    if not may_say_away(by, person, _today(by, at)):
        raise guard.Forbidden(Act.MANAGE_UNIT)
    return write(
        person,
        since=since,
        until=until,
        stand_in=stand_in,
        is_leave=is_leave,
        verb="staff.away",
        by=by,
        at=at,
    )


def write(
    person: Staff,
    *,
    since: dt.date,
    until: dt.date | None,
    stand_in: Staff | None,
    is_leave: bool,
    verb: str,
    by: Staff,
    at: dt.datetime,
) -> Absence:
    """Note it, and have it begin: at once when the day has come, else by the worker. Who may asks the act."""
    if stand_in is not None and not _may_stand_in(stand_in, person):
        raise NotTheirStandIn
    made = Absence(staff=person, since=since, until=until, stand_in=stand_in, is_leave=is_leave)
    made.set_by, made.set_at = by, at
    made.save(force_insert=True)
    taker = stand_in.pk if stand_in else None
    trail.record(by.pk, verb, made.pk, at=at, absent=person.pk, stand_in=taker, leave=is_leave)
    if person.pk != by.pk:
        tell(person, Kind.NEWS, at=at)
    if stand_in is not None and stand_in.pk != by.pk:
        tell(stand_in, Kind.NEWS, at=at)
    _promise(made, by, at)
    return made


@act
def say_back(absence: Absence, *, by: Staff, at: dt.datetime) -> None:
    """They are back, or do not go. Raises Forbidden. Safe to repeat."""
    found = Absence.objects.select_for_update(of=("self",)).select_related("staff").get(pk=absence.pk)
    if not may_say_away(by, found.staff, _today(by, at)):
        raise guard.Forbidden(Act.MANAGE_UNIT)
    end(found, verb="staff.back_at_work", by=by, at=at)


def end(found: Absence, *, verb: str, by: Staff, at: dt.datetime) -> None:
    """Note that it is over. Cases stay where they are. Who may asks the act."""
    if found.ended_at is not None:
        return
    found.ended_at, found.ended_by = at, by
    found.save(update_fields=["ended_at", "ended_by"])
    trail.record(by.pk, verb, found.pk, at=at, absent=found.staff_id)
    if found.is_leave:
        _count_anew(found.staff, at)


@duties.duty(BEGINS)
def begin(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part on the first day, as whoever said it, unless they are back before they left."""
    rows = Absence.objects.select_related("staff__municipality", "stand_in", "set_by__municipality")
    made = rows.get(pk=uuid.UUID(str(ids["absence"])))
    if made.ended_at is None:
        with acting_as(made.set_by):
            _begin(made, made.set_by, at)


def _promise(made: Absence, by: Staff, at: dt.datetime) -> None:
    zone = ZoneInfo(by.municipality.timezone)
    if made.since <= at.astimezone(zone).date():
        _begin(made, by, at)
    else:
        due = dt.datetime.combine(made.since, dt.time(), zone)
        duties.ask(BEGINS, str(made.pk), due=due, absence=str(made.pk))


def _begin(made: Absence, by: Staff, at: dt.datetime) -> None:
    if made.is_leave:
        _count_anew(made.staff, at)
    for part in settings.ABSENCE_PARTS:
        import_string(part)(made.staff, made.stand_in, by=by, at=at)


def _count_anew(person: Staff, at: dt.datetime) -> None:
    """Until when the person is on leave, on each employment: what the pages about reading go by."""
    today = at.astimezone(ZoneInfo(person.municipality.timezone)).date()
    running = Absence.objects.on(today).filter(staff=person, is_leave=True).order_by("-until").first()
    until = running.until if running else None
    Membership.objects.filter(staff=person).exclude(on_leave_until=until).update(on_leave_until=until)
    for part in settings.PEOPLE_CHANGED_PARTS:
        import_string(part)(person.municipality, at=at)


def _may_stand_in(one: Staff, person: Staff) -> bool:
    return one.is_active and one.pk != person.pk and one.municipality_id == person.municipality_id


def _today(by: Staff, at: dt.datetime) -> dt.date:
    return at.astimezone(ZoneInfo(by.municipality.timezone)).date()
