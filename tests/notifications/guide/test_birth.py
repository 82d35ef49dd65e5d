"""When somebody was born, from a number or a date, and the day on which eighteen is reached."""

from datetime import date

import pytest

from notifications.guide.birth import age, born, cpr_date, is_adult
from notifications.guide.typed import Typed


@pytest.mark.parametrize(
    ("cpr", "expected"),
    [
        ("241108-4321", date(2008, 11, 24)),
        ("241108 1321", date(1908, 11, 24)),
        ("010121-6000", date(2021, 1, 1)),
        ("311299", date(1999, 12, 31)),
        ("310226-4000", None),
        ("12345", None),
        ("٣١٠١٢٠-1234", None),
    ],
)
def test_the_date_of_a_cpr_number(cpr: str, expected: date | None) -> None:
    assert cpr_date(cpr) == expected


def test_eighteen_is_reached_on_the_day() -> None:
    day = date(2008, 11, 24)
    assert [is_adult(day, date(2026, 11, d)) for d in (23, 24)] == [False, True]
    assert age(date(2028, 2, 29), date(2029, 2, 28)) == 0


def test_the_birth_date_stands_before_the_number() -> None:
    typed = {"born_0": ("1",), "born_1": ("2",), "born_2": ("2020",), "cpr": ("0303154321",)}
    assert born(Typed(typed)) == date(2020, 2, 1)
