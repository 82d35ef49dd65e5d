"""What the receiving team does with a concern, each act told in order.

An act locks the concern, asks whether the person may, makes the move, keeps what was said (sealed), meets
the clock that waits for it, writes the trail and tells who has to know. Who may not read a concern cannot
come here: the database shows it to nobody else.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from beredskab.access.acting import act
from beredskab.access.guard import Forbidden
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.vault import safe
from notifications import access, alerts, deadlines, lifecycle
from notifications.case import letters
from notifications.handover import deletion
from notifications.models import Assessment, Concern, Decision, Message, Note, Transfer
from notifications.oversight import controlling
from notifications.vocabulary import DeadlineKind, Letter, Move, State


class AlreadyClaimed(Exception):
    """A colleague was faster. The case is theirs until they give it back."""

    def __init__(self, concern: Concern) -> None:
        super().__init__("already claimed")
        self.concern = concern


@dataclass(frozen=True, slots=True)
class Finding:
    """The 24-hour assessment: is the child's health or development in danger now, why, and what was done."""

    is_acute: bool
    reason: str
    act: str = ""
    told_child: str = ""


@act
def claim(concern: Concern, *, by: Staff, at: dt.datetime) -> Concern:
    """Take responsibility for a concern that nobody has. Raises AlreadyClaimed when a colleague has it."""
    concern = locked(concern, by)
    if concern.claimed_by_id == by.pk:
        return concern
    if concern.claimed_by_id is not None:
        raise AlreadyClaimed(concern)
    move(concern, Move.CLAIM)
    concern.claimed_by, concern.claimed_at = by, at
    concern.save(update_fields=["state", "claimed_by", "claimed_at"])
    passed_on = Transfer.objects.filter(concern=concern, answered_at__isnull=True)
    passed_on.update(answered_by=by, answered_at=at, is_accepted=True)
    trail.record(by.pk, "concern.claimed", concern.pk, at=at)
    controlling.ask_to_draw(by.municipality, at=at)
    return concern


@act
def release(concern: Concern, *, by: Staff, at: dt.datetime) -> Concern:
    """Give the concern back to the team, for whoever takes it next; what was done stays done."""
    concern = locked(concern, by)
    move(concern, Move.RELEASE)
    concern.claimed_by, concern.claimed_at = None, None
    concern.save(update_fields=["state", "claimed_by", "claimed_at"])
    trail.record(by.pk, "concern.released", concern.pk, at=at)
    alerts.tell_team(concern, but=by, at=at)
    return concern


@act
def assess(concern: Concern, finding: Finding, *, by: Staff, at: dt.datetime) -> Assessment:
    """Record the 24-hour assessment (rule N-03); meets the clock. A later one stands beside the first."""
    concern = locked(concern, by)
    move(concern, Move.ASSESS)
    concern.save(update_fields=["state"])
    assessment = Assessment(concern=concern, by=by, at=at, is_acute=finding.is_acute)
    opened = safe.open_for(concern.pk, by=by, at=at, purpose="assess")
    for name in ("reason", "act", "told_child"):
        sealed = opened.encrypt(field_of(assessment, name), getattr(finding, name))
        setattr(assessment, name, sealed)
    assessment.save(force_insert=True)
    deadlines.meet(concern, DeadlineKind.ASSESSMENT, at=at)
    trail.record(by.pk, "concern.assessed", concern.pk, at=at)
    return assessment


@act
def send_receipt(concern: Concern, *, by: Staff, at: dt.datetime) -> Concern:
    """The municipality tells the filer that it has the concern (rule N-04); meets the clock. Sent once."""
    concern = locked(concern, by)
    if concern.receipt_sent_at is not None:
        return concern
    concern.receipt_sent_at = at
    concern.save(update_fields=["receipt_sent_at"])
    if letters.can_be_sent(concern, Letter.RECEIPT):
        send_letter(concern, Letter.RECEIPT, by=by, at=at)
    deadlines.meet(concern, DeadlineKind.RECEIPT, at=at)
    trail.record(by.pk, "concern.receipt_sent", concern.pk, at=at)
    alerts.tell_filer(concern, at=at)
    return concern


@act
def add_note(
    concern: Concern, text: str, *, by: Staff, at: dt.datetime, corrects: Note | None = None
) -> Note:
    """An internal note of the team. The filer never sees it; a correction stands beside what it corrects."""
    concern = locked(concern, by)
    note = Note(concern=concern, by=by, at=at, corrects=corrects)
    opened = safe.open_for(concern.pk, by=by, at=at, purpose="note")
    note.text = opened.encrypt(field_of(note, "text"), text)
    note.save(force_insert=True)
    trail.record(by.pk, "concern.note_added", concern.pk, at=at)
    return note


@act
def message_filer(
    concern: Concern, text: str, *, by: Staff, at: dt.datetime, waits_for_answer: bool = False
) -> Message:
    """Write to the filer; the concern is marked as waiting when an answer is asked for."""
    concern = locked(concern, by)
    message = keep_message(concern, text, by=by, at=at, from_filer=False)
    _mark_waiting(concern, waits_for_answer or concern.is_waiting)
    trail.record(by.pk, "concern.message_sent", concern.pk, at=at)
    alerts.tell_filer(concern, at=at)
    return message


