"""When must it be done? The two legal clocks of a concern, both counted from its receipt. Pure.

The assessment has 24 hours by the clock (rule N-03): day and night, weekend and both clock changes. The
receipt to the filer has 6 working days (rule N-04); the day of receipt is not counted.
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from beredskab.organisation.workdays import DayOff, WorkdayRules, add_workdays
from notifications.vocabulary import DeadlineKind

ASSESSMENT_TIME = dt.timedelta(hours=24)
RECEIPT_WORKDAYS = 6
LAST_MOMENT = dt.time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Clock:
    """One legal clock: from when, until when, and which days were passed over."""

    kind: DeadlineKind
    started_at: dt.datetime
    due_at: dt.datetime  # UTC
    due_on: dt.date | None = None  # a clock of whole days is due on a day
    skipped: tuple[DayOff, ...] = ()


def clock(kind: DeadlineKind, received_at: dt.datetime, rules: WorkdayRules, zone: ZoneInfo) -> Clock:
    """The clock of that kind for a concern received at that (aware) moment, in the municipality's time."""
    if kind is DeadlineKind.ASSESSMENT:
        return _assessment(received_at)
    return _receipt(received_at, rules, zone)


def clocks(received_at: dt.datetime, rules: WorkdayRules, zone: ZoneInfo) -> list[Clock]:
    """Every clock that starts when a concern is received."""
    return [clock(kind, received_at, rules, zone) for kind in DeadlineKind]


def _assessment(received_at: dt.datetime) -> Clock:
    # In UTC, so that 24 hours are 24 hours: adding to local time would give 23 or 25 over a clock change.
    due = received_at.astimezone(dt.UTC) + ASSESSMENT_TIME
    return Clock(DeadlineKind.ASSESSMENT, received_at, due)


def _receipt(received_at: dt.datetime, rules: WorkdayRules, zone: ZoneInfo) -> Clock:
    counted = add_workdays(received_at.astimezone(zone).date(), RECEIPT_WORKDAYS, rules)
    due = dt.datetime.combine(counted.due, LAST_MOMENT, zone).astimezone(dt.UTC)
    return Clock(DeadlineKind.RECEIPT, received_at, due, counted.due, counted.skipped)
