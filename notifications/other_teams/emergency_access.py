"""Opening a concern of another team in an emergency: for a named reason, for a while, and judged afterwards.

Whoever asks must know the reference. A concern that the person is kept out of is answered like one that never
was, in Python and in the database; asking often is slowed down, and every refusal is written down.
"""

import datetime as dt
import uuid

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from beredskab.access import grants, guard
from beredskab.access.acting import act, acting_as
from beredskab.access.acts import Act
from beredskab.access.facts import facts_of, forget
from beredskab.access.guard import Forbidden
from beredskab.access.models import TeamGrant
from beredskab.audit import trail
from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind
from beredskab.vault.sealed.team import holder_in_use, is_sealed
from notifications.exclusion.exclusions import people_kept_out
from notifications.models import BrokenGlass
from notifications.reference import read
from notifications.vocabulary import Emergency

#: How long the concern stays open to the person.
LASTS = dt.timedelta(hours=4)
#: References that may be tried in an hour before the door stays shut for the rest of it.
TRIES = 10
REFUSED = "emergency"


class NothingThere(Exception):
    """No concern has this reference, or none that may be opened: nobody is told which."""


class TooOften(Exception):
    """Too many references were tried in the last hour."""


@act
def break_glass(reference: str, reason: Emergency, *, by: Staff, at: dt.datetime) -> uuid.UUID:
    """Let the person read the concern until LASTS is over. Raises NothingThere, TooOften, Forbidden.

    A member of its team is led to the concern without ado. What only the members of a sealed team can open is
    nothing that is there (ADR 22). The refusal is for the caller to write down, after this act is taken back.
    """
    guard.require(by, Act.HANDLE_CONCERN)
    if _tried(by, at) >= TRIES:
        raise TooOften
    glass = uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT notifications_break_glass(%s, %s, %s, %s, %s)",
            [glass, read(reference) or reference.strip().upper(), reason.value, at, at + LASTS],
        )
        (concern,) = cursor.fetchone()
    if concern is None:
        raise NothingThere
    forget(by)
    _tell(glass, concern, by, at)
    return uuid.UUID(str(concern))


def waiting_for(staff: Staff) -> QuerySet[BrokenGlass]:
    """Every emergency that the person has to judge: of the teams they lead, never their own.

    Where nobody else leads the team, its members judge.
    """
    facts = facts_of(staff)
    if not guard.may(staff, Act.JUDGE_EMERGENCY):
        return BrokenGlass.objects.none()
    leading = TeamGrant.objects.filter(
        content_object=OuterRef("team"), permission__codename="lead_team", user__is_active=True
    ).exclude(user=OuterRef("by"))
    mine = Q(team_id__in=facts.led_teams) | (Q(team_id__in=facts.teams) & ~Q(Exists(leading)))
    waiting = BrokenGlass.objects.filter(mine, judged_at__isnull=True).exclude(by=staff)
    shown = waiting.exclude(concern_id__in=facts.excluded)
    return shown.select_related("by", "team").order_by("at")


@act
def judge(glass: BrokenGlass, *, is_in_order: bool, by: Staff, at: dt.datetime) -> BrokenGlass:
    """Say whether it was in order; from then on it stands on no front page. Raises Forbidden."""
    row = waiting_for(by).filter(pk=glass.pk).select_for_update(of=("self",)).first()
    if row is None:
        raise Forbidden("not theirs to judge")
    row.judged_by, row.judged_at, row.is_in_order = by, at, is_in_order
    row.save(update_fields=["judged_by", "judged_at", "is_in_order"])
    verdict = "in_order" if is_in_order else "not_in_order"
    trail.record(by.pk, "concern.emergency_judged", row.concern_id, at=at, verdict=verdict)
    return row


def _tried(by: Staff, at: dt.datetime) -> int:
    """Refusals of the last hour; the trail keeps them."""
    recent = Entry.objects.filter(verb="access.refused", subject=REFUSED, at__gt=at - dt.timedelta(hours=1))
    return recent.filter(actor_id=by.pk, concern__isnull=True).count()


def _tell(glass: uuid.UUID, concern: uuid.UUID, by: Staff, at: dt.datetime) -> None:
    """The team and who leads it hear of it, unless it was a member who went in by the wrong door.

    Raises NothingThere where only the members could open it.
    """
    with acting_as(by):
        row = BrokenGlass.objects.filter(pk=glass).select_related("team").first()
        if row is None:
            return
        holder = holder_in_use(row.team_id)
        if holder is not None and is_sealed(holder):
            raise NothingThere
        trail.record(by.pk, "concern.emergency_opened", concern, at=at, reason=row.reason)
        told = {*grants.holders("handle_concerns", row.team), *grants.holders("lead_team", row.team)}
        hidden = people_kept_out(row.concern) | {by.pk, row.concern.own_of}
        for person in sorted(told, key=lambda one: one.pk):
            if person.pk not in hidden:
                tell(person, Kind.NEWS, at=at, about=concern)
