"""The case file in words: what the templates of a case show. No reading and no deciding here."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.access.facts import facts_of
from beredskab.organisation.models import Staff
from notifications import access, deadlines, prose, time_left, worklist
from notifications.case.cautions import WORDS as CAUTION_WORDS
from notifications.case.chronology import Happened, Kind
from notifications.case.next_act import NextAct
from notifications.case.same_child import Earlier
from notifications.drafting import bundles
from notifications.guide import parents
from notifications.guide.parents import Towards
from notifications.inbox import Due, Watch
from notifications.lifecycle import allows
from notifications.models import Concern, Deadline
from notifications.routing import Cause
from notifications.views.case_file import CaseFile, KeptOut
from notifications.views.inbox_rows import WATCHED, badge_of, when_due
from notifications.vocabulary import (
    Certainty,
    DeadlineKind,
    Move,
    Outcome,
    Question,
    State,
    Suspect,
    Talk,
    Topic,
)

NEXT = {
    NextAct.CLAIM: gettext_lazy("Take the case"),
    NextAct.ASSESS: gettext_lazy("Record the 24-hour assessment"),
    NextAct.RECEIPT: gettext_lazy("Send the receipt"),
    NextAct.DECIDE: gettext_lazy("Record the decision"),
    NextAct.FEEDBACK: gettext_lazy("Give feedback to the filer"),
    NextAct.HAND_OVER: gettext_lazy("Hand over to the case system"),
    NextAct.CLOSE: gettext_lazy("Close the case"),
    NextAct.REOPEN: gettext_lazy("Reopen the case"),
}
EVENTS = {
    "filed": gettext_lazy("Notification sent"),
    "claimed": gettext_lazy("Took the case"),
    "released": gettext_lazy("Gave the case back to the team"),
    "team_informed": gettext_lazy("Another team was informed, and may read the case"),
    "moved_on": gettext_lazy("The case moved on, because whoever had it is away"),
    "next_in_line": gettext_lazy("Nobody had taken the case: the next in line was told"),
    "receipt_sent": gettext_lazy("Receipt sent to the filer"),
    "feedback_sent": gettext_lazy("Feedback given to the filer"),
    "handed_over": gettext_lazy("Handed over to the case system"),
    "file_added": gettext_lazy("File added by the filer"),
    "sent_on": gettext_lazy("Sent on to another municipality"),
    "accepted_elsewhere": gettext_lazy("Accepted by the other municipality"),
    "handover_sent_again": gettext_lazy("Sent to the case system again"),
    "handover_received": gettext_lazy("The case system has it"),
    "closed": gettext_lazy("Case closed"),
    "reopened": gettext_lazy("Case reopened"),
    "stepped_aside": gettext_lazy("Stepped aside"),
    "person_kept_out": gettext_lazy("Kept somebody out of the case"),
    "emergency_opened": gettext_lazy("Opened the case in an emergency"),
    "emergency_judged": gettext_lazy("Judged the emergency"),
}
CLOCKS = {
    DeadlineKind.ASSESSMENT: gettext_lazy("24-hour assessment"),
    DeadlineKind.RECEIPT: gettext_lazy("Receipt to the filer"),
    DeadlineKind.FEEDBACK: gettext_lazy("Feedback to the filer"),
}
CAUSES = {
    Cause.SUSPECTED: gettext_lazy("suspected"),
    Cause.LINE: gettext_lazy("leader above the suspected"),
    Cause.UNKNOWN_PERSON: gettext_lazy("somebody here is suspected, it is not known who"),
    Cause.CONFLICT: gettext_lazy("stepped aside"),
}
CHECKS = {
    "assessment": gettext_lazy("The 24-hour assessment is recorded"),
    "receipt": gettext_lazy("The receipt is sent to the filer"),
    "decision": gettext_lazy("The decision is recorded"),
    "feedback": gettext_lazy("The filer has been told whether something was started"),
    "hand_over": gettext_lazy("The case is handed over to the case system"),
}


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A deadline with its badge and how it came about."""

    label: str
    due: dt.datetime
    when: str
    text: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the chronology as the component wants it."""

    at: dt.datetime
    who: str
    what: str
    body: str
    kind: str
    url: str = ""  # where a note is corrected
    link: str = ""


def of(file: CaseFile, *, reader: Staff, now: dt.datetime) -> dict[str, Any]:
    """Everything that the case page shows."""
    concern = file.concern
    may_handle = access.may_handle(reader, concern)
    return {
        "concern": concern,
        "file": file,
        "status": State(concern.state).label,
        "child": prose.child(concern.age_band),
        "about": prose.about(map(Topic, concern.topics), map(Suspect, concern.suspects)),
        "certainty": Certainty(concern.certainty).label if concern.certainty else "",
        "clocks": [*today_lines(file, reader, now), *clock_lines(file, now)],
        "next": next_link(file) if may_handle else None,
        "others": other_links(file) if may_handle else [],
        "is_own": concern.own_of == reader.pk,
        "responsible": file.name_of(concern.claimed_by_id),
        "is_mine": concern.claimed_by_id == reader.pk,
        "filer": file.name_of(concern.filed_by_id),
        "caller": caller(file),
        "filer_phone": file.stored.of(Question.FILER).one("phone"),
        "filer_leaves": file.stored.of(Question.FILER).one("leaves"),
        "cautions": caution_words(file),
        "entries": chronology(file, may_correct=may_handle),
        "passed_on": passed_on(file),
        "linked": {
            "same": [link_to(one) for one in file.linked if one.is_same_child],
            "family": [link_to(one) for one in file.linked if not one.is_same_child],
        },
        "is_visitor": concern.team_id not in facts_of(reader).teams,
        "kept_out": [kept_out_line(one) for one in file.kept_out],
        "settle_url": settle_url(file) if may_handle else "",
        "files": concern.attachments.count(),
        "told_on_parents": told_on_parents(concern),
        "together": bundles.together_with(concern, access.concerns_for(reader)),
    }


def caller(file: CaseFile) -> str:
    """Name and number of who notified, where somebody of the team took it down; else empty."""
    if not file.concern.is_taken_down:
        return ""
    received = file.stored.of(Question.RECEIVED)
    known = ", ".join(filter(None, (received.one("who"), received.one("contact"))))
    return known or _("gave no name or number")


def told_on_parents(concern: Concern) -> Any:
    """What the filer was told about the parents, as it was stored; None for older ones."""
    codes = [one["code"] for one in concern.advice_shown if one["moment"] == parents.MOMENT]
    return parents.ADVICE[Towards(codes[-1])] if codes and codes[-1] in set(Towards) else None


def caution_words(file: CaseFile) -> list[Any]:
    """The warning boxes."""
    return [CAUTION_WORDS[caution] for caution in file.cautions]


def next_link(file: CaseFile) -> dict[str, Any]:
    """The only primary button; taking the case is a press, everything else a page."""
    act = file.next_act
    return {
        "label": NEXT[act],
        "url": reverse(f"notifications:{act.value}", args=[file.concern.pk]),
        "is_post": act is NextAct.CLAIM,
    }


def other_links(file: CaseFile) -> list[dict[str, Any]]:
    """What else can be done now, below the next act."""
    state, concern = State(file.concern.state), file.concern
    is_taken = concern.claimed_by_id is not None
    nexts = file.next_act
    possible = [
        (_("Assess again"), "assess", state is State.ASSESSED),
        (NEXT[NextAct.RECEIPT], "send_receipt", is_taken and concern.receipt_sent_at is None),
        (NEXT[NextAct.DECIDE], "decide", is_taken and allows(state, Move.DECIDE)),
        (NEXT[NextAct.FEEDBACK], "give_feedback", is_taken and file.owes_feedback),
        (NEXT[NextAct.HAND_OVER], "hand_over", is_taken and state is State.DECIDED),
        (_("See the hand-over"), "handover", state in {State.HANDED_OVER, State.CLOSED}),
        (_("Give the case back"), "release", is_taken and allows(state, Move.RELEASE)),
        (_("Send on to another municipality"), "send_on", is_taken),
        (NEXT[NextAct.CLOSE], "close", is_taken and allows(state, Move.CLOSE)),
        (_("Pass the case on to another team"), "transfer", allows(state, Move.TRANSFER)),
        (_("Step aside"), "step_aside", state is not State.CLOSED),
        (_("Keep somebody out of the case"), "exclude", True),
        (_("Who has read the case?"), "seen_by", True),
    ]
    return [
        {"label": label, "url": reverse(f"notifications:{name}", args=[concern.pk])}
        for label, name, is_possible in possible
        if is_possible and name != nexts.value
    ]


def passed_on(file: CaseFile) -> dict[str, str] | None:
    """From which team the case has come and why, while nobody has taken it."""
    open_rows = [one for one in file.happened if one.kind is Kind.TRANSFER and one.first_at is None]
    if not open_rows:
        return None
    one = open_rows[-1]
    return {"team": one.word, "who": file.name_of(one.by), "reason": (one.texts or {}).get("reason", "")}


def settle_url(file: CaseFile) -> str:
    """Where the team says who is suspected, while that is not known."""
    if not any(one.cause is Cause.UNKNOWN_PERSON for one in file.kept_out):
        return ""
    return reverse("notifications:settle", args=[file.concern.pk])


def today_lines(file: CaseFile, reader: Staff, now: dt.datetime) -> list[ClockLine]:
    """When the child is with the danger today: above the legal clocks, as in the inbox."""
    item = worklist.item_of(file.concern, list(file.clocks.values()), reader)
    today = [due for due in item.dues(now, file.zone) if due.watch in {Watch.PICK_UP, Watch.TOGETHER}]
    return [open_line(str(WATCHED[due.watch]), due, file, now) for due in today]


def clock_lines(file: CaseFile, now: dt.datetime) -> list[ClockLine]:
    """Both clocks, with the days that were skipped and why."""
    return [clock_line(kind, file.clocks[kind], file, now) for kind in DeadlineKind if kind in file.clocks]


def clock_line(kind: DeadlineKind, clock: Deadline, file: CaseFile, now: dt.datetime) -> ClockLine:
    """A met clock says when; an open one how long there is left."""
    label, why = str(CLOCKS[kind]), deadlines.in_words(clock, file.zone).why
    if clock.met_at is None:
        return open_line(label, Due(Watch(kind.value), clock.due_at), file, now, why)
    done = time_left.when(clock.met_at.astimezone(file.zone), now.astimezone(file.zone))
    return ClockLine(label, clock.due_at, "", _("Done %(when)s") % {"when": done}, "met", why)


def open_line(label: str, due: Due, file: CaseFile, now: dt.datetime, why: str = "") -> ClockLine:
    """»today at 14.32« and a badge with the time that is left."""
    when = when_due(due, now, file.zone)
    return ClockLine(label, due.at, when, badge_of(due, now), due.urgency(now).value, why)


def chronology(file: CaseFile, *, may_correct: bool = False) -> list[Entry]:
    """Everything that happened, the oldest first; a note with the way to correct it for who may."""
    return [_entry(one, file, may_correct=may_correct) for one in file.happened]


def note_of(file: CaseFile, row: uuid.UUID) -> Entry | None:
    """An internal note of the case; None when it has no such note."""
    notes = (one for one in file.happened if one.kind is Kind.NOTE and one.id == row)
    return next((_entry(one, file) for one in notes), None)


def _entry(one: Happened, file: CaseFile, *, may_correct: bool = False) -> Entry:
    is_note = one.kind is Kind.NOTE
    return Entry(
        at=one.at,
        who=file.name_of(one.by),
        what=_correction(one, file) if is_note and one.word else what_happened(one),
        body=_body(one, file),
        kind=one.kind.value if one.kind in {Kind.NOTE, Kind.MESSAGE} else "act",
        url=reverse("notifications:correct_note", args=[file.concern.pk, one.id])
        if is_note and may_correct
        else "",
        link=_("Correct the note"),
    )


def _correction(one: Happened, file: CaseFile) -> str:
    """»Correction of the internal note of Monday 23 November at 9.00«"""
    wrong = next((other for other in file.happened if str(other.id) == one.word), None)
    when = _local(wrong.at) if wrong else ""
    return _("Correction of the internal note of %(when)s") % {"when": when}


def what_happened(one: Happened) -> str:
    """The heading of an entry."""
    if one.kind is Kind.EVENT:
        return str(EVENTS[one.word])
    if one.kind is Kind.ASSESSMENT:
        danger = _("24-hour assessment: the child is in danger now")
        return danger if one.flag else _("24-hour assessment: not in danger now")
    if one.kind is Kind.DECISION:
        return _("Decision: %(outcome)s") % {"outcome": Outcome(one.word).label}
    if one.kind is Kind.TRANSFER:
        return _("Passed on from %(old)s to %(new)s") % {"old": one.word, "new": one.word2}
    if one.kind is Kind.NOTE:
        return _("Internal note")
    return _("Message from the filer") if one.flag else _("Message to the filer")


def _moved(old: str, new: str) -> str:
    """Both names: whose it was, and whose it is now or that it went back to the team."""
    if new:
        return _("From %(old)s to %(new)s.") % {"old": old, "new": new}
    return _("From %(old)s back to the team.") % {"old": old}


def _body(one: Happened, file: CaseFile) -> str:
    if one.before is not None:
        return _moved(file.name_of(one.before), file.name_of(one.other))
    texts = one.texts or {}
    parts = [texts.get("reason", ""), texts.get("text", "")]
    if one.kind is Kind.TRANSFER:
        return "\n\n".join(filter(None, [*parts, _answered(one, file)]))
    labelled = [
        (_("What is done"), texts.get("act", "")),
        (_("Told to the child"), texts.get("told_child", "")),
        (_("Police informed"), _local(one.first_at)),
        (_("Children's house contacted"), _local(one.second_at)),
        (_("Talk with the child"), _talk(one)),
        (_("Also assessed by"), file.name_of(one.other)),
    ]
    parts += [f"{label}: {text}" for label, text in labelled if text]
    return "\n\n".join(part for part in parts if part)


def _answered(one: Happened, file: CaseFile) -> str:
    """»Returned by Ida Iversen, Monday 23 November at 10.00: …«"""
    if one.first_at is None:
        return _("Nobody has taken it yet.")
    words = _("Taken by %(who)s, %(when)s") if one.flag else _("Returned by %(who)s, %(when)s")
    answered = words % {"who": file.name_of(one.other), "when": _local(one.first_at)}
    return ": ".join(filter(None, [answered, (one.texts or {}).get("answer", "")]))


def _talk(one: Happened) -> str:
    """»The talk is agreed, Tuesday 24 November at 10.00«, or why there is none."""
    said = [str(Talk(one.word2).label)] if one.word2 else []
    return ", ".join([*said, *filter(None, [_local(one.third_at), (one.texts or {}).get("talk_reason", "")])])


def _local(moment: dt.datetime | None) -> str:
    return deadlines.moment_in_words(timezone.localtime(moment)) if moment else ""


def kept_out_line(one: KeptOut) -> str:
    """»Ole Olsen – suspected«."""
    return f"{one.who} – {CAUSES.get(one.cause, '')}"


def checks(missing: tuple[str, ...]) -> list[dict[str, Any]]:
    """The check list before closing."""
    return [{"text": text, "done": name not in missing} for name, text in CHECKS.items()]


def taken(concern: Concern) -> dict[str, Any]:
    """»Ida Iversen took the case at 10.41«."""
    assert concern.claimed_by is not None, "somebody has it"
    assert concern.claimed_at is not None, "since then"
    at = timezone.localtime(concern.claimed_at)
    return {"concern": concern, "who": concern.claimed_by.name, "at": f"{at:%H.%M}"}


def link_to(one: Earlier) -> dict[str, Any]:
    """A linked case as a line."""
    return {
        "url": reverse("notifications:concern", args=[one.id]),
        "reference": one.reference,
        "received_at": one.received_at,
        "status": State(one.state).label,
    }
