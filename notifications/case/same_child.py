"""Earlier concerns about the same child, and children who may be siblings: a prompt to look, never a score.

The Ombudsman tells of eleven notifications on two children without action. What tells a child apart is kept
as a blind index (beredskab.vault.blind); what matches is shown only as far as the reader may see it anyway,
in both layers. Typed look-ups are counted and written down, so that nobody tries numbers (rule N-47).
"""

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff
from beredskab.vault import blind
from notifications import access
from notifications.drafting.answers import Stored
from notifications.guide.birth import born
from notifications.guide.typed import Typed
from notifications.models import ChildIndex, Concern
from notifications.vocabulary import Question

CPR, NAME, FAMILY = "cpr", "name", "family"
CPR_DIGITS = 10
PHONE = re.compile(r"(?<!\d)(?:\+?45[ ]?)?((?:\d[ ]?){7}\d)(?![ ]?\d)")
LOOK_UPS_AN_HOUR = 30
LOOKED_UP = "child.looked_up"


class TooManyLookUps(Exception):
    """Thirty an hour; then a colleague, or the next hour."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A concern that is linked: about the same child, or about a family with the same phone number."""

    id: uuid.UUID
    reference: str
    received_at: dt.datetime
    state: str
    is_same_child: bool


def marks_in(child: Typed) -> set[tuple[str, str]]:
    """What tells the child and the family apart, each in one spelling. Pure."""
    found = set()
    digits = "".join(c for c in child.one("cpr") if c.isascii() and c.isdigit())
    if len(digits) == CPR_DIGITS:
        found.add((CPR, digits))
    name, born_on = " ".join(child.one("name").casefold().split()), born(child)
    if born_on is not None and " " in name:
        found.add((NAME, f"{name}|{born_on.isoformat()}"))
    for phone in PHONE.findall(child.one("parents")):
        found.add((FAMILY, phone.replace(" ", "")))
    return found


def remember(concern: Concern, stored: Stored) -> int:
    """Keep the index of a concern that is being filed; one statement, and a moment of work for each mark."""
    marks = sorted(marks_in(stored.of(Question.CHILD)))
    place = concern.municipality_id
    rows = [
        ChildIndex(concern=concern, kind=kind, value=blind.index_of(kind, text, municipality=place))
        for kind, text in marks
    ]
    ChildIndex.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def remember_anew(concern: Concern, stored: Stored) -> int:
    """The same in place of an index of another key; how many marks there are."""
    ChildIndex.objects.filter(concern=concern).delete()
    return remember(concern, stored)


def linked_to(concern: Concern, *, reader: Staff) -> list[Earlier]:
    """Concerns that share an index with this one, newest first, as far as the reader may see them."""
    own = ChildIndex.objects.filter(concern=concern).values("value")
    return _earlier(ChildIndex.objects.filter(value__in=own).exclude(concern=concern), reader)


@act
def look_up(cpr: str, *, by: Staff, at: dt.datetime) -> list[Earlier]:
    """The team's concerns about the child with this number. Raises TooManyLookUps, Forbidden."""
    guard.require(by, Act.HANDLE_CONCERN)
    recent = Entry.objects.filter(verb=LOOKED_UP, actor_id=by.pk, at__gt=at - dt.timedelta(hours=1))
    if recent.count() >= LOOK_UPS_AN_HOUR:
        raise TooManyLookUps
    digits = "".join(c for c in cpr if c.isascii() and c.isdigit())
    trail.record(by.pk, LOOKED_UP, at=at)
    value = blind.index_of(CPR, digits, municipality=by.municipality_id)
    return _earlier(ChildIndex.objects.filter(value=value), by)


def _earlier(rows: QuerySet[ChildIndex], reader: Staff) -> list[Earlier]:
    seen = access.concerns_for(reader).values("pk")
    cells = rows.filter(concern__in=seen).values(
        "kind", "concern_id", "concern__reference", "concern__received_at", "concern__state"
    )
    found: dict[uuid.UUID, Earlier] = {}
    for row in cells:
        before = found.get(row["concern_id"])
        found[row["concern_id"]] = _as_earlier(row, is_same=bool(before and before.is_same_child))
    return sorted(found.values(), key=lambda one: one.received_at, reverse=True)


def _as_earlier(row: Mapping[str, object], *, is_same: bool) -> Earlier:
    return Earlier(
        id=row["concern_id"],  # type: ignore[arg-type]  # as the model says
        reference=str(row["concern__reference"]),
        received_at=row["concern__received_at"],  # type: ignore[arg-type]  # as the model says
        state=str(row["concern__state"]),
        is_same_child=is_same or row["kind"] in {CPR, NAME},
    )
