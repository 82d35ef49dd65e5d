"""What happened to a concern, in one list: events of the trail, assessments, decisions, notes, messages.

One statement reads all of it, in the order in which it happened; nothing in it is ever changed.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import (
    BigIntegerField,
    BinaryField,
    BooleanField,
    CharField,
    DateTimeField,
    F,
    Field,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from beredskab.audit.models import Entry
from beredskab.vault.safe import Opened
from notifications.models import Assessment, Decision, Message, Note, Transfer


class Kind(StrEnum):
    """What an entry is; the name of its look."""

    EVENT = "act"
    ASSESSMENT = "assessment"
    DECISION = "decision"
    NOTE = "note"
    MESSAGE = "message"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry with its texts opened."""

    kind: Kind
    id: uuid.UUID
    at: dt.datetime
    by: int | None
    word: str = ""  # the verb of an event, the outcome of a decision, the id of the note that is corrected
    flag: bool | None = None  # acute for an assessment, from the filer for a message
    texts: Mapping[str, str] | None = None
    first_at: dt.datetime | None = None  # police
    second_at: dt.datetime | None = None  # children's house
    third_at: dt.datetime | None = None  # talk with the child
    word2: str = ""  # how the talk stands; whose it was before it moved on
    other: int | None = None  # the second assessor; whose it became

    @property
    def before(self) -> int | None:
        """Whose it was before it moved on."""
        return int(self.word2) if self.word == "moved_on" and self.word2.isdigit() else None


#: Events of the trail that have no row of their own.
EVENTS = {
    "concern.filed": "filed",
    "concern.claimed": "claimed",
    "concern.released": "released",
    "concern.team_informed": "team_informed",
    "concern.moved_on": "moved_on",
    "concern.next_in_line": "next_in_line",
    "concern.receipt_sent": "receipt_sent",
    "concern.feedback_sent": "feedback_sent",
    "concern.handed_over": "handed_over",
    "concern.handover_sent_again": "handover_sent_again",
    "concern.handover_received": "handover_received",
    "concern.file_added": "file_added",
    "concern.sent_on": "sent_on",
    "concern.accepted_elsewhere": "accepted_elsewhere",
    "concern.closed": "closed",
    "concern.reopened": "reopened",
    "concern.stepped_aside": "stepped_aside",
    "concern.person_kept_out": "person_kept_out",
    "concern.emergency_opened": "emergency_opened",
    "concern.emergency_judged": "emergency_judged",
}

TEXTS: dict[Kind, tuple[str, ...]] = {
    Kind.ASSESSMENT: ("reason", "act", "told_child"),
    Kind.DECISION: ("reason", "talk_reason"),
    Kind.NOTE: ("text",),
    Kind.MESSAGE: ("text",),
    Kind.TRANSFER: ("reason", "answer"),
}
#: The columns of every entry, whatever it is.
COLUMNS: dict[str, Field[Any, Any]] = {
    "row": UUIDField(),
    "moment": DateTimeField(),
    "person": BigIntegerField(),
    "word": CharField(),
    "flag": BooleanField(),
    "text1": BinaryField(),
    "text2": BinaryField(),
    "text3": BinaryField(),
    "first_at": DateTimeField(),
    "second_at": DateTimeField(),
    "third_at": DateTimeField(),
    "word2": CharField(),
    "other": BigIntegerField(),
}


def of_concern(opened: Opened) -> list[Happened]:
    """Everything that the current person may see of it, oldest first; one statement."""
    events = Entry.objects.filter(concern=opened.subject, verb__in=EVENTS)
    assessed, decided, noted, written, passed_on = (
        model.objects.filter(concern=opened.subject)
        for model in (Assessment, Decision, Note, Message, Transfer)
    )
    rows = _as_columns(
        events,
        Kind.EVENT,
        person=F("actor_id"),
        word=F("verb"),
        word2=KeyTextTransform("from", "plain"),
        other=KeyTextTransform("to", "plain"),
    ).union(
        _as_columns(assessed, Kind.ASSESSMENT, flag=F("is_acute")),
        _as_columns(
            decided,
            Kind.DECISION,
            word=F("outcome"),
            first_at=F("police_at"),
            second_at=F("childrens_house_at"),
            third_at=F("talk_at"),
            word2=F("talk"),
            other=F("second_by_id"),
        ),
        _as_columns(noted, Kind.NOTE, word=F("corrects_id")),
        _as_columns(written, Kind.MESSAGE, flag=F("from_filer")),
        _as_columns(
            passed_on,
            Kind.TRANSFER,
            word=F("from_team__name"),
            word2=F("to_team__name"),
            flag=F("is_accepted"),
            first_at=F("answered_at"),
            other=F("answered_by_id"),
        ),
        all=True,
    )
    return [_happened(row, opened) for row in rows.order_by("moment", "kind")]


def _as_columns(rows: QuerySet[Any], kind: Kind, **cells: F | KeyTextTransform) -> QuerySet[Any, Any]:
    texts = {f"text{number}": F(name) for number, name in enumerate(TEXTS.get(kind, ()), start=1)}
    found = {"row": F("id"), "moment": F("at"), "person": F("by_id"), **texts, **cells}
    columns = {name: Cast(found.get(name, Value(None)), field) for name, field in COLUMNS.items()}
    told: QuerySet[Any, Any] = rows.annotate(kind=Value(kind.value, CharField()), **columns)
    return told.values("kind", *COLUMNS)


def _happened(row: Mapping[str, Any], opened: Opened) -> Happened:
    kind = Kind(row["kind"])
    return Happened(
        kind=kind,
        id=row["row"],
        at=row["moment"],
        by=row["person"],
        word=EVENTS.get(row["word"] or "", row["word"] or ""),
        flag=row["flag"],
        texts=_opened_texts(kind, row, opened),
        first_at=row["first_at"],
        second_at=row["second_at"],
        third_at=row["third_at"],
        word2=row["word2"] or "",
        other=row["other"],
    )


def _opened_texts(kind: Kind, row: Mapping[str, Any], opened: Opened) -> dict[str, str]:
    texts = {}
    for number, name in enumerate(TEXTS.get(kind, ()), start=1):
        blob = row[f"text{number}"]
        if blob is None:
            continue
        field = f"{kind}.{row['row']}.{name}"
        if kind is Kind.MESSAGE:
            texts[name] = opened.decrypt_shared(field, blob)
        elif not opened.is_part:
            texts[name] = opened.decrypt(field, blob)
    return texts
