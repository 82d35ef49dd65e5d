"""What the receipt tells the filer to do, from the answers. Never to somebody who is kept out.

The rule behind every line: the portal must not be the one that warns a suspect. Who is out is
worked out by routing (the suspected person, the line of leaders, everybody of the unit when the
filer does not know who); here it arrives as facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from notifications.guide.answers import Answers
from notifications.vocabulary import FAMILY_TOPICS, Suspect, Topic


class Line(StrEnum):
    """The lines of a receipt; ``notifications.receipts`` has their words."""

    TELL_LEADER = "tell_leader"
    TELL_HEAD = "tell_head"  # the filer is a leader: the head of the field takes the leader's place
    NOT_THE_LEADER = "not_the_leader"
    NEED_TO_KNOW = "need_to_know"
    NOT_THE_PARENTS = "not_the_parents"
    NOT_THE_FAMILY = "not_the_family"
    ASK_BEFORE_PARENTS = "ask_before_parents"
    NOT_THE_EMPLOYEE = "not_the_employee"
    NOT_COLLEAGUES = "not_colleagues"
    NOT_THE_PLACEMENT = "not_the_placement"
    NOT_THE_OTHER_NAME = "not_the_other_name"
    DELETE_NOTHING = "delete_nothing"
    NO_SHARED_MESSAGES = "no_shared_messages"
    BE_THERE = "be_there"
    BE_THERE_UNBORN = "be_there_unborn"
    MORE = "more"
    HELP_LEADER = "help_leader"
    HELP = "help"
    HELP_OUTSIDE = "help_outside"
    TELL_CALLER = "tell_caller"
    APPEAL = "appeal"


@dataclass(frozen=True)
class Advice:
    """The numbered points, each of one or more lines, and the fold-out at the end."""

    points: tuple[tuple[Line, ...], ...]
    appeal: Line | None = Line.APPEAL

    def lines(self) -> tuple[Line, ...]:
        """Every line, in order."""
        last = (self.appeal,) if self.appeal else ()
        return (*(line for point in self.points for line in point), *last)


def told(a: Answers) -> Advice:
    """What the filer is told to do after sending."""
    if a.is_taken_down:  # whoever took it down is no filer: nobody to tell, nothing to watch
        return Advice(points=((Line.TELL_CALLER,), (Line.NEED_TO_KNOW, *_prohibitions(a))), appeal=None)
    there = Line.BE_THERE_UNBORN if a.unborn else Line.BE_THERE
    return Advice(
        points=(
            (_leader(a),),
            (Line.NEED_TO_KNOW, *_prohibitions(a)),
            (there,),
            (Line.MORE,),
            (_help(a),),
        )
    )


def _leader(a: Answers) -> Line:
    if a.leader_out:
        return Line.NOT_THE_LEADER
    return Line.TELL_HEAD if a.filer_is_leader else Line.TELL_LEADER


def _help(a: Answers) -> Line:
    """A shop steward is a colleague: with somebody at work suspected, help comes from outside."""
    if a.leader_out or Suspect.EMPLOYEE in a.suspects:
        return Line.HELP_OUTSIDE
    return Line.HELP if a.filer_is_leader else Line.HELP_LEADER


def _prohibitions(a: Answers) -> tuple[Line, ...]:
    """They add up when several persons or topics were chosen."""
    family = bool(a.topics & FAMILY_TOPICS)
    rules: tuple[tuple[Line, bool], ...] = (
        (Line.NOT_THE_PARENTS, a.home_suspected),
        (Line.NOT_THE_FAMILY, family),
        (Line.ASK_BEFORE_PARENTS, _ask_first(a) and not a.home_suspected and not family),
        (Line.NOT_THE_EMPLOYEE, Suspect.EMPLOYEE in a.suspects),
        (Line.NOT_COLLEAGUES, bool(a.suspects & {Suspect.EMPLOYEE, Suspect.LEADER})),
        (Line.NOT_THE_PLACEMENT, Suspect.PLACEMENT in a.suspects),
        (Line.NOT_THE_OTHER_NAME, bool(a.suspects & {Suspect.CHILD})),
        (Line.DELETE_NOTHING, Topic.ONLINE in a.topics),
        (Line.NO_SHARED_MESSAGES, Topic.WITNESSED in a.topics),
    )
    return tuple(line for line, holds in rules if holds)


def _ask_first(a: Answers) -> bool:
    """Somebody outside the home or unknown: the advisers say what the parents may hear."""
    first = {
        Suspect.UNKNOWN,
        Suspect.OTHER,
        Suspect.EMPLOYEE,
        Suspect.LEADER,
        Suspect.PLACEMENT,
        Suspect.CHILD,
    }
    return a.is_suspicion and bool(a.suspects & first)
