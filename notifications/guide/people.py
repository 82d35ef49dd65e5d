"""The other children and persons of a notification, each with a part of their own. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from notifications.guide.typed import Typed
from notifications.vocabulary import CHILD_PARTS, Part

#: What is typed about one of them, and how many there can be.
FIELDS = ("part", "who", "age", "contact")
MOST = 12
#: How many rows the page shows; »Add one more« makes it one greater.
ROWS = "rows"


@dataclass(frozen=True)
class Somebody:
    """One of them; ``number`` is the row."""

    number: int
    part: Part
    who: str
    age: str = ""
    contact: str = ""

    @property
    def is_child(self) -> bool:
        """May need a notification of their own."""
        return self.part in CHILD_PARTS


def people_in(typed: Typed) -> tuple[Somebody, ...]:
    """Everybody about whom something was typed."""
    found = []
    for number in range(MOST):
        part, who, age, contact = (typed.one(f"{name}_{number}").strip() for name in FIELDS)
        if who or age or contact:
            known = Part(part) if part in set(Part) else Part.OTHER
            found.append(Somebody(number, known, who, age, contact))
    return tuple(found)


def rows_of(typed: Typed) -> int:
    """Rows to draw: what was asked for, what is filled in, and always one."""
    asked = typed.one(ROWS)
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 1
    filled = max((one.number + 1 for one in people_in(typed)), default=1)
    return max(1, min(MOST, max(wanted, filled)))
