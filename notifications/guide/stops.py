"""Which advice pages (STOP A-M) are due: three moments at most, blocks that meet on one page.

The words come from the plan (``plans.stops``); here stands only who sees which, in which order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from notifications.guide.answers import Answers
from notifications.vocabulary import Danger, Suspect, Together, Topic

#: Words on one page; more go on to a second one.
MAX_WORDS = 150


class Moment(StrEnum):
    """The three places in the form where advice may stand between two questions."""

    DANGER = "danger"  # after Q1
    TOPIC = "topic"  # after Q5
    TODAY = "today"  # after Q4, or after Q3 where Q4 is not asked


class Code(StrEnum):
    """The plan blocks, and our own note that a concern follows the path of a suspicion."""

    SAME_PATH = "same_path"
    A = "A"
    A2 = "A2"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
    G = "G"
    H = "H"
    I = "I"  # noqa: E741 - the plan calls it so
    J = "J"
    K = "K"
    L = "L"
    M = "M"


@dataclass(frozen=True)
class Rule:
    """One block at one moment; the order of the table is the order on the page."""

    moment: Moment
    code: Code
    when: Callable[[Answers], bool]


def _in_danger(a: Answers) -> bool:
    return a.danger in (Danger.YES, Danger.MAYBE)


def _goes_home(a: Answers) -> bool:
    """»I do not know« counts as yes: nobody has checked that the child is safe today."""
    where = {Suspect.HOME, Suspect.SIBLING, Suspect.PLACEMENT, Suspect.UNKNOWN}
    today = a.together in (Together.YES, Together.UNKNOWN)
    return a.is_suspicion and today and bool(a.suspects & where)


def _between_children(a: Answers) -> bool:
    """Another child; a brother or sister too, but with control or honour a sibling is family."""
    acts = {Topic.PHYSICAL, Topic.SEXUAL, Topic.ONLINE}
    return Suspect.CHILD in a.suspects or (Suspect.SIBLING in a.suspects and bool(a.topics & acts))


RULES: tuple[Rule, ...] = (
    Rule(Moment.DANGER, Code.A, _in_danger),
    Rule(Moment.TOPIC, Code.SAME_PATH, lambda a: a.lifted),
    Rule(Moment.TOPIC, Code.H, lambda a: a.is_suspicion and not a.unborn),
    Rule(Moment.TOPIC, Code.I, lambda a: Topic.SEXUAL in a.topics),
    Rule(Moment.TOPIC, Code.J, lambda a: bool(a.topics & {Topic.CONTROL, Topic.HONOUR})),
    Rule(Moment.TOPIC, Code.K, lambda a: Topic.EXTREMISM in a.topics),
    Rule(Moment.TOPIC, Code.L, lambda a: Topic.WITNESSED in a.topics),
    Rule(Moment.TODAY, Code.A, lambda a: a.together is Together.NOW),
    Rule(Moment.TODAY, Code.A2, _goes_home),
    Rule(Moment.TODAY, Code.B, lambda a: a.home_suspected),
    Rule(Moment.TODAY, Code.C, lambda a: Suspect.EMPLOYEE in a.suspects),
    Rule(Moment.TODAY, Code.D, lambda a: Suspect.LEADER in a.suspects),
    Rule(Moment.TODAY, Code.E, _between_children),
    Rule(Moment.TODAY, Code.F, lambda a: Suspect.OTHER in a.suspects),
    Rule(Moment.TODAY, Code.G, lambda a: a.is_suspicion and Suspect.UNKNOWN in a.suspects),
    Rule(Moment.TODAY, Code.M, lambda a: Suspect.PLACEMENT in a.suspects),
)


def due(moment: Moment, answers: Answers) -> tuple[Code, ...]:
    """The blocks for that moment, in the order in which they stand on the page."""
    return tuple(r.code for r in RULES if r.moment is moment and r.when(answers))


def unseen(moment: Moment, answers: Answers) -> tuple[Code, ...]:
    """Of those, the ones that the filer was not yet shown at this moment."""
    seen = answers.seen.get(moment, frozenset())
    return tuple(code for code in due(moment, answers) if code not in seen)


def pages(words: Sequence[tuple[Code, int]], limit: int = MAX_WORDS) -> list[list[Code]]:
    """The blocks on pages of at most ``limit`` words; one long block gets a page of its own."""
    out: list[list[Code]] = []
    room = 0
    for code, count in words:
        if not out or count > room:
            out.append([])
            room = limit
        out[-1].append(code)
        room -= count
    return out


def codes(words: Iterable[str]) -> frozenset[str]:
    """Only what is a code of ours, from a stored list."""
    return frozenset(words) & frozenset(Code)
