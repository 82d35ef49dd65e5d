"""Before the 24 hours run out (rule N-03): who must act is told at half, at four fifths and at the end.

The mail is the one that says nothing. Each time more people hear: the responsible person (the team while
nobody is), the whole team, then those who lead the team. Never somebody who is kept out, and nobody once the
assessment is recorded: opening a concern stops nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from beredskab.access import grants
from beredskab.access.acting import acting_as
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.outbox import duties
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind
from notifications.clocks import ASSESSMENT_TIME
from notifications.exclusion.exclusions import people_kept_out
from notifications.exclusion.witness import witness
from notifications.models import Concern
from notifications.vocabulary import DeadlineKind, State

ESCALATE = "notifications.escalate_assessment"
#: Percent of the time that has run when people are told.
HALF, MOST, ALL = 50, 80, 100
PERCENTS = (HALF, MOST, ALL)


def moment_of(received_at: dt.datetime, percent: int) -> dt.datetime:
    """When so much of the 24 hours has run. In UTC: 24 hours are 24 hours. Pure."""
    return received_at.astimezone(dt.UTC) + ASSESSMENT_TIME * percent / 100


def reached(received_at: dt.datetime, *, at: dt.datetime) -> int:
    """The highest percent reached, 0 for none: a worker that was away tells once, not thrice. Pure."""
    return max((one for one in PERCENTS if moment_of(received_at, one) <= at), default=0)


def watch(concern: Concern, *, at: dt.datetime) -> None:
    """Ask the worker to look at the next moment of the clock; nothing to ask when the last has passed."""
    assert concern.received_at is not None, "it is filed"
    ahead = [one for one in PERCENTS if moment_of(concern.received_at, one) > at]
    if ahead:
        due = moment_of(concern.received_at, ahead[0])
        key = f"{concern.pk} {ahead[0]}"
        duties.ask(ESCALATE, key, due=due, concern=str(concern.pk), filer=concern.filed_by_id)


@duties.duty(ESCALATE)
def escalate(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part: tell, then ask for the next moment.

    Whom it names as receivers and whom it keeps out is read, no word that was said is opened.
    """
    about = uuid.UUID(str(ids["concern"]))
    with acting_as(witness(about, int(str(ids["filer"])))):
        found = Concern.objects.select_related("team", "claimed_by", "municipality")
        concern = found.filter(pk=about).first()
        if concern is None or concern.received_at is None or _is_assessed(concern):
            return
        if concern.state != State.CLOSED:
            _tell(concern, reached(concern.received_at, at=at), at)
        watch(concern, at=at)


def people_to_tell(concern: Concern, percent: int) -> list[Staff]:
    """Who hears of it when so much of the time has run; never who filed it or who is kept out."""
    assert concern.team is not None, "it is filed"
    hidden = people_kept_out(concern) | ({concern.own_of} if concern.own_of else set())
    team = _free(grants.holders("handle_concerns", concern.team), hidden)
    responsible = _free([concern.claimed_by] if concern.claimed_by else [], hidden)
    told = responsible or team
    if percent >= MOST:
        told = {**team, **responsible}
    if percent >= ALL or not told:
        told = {**told, **_free(grants.holders("lead_team", concern.team), hidden)}
    return [told[key] for key in sorted(told)]


def _free(people: Iterable[Staff], hidden: frozenset[int]) -> dict[int, Staff]:
    return {one.pk: one for one in people if one.is_active and one.pk not in hidden}


def _tell(concern: Concern, percent: int, at: dt.datetime) -> None:
    told = people_to_tell(concern, percent)
    for person in told:
        tell(person, Kind.NEWS, at=at, about=concern.pk)
    trail.record(None, "concern.deadline_near", concern.pk, at=at, percent=percent, told=len(told))


def _is_assessed(concern: Concern) -> bool:
    assessment = concern.deadlines.filter(kind=DeadlineKind.ASSESSMENT)
    return not assessment.filter(met_at__isnull=True).exists()
