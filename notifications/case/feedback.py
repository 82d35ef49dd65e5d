"""Telling a professional whether something was started, and nothing more (rule N-41)."""

import datetime as dt

from beredskab.access.acting import act
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from notifications import alerts, deadlines, handling
from notifications.models import Concern
from notifications.vocabulary import DeadlineKind, Letter, Outcome

#: Outcomes after which something has begun. »Part of a running case« says that the help goes on.
STARTED = frozenset({Outcome.INQUIRY, Outcome.EXAMINATION, Outcome.ONGOING})


class NotOwed(Exception):
    """There is no decision to tell of, it has been told, or who notified may not be told."""


def letter_for(outcome: Outcome) -> Letter:
    """What the decision means for the letter; who sends it may choose the other. Pure."""
    return Letter.STARTED if outcome in STARTED else Letter.NOT_STARTED


@act
def give(concern: Concern, letter: Letter, *, by: Staff, at: dt.datetime) -> Concern:
    """Send the feedback; meets its clock. Raises NotOwed."""
    concern = handling.locked(concern, by)
    owed = concern.deadlines.filter(kind=DeadlineKind.FEEDBACK, met_at__isnull=True)
    if letter is Letter.RECEIPT or not owed.exists():
        raise NotOwed
    handling.send_letter(concern, letter, by=by, at=at)
    deadlines.meet(concern, DeadlineKind.FEEDBACK, at=at)
    trail.record(by.pk, "concern.feedback_sent", concern.pk, at=at)
    alerts.tell_filer(concern, at=at)
    return concern
