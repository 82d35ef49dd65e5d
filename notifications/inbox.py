"""What must be done first? The order of a team's open concerns, and the words for the time that is left.

The nearest open deadline comes first. A time at which the child is fetched today is a deadline too, while
somebody at home may be the danger and nobody has assessed it: 15.30 today comes before 10.58 tomorrow.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from notifications.vocabulary import Certainty, DeadlineKind, State, Suspect, Together, Topic

#: Suspects with whom the child may be once it has been fetched.
AT_HOME = frozenset({Suspect.HOME, Suspect.SIBLING, Suspect.PLACEMENT, Suspect.UNKNOWN})
#: A deadline closer than this is urgent.
SOON = dt.timedelta(hours=4)


class Watch(StrEnum):
    """What a line of the inbox waits for."""

    ASSESSMENT = "assessment"
    RECEIPT = "receipt"
    FEEDBACK = "feedback"
    PICK_UP = "pick_up"
    TOGETHER = "together"


class Urgency(StrEnum):
    """How close a moment is; the name of its badge."""

    LATE = "late"
    URGENT = "urgent"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Due:
    """Something that must be done, and until when."""

    watch: Watch
    at: dt.datetime

    def urgency(self, now: dt.datetime) -> Urgency:
        """Late from the moment on, urgent in the four hours before."""
        if self.at <= now:
            return Urgency.LATE
        return Urgency.URGENT if self.at - now <= SOON else Urgency.PLAIN


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the inbox: what a list may show without opening the concern."""

    id: uuid.UUID
    reference: str
    state: State
    certainty: Certainty | None
    topics: tuple[Topic, ...]
    suspects: frozenset[Suspect]
    age_band: str
    place: str
    team: str
    received_at: dt.datetime
    open_clocks: tuple[tuple[DeadlineKind, dt.datetime], ...] = ()
    assessed_at: dt.datetime | None = None
    pick_up_at: dt.datetime | None = None
    together: Together | None = None
    responsible: int | None = None
    responsible_name: str = ""
    is_waiting: bool = False
    has_new_answer: bool = False
    is_own: bool = False

    def dues(self, now: dt.datetime, zone: ZoneInfo) -> list[Due]:
        """Everything that is open, nearest first."""
        clocks = [Due(Watch(kind.value), at) for kind, at in self.open_clocks]
        return sorted([*clocks, *self._today(now, zone)], key=lambda due: due.at)

    def _today(self, now: dt.datetime, zone: ZoneInfo) -> list[Due]:
        """When the child is with the danger today, unless somebody has assessed that."""
        if self.assessed_at is not None or not self.suspects & AT_HOME:
            return []
        today = now.astimezone(zone).date()
        if self.pick_up_at is not None and self.pick_up_at.astimezone(zone).date() == today:
            return [Due(Watch.PICK_UP, self.pick_up_at)]
        is_today = self.received_at.astimezone(zone).date() == today
        if self.together is Together.NOW and is_today:
            return [Due(Watch.TOGETHER, self.received_at)]
        return []


class Show(StrEnum):
    """The filters above the list, and their name in the address."""

    ALL = "all"
    MINE = "mine"
    UNCLAIMED = "unclaimed"
    SOON = "soon"


@dataclass(frozen=True, slots=True)
class Line:
    """An item with what is due for it at the moment of reading, nearest first."""

    item: Item
    dues: tuple[Due, ...]
    is_soon: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """All open lines in their order, at one moment, for one reader."""

    lines: tuple[Line, ...]
    reader: int
    now: dt.datetime
    zone: ZoneInfo

    @classmethod
    def of(cls, items: Iterable[Item], reader: int, now: dt.datetime, zone: ZoneInfo) -> "Inbox":
        """Put the items in order."""
        return cls(tuple(in_order(items, now, zone)), reader, now, zone)

    def shown(self, show: Show) -> list[Line]:
        """The lines of one filter."""
        fits = self._filters()[show]
        return [line for line in self.lines if fits(line)]

    def counts(self) -> dict[Show, int]:
        """How many lines each filter has."""
        return {show: len(self.shown(show)) for show in Show}

    def oldest_unclaimed(self) -> dt.timedelta | None:
        """How long the oldest line that nobody has taken has waited, None when there is none."""
        received = [line.item.received_at for line in self.shown(Show.UNCLAIMED)]
        return self.now - min(received) if received else None

    def _filters(self) -> dict[Show, Callable[[Line], bool]]:
        return {
            Show.ALL: lambda line: True,
            Show.MINE: lambda line: line.item.responsible == self.reader,
            Show.UNCLAIMED: lambda line: line.item.responsible is None,
            Show.SOON: lambda line: line.is_soon,
        }


def in_order(items: Iterable[Item], now: dt.datetime, zone: ZoneInfo) -> list[Line]:
    """Nearest open deadline first; what has none comes last, the oldest first."""

    def key(line: Line) -> tuple[bool, dt.datetime, dt.datetime, str]:
        nearest = line.dues[0].at if line.dues else line.item.received_at
        return (not line.dues, nearest, line.item.received_at, line.item.reference)

    return sorted((_line(item, now, zone) for item in items), key=key)


def _line(item: Item, now: dt.datetime, zone: ZoneInfo) -> Line:
    dues = tuple(item.dues(now, zone))
    is_soon = bool(dues) and dues[0].urgency(now) is not Urgency.PLAIN
    return Line(item, dues, is_soon)
