"""What changed between two versions of a section, block by block and word by word. Pure."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from plans import prose

AROUND = 12
"""How many unchanged words stand on each side of a change when the rest is left out."""

Names = Mapping[str, str]
"""Slug of a contact -> the name that readers know."""


class Change(StrEnum):
    """What happened to a block."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Comparable(Protocol):
    """A block as far as comparison is concerned."""

    key: UUID
    title: str
    text: str
    items: Any
    reference: str
    contacts: Any


@dataclass(frozen=True)
class Piece:
    """Some words: kept ("same"), new ("added") or gone ("removed")."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One block that is not what it was."""

    change: Change
    title: str
    pieces: tuple[Piece, ...]


def compare(
    old: Sequence[Comparable], new: Sequence[Comparable], names: Names | None = None
) -> list[Difference]:
    """The blocks that differ, in the order of the new version, removed ones last."""
    names = names or {}
    before = {block.key: block for block in old}
    after = {block.key: block for block in new}
    moved = _moved([b.key for b in old if b.key in after], [b.key for b in new if b.key in before])
    found = [_one(before.get(block.key), block, block.key in moved, names) for block in new]
    gone = [_removed(block, names) for block in old if block.key not in after]
    return [one for one in found if one is not None] + gone


def compare_lists(
    old: Mapping[int, tuple[str, Sequence[Comparable]]], new: Mapping[int, tuple[str, Sequence[Comparable]]]
) -> list[tuple[str, list[Difference]]]:
    """Section by section: its title and what differs. Sections that say the same are left out.

    Both map a section to its title and blocks; a section that only one side has differs as a whole.
    """
    found = []
    for section in dict.fromkeys([*new, *old]):
        title = (new.get(section) or old[section])[0]
        before, after = (side[section][1] if section in side else [] for side in (old, new))
        if differences := compare(before, after):
            found.append((title, differences))
    return found


def _one(old: Comparable | None, new: Comparable, moved: bool, names: Names) -> Difference | None:
    title = prose.plain(new.title)
    if old is None:
        return Difference(Change.ADDED, title, (Piece("added", "\n".join(lines_of(new, names))),))
    same = 1 if new.title and old.title == new.title else 0  # the title stands above already
    one, other = lines_of(old, names)[same:], lines_of(new, names)[same:]
    if one != other:
        return Difference(Change.CHANGED, title, words_changed("\n".join(one), "\n".join(other)))
    if moved:
        return Difference(Change.MOVED, title, ())
    return None


def _removed(block: Comparable, names: Names) -> Difference:
    words = "\n".join(lines_of(block, names))
    return Difference(Change.REMOVED, prose.plain(block.title), (Piece("removed", words),))


def _moved(old: list[UUID], new: list[UUID]) -> set[UUID]:
    """The keys that left their place among those that stayed."""
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    kept = {key for a, _b, size in matcher.get_matching_blocks() for key in old[a : a + size]}
    return set(new) - kept


def lines_of(block: Comparable, names: Names | None = None) -> list[str]:
    """The words of a block, line by line as a reader meets them; what not to do says so on each line."""
    paragraphs = [line for line in block.text.splitlines() if line.strip()]
    contacts = [(names or {}).get(slug, slug) for slug in block.contacts]
    told = [block.title, block.reference, *paragraphs, *_items(block.items), *contacts]
    return [prose.plain(line) for line in told if line]


def _items(items: Any) -> list[str]:
    if isinstance(items, Mapping):
        do = [f"{_('Do')}: {line}" for line in items.get("do", ())]
        return do + [f"{_('Do not')}: {line}" for line in items.get("dont", ())]
    return [one["text"] if isinstance(one, Mapping) else one for one in items]


_TOKEN = re.compile(r"\n|[^\s]+")


def words_changed(old: str, new: str) -> tuple[Piece, ...]:
    """Word by word what was taken away and what came instead; pieces stand with a space between."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces: list[Piece] = []
    for what, a1, a2, b1, b2 in difflib.SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", " ".join(a[a1:a2])))
            continue
        if a2 > a1:
            pieces.append(Piece("removed", " ".join(a[a1:a2])))
        if b2 > b1:
            pieces.append(Piece("added", " ".join(b[b1:b2])))
    return tuple(pieces)


def in_short(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The same change without the long stretches of words that stayed: a few on each side of it."""
    last = len(pieces) - 1
    return tuple(
        _shortened(piece, begins=place == 0, ends=place == last) if piece.kind == "same" else piece
        for place, piece in enumerate(pieces)
    )


def _shortened(piece: Piece, *, begins: bool, ends: bool) -> Piece:
    words = piece.text.split(" ")
    before, after = 0 if begins else AROUND, 0 if ends else AROUND
    if len(words) <= before + after + AROUND:
        return piece
    kept = [*words[:before], "[…]", *words[len(words) - after :]]
    return Piece("same", " ".join(kept))
