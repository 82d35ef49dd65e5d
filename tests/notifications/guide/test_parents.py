"""The step towards the parents flips; the strictest advice wins."""

import pytest

from notifications.guide.answers import Answers
from notifications.guide.parents import ADVICE, Towards, towards_parents
from notifications.vocabulary import Certainty, Suspect, Topic

CONCERN, SUSPICION, KNOWLEDGE = Certainty.CONCERN, Certainty.SUSPICION, Certainty.KNOWLEDGE


@pytest.mark.parametrize(
    ("certainty", "topics", "suspects", "expected"),
    [
        (CONCERN, {Topic.NEGLECT}, set(), Towards.INVOLVE_FIRST),
        (CONCERN, {Topic.DISTRESS}, {Suspect.HOME}, Towards.INVOLVE_FIRST),
        (CONCERN, {Topic.PHYSICAL}, {Suspect.HOME}, Towards.NOT_TOLD),
        (SUSPICION, {Topic.NEGLECT}, {Suspect.HOME}, Towards.NOT_TOLD),
        (KNOWLEDGE, {Topic.PHYSICAL}, {Suspect.SIBLING}, Towards.NOT_TOLD),
        (KNOWLEDGE, {Topic.PHYSICAL}, {Suspect.CHILD}, Towards.BOTH_FAMILIES),
        (KNOWLEDGE, {Topic.SEXUAL}, {Suspect.CHILD, Suspect.HOME}, Towards.NOT_TOLD),
        (KNOWLEDGE, {Topic.SEXUAL}, {Suspect.CHILD, Suspect.UNKNOWN}, Towards.ASK_FIRST),
        (SUSPICION, {Topic.HONOUR}, {Suspect.HOME}, Towards.NO_CONTACT),
        (CONCERN, {Topic.CONTROL}, set(), Towards.NO_CONTACT),
        (KNOWLEDGE, {Topic.HONOUR}, {Suspect.CHILD}, Towards.NO_CONTACT),
        (SUSPICION, {Topic.PHYSICAL}, {Suspect.EMPLOYEE}, Towards.ASK_FIRST),
        (SUSPICION, {Topic.ONLINE}, {Suspect.OTHER}, Towards.ASK_FIRST),
        (SUSPICION, {Topic.PHYSICAL}, {Suspect.UNKNOWN}, Towards.ASK_FIRST),
        (CONCERN, {Topic.NEGLECT}, {Suspect.LEADER}, Towards.ASK_FIRST),
    ],
)
def test_the_step_follows_who_is_suspected_and_of_what(
    certainty: Certainty, topics: set[Topic], suspects: set[Suspect], expected: Towards
) -> None:
    a = Answers(certainty=certainty, topics=frozenset(topics), suspects=frozenset(suspects))
    assert towards_parents(a).code is expected


def test_every_advice_has_its_words_and_a_version() -> None:
    assert {code: advice.code for code, advice in ADVICE.items()} == {code: code for code in Towards}
    assert min(advice.version for advice in ADVICE.values()) >= 1
