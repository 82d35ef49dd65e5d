import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredskab.organisation.workdays import (
    Count,
    DayOff,
    WorkdayRules,
    add_workdays,
    day_off,
    next_workday,
)

EARLY = WorkdayRules()
LATE = WorkdayRules(saturday=False, dec24=False, dec31=False, may1=False, june5=False)


def test_easter_2026_is_skipped_and_named():
    assert add_workdays(dt.date(2026, 4, 1), 6, EARLY) == Count(
        dt.date(2026, 4, 11),
        (
            DayOff(dt.date(2026, 4, 2), "Maundy Thursday"),
            DayOff(dt.date(2026, 4, 3), "Good Friday"),
            DayOff(dt.date(2026, 4, 5), "Easter Day"),
            DayOff(dt.date(2026, 4, 6), "Easter Monday"),
        ),
    )


def test_a_plain_week_skips_the_sunday_only():
    assert add_workdays(dt.date(2026, 11, 24), 6, EARLY) == Count(
        dt.date(2026, 12, 1), (DayOff(dt.date(2026, 11, 29), "Sunday"),)
    )


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ((2023, 5, 5), "Great Prayer Day"),
        ((2024, 4, 26), None),  # the fourth Friday after Easter: a working day since 2024
        ((2025, 5, 16), None),
        ((2026, 5, 14), "Ascension Day"),
        ((2026, 5, 15), None),
        ((2026, 5, 24), "Whit Sunday"),
        ((2026, 12, 25), "Christmas Day"),
        ((2026, 12, 26), "Second day of Christmas"),
        ((2027, 1, 1), "New Year's Day"),
    ],
)
def test_public_holidays_never_count(day, reason):
    off = day_off(dt.date(*day), EARLY)
    assert (off.reason if off else None) == reason


@pytest.mark.parametrize(
    ("day", "setting", "reason"),
    [
        ((2026, 11, 21), "saturday", "Saturday"),
        ((2026, 12, 24), "dec24", "Christmas Eve"),
        ((2026, 12, 31), "dec31", "New Year's Eve"),
        ((2026, 5, 1), "may1", "1 May"),
        ((2026, 6, 5), "june5", "Constitution Day"),
    ],
)
def test_five_days_are_settings_and_count_by_default(day, setting, reason):
    assert day_off(dt.date(*day), EARLY) is None
    assert day_off(dt.date(*day), WorkdayRules(**{setting: False})) == DayOff(dt.date(*day), reason)


def test_a_holiday_on_a_day_that_would_count_is_still_a_holiday():
    assert day_off(dt.date(2028, 6, 5), EARLY) == DayOff(dt.date(2028, 6, 5), "Whit Monday")


def test_christmas_under_both_readings():
    friday = dt.date(2026, 12, 18)
    assert add_workdays(friday, 6, EARLY).due == dt.date(2026, 12, 28)
    assert add_workdays(friday, 6, LATE).due == dt.date(2026, 12, 30)
    assert next_workday(dt.date(2026, 12, 23), LATE) == dt.date(2026, 12, 28)


def test_counting_no_days_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        add_workdays(dt.date(2026, 4, 1), 0, EARLY)


rules = st.builds(WorkdayRules, *([st.booleans()] * 5))
days = st.dates(dt.date(2020, 1, 1), dt.date(2060, 1, 1))


@given(days, st.integers(1, 30), rules)
def test_every_day_between_is_either_counted_or_explained(day, count, any_rules):
    result = add_workdays(day, count, any_rules)
    assert day_off(result.due, any_rules) is None
    assert (result.due - day).days == count + len(result.skipped)
    assert all(day_off(off.day, any_rules) == off for off in result.skipped)


@given(days, st.integers(1, 30), rules)
def test_the_default_rules_never_give_a_later_date(day, count, any_rules):
    assert add_workdays(day, count, EARLY).due <= add_workdays(day, count, any_rules).due
