"""Who was to leave with so many others that somebody is asked: they left, or they stay. Rule A-35."""

import datetime as dt

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.doors.models import DirectoryPerson
from beredskab.doors.scim.people import leave
from beredskab.organisation.models import Staff


def held_for(staff: Staff) -> "list[Staff]":
    """Who is to leave and does not yet, by name; for whoever administers."""
    if not guard.may(staff, Act.ADMINISTER):
        return []
    held = DirectoryPerson.objects.filter(municipality=staff.municipality_id, held_at__isnull=False)
    return list(Staff.objects.filter(pk__in=held.values("pk"), is_active=True).order_by("name"))


@act
def let_them_leave(*, seen: int, by: Staff, at: dt.datetime) -> int:
    """Yes, they have left; `seen` is how many whoever says so has seen. How many left; 0 when more wait."""
    guard.require(by, Act.ADMINISTER)
    held = held_for(by)
    if len(held) > seen:
        return 0
    leave(held, by=by.pk, at=at)
    return len(held)


@act
def keep_them(*, by: Staff, at: dt.datetime) -> int:
    """No: they stay, until the directory says so again."""
    guard.require(by, Act.ADMINISTER)
    kept = [one.pk for one in held_for(by)]
    DirectoryPerson.objects.filter(pk__in=kept).update(held_at=None)
    trail.record_all(by.pk, "staff.kept", kept, at=at)
    return len(kept)
