"""When must it be done? The clocks of a concern: two from its receipt, the third from its decision. Pure.

The assessment has 24 hours by the clock (rule N-03): day and night, weekend and both clock changes. The
receipt to the filer has 6 working days (rule N-04), without the day of receipt. The law sets no day for
the feedback to a professional (rule N-41): we count the same 6 working days from the decision.
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from beredskab.organisation.workdays import DayOff, WorkdayRules, add_workdays
from notifications.vocabulary import DeadlineKind

ASSESSMENT_TIME = dt.timedelta(hours=24)
RECEIPT_WORKDAYS = 6
AT_RECEIPT = (DeadlineKind.ASSESSMENT, DeadlineKind.RECEIPT)
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
    """The clock of that kind that starts at that (aware) moment, in the municipality's time."""
    if kind is DeadlineKind.ASSESSMENT:
        return _assessment(received_at)
    return _workdays(kind, received_at, rules, zone)


def clocks(received_at: dt.datetime, rules: WorkdayRules, zone: ZoneInfo) -> list[Clock]:
    """Every clock that starts when a concern is received."""
    return [clock(kind, received_at, rules, zone) for kind in AT_RECEIPT]


def _assessment(received_at: dt.datetime) -> Clock:
    # In UTC, so that 24 hours are 24 hours: adding to local time would give 23 or 25 over a clock change.
    due = received_at.astimezone(dt.UTC) + ASSESSMENT_TIME
    return Clock(DeadlineKind.ASSESSMENT, received_at, due)


def _workdays(kind: DeadlineKind, started_at: dt.datetime, rules: WorkdayRules, zone: ZoneInfo) -> Clock:
    counted = add_workdays(started_at.astimezone(zone).date(), RECEIPT_WORKDAYS, rules)
    due = dt.datetime.combine(counted.due, LAST_MOMENT, zone).astimezone(dt.UTC)
    return Clock(kind, started_at, due, counted.due, counted.skipped)
