"""A second team is informed of a concern when it is filed: it reads, and the receiving team answers for it.

Rule N-73, for control and honour (docs/adr/0014). Its people are named as readers one by one, so that an
exclusion wins over it as over everything; who is kept out is never named.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import QuerySet

from beredskab.access import grants
from beredskab.access.acting import act
from beredskab.access.facts import facts_of
from beredskab.access.models import NamedReader
from beredskab.audit import trail
from beredskab.organisation.models import Staff, Team
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind
from beredskab.prepared import prepared
from notifications import access
from notifications.exclusion.exclusions import people_kept_out
from notifications.models import Concern
from notifications.routing import Desk
from notifications.vocabulary import State

#: How long the second team may read: long enough for the receiving team to draw it in or to close the case.
LASTS = dt.timedelta(days=60)
REASON = "informed"
SHOWN = 20


@act
def inform(concern: Concern, desk: Desk, *, by: Staff, at: dt.datetime) -> int:
    """Let the people of that team read the concern, and tell them; how many they are. Safe to repeat."""
    assert concern.team is not None, "it is filed"
    team = Team.objects.get(pk=desk.team)
    own = {one.pk for one in grants.holders("handle_concerns", concern.team)}
    hidden = people_kept_out(concern) | {by.pk, concern.filed_by_id} | own
    people = [one for one in grants.holders("handle_concerns", team) if one.pk not in hidden]
    NamedReader.objects.bulk_create(
        [
            NamedReader(id=uuid.uuid4(), subject=concern.pk, staff=one, reason=REASON, until=at + LASTS)
            for one in people
        ],
        ignore_conflicts=True,
    )
    for person in people:
        tell(person, Kind.NEWS, at=at, about=concern.pk)
    trail.record(by.pk, "concern.team_informed", concern.pk, at=at, team=team.pk, people=len(people))
    return len(people)


def informed_of(staff: Staff) -> list[Concern]:
    """Open concerns of other teams that the person may read; nothing is asked for who may read none."""
    facts = facts_of(staff)
    if not facts.named:
        return []
    found = _named(tuple(sorted(facts.named)))
    return [one for one in found if one.team_id not in facts.teams and access.may_read(staff, one)][:SHOWN]


@prepared
def _named(concerns: tuple[uuid.UUID, ...]) -> QuerySet[Concern]:
    """Whoever calls it asks the policy for each."""
    rows = Concern.objects.filter(pk__in=concerns).exclude(state=State.CLOSED).select_related("team")
    return rows.order_by("-received_at").only("reference", "state", "received_at", "team__name")


def is_informed(concern: Concern, staff: Staff) -> bool:
    """Whether the person reads it because their team was informed."""
    return NamedReader.objects.filter(subject=concern.pk, staff=staff, reason=REASON).exists()
