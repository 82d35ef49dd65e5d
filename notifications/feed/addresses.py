"""Making the secret address, taking it back, and finding whose it is (rule N-72)."""

from __future__ import annotations

import datetime as dt

from beredskab.access import guard, secret_addresses
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from notifications.models import CalendarFeed


@act
def make(*, by: Staff, at: dt.datetime) -> str:
    """A new address; the one before stops at once. Its secret is given here and nowhere again."""
    guard.require(by, Act.READ_PLAN)
    _revoke(by, at)
    secret = secret_addresses.fresh()
    made = CalendarFeed(staff=by, digest=secret_addresses.digest(secret), made_at=at)
    made.save(force_insert=True)
    trail.record(by.pk, "calendar.address_made", made.pk, at=at)
    return secret


@act
def revoke(*, by: Staff, at: dt.datetime) -> None:
    """The address leads nowhere from now on; safe to repeat."""
    if _revoke(by, at):
        trail.record(by.pk, "calendar.address_revoked", by.pk, at=at)


def current(staff: Staff) -> CalendarFeed | None:
    """The address that is in use, without its secret."""
    return CalendarFeed.objects.filter(staff=staff, revoked_at__isnull=True).first()


def find(secret: str) -> CalendarFeed | None:
    """Whose secret this is: None for one taken back, one that never was, and somebody switched off."""
    rows = CalendarFeed.objects.select_related("staff__municipality")
    found = rows.filter(digest=secret_addresses.digest(secret), revoked_at__isnull=True)
    return found.filter(staff__is_active=True).first()


def _revoke(staff: Staff, at: dt.datetime) -> int:
    return CalendarFeed.objects.filter(staff=staff, revoked_at__isnull=True).update(revoked_at=at)
