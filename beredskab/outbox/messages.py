"""Promising that somebody is told. In the same transaction as what happened; the worker hands it over."""

import datetime as dt
import uuid

from beredskab.organisation.models import Staff
from beredskab.outbox import sms
from beredskab.outbox.models import Message
from beredskab.outbox.vocabulary import Channel, Kind


def tell(
    staff: Staff,
    kind: Kind,
    *,
    at: dt.datetime,
    about: uuid.UUID | None = None,
    due: dt.datetime | None = None,
) -> Message:
    """Write the promise. Somebody who has left is not told; the row is then not saved."""
    message = Message(recipient=staff, kind=kind, about=about, created_at=at, due_at=due or at)
    if staff.is_active:
        message.save(force_insert=True)
    return message


def tell_by_sms(staff: Staff, kind: Kind, *, at: dt.datetime, about: uuid.UUID | None = None) -> None:
    """Promise a text message as well, where there is a gateway and the person has a number."""
    if sms.is_used() and staff.is_active and staff.phone:
        message = Message(recipient=staff, kind=kind, about=about, created_at=at, due_at=at)
        message.channel = Channel.SMS
        message.save(force_insert=True)
