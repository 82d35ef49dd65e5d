"""What changed in a section since I read it: only what is for me, block by block.

A version that only mends the wording asks nobody; what it mended can be seen all the same (rules P-07, P-44).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from beredskab.organisation import kept
from beredskab.organisation.models import Contact
from plans import access, showing
from plans.editing import comparing
from plans.editing.comparing import Change, Difference
from plans.models import Block, SectionVersion
from plans.reading import Item

Words = dict[tuple[int, int], tuple[Block, ...]]
"""(Section, number of a version) -> its blocks that this audience may see."""


@dataclass(frozen=True)
class News:
    """What is new in one section for one reader. Without differences, all of it is for others."""

    item: Item
    differences: tuple[Difference, ...] = ()
    title_before: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether the reader is asked to confirm it; else only the wording was mended."""
        return self.item.to_read

    def count(self, change: Change) -> int:
        """How many blocks were added, removed, changed or moved."""
        return sum(one.change is change for one in self.differences)


def news_of(viewer: access.Viewer, items: Iterable[Item], contacts: Mapping[str, Contact]) -> list[News]:
    """The sections whose words are not those that the reader confirmed, in the order of `items`.

    `contacts` are those in force: a block names its contacts by them. One statement, none while what is in
    force stays the same.
    """
    if viewer.staff is None:
        return []
    changed = [item for item in items if item.mine and _is_older(item)]
    words = _words_of(viewer, changed)
    names = {slug: one.function for slug, one in contacts.items()}
    professions = viewer.staff.professions()
    return [_news(item, words, professions, names) for item in changed]


def _is_older(item: Item) -> bool:
    read = item.ruling.read_number
    return read is not None and read < item.line.version.number


def _words_of(viewer: access.Viewer, items: Sequence[Item]) -> Words:
    """The blocks of both versions of each section. They are frozen; only hiding changes what is seen."""
    pairs = tuple(
        (item.line.section_id, number)
        for item in items
        for number in (item.ruling.read_number, item.line.version.number)
        if number is not None
    )
    if not pairs:
        return {}

    def read() -> Words:
        wanted = reduce(or_, (Q(version__section=one, version__number=number) for one, number in pairs))
        found: dict[tuple[int, int], list[Block]] = {pair: [] for pair in pairs}
        for block in access.blocks_for(viewer).filter(wanted).select_related("version"):
            found[block.version.section_id, block.version.number].append(block)
        return {pair: tuple(blocks) for pair, blocks in found.items()}

    return kept.while_unchanged(viewer.municipality, ("news", viewer.audiences, pairs), read)


def _news(item: Item, words: Words, professions: Collection[str], names: comparing.Names) -> News:
    section, read = item.line.section_id, item.ruling.read_number
    assert read is not None  # _is_older
    old, new = words[section, read], words[section, item.line.version.number]
    was, now = ([block for block in side if showing.is_for(block, professions)] for side in (old, new))
    found = [*_heading(old, item.line.version), *comparing.compare(was, now, names)]
    before = old[0].version.title if old else ""
    return News(
        item,
        tuple(replace(one, pieces=comparing.in_short(one.pieces)) for one in found),
        before if before != item.line.version.title else "",
    )


def _heading(old: Sequence[Block], new: SectionVersion) -> list[Difference]:
    """The summary, when it says something else. The blocks carry the version they stand in."""
    if not old or old[0].version.summary == new.summary:
        return []
    pieces = comparing.words_changed(old[0].version.summary, new.summary)
    return [Difference(Change.CHANGED, _("Summary"), pieces)]
