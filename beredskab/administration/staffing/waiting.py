"""How much about access waits for somebody: what another person asked for, and teams that are asked about."""

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.access.facts import facts_of
from beredskab.administration.models import RecertificationLine
from beredskab.administration.staffing import correcting, rights
from beredskab.administration.staffing.rights import HANDLE
from beredskab.administration.starting import count_of
from beredskab.organisation import kept
from beredskab.organisation.models import Municipality, Staff

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
    changes = correcting.changes_for(staff).exclude(proposed_by=staff).exclude(staff=staff)
    if not guard.may(staff, Act.APPROVE_RIGHTS):
        changes = changes.none()
    # One statement for both: the front page asks.
    counts = Municipality.objects.filter(pk=staff.municipality_id)
    of_lines, of_changes = counts.values_list(count_of(lines), count_of(changes)).get()
    return int(asked + of_lines + of_changes)
