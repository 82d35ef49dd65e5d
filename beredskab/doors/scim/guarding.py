"""A directory that goes wrong switches nobody off in hundreds: more than five in a hundred are asked about.

The same share as with a list (A-02), counted over a day: a directory sends them one by one. Rule A-35.
"""

import datetime as dt

from django.db.models import Q

from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.administration import leaving
from beredskab.administration.importing.comparing import are_many
from beredskab.audit import trail
from beredskab.doors.models import DirectoryPerson
from beredskab.organisation.models import Membership, Municipality, Staff
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind

DAY = dt.timedelta(days=1)


class ManyLeave(Exception):
    """So many leave in a day that whoever runs the portal is asked first."""


class LastAdministrator(Exception):
    """Nobody would be left who could take anybody in."""


def require_few(staff: Staff, *, at: dt.datetime) -> None:
    """Raises ManyLeave, LastAdministrator unless this person may leave now."""
    if leaving.last_administrators([staff.pk]):
        raise LastAdministrator
    lately = DirectoryPerson.objects.filter(municipality=staff.municipality_id, left_at__gt=at - DAY)
    gone = lately.exclude(pk=staff.pk).count() + 1
    by_source = Membership.objects.exclude(source=Membership.Source.HAND).values("staff")
    there = Staff.objects.filter(municipality=staff.municipality_id, is_active=True)
    of = there.filter(Q(pk__in=by_source) | Q(directory_person__isnull=False)).count() + gone - 1
    if are_many(gone, of):
        raise ManyLeave


def hold(staff: Staff, *, at: dt.datetime) -> None:
    """Remember that the directory wants this person gone, and ask whoever runs the portal, once a day."""
    held = DirectoryPerson.objects.filter(municipality=staff.municipality_id, held_at__isnull=False)
    is_asked = held.filter(held_at__gt=at - DAY).exists()
    DirectoryPerson.objects.update_or_create(
        staff=staff,
        defaults={"held_at": at},
        create_defaults={
            "municipality": staff.municipality,
            "user_name": staff.email,
            "made_at": at,
            "changed_at": at,
            "held_at": at,
        },
    )
    if not is_asked:
        trail.record(None, "staff.leaving_held", staff.pk, at=at)
        _ask(staff.municipality, at)


def _ask(municipality: Municipality, at: dt.datetime) -> None:
    runs = RoleAssignment.objects.filter(role=Role.ADMINISTRATOR).values("staff")
    for person in municipality.staff.filter(pk__in=runs, is_active=True):
        tell(person, Kind.NEWS, at=at)
