"""May this person do this? One question, asked in Python; the database asks again by itself."""

from django.core.exceptions import PermissionDenied
from django.db import models

from beredskab.access.acts import Act
from beredskab.access.facts import facts_of
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import ROLES
from beredskab.organisation.models import Staff, Team, Unit


class Forbidden(PermissionDenied):
    """The person may see the thing but not do this with it (403)."""


def may(staff: Staff, act: Act, thing: models.Model | None = None) -> bool:
    """Whether a role gives the act and, where the thing is a team or unit, a grant on it exists."""
    facts = facts_of(staff)
    if not staff.is_active or act not in facts.acts:
        return False
    if isinstance(thing, Team):
        return thing.pk in (facts.led_teams if act is Act.LEAD_TEAM else facts.teams)
    if isinstance(thing, Unit):
        return thing.pk in facts.led_units
    return True


def who_may(act: Act, municipality: int) -> models.QuerySet[Staff]:
    """Every active person of the municipality whom a role gives the act."""
    roles = [role.value for role, acts in ROLES.items() if act in acts]
    held = RoleAssignment.objects.filter(role__in=roles).values("staff")
    return Staff.objects.filter(pk__in=held, municipality=municipality, is_active=True)


def require(staff: Staff, act: Act, thing: models.Model | None = None) -> None:
    """Raises Forbidden when the person may not."""
    if not may(staff, act, thing):
        raise Forbidden(f"{act} refused")
