"""How a drill went: times and sums without anybody's name, and what is missing. Small numbers are hidden.

Counted from the rows while it runs, read from what was kept when it was finished.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from notifications.drills import judging
from notifications.drills.answer_key import case_of
from notifications.drills.words import Ask, Hurdle
from notifications.models import Drill, DrillAnswer, DrillCase, DrillPlayer
from notifications.vocabulary import Urgency

#: Of fewer people nothing is told of how they answered (rule N-92).
LEAST = 5
MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    part: int = 0
    of: int = 0

    @property
    def is_told(self) -> bool:
        return self.of >= LEAST

    @property
    def percent(self) -> int:
        """Whole percent, rounded down; only where it is told."""
        return self.part * 100 // self.of


@dataclass(frozen=True)
class TeamPart:
    """What a team did: minutes from arrival, None when it never happened."""

    team: str
    is_theirs: bool
    claimed: int | None
    assessed: int | None
    is_in_time: bool | None  # None: the time is not over
    is_urgency_right: bool | None
    is_place_right: bool | None


@dataclass(frozen=True)
class Result:
    """The whole drill in numbers. `units` are places with how many answered of how many."""

    invited: int = 0
    begun: int = 0
    answered: int = 0
    minutes_to_open: int | None = None
    asks: Mapping[str, Share] = field(default_factory=dict)
    routed: Share = Share()
    unrouted: int = 0  # answered, and routing had no rule that always fits
    hurdles: Mapping[str, int] = field(default_factory=dict)
    units: tuple[tuple[str, Share], ...] = ()
    teams: tuple[TeamPart, ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether enough have answered for it to be told how."""
        return self.answered >= LEAST

    @property
    def answered_share(self) -> Share:
        return Share(self.answered, self.invited)

    @property
    def told_units(self) -> list[tuple[str, Share]]:
        """Places with five people or more; the others together, when they are as many."""
        large = [(name, share) for name, share in self.units if share.is_told]
        rest = [share for _name, share in self.units if not share.is_told]
        others = Share(sum(one.part for one in rest), sum(one.of for one in rest))
        return [*large, ("", others)] if others.is_told else large

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Result":
        """From what was kept."""
        return cls(
            **{
                **kept,
                "asks": {ask: Share(**share) for ask, share in kept["asks"].items()},
                "routed": Share(**kept["routed"]),
                "units": tuple((name, Share(**share)) for name, share in kept["units"]),
                "teams": tuple(TeamPart(**one) for one in kept["teams"]),
            }
        )


def of(drill: Drill, *, at: dt.datetime) -> Result:
    """The result as it stands now; three statements while the drill runs, none afterwards.

    A team whose 24 hours are not over yet is not late.
    """
    if drill.result is not None:
        return Result.read(drill.result)
    players = list(drill.players.filter(staff__is_active=True).select_related("unit"))
    answers = list(DrillAnswer.objects.filter(player__in=players))
    return Result(
        invited=len(players),
        begun=sum(one.begun_at is not None for one in players),
        answered=sum(one.answered_at is not None for one in players),
        minutes_to_open=_to_open(players),
        asks=_asks(answers),
        routed=_routed(players),
        unrouted=sum(one.answered_at is not None and one.is_routed_right is None for one in players),
        hurdles=_hurdles(answers),
        units=_units(players),
        teams=tuple(_team(one, drill, at) for one in drill.cases.select_related("team")),
    )


def _to_open(players: Iterable[DrillPlayer]) -> int | None:
    times = [(one.begun_at - one.told_at) // MINUTE for one in players if one.begun_at is not None]
    return int(median(times)) if len(times) >= LEAST else None


def _asks(answers: Iterable[DrillAnswer]) -> dict[str, Share]:
    marks = [(ask, right) for one in answers for ask, right in one.right.items()]
    found = {}
    for ask in Ask:
        given = [right for name, right in marks if name == ask.value]
        if given:
            found[ask.value] = Share(sum(given), len(given))
    return found


def _routed(players: Iterable[DrillPlayer]) -> Share:
    told = [one.is_routed_right for one in players if one.is_routed_right is not None]
    return Share(sum(told), len(told))


def _hurdles(answers: Iterable[DrillAnswer]) -> dict[str, int]:
    met = [code for one in answers for code in one.said.get("hurdles", ())]
    return {hurdle.value: met.count(hurdle.value) for hurdle in Hurdle if hurdle.value in met}


def _units(players: Iterable[DrillPlayer]) -> tuple[tuple[str, Share], ...]:
    found: dict[str, list[bool]] = {}
    for one in players:
        found.setdefault(one.unit.name if one.unit else "", []).append(one.answered_at is not None)
    return tuple((name, Share(sum(done), len(done))) for name, done in sorted(found.items()))


def _team(case: DrillCase, drill: Drill, at: dt.datetime) -> TeamPart:
    late = False if at > case.due_at else None
    return TeamPart(
        team=case.team.name,
        is_theirs=case.is_theirs,
        claimed=(case.claimed_at - case.arrived_at) // MINUTE if case.claimed_at else None,
        assessed=(case.assessed_at - case.arrived_at) // MINUTE if case.assessed_at else None,
        is_in_time=case.assessed_at <= case.due_at if case.assessed_at else late,
        is_urgency_right=(
            Urgency(case.urgency) in judging.right_urgency(case_of(drill)) if case.urgency else None
        ),
        is_place_right=case.says_theirs == case.is_theirs if case.says_theirs is not None else None,
    )
