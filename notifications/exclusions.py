"""Keeping people out of a concern: from the moment it is filed, and later when the team learns more.

An exclusion wins over every grant, in Python and in the database. Nobody is told that they are excluded.
"""

import datetime as dt

from beredskab.access.acting import act
from beredskab.access.models import Exclusion
from beredskab.audit import trail
from beredskab.organisation.models import Membership, Staff
from notifications.models import Concern
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
    rows = list(Exclusion.objects.filter(subject=concern.pk, lifted_at__isnull=True))
    units = {row.unit_id: row.spared_id for row in rows if row.unit_id}
    people = {row.staff_id for row in rows if row.staff_id}
    working = Membership.objects.filter(unit__in=units).values_list("staff_id", "unit_id")
    people |= {staff for staff, unit in working if staff != units[unit]}
    return frozenset(people)
