"""The structured file: docs/handover.md tells what it means, handover.schema.json what it holds. Pure.

A protected family's file is whole, and marked: it goes to the authority's own system, and here it is deleted.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from notifications.case.chronology import Happened, Kind
from notifications.models import Concern, Deadline
from notifications.vocabulary import DeadlineKind, Question

SCHEMA = "beredskab.handover/1"


def document(
    concern: Concern,
    *,
    answers: list[dict[str, Any]],
    happened: Iterable[Happened],
    clocks: Mapping[DeadlineKind, Deadline],
    names: Mapping[int, str],
    made_at: dt.datetime,
) -> dict[str, Any]:
    """Everything the team has of a concern. People by name and work, moments in UTC, codes as stored."""
    return {
        "schema": SCHEMA,
        "made_at": _moment(made_at),
        "reference": concern.reference,
        "municipality": concern.municipality.name,
        "team": concern.team.name if concern.team else "",
        "received_at": _moment(concern.received_at),
        "is_protected": concern.is_protected,
        "certainty": concern.certainty,
        "topics": list(concern.topics),
        "suspects": list(concern.suspects),
        "acute": concern.acute,
        "is_unborn": concern.is_unborn,
        "child_attends": concern.unit.name if concern.unit else "",
        "notifier": _notifier(concern, answers, names),
        "answers": answers,
        "deadlines": [_clock(kind, clock) for kind, clock in clocks.items()],
        "entries": [_entry(one, names, {str(other.id): other.at for other in happened}) for one in happened],
    }


def _notifier(
    concern: Concern, answers: Sequence[Mapping[str, Any]], names: Mapping[int, str]
) -> dict[str, Any]:
    """Who notified: never the colleague who took the call down, whose name stands with the entry."""
    if not concern.is_taken_down:
        workplace = concern.filer_unit.name if concern.filer_unit else ""
        return {"kind": concern.notifier, "name": names.get(concern.filed_by_id, ""), "workplace": workplace}
    received = (one for one in answers if one["question"] == Question.RECEIVED)
    told = (line["text"] for one in received for line in one["lines"] if line["field"] == "who")
    return {"kind": concern.notifier, "name": next(told, ""), "workplace": ""}


def as_text(made: Mapping[str, Any]) -> str:
    """One spelling for the same document, so that its digest can be compared."""
    return json.dumps(made, ensure_ascii=False, sort_keys=True, indent=1)


def _clock(kind: DeadlineKind, clock: Deadline) -> dict[str, Any]:
    return {"kind": kind.value, "due_at": _moment(clock.due_at), "met_at": _moment(clock.met_at)}


def _entry(one: Happened, names: Mapping[int, str], moments: Mapping[str, dt.datetime]) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "kind": "event" if one.kind is Kind.EVENT else one.kind.value,
        "at": _moment(one.at),
        "by": names.get(one.by or 0, ""),
        "what": "" if one.kind is Kind.NOTE else one.word,
        "texts": dict(one.texts or {}),
    }
    if one.kind is Kind.ASSESSMENT:
        entry["in_danger"] = one.flag
    if one.kind is Kind.NOTE and one.word:
        entry["corrects_note_of"] = _moment(moments.get(one.word))
    if one.kind is Kind.MESSAGE:
        entry["from_notifier"] = one.flag
    if one.kind is Kind.DECISION:
        entry |= {
            "police_at": _moment(one.first_at),
            "childrens_house_at": _moment(one.second_at),
            "talk": one.word2,
            "talk_at": _moment(one.third_at),
            "second_assessor": names.get(one.other or 0, ""),
        }
    return entry


def _moment(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds") if moment else None
