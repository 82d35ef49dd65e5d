"""When the child was born, from what was typed; and how old it is. Pure."""

from __future__ import annotations

from datetime import date

from notifications.guide.typed import Typed

ADULT_AGE = 18


def born(child: Typed) -> date | None:
    """The birth date of Q11: the date fields, else the date part of the CPR number."""
    parts = [child.one(f"born_{n}").strip() for n in range(3)]
    if all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts):
        return _date(*(int(part) for part in reversed(parts)))
    return cpr_date(child.one("cpr"))


def cpr_date(cpr: str) -> date | None:
    """The date part of a CPR number (ddmmyy-xxxx), with the century that its seventh digit gives.

    The modulus-11 check is left out on purpose: numbers without it are given out since 2007.
    """
    digits = "".join(c for c in cpr if c.isascii() and c.isdigit())
    if len(digits) not in (6, 10):
        return None
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    return _date(_century(year, digits[6:7]) + year, month, day)


def is_adult(born_on: date | None, today: date) -> bool:
    """18 years or more on that day; an unknown date is a child's."""
    return age(born_on, today) >= ADULT_AGE if born_on else False


def age(born_on: date, today: date) -> int:
    """Whole years on that day; negative before birth."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def _century(year: int, seventh: str) -> int:
    """The CPR table: 0-3 are 1900s; 4, 9 are 2000s up to year 36; 5-8 are 2000s up to 57."""
    if not seventh:
        return 2000 if year < 57 else 1900
    if seventh in "0123":
        return 1900
    if seventh in "49":
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
