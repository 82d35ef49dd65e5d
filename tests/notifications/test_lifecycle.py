import pytest

from notifications.lifecycle import OPEN, TABLE, ForbiddenMove, after, allows
from notifications.vocabulary import Move, State

PATH = [
    (Move.FILE, State.FILED),
    (Move.CLAIM, State.CLAIMED),
    (Move.ASSESS, State.ASSESSED),
    (Move.DECIDE, State.DECIDED),
    (Move.HAND_OVER, State.HANDED_OVER),
    (Move.CLOSE, State.CLOSED),
    (Move.REOPEN, State.CLAIMED),
]


def test_the_plain_path_from_draft_to_closed_and_back():
    state, seen = State.DRAFT, []
    for move, _ in PATH:
        state = after(state, move)
        seen.append((move, state))
    assert seen == PATH


def test_a_concern_is_filed_once_and_never_goes_back_to_a_draft():
    assert [state for state in State if allows(state, Move.FILE)] == [State.DRAFT]
    assert all(State.DRAFT not in moves.values() for moves in TABLE.values())


def test_a_concern_that_is_let_go_keeps_what_was_done():
    assert after(State.CLAIMED, Move.RELEASE) is State.FILED
    assert after(State.ASSESSED, Move.RELEASE) is State.ASSESSED
    assert after(State.ASSESSED, Move.TRANSFER) is State.ASSESSED


@pytest.mark.parametrize(
    ("state", "move"),
    [(state, move) for move in Move for state in State if state not in TABLE[move]],
)
def test_every_other_move_is_refused(state, move):
    with pytest.raises(ForbiddenMove, match=f"{move} is not possible from {state}"):
        after(state, move)


def test_only_reopening_leads_out_of_closed():
    out = {
        move: to
        for move, moves in TABLE.items()
        if (to := moves.get(State.CLOSED)) not in {None, State.CLOSED}
    }
    assert out == {Move.REOPEN: State.CLAIMED}
    assert State.CLOSED not in OPEN


def test_every_move_has_a_row():
    assert set(TABLE) == set(Move)
