"""The words of the plans in force, kept in memory: which block says which word, and what its stem is.

Made once for what an audience may read, and made anew when the municipality's revision moves. Concerns are
never in it: it is built from blocks of the plan alone.
"""

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from beredskab.organisation import kept
from plans import access
from plans.searching.marking import SHORTEST_INSIDE

INDEXES = kept.Store(16)  # a large one holds ten megabytes: the old ones must go soon
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Entry:
    """A block: the version it stands in, its key, and its words without markup."""

    version: int
    key: UUID
    plain: str


@dataclass(frozen=True)
class Index:
    """`said`: word -> numbers of the entries. `stems`: word -> stem, as PostgreSQL's Danish has it."""

    entries: tuple[Entry, ...]
    said: "dict[str, array[int]]"
    stems: dict[str, str]

    def words_like(self, asked: str, stem: str) -> list[tuple[str, float]]:
        """Words that are the asked one or another form of it, begin with it or hold it, with their weight."""
        found = []
        for word, own_stem in self.stems.items():
            if word == asked or own_stem == stem:
                found.append((word, 1.0))
            elif word.startswith(asked) or (len(stem) >= SHORTEST_INSIDE and word.startswith(stem)):
                found.append((word, 0.6))
            elif len(asked) >= SHORTEST_INSIDE and asked in word:
                found.append((word, 0.3))
        return found


def index_of(viewer: access.Viewer, versions: Iterable[int]) -> Index:
    """What this audience may search in. Two statements when it is made."""
    key = ("words", viewer.audiences)
    return kept.while_unchanged(
        viewer.municipality, key, lambda: _read(viewer, list(versions)), among=INDEXES
    )


def _read(viewer: access.Viewer, versions: list[int]) -> Index:
    rows = access.blocks_for(viewer).filter(version__in=versions).values_list("version", "key", "plain")
    entries = tuple(Entry(*row) for row in rows)
    said: dict[str, array[int]] = {}
    for number, entry in enumerate(entries):
        for word in set(_WORD.findall(entry.plain.lower())):
            said.setdefault(word, array("I")).append(number)
    return Index(entries, said, stems_of(said))


def stems_of(words: Iterable[str]) -> dict[str, str]:
    """Word -> its stem; a word that PostgreSQL leaves out (»og«) is its own. One statement."""
    asked = list(words)
    with connection.cursor() as cursor:
        cursor.execute("SELECT w, (ts_lexize('danish_stem', w))[1] FROM unnest(%s::text[]) AS w", [asked])
        return {word: stem or word for word, stem in cursor.fetchall()}
