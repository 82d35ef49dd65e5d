"""What the team has written to a filer who has not opened the conversation since."""

import datetime as dt
import uuid

from beredskab.organisation.models import Staff
from notifications import access
from notifications.models import Concern, Message


def unread_by(filer: Staff) -> list[uuid.UUID]:
    """The filer's own concerns with a message not opened yet, the newest first. One statement."""
    theirs = access.followed_concerns_for(filer)
    written = Message.objects.filter(concern__in=theirs, from_filer=False, read_at=None)
    return list(dict.fromkeys(written.order_by("-at").values_list("concern_id", flat=True)))


def mark_read(concern: Concern, *, at: dt.datetime) -> None:
    """The filer has opened the conversation: part of the reading trace, which a page may write."""
    Message.objects.filter(concern=concern, from_filer=False, read_at=None).update(read_at=at)
