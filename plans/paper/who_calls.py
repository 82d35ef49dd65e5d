"""Who calls whom, as a plan on one page shows it. Plans know no routing rules: whoever does, tells."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from beredskab.organisation.models import Municipality


@dataclass(frozen=True)
class Call:
    """Who gets it and where one calls. `topics` are named where the answer depends on them."""

    team: str
    name: str
    number: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One kind of suspected person: an answer for each certainty, then the one for closing time."""

    suspect: str
    calls: tuple[tuple[Call, ...], ...]
    closed: tuple[Call, ...]

    @property
    def is_same(self) -> bool:
        """Whether the certainty makes no difference."""
        return len(set(self.calls)) == 1


@dataclass(frozen=True)
class Matrix:
    """The whole table; columns are the degrees of certainty."""

    certainties: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def has_topics(self) -> bool:
        """Whether an answer depends on what it is about; then there is more to print."""
        return any(
            call.topics for line in self.lines for calls in (*line.calls, line.closed) for call in calls
        )


Provider = Callable[[Municipality, str, dt.datetime], Matrix | None]
_provider: list[Provider] = []


def register(provider: Provider) -> None:
    """Told once at the start; the last one told is asked."""
    _provider[:] = [provider]


def matrix(municipality: Municipality, kind: str, at: dt.datetime) -> Matrix | None:
    """The table of a kind of plan in the active language; None where nobody knows any rules."""
    return _provider[0](municipality, kind, at) if _provider else None
