"""Somebody has left: no login, no role, no grant; open concerns go back to the team by themselves (N-83).

What they had read is closed by the plan's own morning work. Rule A-03.
"""

import datetime as dt
from collections.abc import Collection
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from beredskab.access import grants
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.audit import trail
from beredskab.organisation.models import Absence, Membership, Municipality, Staff, Unit
from beredskab.organisation.models.staff import Source
from beredskab.outbox import duties

DAILY, LEAVES = "administration.every_night", "administration.leaves"
NIGHT = dt.time(1)


class LastAdministrator(Exception):
    """Nobody would be left to run the municipality's portal."""


def last_administrators(people: Collection[int]) -> frozenset[int]:
    """Those of them whose municipality would have no administrator without them all (rule A-41)."""
    held = RoleAssignment.objects.filter(role=Role.ADMINISTRATOR, staff__is_active=True)
    pairs = list(held.values_list("staff_id", "staff__municipality_id"))
    safe = {place for person, place in pairs if person not in people}
    return frozenset(person for person, place in pairs if person in people and place not in safe)


def require_another_administrator(people: Collection[int]) -> None:
    """Raises LastAdministrator."""
    if last_administrators(people):
        raise LastAdministrator


def end_jobs(jobs: Collection[int], today: dt.date) -> None:
    """These employments ended yesterday; one that was to begin later never began."""
    ended = Membership.objects.filter(pk__in=jobs)
    ended.filter(starts_on__gte=today).delete()
    ended.update(ends_on=today - dt.timedelta(days=1))


def end_listed_jobs(
    people: Collection[int],
    today: dt.date,
    sources: Collection[Source] = (Source.LIST,),
) -> None:
    """Every open employment of these people that a list said, or another of these sources."""
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    jobs = Membership.objects.filter(still, staff__in=people, source__in=sources)
    end_jobs(list(jobs.values_list("pk", flat=True)), today)


def switch_off_who_left(municipality: Municipality, *, by: int | None, at: dt.datetime) -> int:
    """Everybody whose employments came from a list or a staff system and have all ended; how many.

    Who is employed by hand only is the administrator's business; an open employment by hand keeps a login.
    """
    today = _today(municipality, at)
    mine = Membership.objects.filter(staff=OuterRef("pk"))
    left = Staff.objects.filter(
        Exists(mine.exclude(source=Membership.Source.HAND)),
        ~Exists(mine.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))),
        municipality=municipality,
        is_active=True,
    )
    return switch_off(list(left.order_by("pk").values_list("pk", flat=True)), by=by, at=at)


def switch_off(people: Collection[int], *, by: int | None, at: dt.datetime) -> int:
    """No login from the next click on, and no right that would come back with one; how many. Safe to repeat.

    The last administrator keeps the login, whatever a list says: somebody must be able to name the next one.
    """
    kept = last_administrators(people)
    people = [one for one in people if one not in kept]
    Staff.objects.filter(pk__in=people, is_active=True).update(is_active=False)
    RoleAssignment.objects.filter(staff__in=people).delete()
    grants.revoke_everything(people)
    Unit.objects.filter(leader__in=people).update(leader=None)
    Absence.objects.filter(staff__in=people, ended_at__isnull=True).update(ended_at=at)
    trail.record_all(by, "staff.left", people, at=at)
    return len(people)


def ask_to_switch_off(person: Staff, last_day: dt.date, *, by: Staff, at: dt.datetime) -> None:
    """Have the worker switch them off when the day is over; at once where it is over already."""
    zone = ZoneInfo(person.municipality.timezone)
    due = dt.datetime.combine(last_day + dt.timedelta(days=1), dt.time(), zone)
    if due <= at:
        switch_off_if_nowhere(person.pk, by=by.pk, at=at)
        return
    key = f"{person.pk} {last_day.isoformat()}"
    duties.ask(LEAVES, key, due=due, person=person.pk, by=by.pk)


def switch_off_if_nowhere(person: int, *, by: int | None, at: dt.datetime) -> None:
    """Somebody who has said goodbye and is employed nowhere any more; who has come back stays."""
    found = Staff.objects.select_related("municipality").filter(pk=person, is_active=True).first()
    if found is None:
        return
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=_today(found.municipality, at))
    if not Membership.objects.filter(still, staff=found).exists():
        switch_off([found.pk], by=by, at=at)


@duties.duty(LEAVES)
def last_day_is_over(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part."""
    switch_off_if_nowhere(int(str(ids["person"])), by=int(str(ids["by"])), at=at)


def _today(municipality: Municipality, at: dt.datetime) -> dt.date:
    return at.astimezone(ZoneInfo(municipality.timezone)).date()


def ask_for_a_night(municipality: Municipality, *, at: dt.datetime) -> None:
    """Have the worker come next night; asking again changes nothing."""
    zone = ZoneInfo(municipality.timezone)
    day = at.astimezone(zone).date() + dt.timedelta(days=1)
    due = dt.datetime.combine(day, NIGHT, zone)
    duties.ask(DAILY, f"{municipality.pk} {day.isoformat()}", due=due, municipality=municipality.pk)


@duties.duty(DAILY)
def every_night(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part; it comes back the next night."""
    municipality = Municipality.objects.filter(pk=int(str(ids["municipality"]))).first()
    if municipality is not None:
        switch_off_who_left(municipality, by=None, at=at)
        ask_for_a_night(municipality, at=at)
