"""Who sees and decides what two municipalities share (rule P-90). Row-level security asks again."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.organisation.models import Municipality, Staff
from plans import access
from plans.models import Edition, Plan, Sharing
from plans.models.edition import EditionQuerySet

TAKES_PART = (Act.SHARE_PLANS, Act.EDIT_PLAN, Act.APPROVE_PLAN)


def sharings_for(staff: Staff) -> QuerySet[Sharing]:
    """What this person's municipality shares with others, offers and endings included, newest last."""
    if not any(guard.may(staff, one) for one in TAKES_PART):
        return Sharing.objects.none()
    mine = Q(source__municipality=staff.municipality_id) | Q(partner=staff.municipality_id)
    names = ("source__municipality", "partner", "plan", "offered", "taken")
    heavy = ("offered__contacts_shown", "taken__contacts_shown")
    return Sharing.objects.filter(mine).select_related(*names).defer(*heavy).order_by("proposed_at")


def may_see_sharing(staff: Staff, sharing: Sharing) -> bool:
    return sharings_for(staff).filter(pk=sharing.pk).exists()


def sharings_taken_over_by(staff: Staff) -> QuerySet[Sharing]:
    """What this person takes over into a plan that they edit."""
    return (
        sharings_for(staff)
        .filter(pk__in=Sharing.objects.live().values("pk"))
        .filter(plan__in=access.plans_edited_by(staff))
    )


def may_take_over(staff: Staff, sharing: Sharing) -> bool:
    return sharings_taken_over_by(staff).filter(pk=sharing.pk).exists()


def plans_offered_by(staff: Staff) -> QuerySet[Plan]:
    """The plans that this person may offer: in force, and not taken over from somebody else."""
    if not guard.may(staff, Act.SHARE_PLANS):
        return Plan.objects.none()
    in_force = Edition.objects.in_force().filter(plan=OuterRef("pk"))
    own = Plan.objects.filter(municipality=staff.municipality_id, follows__isnull=True)
    return own.filter(Exists(in_force)).order_by("pk")


def may_offer(staff: Staff, plan: Plan) -> bool:
    return plans_offered_by(staff).filter(pk=plan.pk).exists()


def partners_for(staff: Staff) -> QuerySet[Municipality]:
    """The other municipalities of the installation."""
    return Municipality.objects.exclude(pk=staff.municipality_id).order_by("name")


def may_be_partner(staff: Staff, municipality: Municipality) -> bool:
    return partners_for(staff).filter(pk=municipality.pk).exists()


def editions_offered_to(staff: Staff) -> EditionQuerySet:
    """The owners' editions that this person may read, to take them over: published ones, and no draft."""
    mine = sharings_for(staff).filter(partner=staff.municipality_id)
    mine = mine.filter(pk__in=Sharing.objects.open().values("pk")).order_by()
    return Edition.objects.once_published().filter(plan__in=mine.values("source"))


def may_read_offered(staff: Staff, edition: Edition) -> bool:
    return editions_offered_to(staff).filter(pk=edition.pk).exists()


def require_part(staff: Staff) -> None:
    """Raises Forbidden for somebody who neither shares, edits nor approves plans."""
    if not any(guard.may(staff, one) for one in TAKES_PART):
        raise guard.Forbidden(Act.SHARE_PLANS)
