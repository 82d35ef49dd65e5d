"""A leader's reminder to read: at most one for each person in three days, without plan text or names."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden
from beredskab.audit import trail
from beredskab.organisation.models import Staff, Unit
from beredskab.organisation.reaching import with_below
from beredskab.outbox import messages
from beredskab.outbox.vocabulary import Kind
from plans import access
from plans.following.matrix import Row, rows_of
from plans.following.people import people_of
from plans.implementation.telling import today
from plans.models import ReadingReminder


@dataclass(frozen=True)
class Reminding:
    """Whom a reminder goes to, and whom it does not: reminded lately, away, or nothing left to read."""

    to: tuple[Row, ...]
    too_soon: tuple[Row, ...]
    not_needed: tuple[Row, ...]


def choose(unit: Unit, chosen: Collection[int], *, by: Staff, at: dt.datetime) -> Reminding:
    """Who of the chosen people (ids) would be reminded now, of the unit and everything below it.

    Raises Forbidden when the person does not follow the unit.
    """
    guard.require(by, Act.REMIND_READERS)
    followed = access.units_followed_by(by)
    if unit not in followed:
        raise Forbidden("another leader's unit")
    people = people_of(with_below(unit, followed), today(unit.municipality, at), ids=chosen)
    rows = rows_of(people, unit.municipality, at)
    needed = [row for row in rows if row.missing and not row.is_away]
    return Reminding(
        to=tuple(row for row in needed if row.may_be_reminded(at)),
        too_soon=tuple(row for row in needed if not row.may_be_reminded(at)),
        not_needed=tuple(row for row in rows if row not in needed),
    )


@act
def remind(unit: Unit, chosen: Collection[int], *, by: Staff, at: dt.datetime) -> Reminding:
    """Tell the chosen people of the unit that sections wait for them; two leaders at once send one.

    Raises as `choose` does.
    """
    _line_up(chosen)
    reminding = choose(unit, chosen, by=by, at=at)
    for row in reminding.to:
        staff = row.person.staff
        ReadingReminder.objects.create(staff=staff, unit=unit, sent_by=by, sent_at=at)
        messages.tell(staff, Kind.READING_REMINDER, at=at)
        trail.record(by.pk, "reading.reminded", staff.pk, at=at, unit=unit.pk)
    return reminding


def _line_up(chosen: Collection[int]) -> None:
    """Whoever reminds the same people at the same time waits here, and then sees this reminder."""
    list(Staff.objects.select_for_update(of=("self",)).filter(pk__in=chosen).order_by("pk").values_list("pk"))
