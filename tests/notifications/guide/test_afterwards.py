"""What the receipt tells the filer to do. It may never send them to somebody who is kept out."""

from itertools import product

import pytest

from notifications.guide.afterwards import Line, told
from notifications.guide.answers import Answers
from notifications.vocabulary import Certainty, Suspect, Topic

TELLS_A_LEADER = {Line.TELL_LEADER, Line.HELP_LEADER}
TELLS_COLLEAGUES = {Line.HELP_LEADER, Line.HELP}


@pytest.mark.parametrize("leader_is_out", [False, True])
@pytest.mark.parametrize("filer_is_leader", [False, True])
def test_no_line_sends_the_filer_to_somebody_who_is_kept_out(
    leader_is_out: bool, filer_is_leader: bool
) -> None:
    for certainty, suspect, topic in product(Certainty, Suspect, Topic):
        story = Answers(
            certainty=certainty,
            suspects=frozenset({suspect}),
            topics=frozenset({topic}),
            leader_is_out=leader_is_out,
            filer_is_leader=filer_is_leader,
        )
        lines = set(told(story).lines())
        if suspect is Suspect.LEADER or leader_is_out:
            assert (lines & TELLS_A_LEADER, Line.NOT_THE_LEADER in lines) == (set(), True), story
        if suspect in (Suspect.EMPLOYEE, Suspect.LEADER):
            assert lines & TELLS_COLLEAGUES == set(), story
        strict = story.is_suspicion
        assert (Line.NOT_THE_PARENTS in lines) == (strict and suspect in (Suspect.HOME, Suspect.SIBLING)), (
            story
        )
        assert (Line.NOT_THE_FAMILY in lines) == (topic in (Topic.CONTROL, Topic.HONOUR)), story


def test_a_plain_suspicion_about_the_home() -> None:
    story = Answers(
        certainty=Certainty.SUSPICION,
        suspects=frozenset({Suspect.HOME}),
        topics=frozenset({Topic.PHYSICAL}),
    )
    assert told(story).points == (
        (Line.TELL_LEADER,),
        (Line.NEED_TO_KNOW, Line.NOT_THE_PARENTS),
        (Line.BE_THERE,),
        (Line.MORE,),
        (Line.HELP_LEADER,),
    )


def test_prohibitions_add_up() -> None:
    story = Answers(
        certainty=Certainty.KNOWLEDGE,
        suspects=frozenset({Suspect.HOME, Suspect.EMPLOYEE, Suspect.CHILD}),
        topics=frozenset({Topic.HONOUR, Topic.ONLINE, Topic.WITNESSED}),
    )
    assert told(story).points[1] == (
        Line.NEED_TO_KNOW,
        Line.NOT_THE_PARENTS,
        Line.NOT_THE_FAMILY,
        Line.NOT_THE_EMPLOYEE,
        Line.NOT_COLLEAGUES,
        Line.NOT_THE_OTHER_NAME,
        Line.DELETE_NOTHING,
        Line.NO_SHARED_MESSAGES,
    )


def test_a_concern_has_no_ban_on_talking_with_the_parents() -> None:
    story = Answers(
        certainty=Certainty.CONCERN,
        suspects=frozenset({Suspect.HOME}),
        topics=frozenset({Topic.NEGLECT}),
    )
    assert told(story).points[1] == (Line.NEED_TO_KNOW,)
