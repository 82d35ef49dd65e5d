"""What a right is called on a page."""

from django.utils.translation import gettext as _

from beredskab.access.roles import Role
from beredskab.administration.models import RightRequest
from beredskab.administration.role_names import ROLE_NAMES
from beredskab.administration.staffing.rights import BY_ONE, BY_TWO, HANDLE, WITH_IT, Right
from beredskab.organisation.models import Municipality, Team, Unit


def words_of(right: Right) -> str:
    """One line for a list."""
    if right.unit is not None:
        return _("Leads %(unit)s") % {"unit": right.unit.name}
    if right.team is None:
        return str(ROLE_NAMES[Role(right.role)])
    told = {"team": right.team.name}
    if right.permission == HANDLE:
        return _("Handles the notifications of %(team)s") % told
    return _("Leads the team %(team)s") % told


def words_of_request(request: RightRequest) -> str:
    """The same of what somebody asked for."""
    return words_of(Right(request.role, request.team, request.permission))


def choices(municipality: Municipality, held: set[str]) -> list[tuple[str, list[tuple[Right, str]]]]:
    """What can be given and is not held yet, in groups. Two statements."""
    teams = list(Team.objects.filter(municipality=municipality).order_by("name"))
    units = Unit.objects.filter(municipality=municipality).order_by("name")
    groups = (
        (_("Roles"), [Right(role=role) for role in (*BY_ONE, *BY_TWO)]),
        (_("Teams"), [Right(team=team, permission=permission) for permission in WITH_IT for team in teams]),
        (_("Units"), [Right(unit=unit) for unit in units]),
    )
    return [(name, [(one, _marked(one)) for one in some if one.key not in held]) for name, some in groups]


def _marked(right: Right) -> str:
    words = words_of(right)
    return _("%(words)s (needs two persons)") % {"words": words} if right.needs_two else words
