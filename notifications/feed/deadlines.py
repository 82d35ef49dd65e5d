"""The deadlines of a person: what they are to read, what they do in the annual wheel, the concerns they have
taken, and those of their teams that nobody has."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.models import Q

from beredskab.access import guard
from beredskab.access.acting import acting_as
from beredskab.access.acts import Act
from beredskab.organisation.models import Staff
from beredskab.outbox.calendar import Due
from notifications import access
from notifications.models import CalendarFeed, Deadline
from notifications.vocabulary import State
from plans.reading import reading_of
from plans.yearly.addresses import own_days

#: Of deadlines that have run out so many days are shown.
BACK = dt.timedelta(days=14)
MOST = 500
MORNING = dt.time(8)


def due_of(feed: CalendarFeed, *, at: dt.datetime) -> list[Due]:
    """What is open, the nearest first; nothing that the person may not open."""
    with acting_as(feed.staff):
        found = [*_to_read(feed.staff, at), *_of_wheel(feed.staff, at), *_of_concerns(feed.staff, at)]
    return sorted(found, key=lambda one: (_day(one), one.key))[:MOST]


def _day(due: Due) -> str:
    """For the order: a day stands before the hours of it."""
    return due.at.astimezone(dt.UTC).isoformat() if isinstance(due.at, dt.datetime) else due.at.isoformat()


def _of_wheel(staff: Staff, at: dt.datetime) -> list[Due]:
    """Whole days with the title that the wheel gives them; two statements."""
    today = at.astimezone(ZoneInfo(staff.municipality.timezone)).date()
    since = today - BACK
    return [one for one in own_days(staff, today) if not isinstance(one.at, dt.datetime) and one.at >= since]


def _of_concerns(staff: Staff, at: dt.datetime) -> list[Due]:
    """One statement; none for whoever handles no concern."""
    if not guard.may(staff, Act.HANDLE_CONCERN):
        return []
    mine = access.handled_concerns_for(staff).filter(Q(claimed_by=staff) | Q(claimed_by__isnull=True))
    rows = Deadline.objects.filter(
        concern__in=mine.exclude(state=State.CLOSED), met_at__isnull=True, due_at__gte=at - BACK
    )
    return [Due(str(pk), due) for pk, due in rows.order_by("due_at").values_list("pk", "due_at")[:MOST]]


def _to_read(staff: Staff, at: dt.datetime) -> list[Due]:
    """The days by which something is to be read, each once, in the morning."""
    zone = ZoneInfo(staff.municipality.timezone)
    first = (at - BACK).date()
    days = {item.ruling.due_on for item in reading_of(staff).missing}
    return [
        Due(f"read {day.isoformat()}", dt.datetime.combine(day, MORNING, zone))
        for day in sorted(day for day in days if day is not None and day >= first)
    ]
