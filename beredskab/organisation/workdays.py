"""Which days are working days, and what day it is n working days from now. Pure: rules are passed in.

The law says »hverdage« and no source settles whether Saturday, 24 and 31 December, 1 May and 5 June are
among them. Each is a setting of the municipality. All count by default, which gives the earlier date.
The public holidays come from the package `holidays`: Store bededag is gone from 2024.
"""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import holidays
from django.utils.translation import gettext_noop

if TYPE_CHECKING:
    from beredskab.organisation.models import Municipality

SATURDAY, SUNDAY = 5, 6
ONE_DAY = dt.timedelta(days=1)

# Name in the package -> the English name that we show and translate.
NAMES: dict[str, str] = {
    "New Year's Day": gettext_noop("New Year's Day"),
    "Maundy Thursday": gettext_noop("Maundy Thursday"),
    "Good Friday": gettext_noop("Good Friday"),
    "Easter Sunday": gettext_noop("Easter Day"),
    "Easter Monday": gettext_noop("Easter Monday"),
    "Great Prayer Day": gettext_noop("Great Prayer Day"),
    "Ascension Day": gettext_noop("Ascension Day"),
    "Pentecost": gettext_noop("Whit Sunday"),
    "Pentecost Monday": gettext_noop("Whit Monday"),
    "Christmas Day": gettext_noop("Christmas Day"),
    "Second Day of Christmas": gettext_noop("Second day of Christmas"),
    "Workers' Day": gettext_noop("1 May"),
    "Constitution Day": gettext_noop("Constitution Day"),
    "Christmas Eve": gettext_noop("Christmas Eve"),
    "New Year's Eve": gettext_noop("New Year's Eve"),
    "Saturday": gettext_noop("Saturday"),
    "Sunday": gettext_noop("Sunday"),
}


@dataclass(frozen=True, slots=True)
class WorkdayRules:
    """A municipality's reading of »hverdag«: True where the day counts as a working day."""

    saturday: bool = True
    dec24: bool = True
    dec31: bool = True
    may1: bool = True
    june5: bool = True

    def allows(self, holiday: str) -> bool:
        """Whether this holiday, by its name in the package, counts as a working day after all."""
        return {
            "Christmas Eve": self.dec24,
            "New Year's Eve": self.dec31,
            "Workers' Day": self.may1,
            "Constitution Day": self.june5,
        }.get(holiday, False)


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day that does not count, and why, in English; a page translates the reason."""

    day: dt.date
    reason: str


@dataclass(frozen=True, slots=True)
class Count:
    """The result of counting working days: the last one, and the days that were passed over."""

    due: dt.date
    skipped: tuple[DayOff, ...]


def rules_of(municipality: "Municipality") -> WorkdayRules:
    """The municipality's settings as rules."""
    return WorkdayRules(
        saturday=municipality.saturday_is_workday,
        dec24=municipality.dec24_is_workday,
        dec31=municipality.dec31_is_workday,
        may1=municipality.may1_is_workday,
        june5=municipality.june5_is_workday,
    )


def day_off(day: dt.date, rules: WorkdayRules) -> DayOff | None:
    """Why the day does not count, None on a working day. A holiday is named before the weekend."""
    for holiday in _holidays_of(day.year).get(day, ()):
        if not rules.allows(holiday):
            return DayOff(day, NAMES.get(holiday, holiday))
    if day.weekday() == SUNDAY:
        return DayOff(day, NAMES["Sunday"])
    if day.weekday() == SATURDAY and not rules.saturday:
        return DayOff(day, NAMES["Saturday"])
    return None


def next_workday(day: dt.date, rules: WorkdayRules) -> dt.date:
    """The first working day after the day."""
    return add_workdays(day, 1, rules).due


def add_workdays(day: dt.date, count: int, rules: WorkdayRules) -> Count:
    """The working day that is `count` working days later. The day itself is not counted; count > 0."""
    if count < 1:
        raise ValueError("count at least one working day")
    skipped: list[DayOff] = []
    while count:
        day += ONE_DAY
        off = day_off(day, rules)
        if off is None:
            count -= 1
        else:
            skipped.append(off)
    return Count(day, tuple(skipped))


@functools.lru_cache(maxsize=32)
def _holidays_of(year: int) -> Mapping[dt.date, tuple[str, ...]]:
    """Every holiday of a year by the package's English names; two may fall on one day (5 June 2028)."""
    found = holidays.country_holidays("DK", years=year, categories=("public", "optional"), language="en_US")
    return {day: tuple(found.get_list(day)) for day in found}
