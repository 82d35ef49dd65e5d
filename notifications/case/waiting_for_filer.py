"""What of one's own waits for oneself: drafts to go on with, and words of the team not opened yet."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from beredskab.organisation.models import Staff
from beredskab.prepared import prepared
from notifications import access
from notifications.models import Concern, Message
from notifications.vocabulary import State

#: More than anybody has; a page stays a page.
MOST = 100


@dataclass(frozen=True)
class Waiting:
    """Drafts, the last saved first; concerns in which the team has written, the last message first."""

    drafts: tuple[Concern, ...]
    unread: tuple[uuid.UUID, ...]


def waiting_for(filer: Staff) -> Waiting:
    """What waits for the person. One statement, which tells ids and moments and nothing else."""
    found = _own(filer.pk)
    return Waiting(
        drafts=tuple(one for one in found if access.may_continue(filer, one)),
        unread=tuple(one.pk for one in found if access.may_follow(filer, one)),
    )


def mark_read(concern: Concern, *, at: dt.datetime) -> None:
    """The filer has opened the conversation: part of the reading trace, which a page may write."""
    _not_opened().filter(concern=concern).update(read_at=at)


@prepared
def _own(filer: int) -> QuerySet[Concern]:
    last = _not_opened().filter(concern=OuterRef("pk")).order_by("-at").values("at")
    own = Concern.objects.filter(filed_by=filer).annotate(written_at=Subquery(last[:1]))
    waits = own.filter(Q(state=State.DRAFT) | Q(written_at__isnull=False))
    return waits.order_by("-written_at", "-saved_at").only("filed_by", "state", "saved_at")[:MOST]


def _not_opened() -> QuerySet[Message]:
    return Message.objects.filter(from_filer=False, read_at=None)
