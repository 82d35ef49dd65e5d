"""Sending a notification on to the municipality that is responsible for the child, with proof (rule N-62).

The portal reaches no other municipality: a caseworker sends it the safe way and records it here. Nothing
says »sent on« to the filer as if it were done before somebody over there has accepted it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from beredskab.access.acting import act
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.vault import safe
from beredskab.vault.safe import Opened
from notifications import access, alerts
from notifications.models import Concern, Forwarding


@dataclass(frozen=True)
class SentOn:
    """One forwarding, opened."""

    at: dt.datetime
    receiver: str
    channel: str
    accepted_at: dt.datetime | None
    accepted_who: str

    @property
    def is_accepted(self) -> bool:
        """Has somebody over there accepted it?"""
        return self.accepted_at is not None


@act
def send_on(concern: Concern, receiver: str, channel: str, *, by: Staff, at: dt.datetime) -> Forwarding:
    """It was sent to another municipality; one that still waits for acceptance is not sent twice."""
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    access.require_handling(by, concern)
    waiting = Forwarding.objects.filter(concern=concern, accepted_at__isnull=True).first()
    if waiting is not None:
        return waiting
    opened = safe.open_for(concern.pk, by=by, at=at, purpose="send on")
    made = Forwarding(concern=concern, by=by, at=at)
    made.receiver = opened.shared.encrypt(_field(made, "receiver"), receiver)
    made.channel = opened.shared.encrypt(_field(made, "channel"), channel)
    made.save(force_insert=True)
    trail.record(by.pk, "concern.sent_on", concern.pk, at=at)
    return made


@act
def accept(concern: Concern, who: str, accepted_at: dt.datetime, *, by: Staff, at: dt.datetime) -> Forwarding:
    """The other municipality has accepted it: who there, and when. The filer is told that there is news.

    Raises LookupError when nothing waits for acceptance; recording it again changes nothing.
    """
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    access.require_handling(by, concern)
    row = Forwarding.objects.filter(concern=concern).order_by("-at").first()
    if row is None:
        raise LookupError("nothing was sent on")
    if row.accepted_at is not None:
        return row
    opened = safe.open_for(concern.pk, by=by, at=at, purpose="send on")
    row.accepted_at, row.accepted_by = accepted_at, by
    row.accepted_who = opened.shared.encrypt(_field(row, "accepted_who"), who)
    row.save(update_fields=["accepted_at", "accepted_by", "accepted_who"])
    trail.record(by.pk, "concern.accepted_elsewhere", concern.pk, at=at)
    alerts.tell_filer(concern, at=at)
    return row


def last_of(concern: Concern, opened: Opened) -> SentOn | None:
    """The latest forwarding of a concern, opened; one statement."""
    row = Forwarding.objects.filter(concern=concern.pk).order_by("-at").first()
    if row is None:
        return None
    who = row.accepted_who
    return SentOn(
        row.at,
        opened.decrypt_shared(_field(row, "receiver"), row.receiver),
        opened.decrypt_shared(_field(row, "channel"), row.channel),
        row.accepted_at,
        opened.decrypt_shared(_field(row, "accepted_who"), who) if who is not None else "",
    )


def _field(row: Forwarding, name: str) -> str:
    return f"forwarding.{row.pk}.{name}"
