"""The screening of a concern: what it comes to, who else assessed it, and whether the child was heard.

Where the child already has support, somebody takes part who has not handled the case (rule N-40). The portal
knows only who has handled this concern; that the person has not handled the child before is stated by a tick.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from beredskab.access import grants
from beredskab.access.acting import act
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind
from beredskab.vault import safe
from notifications import deadlines
from notifications.case import letters
from notifications.exclusion.exclusions import people_kept_out
from notifications.handling import field_of, locked, move
from notifications.models import Concern, Decision
from notifications.vocabulary import STRICT_TOPICS, Move, Notifier, Outcome, Suspect, Talk, Topic


class NotAnotherPerson(Exception):
    """The second assessor has handled the concern, filed it, or may not read it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The outcome with its reason; police, children's house and the talk with the child with their times."""

    outcome: Outcome
    reason: str
    police_at: dt.datetime | None = None
    childrens_house_at: dt.datetime | None = None
    talk: Talk | None = None
    talk_at: dt.datetime | None = None
    talk_reason: str = ""
    has_support: bool = False
    second: Staff | None = None


@act
def decide(concern: Concern, choice: Choice, *, by: Staff, at: dt.datetime) -> Decision:
    """Record the outcome with its reason (rule N-05). Raises NotAnotherPerson."""
    concern = locked(concern, by)
    move(concern, Move.DECIDE)
    if choice.has_support and choice.second not in second_assessors(concern, by=by):
        raise NotAnotherPerson
    concern.save(update_fields=["state"])
    decision = _row(concern, choice, by, at)
    opened = safe.open_for(concern.pk, by=by, at=at, purpose="decide")
    decision.reason = opened.encrypt(field_of(decision, "reason"), choice.reason)
    decision.talk_reason = opened.encrypt(field_of(decision, "talk_reason"), choice.talk_reason)
    decision.save(force_insert=True)
    trail.record(by.pk, "concern.decided", concern.pk, at=at, outcome=choice.outcome.value)
    if feedback_is_owed(concern, choice.outcome):
        deadlines.start_feedback(concern, at=at)
    if decision.second_by is not None:
        tell(decision.second_by, Kind.NEWS, at=at, about=concern.pk)
    return decision


def feedback_is_owed(concern: Concern, outcome: Outcome) -> bool:
    """A professional hears whether something was started (N-41), unless it is sent on."""
    return Notifier(concern.notifier) in letters.TOLD_MORE and outcome is not Outcome.ELSEWHERE


def _row(concern: Concern, choice: Choice, by: Staff, at: dt.datetime) -> Decision:
    return Decision(
        concern=concern,
        by=by,
        at=at,
        outcome=choice.outcome,
        police_at=choice.police_at,
        childrens_house_at=choice.childrens_house_at,
        talk=choice.talk or "",
        talk_at=choice.talk_at,
        has_support=choice.has_support,
        second_by=choice.second if choice.has_support else None,
    )


def second_assessors(concern: Concern, *, by: Staff) -> list[Staff]:
    """Who can take part as the second: of the team, not kept out, and without a hand in the case so far."""
    assert concern.team is not None, "it is filed"
    hands = {by.pk, concern.claimed_by_id, concern.filed_by_id}
    hands |= people_kept_out(concern)
    members = grants.holders("handle_concerns", concern.team).order_by("name")
    fresh = members.exclude(pk__in=concern.assessments.values("by"))
    return [person for person in fresh if person.pk not in hands]


def talk_is_a_duty(topics: Iterable[Topic]) -> bool:
    """Abuse: the talk with the child shall be held (barnets lov § 137, stk. 3), or left out for a reason."""
    return bool(STRICT_TOPICS & set(topics))


def talk_is_without_parents(topics: Iterable[Topic], suspects: Iterable[Suspect]) -> bool:
    """Abuse by somebody at home: the talk is held without the parents' consent and presence."""
    return talk_is_a_duty(topics) and Suspect.HOME in set(suspects)
