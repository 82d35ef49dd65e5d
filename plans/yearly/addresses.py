"""A person's secret address of the wheel: making it, taking it back, whose it is, what is fetched there."""

import datetime as dt
from collections.abc import Iterable

from beredskab.access import secret_addresses
from beredskab.access.acting import act
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.outbox.calendar import Due
from plans.models import WheelAddress, YearlyTask
from plans.vocabulary import TurnState
from plans.yearly.access import tasks_for, tasks_of
from plans.yearly.turns import school_year, school_year_of
from plans.yearly.wheel import turns_between

YEARS = 2  # this school year and the next


@act
def make(*, only_mine: bool, by: Staff, at: dt.datetime) -> str:
    """A new address; the one before stops at once. Its secret is given here and nowhere again."""
    _revoke(by, at)
    secret = secret_addresses.fresh()
    digest = secret_addresses.digest(secret)
    made = WheelAddress(staff=by, digest=digest, only_mine=only_mine, made_at=at)
    made.save(force_insert=True)
    trail.record(by.pk, "yearly.address_made", made.pk, at=at)
    return secret


@act
def revoke(*, by: Staff, at: dt.datetime) -> None:
    """The address leads nowhere from now on; safe to repeat."""
    if _revoke(by, at):
        trail.record(by.pk, "yearly.address_revoked", by.pk, at=at)


def current(staff: Staff) -> WheelAddress | None:
    """The address in use, without its secret."""
    return WheelAddress.objects.filter(staff=staff, revoked_at__isnull=True).first()


def find(secret: str) -> WheelAddress | None:
    """Whose secret this is: None for one taken back, one that never was, and somebody switched off."""
    rows = WheelAddress.objects.select_related("staff__municipality")
    digest = secret_addresses.digest(secret)
    return rows.filter(digest=digest, revoked_at__isnull=True, staff__is_active=True).first()


def due_of(address: WheelAddress, today: dt.date) -> list[Due]:
    """The days of this school year and the next, called-off turns left out; no person is named."""
    return _days(tasks_of(address.staff) if address.only_mine else tasks_for(address.staff), today)


def own_days(staff: Staff, today: dt.date) -> list[Due]:
    """What somebody does themself, for the one address of their own; nothing where that is nothing."""
    return _days(tasks_of(staff), today)


def _days(tasks: Iterable[YearlyTask], today: dt.date) -> list[Due]:
    year = school_year_of(today)
    first, last = school_year(year)[0], school_year(year + YEARS - 1)[1]
    return [
        Due(f"{one.task.pk} {one.due_on}", one.due_on, f"{one.kind.label}: {one.title}")
        for one in turns_between(tasks, first, last, today)
        if one.task is not None and one.state is not TurnState.CALLED_OFF
    ]


def _revoke(staff: Staff, at: dt.datetime) -> int:
    return WheelAddress.objects.filter(staff=staff, revoked_at__isnull=True).update(revoked_at=at)
