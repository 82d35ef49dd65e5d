"""A suggested routing table waits for somebody else, told to who decides."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from beredskab.access.acts import Act
from beredskab.administration.approving import Decision, register
from beredskab.organisation.models import Staff
from notifications.models import RouteProposal


def tell() -> None:
    """Told once at the start."""
    register(
        Decision(
            "routing",
            _("Who receives what"),
            _("The table that decides which team gets a notification."),
            Act.APPROVE_ROUTING,
            "notifications:routing",
            _waiting,
            rank=10,
        )
    )


def _waiting(staff: Staff) -> QuerySet[RouteProposal]:
    mine = RouteProposal.objects.filter(municipality=staff.municipality_id)
    return mine.filter(state=RouteProposal.State.WAITING).exclude(proposed_by=staff)
