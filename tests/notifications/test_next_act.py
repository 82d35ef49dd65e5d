import pytest

from notifications.case.cautions import Caution, Said, cautions
from notifications.case.next_act import NextAct, next_act
from notifications.vocabulary import Certainty, State, Suspect, Topic


@pytest.mark.parametrize(
    ("state", "has_responsible", "receipt_is_sent", "act"),
    [
        (State.FILED, False, False, NextAct.CLAIM),
        (State.CLAIMED, True, False, NextAct.ASSESS),
        (State.ASSESSED, True, False, NextAct.RECEIPT),
        (State.ASSESSED, True, True, NextAct.DECIDE),
        (State.ASSESSED, False, True, NextAct.CLAIM),  # given back: somebody takes it first
        (State.DECIDED, True, False, NextAct.RECEIPT),
        (State.DECIDED, True, True, NextAct.HAND_OVER),
        (State.HANDED_OVER, True, True, NextAct.CLOSE),
        (State.CLOSED, True, True, NextAct.REOPEN),
    ],
)
def test_there_is_one_next_act(state, has_responsible, receipt_is_sent, act):
    assert next_act(state, has_responsible=has_responsible, receipt_is_sent=receipt_is_sent) is act


@pytest.mark.parametrize("state", [State.DECIDED, State.HANDED_OVER])
def test_feedback_that_is_owed_comes_before_the_case_goes_on(state):
    act = next_act(state, has_responsible=True, receipt_is_sent=True, owes_feedback=True)
    assert act is NextAct.FEEDBACK


@pytest.mark.parametrize(
    ("said", "boxes"),
    [
        (Said(Certainty.SUSPICION, frozenset({Suspect.HOME})), [Caution.PARENTS]),
        (Said(Certainty.KNOWLEDGE, frozenset({Suspect.UNKNOWN})), [Caution.PARENTS]),
        (Said(Certainty.CONCERN, frozenset({Suspect.HOME})), []),
        (Said(Certainty.SUSPICION, frozenset({Suspect.CHILD})), []),
        (Said(Certainty.SUSPICION, frozenset({Suspect.LEADER})), [Caution.LEADER]),
        (
            Said(Certainty.SUSPICION, frozenset({Suspect.SIBLING}), frozenset({Topic.HONOUR})),
            [Caution.PARENTS, Caution.FAMILY_RISK],
        ),
        (
            Said(None, has_protected_address=True, filer_is_afraid=True, person_is_unknown=True),
            [Caution.PROTECTED, Caution.FILER_AFRAID, Caution.UNKNOWN_PERSON],
        ),
    ],
)
def test_what_the_receiver_must_not_overlook(said, boxes):
    assert cautions(said) == boxes
