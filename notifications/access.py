"""Who may do what with a concern. Every question comes in a pair: about one, and about all.

The second layer is row-level security in the database, which holds by itself. Superusers see nothing here.
"""

import uuid

from django.db.models import Q, QuerySet

from beredskab.access.acts import Act
from beredskab.access.facts import facts_of
from beredskab.access.guard import Forbidden
from beredskab.organisation.models import Staff
from beredskab.prepared import prepared
from notifications.models import Concern
from notifications.vocabulary import Intake, State

# --- the team that receives ---------------------------------------------------------------------


def may_read(staff: Staff, concern: Concern) -> bool:
    """Whether the person reads the concern as its receiver: by team or by name, never when kept out."""
    facts = facts_of(staff)
    received = concern.team_id in facts.teams or concern.pk in facts.named
    is_kept_out = concern.pk in facts.excluded
    is_caseworker = staff.is_active and Act.HANDLE_CONCERN in facts.acts
    return is_caseworker and received and not is_kept_out and concern.state != State.DRAFT


def concerns_for(staff: Staff) -> QuerySet[Concern]:
    """Every concern that the person reads as a receiver."""
    facts = facts_of(staff)
    if not staff.is_active or Act.HANDLE_CONCERN not in facts.acts:
        return Concern.objects.none()
    received = Q(team_id__in=facts.teams) | Q(pk__in=facts.named)
    return Concern.objects.filter(received).exclude(pk__in=facts.excluded).exclude(state=State.DRAFT)


def may_handle(staff: Staff, concern: Concern) -> bool:
    """Whether the person acts on the concern: a member of its team, and it is not their own (N-50)."""
    in_team = concern.team_id in facts_of(staff).teams
    return may_read(staff, concern) and in_team and concern.own_of != staff.pk


def handled_concerns_for(staff: Staff) -> QuerySet[Concern]:
    """Every concern that the person may act on."""
    theirs = concerns_for(staff).filter(team_id__in=facts_of(staff).teams)
    return theirs.filter(~Q(filed_by=staff) | Q(intake=Intake.ON_BEHALF))


def require_handling(staff: Staff, concern: Concern) -> None:
    """Raises Forbidden when the person may not act on the concern."""
    if not may_handle(staff, concern):
        raise Forbidden(f"{Act.HANDLE_CONCERN} refused")


# --- the person who filed -----------------------------------------------------------------------


def may_follow(staff: Staff, concern: Concern) -> bool:
    """Whether the person filed the concern and may see its receipt and conversation."""
    is_kept_out = concern.pk in facts_of(staff).excluded
    is_own = staff.is_active and concern.filed_by_id == staff.pk
    return is_own and not is_kept_out and concern.state != State.DRAFT


def followed_concerns_for(staff: Staff) -> QuerySet[Concern]:
    """Every concern that the person has filed."""
    if not staff.is_active:
        return Concern.objects.none()
    own = Concern.objects.filter(filed_by=staff).exclude(state=State.DRAFT)
    return own.exclude(pk__in=facts_of(staff).excluded)


def may_continue(staff: Staff, concern: Concern) -> bool:
    """Whether the concern is the person's own draft."""
    is_own = staff.is_active and concern.filed_by_id == staff.pk
    return is_own and concern.state == State.DRAFT


def drafts_for(staff: Staff) -> QuerySet[Concern]:
    """The person's own drafts."""
    if not staff.is_active:
        return Concern.objects.none()
    return Concern.objects.filter(filed_by=staff, state=State.DRAFT)


def own_concern(staff: Staff, concern: uuid.UUID) -> Concern | None:
    """The person's own draft, or what they have filed; None for everything else. One statement."""
    for found in _filed_by(staff.pk, concern):
        if may_continue(staff, found) or may_follow(staff, found):
            return found
    return None


@prepared
def _filed_by(filer: int, concern: uuid.UUID) -> QuerySet[Concern]:
    return Concern.objects.filter(pk=concern, filed_by=filer)
