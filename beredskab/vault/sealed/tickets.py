"""Unlocked for a quarter of an hour, in one browser.

The browser has a random secret; the database has the member's private key under it, the session it belongs
to and when it ends. Neither opens anything without the other, and after the time the row is deleted.
"""

import base64
import binascii
import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from beredskab.access.acting import act
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.vault import envelope
from beredskab.vault.agent import sealed_room
from beredskab.vault.agent.sealed_room import Brought
from beredskab.vault.models import KeyHolder, KeyShare, Ticket
from beredskab.vault.sealed import members, room

UNLOCKED_FOR = dt.timedelta(minutes=15)


class Locked(Exception):
    """It is of a closed team, and this person has not unlocked, or not here, or too long ago."""


class NotShared(Locked):
    """The person has unlocked, and nobody has let them in to this team's key."""


@dataclass(frozen=True)
class Held:
    """What the browser brought with a request."""

    ticket: uuid.UUID
    secret: bytes
    session: str

    def as_cookie(self) -> str:
        """The words of the cookie; the session is not among them."""
        return f"{self.ticket.hex}.{base64.urlsafe_b64encode(self.secret).decode()}"

    def __repr__(self) -> str:
        return f"Held({self.ticket})"  # never the secret: this may reach a traceback


def read(cookie: str, session_key: str | None) -> Held | None:
    """What a cookie says; None when it says nothing of ours."""
    ticket, _dot, secret = cookie.partition(".")
    try:
        return Held(uuid.UUID(hex=ticket), base64.urlsafe_b64decode(secret), digest_of(session_key))
    except (ValueError, binascii.Error):
        return None


def digest_of(session_key: str | None) -> str:
    """The session as a ticket knows it."""
    return hashlib.sha256(f"ticket|{session_key or ''}".encode()).hexdigest()


def bring(person: Staff, held: Held | None) -> None:
    """For the length of a request: the person's object lives for one, as their facts do."""
    person._held_ticket = held  # type: ignore[attr-defined]  # of the request's own object


def held_by(person: Staff) -> Held | None:
    """What the person's browser brought with this request."""
    held: Held | None = getattr(person, "_held_ticket", None)
    return held


@act
def unlock(passphrase: str, *, session_key: str | None, by: Staff, at: dt.datetime) -> Held | None:
    """None when the passphrase is wrong, which is counted. Raises members.Paused, MemberKey.DoesNotExist."""
    mine = members.being_tried(by, at)
    ticket = Ticket(member_key=mine, session=digest_of(session_key), until=at + UNLOCKED_FOR)
    try:
        brought = room.unlock(mine.pk, members.locked(mine), passphrase, ticket.pk)
    except envelope.CannotOpen:
        members.count_failure(mine, by=by, at=at)
        return None
    Ticket.objects.filter(until__lte=at).delete()
    ticket.sealed = brought.sealed
    ticket.save(force_insert=True)
    mine.failures = 0
    mine.save(update_fields=["failures"])
    trail.record(by.pk, "sealed.unlocked", mine.pk, at=at)
    held = Held(ticket.pk, brought.secret, ticket.session)
    bring(by, held)
    return held


@act
def lock(*, by: Staff, at: dt.datetime) -> None:
    """Everything that this person has unlocked, in whatever browser, is locked. Safe to repeat."""
    gone, _rows = Ticket.objects.filter(member_key__ref=by.pk).delete()
    bring(by, None)
    if gone:
        trail.record(by.pk, "sealed.locked", by.pk, at=at)


def open_sealed(holder: KeyHolder, sealed: bytes, *, by: Staff, at: dt.datetime) -> bytes:
    """A subject's data key, sealed to a closed team's key. Raises Locked, envelope.CannotOpen."""
    brought, share = _brought(holder.pk, by, at)
    return sealed_room.open_one(brought, share, sealed)


def why_not(holders: list[uuid.UUID], *, by: Staff, at: dt.datetime) -> Locked:
    """The agent does not open: because nothing is unlocked, or because the key is not shared with them."""
    for holder in holders:
        try:
            _brought(holder, by, at)
        except Locked as reason:
            return reason
    return Locked()


def brought_and_share(holder: KeyHolder, *, by: Staff, at: dt.datetime) -> tuple[Brought, bytes]:
    """What the room of keys needs to act with a team's private key. Raises Locked, NotShared."""
    return _brought(holder.pk, by, at)


def is_unlocked(person: Staff, *, at: dt.datetime) -> Ticket | None:
    """The ticket that this request brought, while it holds. One statement, none without a cookie."""
    held = held_by(person)
    if held is None:
        return None
    return _tickets(held, person, at).first()


def _brought(holder: uuid.UUID, by: Staff, at: dt.datetime) -> tuple[Brought, bytes]:
    held = held_by(by)
    if held is None:
        raise Locked
    share = KeyShare.objects.filter(holder_id=holder, member_key=OuterRef("member_key")).values("sealed")
    row = _tickets(held, by, at).annotate(share=Subquery(share[:1])).first()
    if row is None:
        raise Locked
    if row.share is None:
        raise NotShared
    return Brought(row.pk, held.secret, bytes(row.sealed)), bytes(row.share)


def _tickets(held: Held, person: Staff, at: dt.datetime) -> QuerySet[Ticket]:
    mine = Ticket.objects.filter(member_key__ref=person.pk, member_key__retired_at__isnull=True)
    return mine.filter(pk=held.ticket, session=held.session, until__gt=at)
