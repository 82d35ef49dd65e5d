"""The deadlines of a person: of the concerns they have taken, and of those of their teams that nobody has."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from beredskab.access.acting import acting_as
from beredskab.outbox.calendar import Due
from notifications import access
from notifications.models import CalendarFeed, Deadline
from notifications.vocabulary import State

#: Of deadlines that have run out so many days are shown.
BACK = dt.timedelta(days=14)
MOST = 500


def due_of(feed: CalendarFeed, *, at: dt.datetime) -> list[Due]:
    """What is open, the nearest first; nothing that the person may not open. One statement."""
    with acting_as(feed.staff):
        mine = access.handled_concerns_for(feed.staff).filter(
            Q(claimed_by=feed.staff) | Q(claimed_by__isnull=True)
        )
        rows = Deadline.objects.filter(
            concern__in=mine.exclude(state=State.CLOSED), met_at__isnull=True, due_at__gte=at - BACK
        )
        return [Due(str(pk), due) for pk, due in rows.order_by("due_at").values_list("pk", "due_at")[:MOST]]