@act
def message_team(concern: Concern, text: str, *, by: Staff, at: dt.datetime) -> Message:
    """The filer answers, or tells more; whoever is responsible is told."""
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    if not access.may_follow(by, concern):
        raise Forbidden("only the filer writes to the team")
    message = keep_message(concern, text, by=by, at=at, from_filer=True)
    _mark_waiting(concern, False)
    trail.record(by.pk, "concern.message_received", concern.pk, at=at)
    alerts.tell_responsible(concern, but=by, at=at)
    return message


@act
def hand_over(concern: Concern, *, by: Staff, at: dt.datetime) -> Concern:
    """The case system has the concern now; the portal's copy stays until that is confirmed."""
    concern = locked(concern, by)
    move(concern, Move.HAND_OVER)
    concern.save(update_fields=["state"])
    trail.record(by.pk, "concern.handed_over", concern.pk, at=at)
    return concern


class NotDone(Exception):
    """The concern cannot be closed yet without a written reason; `missing` says what is not done."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@act
def close(concern: Concern, *, by: Staff, at: dt.datetime, reason: str = "") -> Concern:
    """Close a concern whose check list is done, or with a written reason. Raises NotDone."""
    concern = locked(concern, by)
    missing = missing_before_close(concern)
    if missing and not reason.strip():
        raise NotDone(missing)
    move(concern, Move.CLOSE)
    if reason.strip():
        add_note(concern, reason, by=by, at=at)
    concern.closed_at = at
    concern.save(update_fields=["state", "closed_at"])
    trail.record(by.pk, "concern.closed", concern.pk, at=at, missing=list(missing))
    deletion.ask(concern, at=at)
    return concern


@act
def reopen(concern: Concern, *, by: Staff, at: dt.datetime) -> Concern:
    """Take a closed concern up again; whoever reopens it is responsible."""
    concern = locked(concern, by)
    move(concern, Move.REOPEN)
    concern.claimed_by, concern.claimed_at, concern.closed_at = by, at, None
    concern.save(update_fields=["state", "claimed_by", "claimed_at", "closed_at"])
    trail.record(by.pk, "concern.reopened", concern.pk, at=at)
    return concern


def missing_before_close(concern: Concern) -> tuple[str, ...]:
    """What the check list still lacks: assessment, receipt, decision, feedback, hand-over."""
    facts = {
        "assessment": concern.assessments.exists(),
        "receipt": concern.receipt_sent_at is not None,
        "decision": concern.decisions.exists(),
        "feedback": not concern.deadlines.filter(kind=DeadlineKind.FEEDBACK, met_at__isnull=True).exists(),
        "hand_over": concern.state in {State.HANDED_OVER, State.CLOSED},
    }
    return tuple(name for name, is_done in facts.items() if not is_done)


def receipt_text(concern: Concern) -> str:
    """The receipt's wording: that the concern has arrived, never what is done about it."""
    return letters.filled(concern, Letter.RECEIPT)[1]


def receipt_words(concern: Concern) -> str:
    """The same, or nothing where who notified gave no name."""
    return receipt_text(concern) if letters.can_be_sent(concern, Letter.RECEIPT) else ""


def send_letter(concern: Concern, letter: Letter, *, by: Staff, at: dt.datetime) -> Message:
    """A letter by template, kept as a message with the version of its words."""
    wording, text = letters.filled(concern, letter)
    return keep_message(
        concern, text, by=by, at=at, from_filer=False, letter=letter.value, template=wording.row
    )


def field_of(row: Assessment | Decision | Note | Message, name: str) -> str:
    """The name under which a field is sealed: of this row and no other."""
    return f"{row._meta.model_name}.{row.pk}.{name}"


def locked(concern: Concern, by: Staff) -> Concern:
    """The concern as it is now, held until the act is through. Raises Forbidden.

    Without joins: after waiting for a lock PostgreSQL reads the locked row again, but not what it joins.
    """
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    access.require_handling(by, concern)
    return concern


def move(concern: Concern, move: Move) -> None:
    """The one place that sets a state after filing. Raises lifecycle.ForbiddenMove."""
    concern.state = lifecycle.after(State(concern.state), move)


def keep_message(concern: Concern, text: str, *, by: Staff, at: dt.datetime, **more: Any) -> Message:
    """A line of the conversation, sealed."""
    message = Message(concern=concern, by=by, at=at, **more)
    message.read_at = (
        at if concern.is_taken_down else None
    )  # sent outside the portal; nobody here waits for it
    # The filer answers with their own key; between the two it lies under the part that both have (rule A-62).
    opened = safe.open_for(concern.pk, by=by, at=at, purpose="message", own=message.from_filer)
    message.text = opened.shared.encrypt(field_of(message, "text"), text)
    message.save(force_insert=True)
    return message


def _mark_waiting(concern: Concern, is_waiting: bool) -> None:
    concern.is_waiting = is_waiting
    concern.save(update_fields=["is_waiting"])
