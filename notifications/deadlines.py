"""The legal clocks of a concern, kept in the database from the moment it is received until they are met.

What the dates are is decided in `clocks.py`. A clock is met by a recorded act only: opening stops nothing.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beredskab.organisation.models import Municipality
from beredskab.organisation.workdays import DayOff, rules_of
from notifications.clocks import Clock, clock, clocks
from notifications.models import Concern, Deadline
from notifications.vocabulary import DeadlineKind


def start(concern: Concern) -> list[Deadline]:
    """Both clocks of a concern that has just been received."""
    assert concern.received_at is not None, "it is filed"
    started = clocks_of(concern.municipality, concern.received_at)
    rows = [row_of(one, concern) for one in started]
    return Deadline.objects.bulk_create(rows)


def start_feedback(concern: Concern, *, at: dt.datetime) -> Deadline:
    """The clock of the feedback, from the decision on (rule N-41); a new decision starts it anew."""
    municipality = concern.municipality
    one = clock(DeadlineKind.FEEDBACK, at, rules_of(municipality), ZoneInfo(municipality.timezone))
    concern.deadlines.filter(kind=DeadlineKind.FEEDBACK).delete()
    row = row_of(one, concern)
    row.save(force_insert=True)
    return row


def clocks_of(municipality: Municipality, received_at: dt.datetime) -> list[Clock]:
    """The clocks of something received at that moment, by the municipality's working days and time."""
    return clocks(received_at, rules_of(municipality), ZoneInfo(municipality.timezone))


def meet(concern: Concern, kind: DeadlineKind, *, at: dt.datetime) -> None:
    """The act that the clock waits for was done; the first time counts."""
    concern.deadlines.filter(kind=kind, met_at__isnull=True).update(met_at=at)


def of(concern: Concern) -> dict[DeadlineKind, Deadline]:
    """The concern's clocks by kind."""
    return {DeadlineKind(row.kind): row for row in concern.deadlines.all()}


def row_of(one: Clock, concern: Concern | None = None) -> Deadline:
    """A clock as a row, not saved; without a concern only to be put in words."""
    return Deadline(
        concern=concern,
        team_id=(concern.team_id if concern else None) or 0,
        kind=one.kind,
        started_at=one.started_at,
        due_at=one.due_at,
        due_on=one.due_on,
        explanation=[{"date": off.day.isoformat(), "reason": off.reason} for off in one.skipped],
    )


# --- in words ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InWords:
    """A clock as a page says it: a line with the date, and how the date came about."""

    due: str
    why: str


def in_words(row: Deadline, zone: ZoneInfo) -> InWords:
    """»Received Wed 1 April at 14.05. Maundy Thursday … are not counted. Due Saturday 11 April.«"""
    received = moment_in_words(row.started_at.astimezone(zone))
    due = day_in_words(row.due_on) if row.due_on else moment_in_words(row.due_at.astimezone(zone))
    sentences = [_("Received %(when)s.") % {"when": received}]
    if row.explanation:
        sentences.append(skipped_in_words(skipped_of(row.explanation)))
    if row.due_on is None:
        sentences.append(_("24 hours by the clock, weekends and holidays included."))
    sentences.append(_("Due %(when)s.") % {"when": due})
    return InWords(due, " ".join(sentences))


def skipped_of(explanation: Iterable[dict[str, Any]]) -> list[DayOff]:
    """The days that were passed over, as they were stored when the clock started."""
    return [DayOff(dt.date.fromisoformat(one["date"]), one["reason"]) for one in explanation]


def skipped_in_words(skipped: Iterable[DayOff]) -> str:
    """»Maundy Thursday and Good Friday are not counted.« Plain Sundays are named by their date."""
    names = [_(off.reason) if off.reason not in WEEKEND else _weekend(off) for off in skipped]
    text = _(" and ").join(part for part in (", ".join(names[:-1]), names[-1]) if part)
    sentence = _("%(days)s is not counted.") if len(names) == 1 else _("%(days)s are not counted.")
    return (sentence % {"days": text})[:1].upper() + (sentence % {"days": text})[1:]


WEEKEND = frozenset({"Saturday", "Sunday"})


def _weekend(off: DayOff) -> str:
    return date_format(off.day, pgettext("date format", "l j F"), use_l10n=False)


def day_in_words(on: dt.date) -> str:
    """»Wednesday 1 April«."""
    return date_format(on, pgettext("date format", "l j F"), use_l10n=False)


def moment_in_words(local: dt.datetime) -> str:
    """»Wednesday 1 April at 14.05«; the moment is already in the municipality's time."""
    return _("%(day)s at %(time)s") % {"day": day_in_words(local.date()), "time": f"{local:%H.%M}"}
