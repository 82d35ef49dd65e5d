"""Who takes part in a drill on a day: everybody employed in its units, its teams, and the people named."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from beredskab.access.models import TeamGrant
from beredskab.organisation.models import Membership, Staff, Team, Unit
from notifications.models import Drill


@dataclass(frozen=True)
class Participant:
    """Somebody, and the place they take part for."""

    staff: Staff
    unit: Unit | None


def people_of(drill: Drill, on: dt.date) -> list[Participant]:
    """Each once, by name; nobody who has left, nobody on leave. A few statements, whatever the number."""
    members = TeamGrant.objects.filter(
        permission__codename="handle_concerns", content_object__in=drill.teams.all()
    )
    units = set(drill.units.values_list("pk", flat=True))
    others = Staff.objects.filter(Q(pk__in=members.values("user")) | Q(pk__in=drill.people.values("pk")))
    asked = Staff.objects.filter(
        Q(pk__in=Membership.objects.current(on).order_by().filter(unit__in=units).values("staff"))
        | Q(pk__in=others.order_by().values("pk")),
        municipality=drill.municipality_id,
        is_active=True,
    )
    jobs: dict[int, list[Membership]] = {}
    for job in Membership.objects.current(on).filter(staff__in=asked.order_by()).select_related("unit"):
        jobs.setdefault(job.staff_id, []).append(job)
    named = set(others.order_by().values_list("pk", flat=True))
    found = [_participant(one, jobs.get(one.pk, []), units, on, one.pk in named) for one in asked]
    return [one for one in found if one is not None]


def _participant(
    staff: Staff, jobs: list[Membership], units: set[int], on: dt.date, is_named: bool
) -> Participant | None:
    there = [job for job in jobs if not (job.on_leave_until and job.on_leave_until > on)]
    if jobs and not there:
        return None
    here = [job for job in there if job.unit_id in units]
    if not here and not is_named:
        return None
    first = next(iter(here or there), None)
    return Participant(staff, first.unit if first else None)


def members_of(team: Team) -> list[Staff]:
    """Who receives for a team, as far as they are still there."""
    held = TeamGrant.objects.filter(permission__codename="handle_concerns", content_object=team)
    return list(Staff.objects.filter(pk__in=held.values("user"), is_active=True))
