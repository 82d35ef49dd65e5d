"""Keeping people out of a concern: from the moment it is filed, and later when the team learns more.

An exclusion wins over every grant, in Python and in the database. Nobody is told that they are excluded.
"""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from beredskab.access.acting import act
from beredskab.access.models import Exclusion
from beredskab.audit import trail
from beredskab.organisation.models import Membership, Staff
from notifications.models import Concern
from notifications.routes import receivers
from notifications.routing import Route


@act
def keep_out(concern: Concern, route: Route, *, by: Staff, at: dt.datetime) -> None:
    """Everybody whom the route keeps out of the concern. Who filed is never among them."""
    rows = [
        Exclusion(
            subject=concern.pk,
            staff_id=kept.staff,
            unit_id=kept.unit,
            spared_id=route.spared if kept.unit else None,
            cause=kept.cause.value,
            since=at,
        )
        for kept in route.excluded
    ]
    Exclusion.objects.bulk_create(rows, ignore_conflicts=True)
    trail.record(by.pk, "concern.people_kept_out", concern.pk, at=at, rows=len(rows))


def people_kept_out(concern: Concern) -> frozenset[int]:
    """Ids of everybody who must not learn of the concern, units taken apart into people; two statements."""
    rows = list(in_force(concern))
    units = {row.unit_id: row.spared_id for row in rows if row.unit_id}
    people = {row.staff_id for row in rows if row.staff_id}
    working = Membership.objects.filter(unit__in=units).values_list("staff_id", "unit_id")
    people |= {staff for staff, unit in working if staff != units[unit]}
    return frozenset(people)


def people_at_excluded_places(concern: Concern) -> QuerySet[Staff]:
    """Everybody who may be the one, while it is not known who: of whom the team chooses."""
    unknown = in_force(concern).filter(cause=Exclusion.Cause.UNKNOWN_PERSON)
    there = Membership.objects.filter(unit__in=unknown.filter(unit__isnull=False).values("unit"))
    leaders = unknown.filter(staff__isnull=False).values("staff")
    people = Staff.objects.filter(pk__in=there.values("staff")) | Staff.objects.filter(pk__in=leaders)
    return people.exclude(pk=concern.own_of).order_by("name") if concern.own_of else people.order_by("name")


def keep_out_line(concern: Concern, *, at: dt.datetime, sparing: int | None = None) -> None:
    """The leaders above everybody who is kept out, where the municipality has decided so (rule N-06)."""
    if not concern.municipality.exclude_line_of_leaders:
        return
    known = set(in_force(concern).filter(staff__isnull=False).values_list("staff_id", flat=True))
    today = at.astimezone(ZoneInfo(concern.municipality.timezone)).date()
    leaders = receivers.leaders_above(concern.municipality, known, on=today)
    spared = {concern.own_of, sparing}
    keep_out_people(concern, leaders - known - spared, Exclusion.Cause.LINE, at=at)


def in_force(concern: Concern) -> QuerySet[Exclusion]:
    """The rows that hide the concern today."""
    return Exclusion.objects.filter(subject=concern.pk, lifted_at__isnull=True)


def keep_out_people(concern: Concern, people: Iterable[int], cause: str, *, at: dt.datetime) -> None:
    """One row for each; a row that was lifted is in force again."""
    Exclusion.objects.bulk_create(
        [Exclusion(subject=concern.pk, staff_id=one, cause=cause, since=at) for one in people],
        update_conflicts=True,
        unique_fields=["subject", "staff", "unit"],
        update_fields=["cause", "since", "lifted_at"],
    )
