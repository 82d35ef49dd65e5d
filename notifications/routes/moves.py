"""What a change of the routing table moves: every combination that gets another team or number.

Tries each combination that can be told, with the table as it is and as it would be. Values that neither
table tells apart are tried once and shown together, so that a change of one line is one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TypeVar

from notifications import routing
from notifications.routes.receivers import Overview
from notifications.routes.route_table import leader_of
from notifications.routing import AT_WORK, Facts, NoFallback, Route, Rule, Surroundings
from notifications.vocabulary import Certainty, Suspect, Topic

T = TypeVar("T")
#: Whatever place is in no rule; `route_table` has the same idea.
ANYWHERE = ""


@dataclass(frozen=True, slots=True)
class Goes:
    """Where a combination ends; nowhere when the table has no rule for it."""

    team: str
    phone: str
    rule: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Combinations that end elsewhere: every value that is meant, all of them when the tuple is empty."""

    suspects: tuple[Suspect, ...]
    topics: tuple[Topic, ...]
    certainties: tuple[Certainty, ...]
    professions: tuple[str, ...]
    is_acute: bool | None
    is_open: bool | None
    unit: str
    number: int
    before: Goes | None
    after: Goes | None


def moved(
    before: Sequence[Rule], after: Sequence[Rule], seen: Overview, professions: Sequence[str]
) -> list[Moved]:
    """Every group of combinations whose team or number changes, in a fixed order. Pure."""
    return list(_together(_single(before, after, seen, professions)))


def count(groups: Iterable[Moved]) -> int:
    """How many combinations they are, as the truth table counts them."""
    return sum(group.number for group in groups)


# --- trying ---------------------------------------------------------------------------------------


def _single(
    before: Sequence[Rule], after: Sequence[Rule], seen: Overview, professions: Sequence[str]
) -> Iterator[Moved]:
    rules = [*before, *after]
    suspects = _kinds(
        list(Suspect), lambda one: [*(r.suspect == one for r in rules), one in AT_WORK, one == Suspect.LEADER]
    )
    topics = _kinds(list(Topic), lambda one: [r.topic == one for r in rules])
    certainties = _kinds(list(Certainty), lambda one: [r.certainty == one for r in rules])
    callings = _kinds(list(professions) or [""], lambda one: [r.profession == one for r in rules])
    places = [ANYWHERE, *sorted({r.unit for r in rules} - {""}), *_of_areas(rules, seen)]
    for place, is_open in product(dict.fromkeys(places), (True, False)):
        around = seen.around(place if place in seen.places else ANYWHERE, _phones(seen, is_open))
        for suspect, topic, certainty, calling, acute in product(
            suspects, topics, certainties, callings, (True, False)
        ):
            facts = Facts(
                certainty=certainty[0],
                topics=frozenset(topic[:1]),
                suspects=frozenset(suspect[:1]),
                is_acute=acute,
                unit=place,
                area=seen.areas.get(place, ""),
                professions=frozenset({calling[0]} - {""}),
                is_open=is_open,
            )
            was, becomes = _goes(facts, before, around), _goes(facts, after, around)
            if _is_same(was, becomes):
                continue
            yield Moved(
                _unless_all(suspect, list(Suspect)),
                _unless_all(topic, list(Topic)),
                _unless_all(certainty, list(Certainty)),
                _unless_all(calling, list(professions)),
                acute,
                is_open,
                place,
                len(suspect) * len(topic) * len(certainty) * len(calling),
                was,
                becomes,
            )


def _is_same(was: Goes | None, becomes: Goes | None) -> bool:
    """A rule that only got another name moves nothing."""
    if was is None or becomes is None:
        return was is becomes
    return (was.team, was.phone) == (becomes.team, becomes.phone)


def _goes(facts: Facts, rules: Sequence[Rule], around: Surroundings) -> Goes | None:
    if around.places:
        named = frozenset().union(*(leader_of(one, around) for one in facts.suspects))
        above = dict.fromkeys(named, around.places[0].above)
        facts, around = replace(facts, named=named), replace(around, above=above)
    try:
        route: Route = routing.decide(facts, rules, around)
    except NoFallback:
        return None
    return Goes(route.desk.name, route.phone, route.rule.name)


def _phones(seen: Overview, is_open: bool) -> frozenset[str]:
    """Who answers: everybody in working hours, and whoever always answers."""
    return frozenset(one.slug for one in seen.contacts if one.phone and (is_open or one.is_always_open))


def _of_areas(rules: Sequence[Rule], seen: Overview) -> list[str]:
    """One unit of each area that a rule names."""
    named = {rule.area for rule in rules} - {""}
    first = {area: slug for slug, area in sorted(seen.areas.items(), reverse=True) if area in named}
    return sorted(first.values())


def _kinds(values: Sequence[T], signature: Callable[[T], list[bool]]) -> list[tuple[T, ...]]:
    """The values in groups that no rule of the two tables tells apart."""
    kinds: dict[tuple[bool, ...], list[T]] = {}
    for value in values:
        kinds.setdefault(tuple(signature(value)), []).append(value)
    return [tuple(group) for group in kinds.values()]


def _unless_all(group: tuple[T, ...], every: list[T]) -> tuple[T, ...]:
    return () if len(group) == len(every) else group


# --- fewer lines ----------------------------------------------------------------------------------


def _together(singles: Iterable[Moved]) -> Iterator[Moved]:
    """Open and closed, danger or not, and certainties that move alike become one line."""
    lines = list(singles)
    lines = _fold(lines, lambda one: replace(one, is_acute=None, number=0))
    yield from _fold(lines, lambda one: replace(one, is_open=None, number=0))


def _fold(lines: list[Moved], without: Callable[[Moved], Moved]) -> list[Moved]:
    """Two lines that differ in one yes or no only are one line that says neither."""
    found: dict[Moved, list[Moved]] = {}
    for line in lines:
        found.setdefault(without(line), []).append(line)
    folded: list[Moved] = []
    for key, group in found.items():
        if len(group) == 2:
            folded.append(replace(key, number=sum(one.number for one in group)))
        else:
            folded += group
    return folded
