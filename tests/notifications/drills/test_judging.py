"""What counts as the plan's answer: tables of cases and answers."""

import pytest

from notifications.drills import judging, scenarios
from notifications.drills.judging import Case
from notifications.drills.words import First
from notifications.guide.parents import Towards
from notifications.guide.stops import Code
from notifications.vocabulary import Certainty, Danger, Suspect, Together, Topic, Urgency


def case(
    danger=Danger.NO,
    certainty=Certainty.SUSPICION,
    topics=(Topic.PHYSICAL,),
    suspects=(Suspect.HOME,),
    together=Together.NO,
):
    return Case(danger, certainty, frozenset(topics), frozenset(suspects), together)


HOME, LEADER, EMPLOYEE = case(), case(suspects=(Suspect.LEADER,)), case(suspects=(Suspect.EMPLOYEE,))
ACUTE = case(danger=Danger.YES)
WORRY = case(certainty=Certainty.CONCERN, topics=(Topic.NEGLECT,))
HONOUR = case(topics=(Topic.HONOUR,))


@pytest.mark.parametrize(
    ("told", "right"),
    [
        (HOME, {First.CALL, First.LEADER}),
        (LEADER, {First.CALL}),
        (EMPLOYEE, {First.CALL, First.LEADER}),
        (ACUTE, {First.CALL, First.ALARM}),
        (WORRY, {First.CALL, First.LEADER, First.PARENTS}),
        (HONOUR, {First.CALL, First.LEADER}),
    ],
)
def test_calling_is_always_right_and_waiting_or_asking_the_suspect_never(told, right):
    assert judging.right_first(told) == right


@pytest.mark.parametrize(
    ("told", "right"),
    [
        (HOME, {Towards.NOT_TOLD, Towards.NO_CONTACT}),
        (HONOUR, {Towards.NOT_TOLD, Towards.NO_CONTACT}),
        (LEADER, {Towards.ASK_FIRST}),
        (case(suspects=(Suspect.CHILD,)), {Towards.BOTH_FAMILIES}),
        (WORRY, {Towards.INVOLVE_FIRST}),
    ],
)
def test_what_the_parents_may_hear_is_asked_of_the_guided_form(told, right):
    assert judging.right_towards(told) == right


@pytest.mark.parametrize(
    ("told", "right"),
    [
        (ACUTE, {Urgency.NOW}),
        (case(together=Together.NOW), {Urgency.NOW}),
        (case(danger=Danger.MAYBE), {Urgency.NOW, Urgency.TODAY}),
        (case(together=Together.YES), {Urgency.NOW, Urgency.TODAY}),
        (EMPLOYEE, {Urgency.TODAY, Urgency.LATER}),
        (WORRY, {Urgency.TODAY, Urgency.LATER}),
    ],
)
def test_how_soon_the_team_acts(told, right):
    assert judging.right_urgency(told) == right


def judgement(danger="no", certainty="suspicion", topics=("physical",), suspects=("home",)):
    return {"danger": [danger], "certainty": [certainty], "topics": list(topics), "suspects": list(suspects)}


@pytest.mark.parametrize(
    ("told", "said", "wrong"),
    [
        (HOME, judgement(), set()),
        (HOME, judgement(certainty="knowledge"), set()),  # suspicion and knowledge get one advice
        (HOME, judgement(certainty="concern"), set()),  # violence lifts a concern to the path of a suspicion
        (HONOUR, judgement(certainty="concern", topics=("neglect",)), {"certainty", "topics"}),
        (ACUTE, judgement(danger="maybe"), set()),
        (ACUTE, judgement(danger="no"), {"danger"}),
        (HOME, judgement(suspects=("home", "sibling")), set()),
        (LEADER, judgement(suspects=("employee",)), {"suspects"}),
        (EMPLOYEE, judgement(suspects=("employee", "leader")), {"suspects"}),
    ],
)
def test_a_judgement_is_right_when_the_same_follows_from_it(told, said, wrong):
    marks = judging.marks(said, told, ())
    assert {ask for ask, right in marks.items() if not right} == wrong


def test_the_number_is_one_that_the_plan_names_and_112_only_in_danger():
    assert judging.right_calls(HOME, {"familieraadgivningen", "alarm-112"}) == {"familieraadgivningen"}
    assert judging.right_calls(ACUTE, {"familieraadgivningen"}) == {"familieraadgivningen", "alarm-112"}
    assert judging.right_calls(WORRY, ()) == {"none"}


def test_every_case_of_the_catalogue_is_a_whole_case_without_a_name():
    found = scenarios.all_scenarios()
    assert len(found) >= 4
    assert all(200 < len(one.situation) < 2000 and one.case.topics for one in found.values())
    assert all(one.case.suspects for one in found.values())
    assert len({tuple(sorted(judging.advice_due(one.case))) for one in found.values()}) >= 4


def test_a_suspected_leader_brings_the_advice_to_go_around():
    assert judging.advice_due(LEADER) == (Code.H, Code.D)
