"""What the portal knows about somebody, for their own eyes. Says nothing of concerns, not even how many."""

from dataclasses import dataclass

from beredskab.access.facts import facts_of
from beredskab.administration.role_names import ROLE_NAMES
from beredskab.organisation.models import Membership, Municipality, Staff, Team, Unit
from beredskab.outbox.mails import portal_of


@dataclass(frozen=True)
class AboutMe:
    """Employments, roles by name, teams whose notifications one handles or leads, units one leads.

    `elsewhere`: other municipalities where the same e-mail has a login, with their address.
    """

    jobs: list[Membership]
    roles: list[str]
    teams: list[str]
    led_teams: list[str]
    led_units: list[str]
    elsewhere: list[tuple[str, str]]
    in_closed_team: bool = False


def about(staff: Staff) -> AboutMe:
    """Three statements besides those that every page asks."""
    facts = facts_of(staff)
    found = list(Team.objects.filter(pk__in=facts.teams | facts.led_teams))
    teams = {one.pk: one.name for one in found}
    units = Unit.objects.filter(pk__in=facts.led_units)
    return AboutMe(
        jobs=staff.current_memberships(),
        roles=[str(name) for role, name in ROLE_NAMES.items() if role.value in facts.roles],
        teams=sorted(teams[pk] for pk in facts.teams if pk in teams),
        led_teams=sorted(teams[pk] for pk in facts.led_teams if pk in teams),
        led_units=[one.name for one in units],
        elsewhere=[(one.name, portal_of(one)) for one in _elsewhere(staff)],
        in_closed_team=any(one.pk in facts.teams and one.kind == Team.Kind.CLOSED for one in found),
    )


def _elsewhere(staff: Staff) -> list[Municipality]:
    """Each is a login of its own, with a password or provider of its own: here is only where it is."""
    same = Staff.objects.filter(email=staff.email, is_active=True).exclude(pk=staff.pk)
    return list(Municipality.objects.filter(pk__in=same.values("municipality")).order_by("name"))
