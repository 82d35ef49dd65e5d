"""The states of a concern and every move between them, in one table. Pure.

Nothing else decides a state: an act in handling.py or filing.py asks `after` and stores the answer.
"Waiting for an answer" is a mark on a concern, not a state, and who is responsible is a field of its own:
a concern that is released after its assessment stays assessed.
"""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far a concern has come. The labels are what the receiver reads."""

    DRAFT = "draft", _("Draft")
    FILED = "filed", _("New")
    CLAIMED = "claimed", _("Being assessed")
    ASSESSED = "assessed", _("Assessed")
    DECIDED = "decided", _("Screened")
    HANDED_OVER = "handed_over", _("Handed over")
    CLOSED = "closed", _("Closed")


class Move(StrEnum):
    """Everything that can happen to a state. Each move is one act with the same name."""

    FILE = "file"
    CLAIM = "claim"
    RELEASE = "release"
    TRANSFER = "transfer"
    ASSESS = "assess"
    DECIDE = "decide"
    HAND_OVER = "hand_over"
    CLOSE = "close"
    REOPEN = "reopen"


class ForbiddenMove(Exception):
    """The concern has come too far, or not far enough, for this move."""

    def __init__(self, move: Move, state: State) -> None:
        super().__init__(f"{move} is not possible from {state}")
        self.move = move
        self.state = state


TABLE: dict[Move, dict[State, State]] = {
    Move.FILE: {State.DRAFT: State.FILED},
    # Somebody takes responsibility; work that a colleague has done keeps its place.
    Move.CLAIM: {
        State.FILED: State.CLAIMED,
        State.ASSESSED: State.ASSESSED,
        State.DECIDED: State.DECIDED,
        State.HANDED_OVER: State.HANDED_OVER,
    },
    Move.RELEASE: {
        State.CLAIMED: State.FILED,
        State.ASSESSED: State.ASSESSED,
        State.DECIDED: State.DECIDED,
        State.HANDED_OVER: State.HANDED_OVER,
    },
    Move.TRANSFER: {
        State.FILED: State.FILED,
        State.CLAIMED: State.FILED,
        State.ASSESSED: State.ASSESSED,
        State.DECIDED: State.DECIDED,
    },
    # New information may ask for a new assessment; the first one stands beside it.
    Move.ASSESS: {State.CLAIMED: State.ASSESSED, State.ASSESSED: State.ASSESSED},
    Move.DECIDE: {State.ASSESSED: State.DECIDED},
    Move.HAND_OVER: {State.DECIDED: State.HANDED_OVER},
    # Before the decision only with a written reason, which the act asks for.
    Move.CLOSE: {
        State.CLAIMED: State.CLOSED,
        State.ASSESSED: State.CLOSED,
        State.DECIDED: State.CLOSED,
        State.HANDED_OVER: State.CLOSED,
    },
    Move.REOPEN: {State.CLOSED: State.CLAIMED},
}

#: The states in which somebody still has something to do.
OPEN = frozenset(State) - {State.DRAFT, State.CLOSED}


def after(state: State, move: Move) -> State:
    """The state that the move leads to. Raises ForbiddenMove when it is not possible from here."""
    try:
        return TABLE[move][State(state)]
    except KeyError:
        raise ForbiddenMove(move, State(state)) from None


def allows(state: State, move: Move) -> bool:
    """Whether the move is possible from here."""
    return State(state) in TABLE[move]
