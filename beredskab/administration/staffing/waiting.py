"""How much about access waits for somebody: what another person asked for, and teams that are asked about."""

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.access.facts import facts_of
from beredskab.administration.models import RecertificationLine
from beredskab.administration.staffing import rights
from beredskab.administration.staffing.rights import HANDLE
from beredskab.organisation import kept
from beredskab.organisation.models import Staff

ACTS = (Act.ADMINISTER, Act.APPROVE_RIGHTS, Act.LEAD_TEAM)


def waiting_for(staff: Staff) -> int:
    """Requests the person may decide and rights they are asked about. No statement while nothing changes."""
    if not any(guard.may(staff, one) for one in ACTS):
        return 0
    facts = facts_of(staff)
    key = ("access waits", staff.pk, facts.roles, facts.led_teams)
    return kept.while_unchanged(staff.municipality, key, lambda: _count(staff), among=kept.PEOPLE)


def _count(staff: Staff) -> int:
    asked = sum(rights.may_decide(staff, one) for one in rights.requests_for(staff))
    lines = RecertificationLine.objects.filter(
        recertification__team__municipality=staff.municipality_id,
        recertification__closed_at__isnull=True,
        is_kept__isnull=True,
        lapsed_at__isnull=True,
    ).exclude(staff=staff)
    if guard.may(staff, Act.LEAD_TEAM):
        lines = lines.filter(recertification__team__in=facts_of(staff).led_teams, permission=HANDLE)
    elif not guard.may(staff, Act.APPROVE_RIGHTS):
        return asked
    else:  # who leads a team is asked about by a second pair of eyes; its people by who leads it
        lines = lines.exclude(permission=HANDLE)
    return asked + lines.count()
