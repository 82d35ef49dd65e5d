"""Who has read a concern, when and why (rule N-48). Read from the trail, which nobody can change.

Two answers from the same rows: the team sees names; what a citizen is given holds dates and purposes, no name
(CJEU C-579/21). The second is a draft: somebody of the municipality looks at it and releases it.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff
from notifications.models import Concern
from notifications.vocabulary import Purpose

#: What an act calls its own opening; to a reader of the list it is handling.
OF_ACTS = frozenset({"assess", "decide", "note", "message", "transfer", "send on", ""})
#: What a person may answer when asked; the rest the portal knows by itself.
ASKED = (Purpose.STAND_IN, Purpose.SECOND, Purpose.ASKED, Purpose.QUALITY)


@dataclass(frozen=True, slots=True)
class Reading:
    """One opening of a concern."""

    at: dt.datetime
    person: int | None
    name: str
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class Visit:
    """Openings in a row by one person for one purpose on one day: each page of an act is one."""

    since: dt.datetime
    until: dt.datetime
    name: str
    purpose: Purpose
    times: int


@dataclass(frozen=True, slots=True)
class OnDay:
    """What the citizen is told: on this day it was opened for this purpose so many times."""

    day: dt.date
    purpose: Purpose
    times: int


def of_concern(concern: Concern) -> list[Reading]:
    """Every opening that the current person may know of, newest first; two statements."""
    entries = list(Entry.objects.filter(concern=concern.pk, verb="concern.read").order_by("-at"))
    people = {entry.actor_id for entry in entries if entry.actor_id}
    names = dict(Staff.objects.filter(pk__in=people).values_list("pk", "name"))
    return [
        Reading(one.at, one.actor_id, names.get(one.actor_id or 0, ""), _purpose(one.purpose, concern))
        for one in entries
    ]


def visits(readings: Iterable[Reading], zone: ZoneInfo) -> list[Visit]:
    """The openings as a person looks through them, the newest first: nothing is left out. Pure."""

    def same(one: Reading) -> tuple[object, ...]:
        return one.person, one.name, one.purpose, one.at.astimezone(zone).date()

    found = []
    for _same, group in groupby(readings, key=same):
        row = list(group)
        found.append(Visit(row[-1].at, row[0].at, row[0].name, row[0].purpose, len(row)))
    return found


def purpose_in(stored: str) -> Purpose:
    """The word for what the trail holds. Pure."""
    return Purpose(stored) if stored not in OF_ACTS and stored in set(Purpose) else Purpose.HANDLING


def _purpose(stored: str, concern: Concern) -> Purpose:
    """»The notifier's own reading« is a colleague's work where the notifier has no login."""
    purpose = purpose_in(stored)
    return Purpose.HANDLING if concern.is_taken_down and purpose is Purpose.FILING else purpose


def for_citizen(readings: Iterable[Reading], zone: ZoneInfo, *, filer: int | None) -> list[OnDay]:
    """Days and purposes, oldest first, no names; what the notifier opened of their own is left out. Pure.

    ``filer`` is None where somebody of the team took it down: every opening of theirs is one of the team.
    """
    counted: dict[tuple[dt.date, Purpose], int] = {}
    for one in readings:
        if one.person != filer:
            key = one.at.astimezone(zone).date(), one.purpose
            counted[key] = counted.get(key, 0) + 1
    found = [OnDay(day, purpose, times) for (day, purpose), times in counted.items()]
    return sorted(found, key=lambda one: (one.day, list(Purpose).index(one.purpose)))


def needs_purpose(concern: Concern, reader: Staff, *, in_team: bool) -> bool:
    """Whether the reader is asked why: a colleague has the case, and they are of its team. Pure."""
    return in_team and concern.claimed_by_id not in {None, reader.pk}


class PurposeNeeded(Exception):
    """The reader is asked first; the argument is the id of the concern."""

    def __init__(self, concern: uuid.UUID) -> None:
        super().__init__(str(concern))
        self.concern = concern
