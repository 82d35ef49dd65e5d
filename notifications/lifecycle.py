"""The states of a concern and every move between them, in one table. Pure.

Nothing else decides a state: an act in handling.py or filing.py asks `after` and stores the answer.
"Waiting for an answer" is a mark on a concern, not a state, and who is responsible is a field of its own:
a concern that is released after its assessment stays assessed.
"""

from notifications.vocabulary import Move, State


class ForbiddenMove(Exception):
    """The concern has come too far, or not far enough, for this move."""

    def __init__(self, move: Move, state: State) -> None:
        super().__init__(f"{move.value} is not possible from {state.value}")
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
    # What was closed early goes to the case system too, or is never deleted; it stays closed.
    Move.HAND_OVER: {State.DECIDED: State.HANDED_OVER, State.CLOSED: State.CLOSED},
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
