"""The moves of an edition, in one table. Nothing else assigns `Edition.state`."""

from enum import Enum

from plans.vocabulary import EditionState as State


class Move(Enum):
    """What someone may do to an edition as a whole."""

    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    SUPERSEDE = "supersede"
    BRING_BACK = "bring_back"


class ForbiddenMove(Exception):  # errors say what is refused
    """The edition is not in a state that allows this move."""

    def __init__(self, move: Move, state: State) -> None:
        super().__init__(f"{move.value} is not possible from {state.value}")
        self.move = move
        self.state = state


TABLE: dict[Move, tuple[frozenset[State], State]] = {
    Move.SUBMIT: (frozenset({State.DRAFT}), State.REVIEW),
    Move.SEND_BACK: (frozenset({State.REVIEW}), State.DRAFT),
    Move.PUBLISH: (frozenset({State.REVIEW}), State.PUBLISHED),
    # An edition of versions that were published before: nobody has written in it (plans.release.intervening).
    Move.BRING_BACK: (frozenset({State.DRAFT}), State.PUBLISHED),
    Move.SUPERSEDE: (frozenset({State.PUBLISHED}), State.SUPERSEDED),
}


def after(move: Move, state: str) -> State:
    """The state that `move` leads to from `state`; raises `ForbiddenMove` where it is refused."""
    allowed, result = TABLE[move]
    if State(state) not in allowed:
        raise ForbiddenMove(move, State(state))
    return result


def may(move: Move, state: str) -> bool:
    """True when `move` is possible from `state`."""
    return State(state) in TABLE[move][0]


EDITABLE: frozenset[State] = frozenset({State.DRAFT})
"""Only a draft may be edited; what lies in review is what gets published."""
