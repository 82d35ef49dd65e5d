"""The sealed answers of a draft or a concern: written one by one, read together.

Each question is one row, encrypted under the concern's own key with the question as its field, so an
answer that is moved to another question or concern no longer opens.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet

from beredskab.prepared import prepared
from beredskab.vault.safe import Opened
from notifications.guide.answers import Answers, read
from notifications.guide.questions import asks_person
from notifications.guide.typed import Typed
from notifications.models import Answer, Concern
from notifications.vocabulary import Intake, Question

#: Beside what was typed about the person: is the filer's leader kept out with them?
LEADER_OUT = "leader_out"

#: There too: the numbers (slugs of contacts) that may lead to somebody who is kept out (rule N-29).
HIDDEN_PHONES = "hidden_phones"

#: There too: no team is free of the suspicion, so somebody has to be called.
MUST_CALL = "must_call"


@dataclass(frozen=True)
class Stored:
    """Every answer of one concern, and when each was saved."""

    typed: dict[Question, Typed] = field(default_factory=dict)
    saved_at: dict[Question, dt.datetime] = field(default_factory=dict)
    #: Of who keeps a part alone: the whole would be needed to make it again.
    fingerprint: str = ""

    def of(self, question: Question) -> Typed:
        """What was typed there; nothing when it was never opened."""
        return self.typed.get(question, Typed({}, done=False))


def keep(opened: Opened, question: Question, typed: Typed, *, at: dt.datetime) -> None:
    """Write one answer, over the one that was there. One statement."""
    text = json.dumps({"data": {k: list(v) for k, v in typed.data.items()}, "done": typed.done})
    row = Answer(
        id=uuid.uuid4(),
        concern_id=opened.subject,
        question=question.value,
        ciphertext=opened.encrypt(question.value, text),
        saved_at=at,
    )
    Answer.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["concern", "question"],
        update_fields=["ciphertext", "saved_at"],
    )


#: Beside the answers: what the filer of a concern to a sealed team keeps of it (rule A-62).
FILERS_PART, FINGERPRINT = "filers_part", "fingerprint"
#: Of each answer no more than stands in the open beside it, or follows from it for whom one may call.
KEPT_OF = {
    Question.CERTAINTY: ("certainty",),
    Question.DANGER: ("danger",),
    Question.TOPIC: ("topics",),
    Question.SUSPECT: ("suspects",),
    Question.PERSON: (LEADER_OUT, HIDDEN_PHONES, MUST_CALL),
    Question.RECEIVED: ("notifier",),
}


def leave_to_filer(opened: Opened, stored: Stored, fingerprint: str, *, at: dt.datetime) -> None:
    """What the receipt needs and no more, under the part of the key that the filer keeps. One statement."""
    told: dict[str, Any] = {FINGERPRINT: fingerprint}
    for question, names in KEPT_OF.items():
        if question in stored.typed:
            typed = stored.of(question)
            kept = {name: list(typed.all(name)) for name in names if typed.all(name)}
            told[question.value] = {"data": kept, "done": typed.done}
    Answer(
        id=uuid.uuid4(),
        concern_id=opened.subject,
        question=FILERS_PART,
        ciphertext=opened.shared.encrypt(FILERS_PART, json.dumps(told)),
        saved_at=at,
    ).save(force_insert=True)


def all_of(opened: Opened) -> Stored:
    """Every answer of the concern, opened. One statement; a question we no longer ask is left out.

    Who filed to a sealed team gets what was left to them.
    """
    if opened.is_part:
        return _left_to_filer(opened)
    stored = Stored()
    for row in _rows_of(opened.subject):
        if row.question not in set(Question):
            continue
        question = Question(row.question)
        stored.typed[question] = _typed(json.loads(opened.decrypt(row.question, row.ciphertext)))
        stored.saved_at[question] = row.saved_at
    return stored


def _left_to_filer(opened: Opened) -> Stored:
    stored = Stored()
    for row in _rows_of(opened.subject):
        if row.question == FILERS_PART:
            told = json.loads(opened.decrypt(FILERS_PART, row.ciphertext))
            stored = Stored(fingerprint=told.pop(FINGERPRINT))
            stored.typed.update({Question(name): _typed(raw) for name, raw in told.items()})
    return stored


@prepared
def _rows_of(concern: uuid.UUID) -> QuerySet[Answer]:
    return Answer.objects.filter(concern_id=concern)


def facts_in(stored: Stored, concern: Concern, *, today: dt.date, filer_is_leader: bool = False) -> Answers:
    """What the path needs to know of a concern's answers; ``today`` is the local date."""
    facts = read(
        stored.typed,
        today=today,
        unborn=concern.is_unborn,
        intake=Intake(concern.intake),
        seen=seen_in(concern.advice_shown),
        leader_is_out=bool(stored.of(Question.PERSON).one(LEADER_OUT)),
        filer_is_leader=filer_is_leader,
    )
    # who it is matters only while a colleague or a leader is suspected
    return facts if asks_person(facts) else _without_circle(facts)


def hidden_phones(stored: Stored, facts: Answers) -> frozenset[str]:
    """Slugs of the contacts that nothing may send this filer to (rule N-29)."""
    return frozenset(stored.of(Question.PERSON).all(HIDDEN_PHONES)) if asks_person(facts) else frozenset()


def must_call(stored: Stored, facts: Answers) -> bool:
    """Whether no team is free of the suspicion, so that sending is not enough."""
    return asks_person(facts) and bool(stored.of(Question.PERSON).one(MUST_CALL))


def seen_in(shown: list[dict[str, Any]]) -> dict[str, frozenset[str]]:
    """Moment -> the codes that were shown there."""
    seen: dict[str, frozenset[str]] = {}
    for one in shown:
        seen[one["moment"]] = seen.get(one["moment"], frozenset()) | {one["code"]}
    return seen


def _without_circle(facts: Answers) -> Answers:
    return replace(facts, leader_is_out=False)


def _typed(raw: dict[str, Any]) -> Typed:
    return Typed({name: tuple(values) for name, values in raw["data"].items()}, bool(raw["done"]))
