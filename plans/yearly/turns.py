"""When something comes back, and how a turn stands on a day. Pure."""

import calendar
import datetime as dt
from collections.abc import Iterator

from plans.vocabulary import TurnState

SOON = dt.timedelta(days=30)
SUMMER = 8  # a school year begins in August


def days(
    first_on: dt.date, every: int, until: dt.date | None, first: dt.date, last: dt.date
) -> Iterator[dt.date]:
    """The days of the turns from `first` to `last`, every so many months from `first_on`.

    A turn on the 31st comes on the last day of a shorter month, and on the 31st again after that.
    """
    months = 0
    while (day := later(first_on, months)) <= min(last, until or last):
        if day >= first:
            yield day
        months += every


def later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def state_of(due_on: dt.date, today: dt.date, *, held: bool, called_off: bool) -> TurnState:
    """What nobody has told about is missed from the day after (rule P-122)."""
    if held:
        return TurnState.HELD
    if called_off:
        return TurnState.CALLED_OFF
    if due_on < today:
        return TurnState.MISSED
    return TurnState.SOON if due_on <= today + SOON else TurnState.COMING


def school_year_of(day: dt.date) -> int:
    """The year in which the school year of a day begins."""
    return day.year if day.month >= SUMMER else day.year - 1


def school_year(year: int) -> tuple[dt.date, dt.date]:
    """Its first and last day."""
    return dt.date(year, SUMMER, 1), dt.date(year + 1, SUMMER, 1) - dt.timedelta(days=1)
