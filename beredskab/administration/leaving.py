"""Somebody has left: no login, no role, no grant; open concerns go back to the team by themselves (N-83).

What they had read is closed by the plan's own morning work. Rule A-03.
"""

import datetime as dt
from collections.abc import Collection
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from beredskab.access import grants
from beredskab.access.models import RoleAssignment
from beredskab.audit import trail
from beredskab.organisation.models import Membership, Municipality, Staff, Unit
from beredskab.outbox import duties

DAILY = "administration.every_night"
NIGHT = dt.time(1)


def end_jobs(jobs: Collection[int], today: dt.date) -> None:
    """These employments ended yesterday; one that was to begin later never began."""
    ended = Membership.objects.filter(pk__in=jobs)
    ended.filter(starts_on__gte=today).delete()
    ended.update(ends_on=today - dt.timedelta(days=1))


def end_listed_jobs(people: Collection[int], today: dt.date) -> None:
    """Every open employment of these people that a list said."""
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    jobs = Membership.objects.filter(still, staff__in=people, source=Membership.Source.LIST)
    end_jobs(list(jobs.values_list("pk", flat=True)), today)


def switch_off_who_left(municipality: Municipality, *, by: int | None, at: dt.datetime) -> int:
    """Everybody whose employments came from a list or a staff system and have all ended; how many.

    Who is employed by hand only is the administrator's business; an open employment by hand keeps a login.
    """
    today = at.astimezone(ZoneInfo(municipality.timezone)).date()
    mine = Membership.objects.filter(staff=OuterRef("pk"))
    left = Staff.objects.filter(
        Exists(mine.exclude(source=Membership.Source.HAND)),
        ~Exists(mine.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))),
        municipality=municipality,
        is_active=True,
    )
    ids = list(left.order_by("pk").values_list("pk", flat=True))
    switch_off(ids, by=by, at=at)
    return len(ids)


def switch_off(people: Collection[int], *, by: int | None, at: dt.datetime) -> None:
    """No login from the next click on, and no right that would come back with one. Safe to repeat."""
    Staff.objects.filter(pk__in=people, is_active=True).update(is_active=False)
    RoleAssignment.objects.filter(staff__in=people).delete()
    grants.revoke_everything(people)
    Unit.objects.filter(leader__in=people).update(leader=None)
    trail.record_all(by, "staff.left", people, at=at)


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
