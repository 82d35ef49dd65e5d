"""What changed between two versions, block by block and word by word."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from plans.editing.comparing import Change, Difference, Piece, compare


@dataclass
class Block:
    text: str
    title: str = "Gør sådan"
    key: UUID = field(default_factory=uuid4)
    items: Any = ()
    reference: str = ""
    contacts: Any = ()


def test_a_changed_block_says_word_by_word_what_is_new() -> None:
    key = uuid4()
    before, after = Block("Ring i dag.", key=key), Block("Ring nu, i dag.", key=key)
    assert compare([before], [after]) == [
        Difference(
            Change.CHANGED,
            "Gør sådan",
            (Piece("same", "Ring"), Piece("added", "nu,"), Piece("same", "i dag.")),
        )
    ]


def test_a_new_and_a_removed_block_are_told_whole() -> None:
    assert [(d.change, d.pieces) for d in compare([Block("Gammel.")], [Block("Ny.")])] == [
        (Change.ADDED, (Piece("added", "Gør sådan\nNy."),)),
        (Change.REMOVED, (Piece("removed", "Gør sådan\nGammel."),)),
    ]


def test_the_block_that_left_its_place_has_moved_and_no_other() -> None:
    one, two, three = Block("En."), Block("To."), Block("Tre.")
    assert [d.change for d in compare([one, two, three], [two, three, one])] == [Change.MOVED]


def test_unchanged_blocks_are_not_mentioned() -> None:
    blocks = [Block("En."), Block("To.", items={"do": ["Lyt"], "dont": ["Spørg ikke ud"]})]
    assert compare(blocks, blocks) == []


def test_a_changed_step_is_found_in_a_list() -> None:
    key = uuid4()
    before = Block("", key=key, items=["Lyt.", "Skriv ned."])
    after = Block("", key=key, items=["Lyt.", "Skriv ned i dag."])
    [difference] = compare([before], [after])
    assert Piece("added", "ned i dag.") in difference.pieces or Piece("added", "i dag.") in difference.pieces
