"""Passing a concern on to another team, which takes it or returns it.

It moves at once: the clocks run on, and somebody must have it. It is sealed to the new team before the
old one loses its key. People who are kept out stay kept out; a team with a suspected member is refused.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q

from beredskab.access import grants
from beredskab.access.acting import act
from beredskab.access.facts import facts_of
from beredskab.access.models import Exclusion
from beredskab.audit import trail
from beredskab.organisation.models import Membership, Staff, Team
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind
from beredskab.vault import safe
from notifications import lifecycle, routing
from notifications.exclusion import sealing
from notifications.exclusion.exclusions import people_kept_out
from notifications.handling import locked
from notifications.models import Concern, Transfer
from notifications.routes import receivers
from notifications.routing import Detour
from notifications.vocabulary import Move, State

#: How long an answer stays on the list of the team that passed the concern on.
SHOWN_FOR = dt.timedelta(days=14)
MOST_SHOWN = 200


class CannotReceive(Exception):
    """The team may not have the concern; `why` says in one word what stands against it."""

    def __init__(self, why: Detour) -> None:
        super().__init__(why.value)
        self.why = why


class NothingToReturn(Exception):
    """Nobody has passed the concern on, or it has been taken since."""


@dataclass(frozen=True, slots=True)
class Target:
    """A team that could have the concern, and what stands against it."""

    team: int
    name: str
    why_not: Detour | None


def targets(concern: Concern, *, at: dt.datetime) -> list[Target]:
    """Every other team, with why it cannot receive the concern where it cannot."""
    suspected = _suspected(concern)
    own = {concern.own_of} if concern.own_of else set()
    hidden = people_kept_out(concern) | own
    today = at.astimezone(ZoneInfo(concern.municipality.timezone)).date()
    desks = receivers.desks_of(concern.municipality, on=today)
    return [
        Target(desk.team, desk.name, routing.why_not(desk, suspected, hidden))
        for desk in desks
        if desk.team != concern.team_id
    ]


@act
def transfer(concern: Concern, team: Team, reason: str, *, by: Staff, at: dt.datetime) -> Transfer:
    """Pass the concern on. Raises CannotReceive, lifecycle.ForbiddenMove."""
    concern = locked(concern, by)
    state = lifecycle.after(State(concern.state), Move.TRANSFER)
    target = next((one for one in targets(concern, at=at) if one.team == team.pk), None)
    if target is None or target.why_not is not None:
        raise CannotReceive(target.why_not if target and target.why_not else Detour.EMPTY)
    assert concern.team is not None, "it is filed"
    row = Transfer(
        concern=concern,
        reference=concern.reference or "",
        from_team=concern.team,
        to_team=team,
        by=by,
        at=at,
    )
    opened = safe.open_for(concern.pk, by=by, at=at, purpose="transfer")
    row.reason = opened.encrypt(f"transfer.{row.pk}.reason", reason)
    row.save(force_insert=True)
    _move(concern, team, state, by=by, at=at)
    trail.record(by.pk, "concern.transferred", concern.pk, at=at, to_team=team.pk)
    return row


@act
def send_back(concern: Concern, reason: str, *, by: Staff, at: dt.datetime) -> Transfer:
    """Return it to the team it came from, with a reason. Raises NothingToReturn, CannotReceive."""
    concern = locked(concern, by)
    row = waiting(concern)
    if row is None or concern.claimed_by_id is not None:
        raise NothingToReturn
    state = lifecycle.after(State(concern.state), Move.TRANSFER)
    stands = {one.team: one.why_not for one in targets(concern, at=at)}
    if (why := stands.get(row.from_team_id)) is not None:
        raise CannotReceive(why)
    opened = safe.open_for(concern.pk, by=by, at=at, purpose="transfer")
    row.answer = opened.encrypt(f"transfer.{row.pk}.answer", reason)
    row.answered_by, row.answered_at, row.is_accepted = by, at, False
    row.save(update_fields=["answer", "answered_by", "answered_at", "is_accepted"])
    _move(concern, row.from_team, state, by=by, at=at)
    trail.record(by.pk, "concern.returned", concern.pk, at=at, to_team=row.from_team_id)
    return row


def waiting(concern: Concern) -> Transfer | None:
    """The transfer that nobody has answered yet."""
    rows = Transfer.objects.filter(concern=concern, answered_at__isnull=True)
    return rows.select_related("from_team", "by").first()


@dataclass(frozen=True, slots=True)
class PassedOn:
    """What a person's teams have passed on and got: unanswered, and answered of late. No row says why."""

    sent: tuple[Transfer, ...]
    received: tuple[Transfer, ...]
    answered: tuple[Transfer, ...]


def passed_on(staff: Staff, *, at: dt.datetime) -> PassedOn:
    """The transfers of the person's teams, oldest first; two statements. Never one they are kept out of."""
    facts = facts_of(staff)
    seen = Transfer.objects.exclude(concern_id__in=facts.excluded).select_related(
        "from_team", "to_team__phone", "by"
    )
    ours = Q(from_team__in=facts.teams) & (Q(answered_at__isnull=True) | Q(answered_at__gt=at - SHOWN_FOR))
    sent = list(seen.filter(ours).order_by("at")[:MOST_SHOWN])
    got = seen.filter(to_team__in=facts.teams, answered_at__isnull=True).order_by("at")
    return PassedOn(
        sent=tuple(one for one in sent if one.answered_at is None),
        received=tuple(got[:MOST_SHOWN]),
        answered=tuple(one for one in sent if one.answered_at is not None),
    )


def _suspected(concern: Concern) -> frozenset[int]:
    """Everybody who is, or may be, the one."""
    causes = [Exclusion.Cause.SUSPECTED, Exclusion.Cause.UNKNOWN_PERSON]
    rows = list(Exclusion.objects.filter(subject=concern.pk, lifted_at__isnull=True, cause__in=causes))
    units = [row.unit_id for row in rows if row.unit_id]
    colleagues = Membership.objects.filter(unit__in=units).values_list("staff_id", flat=True) if units else ()
    people = {row.staff_id for row in rows if row.staff_id} | set(colleagues)
    return frozenset(people - {concern.own_of})


def _move(concern: Concern, team: Team, state: State, *, by: Staff, at: dt.datetime) -> None:
    """Seal it anew, let the owner's function move it, tell the new team. Afterwards we may see it no more.

    Who is kept out is read before: afterwards the database may show it to us no longer.
    """
    kept_out = people_kept_out(concern)
    hidden = kept_out | {by.pk, concern.own_of}
    sealing.seal_to(safe.open_for(concern.pk, by=by, at=at, purpose="transfer"), team, kept_out)
    for person in grants.holders("handle_concerns", team):
        if person.pk not in hidden:
            tell(person, Kind.NEWS, at=at, about=concern.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT notifications_move(%s, %s, %s)", [_id(concern), team.pk, state.value])


def _id(concern: Concern) -> uuid.UUID:
    return concern.pk
