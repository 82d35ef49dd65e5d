"""Letting a system in: a secret told once, a last day, and one click that ends it. Rules A-30, A-31."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Case, F, Q, QuerySet, When

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.doors.models import Token
from beredskab.doors.vocabulary import NEEDS_TWO, Scope
from beredskab.organisation.models import Staff
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind

PREFIX = "bsk_"
LONGEST = dt.timedelta(days=731)
MINUTE = dt.timedelta(minutes=1)


class NotLetIn(Exception):
    """No such secret, or one that was taken back, ran out or waits for a second person."""


class NotForThis(Exception):
    """The token is good, and not for what is asked."""


class TooOften(Exception):
    """More requests in a minute than a system has."""


def may_see(staff: Staff) -> bool:
    """Who runs the portal, and who is the second person."""
    return guard.may(staff, Act.ADMINISTER) or guard.may(staff, Act.APPROVE_PROVIDER)


def tokens_for(staff: Staff) -> QuerySet[Token]:
    """The municipality's tokens, for whoever administers or approves."""
    if not may_see(staff):
        return Token.objects.none()
    mine = Token.objects.filter(municipality=staff.municipality_id)
    return mine.select_related("made_by", "approved_by")


@act
def make(
    name: str, scopes: Iterable[Scope], expires_on: dt.date, *, by: Staff, at: dt.datetime
) -> tuple[Token, str]:
    """A token and its secret, which is given here and nowhere again. Raises Forbidden, ValueError.

    One that opens for people lets nobody in before another person has said yes (rule A-31).
    """
    guard.require(by, Act.ADMINISTER)
    if not at.date() <= expires_on <= (at + LONGEST).date():
        raise ValueError("a token ends within two years")
    secret = PREFIX + secrets.token_urlsafe(32)
    made = Token.objects.create(
        municipality=by.municipality,
        name=name,
        scopes=sorted(set(scopes)),
        digest=_digest(secret),
        made_by=by,
        made_at=at,
        expires_on=expires_on,
    )
    trail.record(by.pk, "token.made", made.pk, at=at, scopes=made.scopes)
    if made.is_waiting:
        ask_second_persons(by, at=at)
    return made, secret


@act
def approve(token: Token, *, by: Staff, at: dt.datetime) -> None:
    """The second person lets the system in. Raises Forbidden. Safe to repeat."""
    guard.require(by, Act.APPROVE_PROVIDER)
    found = tokens_for(by).select_for_update(of=("self",)).get(pk=token.pk)
    if found.made_by_id == by.pk:
        raise guard.Forbidden("four eyes")
    if found.is_waiting:
        found.approved_by = by
        found.save(update_fields=["approved_by"])
        trail.record(by.pk, "token.approved", found.pk, at=at)


@act
def revoke(token: Token, *, by: Staff, at: dt.datetime) -> None:
    """It lets nobody in from now on. Either of the two may. Safe to repeat."""
    if not may_see(by):
        raise guard.Forbidden(Act.ADMINISTER)
    gone = Token.objects.filter(pk=token.pk, municipality=by.municipality_id, revoked_at__isnull=True)
    if gone.update(revoked_at=at):
        trail.record(by.pk, "token.revoked", token.pk, at=at)


def admit(secret: str, scope: Scope | None, *, at: dt.datetime) -> Token:
    """Whose secret this is, counted. Two statements. Raises NotLetIn, NotForThis, TooOften."""
    known = Token.objects.filter(digest=_digest(secret), revoked_at__isnull=True, expires_on__gte=at.date())
    begins_anew = Q(minute_began__isnull=True) | Q(minute_began__lte=at - MINUTE)
    counted = known.update(
        used=Case(When(begins_anew, then=1), default=F("used") + 1),
        minute_began=Case(When(begins_anew, then=at), default=F("minute_began")),
        last_used_at=at,
    )
    token = known.select_related("municipality").first() if counted else None
    if token is None or token.is_waiting:
        raise NotLetIn
    if token.used > settings.DOOR_REQUESTS_A_MINUTE:
        raise TooOften
    if scope is not None and scope not in token.scopes:
        raise NotForThis(scope)
    return token


def ask_second_persons(by: Staff, *, at: dt.datetime) -> None:
    """Tell everybody else who may approve that something waits."""
    for person in guard.who_may(Act.APPROVE_PROVIDER, by.municipality_id).exclude(pk=by.pk):
        tell(person, Kind.NEWS, at=at)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


assert Scope.SCIM in NEEDS_TWO, "who sends people could send themselves"
