"""What is the one thing to do next with this concern? Pure: the case page has one primary button."""

from enum import StrEnum

from notifications.vocabulary import State


class NextAct(StrEnum):
    """The acts that a case page leads through, in their order."""

    CLAIM = "claim"
    ASSESS = "assess"
    RECEIPT = "send_receipt"
    DECIDE = "decide"
    CLOSE = "close"
    REOPEN = "reopen"


def next_act(state: State, *, has_responsible: bool, receipt_is_sent: bool) -> NextAct:
    """The next act. A receipt waits for the assessment: first the child, then the letter."""
    if state is State.CLOSED:
        return NextAct.REOPEN
    if not has_responsible:
        return NextAct.CLAIM
    if state is State.CLAIMED:
        return NextAct.ASSESS
    if not receipt_is_sent:
        return NextAct.RECEIPT
    return NextAct.DECIDE if state is State.ASSESSED else NextAct.CLOSE
