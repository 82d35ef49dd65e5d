"""What somebody had typed when their session ended is not thrown away.

Every question carries a ticket: the draft and its owner, signed. A post that arrives without a
session, or with an old CSRF token, is sealed to that person's public key: the portal can keep it
but not read it. After login the same question is shown with it filled in.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid

from django.core import signing
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.http import QueryDict

from beredskab.organisation.models import Staff
from beredskab.prepared import prepared
from beredskab.vault import safe
from beredskab.vault.envelope import CannotOpen
from notifications.models import RescuedPost
from notifications.oversight import retention

KEPT = dt.timedelta(minutes=30)
TICKET_LIVES = dt.timedelta(hours=12)
SALT = "notifications.drafting.rescue"
#: Not part of what was typed.
NOISE = frozenset({"csrfmiddlewaretoken", "ticket", "handling"})


def ticket(draft: uuid.UUID, step: str, owner: Staff) -> str:
    """The signed note in a form that says whose draft it belongs to."""
    return signing.dumps([str(draft), step, owner.pk], salt=SALT)


def keep(post: QueryDict, draft: uuid.UUID, step: str, *, at: dt.datetime) -> bool:
    """Seal what was posted for the owner named by the ticket; False when there is no valid ticket."""
    try:
        named = signing.loads(post.get("ticket", ""), salt=SALT, max_age=TICKET_LIVES)
    except signing.BadSignature:
        return False
    if named[:2] != [str(draft), step]:
        return False
    typed = {name: post.getlist(name) for name in post if name not in NOISE}
    try:
        with transaction.atomic():
            _store(named[2], draft, step, typed, at)
    except DatabaseError:
        return False
    return True


def waiting(staff: Staff, draft: uuid.UUID, step: str, *, at: dt.datetime) -> QueryDict | None:
    """What this person had typed on that question, None when nothing waits. One statement."""
    latest = _latest(staff.pk, draft, step, at)
    if not latest:
        return None
    try:
        typed = json.loads(safe.open_message(latest[0], by=staff))
    except CannotOpen:
        return None
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


@prepared
def _latest(
    staff: int, draft: uuid.UUID, step: str, at: dt.datetime
) -> QuerySet[RescuedPost, bytes | memoryview]:
    mine = RescuedPost.objects.filter(staff=staff, draft=draft, step=step, expires_at__gt=at)
    return mine.order_by("-arrived_at").values_list("sealed", flat=True)[:1]


def forget(staff: Staff, draft: uuid.UUID, step: str) -> None:
    """The question was saved: what was kept for it is not needed any more."""
    RescuedPost.objects.filter(staff=staff, draft=draft, step=step).delete()


def _store(owner: int, draft: uuid.UUID, step: str, typed: dict[str, list[str]], at: dt.datetime) -> None:
    sealed = safe.seal_message_to(owner, json.dumps(typed).encode())
    RescuedPost(
        id=uuid.uuid4(),
        staff_id=owner,
        draft=draft,
        step=step,
        sealed=sealed,
        arrived_at=at,
        expires_at=at + KEPT,
    ).save(force_insert=True)
    retention.ask_for_sweep(at + KEPT)
