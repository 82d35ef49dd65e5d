"""What one person was asked to read, when they read it, and when they were reminded."""

import datetime as dt
from dataclasses import dataclass

from beredskab.organisation.models import Staff
from plans import reading
from plans.following import disseminating
from plans.models import Acknowledgement, ReadingReminder
from plans.reading import Item


@dataclass(frozen=True)
class History:
    """The same facts for the person and for their leader."""

    items: tuple[tuple[Item, dt.date | None], ...]
    acknowledged: tuple[Acknowledgement, ...]
    reminders: tuple[ReadingReminder, ...]

    @property
    def done(self) -> int:
        return sum(not item.to_read for item, _gone in self.items)


def history_of(staff: Staff) -> History:
    """Sections in force, when they were gone through at a meeting, and every acknowledgement."""
    items = [item for item in reading.reading_of(staff).items if item.mine]
    gone = disseminating.gone_through([staff.pk], {item.line.version_id for item in items})
    acknowledged = Acknowledgement.objects.filter(staff=staff).select_related("version", "edition__plan")
    reminders = ReadingReminder.objects.filter(staff=staff).select_related("sent_by")
    return History(
        tuple((item, gone.get((staff.pk, item.line.version_id))) for item in items),
        tuple(acknowledged.order_by("-at")[:500]),
        tuple(reminders[:50]),
    )
