"""What is the one thing to do next with this concern? Pure: the case page has one primary button."""

from enum import StrEnum

from notifications.vocabulary import State


class NextAct(StrEnum):
    """The acts that a case page leads through, in their order."""

    CLAIM = "claim"
    ASSESS = "assess"
    RECEIPT = "send_receipt"
    DECIDE = "decide"
    FEEDBACK = "give_feedback"
    HAND_OVER = "hand_over"
    CLOSE = "close"
    REOPEN = "reopen"


def next_act(
    state: State, *, has_responsible: bool, receipt_is_sent: bool, owes_feedback: bool = False
) -> NextAct:
    """The next act. A receipt waits for the assessment: first the child, then the letter."""
    if state is State.CLOSED:
        return NextAct.REOPEN
    if not has_responsible:
        return NextAct.CLAIM
    if state is State.CLAIMED:
        return NextAct.ASSESS
    if not receipt_is_sent:
        return NextAct.RECEIPT
    if state is State.ASSESSED:
        return NextAct.DECIDE
    if owes_feedback:
        return NextAct.FEEDBACK
    return NextAct.HAND_OVER if state is State.DECIDED else NextAct.CLOSE
