"""The receiving team's part of a drill: taking the invented case and assessing it within 24 hours."""

import datetime as dt

from beredskab.access.acting import act
from beredskab.access.guard import Forbidden
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from notifications.drills import access
from notifications.drills.playing import DrillIsOver
from notifications.models import DrillCase
from notifications.vocabulary import Urgency


@act
def claim(case: DrillCase, *, by: Staff, at: dt.datetime) -> DrillCase:
    """Take it. The first who does has it; taking again changes nothing. Raises Forbidden or DrillIsOver."""
    found = _open(case, by)
    if found.claimed_at is None:
        found.claimed_by, found.claimed_at = by, at
        found.save(update_fields=["claimed_by", "claimed_at"])
        trail.record(by.pk, "drill.case_claimed", found.drill_id, at=at, team=found.team_id)
    return found


@act
def assess(case: DrillCase, urgency: Urgency, *, is_theirs: bool, by: Staff, at: dt.datetime) -> DrillCase:
    """Say how soon the team acts and whether the case is the team's. The first assessment stands.

    Raises Forbidden or DrillIsOver.
    """
    found = claim(case, by=by, at=at)
    if found.assessed_at is None:
        found.assessed_by, found.assessed_at = by, at
        found.urgency, found.says_theirs = urgency.value, is_theirs
        found.save(update_fields=["assessed_by", "assessed_at", "urgency", "says_theirs"])
        trail.record(by.pk, "drill.case_assessed", found.drill_id, at=at, team=found.team_id)
    return found


def _open(case: DrillCase, by: Staff) -> DrillCase:
    if not access.may_handle(by, case):
        raise Forbidden("another team's case")
    found = DrillCase.objects.select_for_update(of=("self",)).select_related("drill").get(pk=case.pk)
    if found.drill.finished_at is not None or found.drill.aborted_at is not None:
        raise DrillIsOver
    return found
