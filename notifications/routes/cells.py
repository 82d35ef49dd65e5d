"""A line of the routing table in words and slugs, as people edit it and history keeps it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from notifications.routing import Rule
from notifications.vocabulary import Certainty, Suspect, Topic

YES, NO = "yes", "no"
OPEN, CLOSED = "open", "closed"
#: Between two lines, so that one can be put in the middle.
STEP = 10


@dataclass(frozen=True, slots=True)
class Cells:
    """One line; an empty cell means any. Units, teams and contacts by slug."""

    name: str
    team: str
    topic: str = ""
    suspect: str = ""
    certainty: str = ""
    acute: str = ""
    hours: str = ""
    unit: str = ""
    area: str = ""
    profession: str = ""
    phone: str = ""

    @property
    def is_fallback(self) -> bool:
        """Whether the line always fits."""
        return self == Cells(self.name, self.team, phone=self.phone)

    def as_json(self) -> dict[str, str]:
        """The filled cells."""
        return {name: cell for name, cell in asdict(self).items() if cell}

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Cells:
        """A stored line; a cell that this version does not know is left out."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: str(cell) for name, cell in stored.items() if name in known})


Table = tuple[Cells, ...]


def table_of_json(stored: Iterable[Mapping[str, Any]]) -> Table:
    """A stored table."""
    return tuple(Cells.of_json(line) for line in stored)


def rules_of_table(table: Table, teams: Mapping[str, int]) -> list[Rule]:
    """The table as routing reads it; a line whose team is gone is left out."""
    return [
        Rule(
            name=line.name,
            priority=(place + 1) * STEP,
            team=teams[line.team],
            phone=line.phone,
            topic=Topic(line.topic) if line.topic else None,
            suspect=Suspect(line.suspect) if line.suspect else None,
            certainty=Certainty(line.certainty) if line.certainty else None,
            is_acute={"": None, YES: True, NO: False}[line.acute],
            unit=line.unit,
            area=line.area,
            profession=line.profession,
            is_open={"": None, OPEN: True, CLOSED: False}[line.hours],
        )
        for place, line in enumerate(table)
        if line.team in teams
    ]
