"""Which systems wait to be let in, and which groups shall mean a team, told to who decides."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from beredskab.access.acts import Act
from beredskab.administration.approving import Decision, register
from beredskab.doors.models import Mapping, Token
from beredskab.doors.vocabulary import NEEDS_TWO
from beredskab.organisation.models import Staff


def tell() -> None:
    """Told once at the start."""
    register(
        Decision(
            "systems",
            _("Other systems"),
            _("Which systems may ask the portal something, and which are told when something happens."),
            Act.APPROVE_PROVIDER,
            "doors:overview",
            _tokens,
            rank=50,
        ),
        Decision(
            "groups",
            _("Groups of the directory"),
            _("Which group of the directory means which team."),
            Act.APPROVE_PROVIDER,
            "doors:groups",
            _mappings,
            rank=60,
        ),
    )


def _tokens(staff: Staff) -> QuerySet[Token]:
    mine = Token.objects.filter(municipality=staff.municipality_id, revoked_at__isnull=True)
    return mine.filter(approved_by__isnull=True, scopes__overlap=sorted(NEEDS_TWO)).exclude(made_by=staff)


def _mappings(staff: Staff) -> QuerySet[Mapping]:
    mine = Mapping.objects.filter(group__municipality=staff.municipality_id, team__isnull=False)
    return mine.filter(in_force_since__isnull=True).exclude(proposed_by=staff)
