"""Words that mean the same here: the product's own list until the municipality writes its own."""

import datetime as dt
import re
from collections.abc import Iterable

from django.db.models import QuerySet

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import require
from beredskab.audit import trail
from beredskab.organisation import kept
from beredskab.organisation.models import Municipality, Staff
from plans.contents import catalogue
from plans.models import SynonymList

Groups = tuple[tuple[str, ...], ...]
MOST_GROUPS, MOST_WORDS = 200, 12


class ChangedMeanwhile(Exception):  # errors say what is refused
    """A colleague saved another list in between: `newer` is what stands there now."""

    def __init__(self, newer: SynonymList) -> None:
        self.newer = newer
        super().__init__("somebody else saved first")


def groups_of(municipality: Municipality) -> Groups:
    """The groups in force, lower case: at most one statement."""
    return kept.while_unchanged(municipality, "synonyms", lambda: _read(municipality))


def _read(municipality: Municipality) -> Groups:
    newest = latest(municipality)
    return tuple(tuple(group) for group in newest.groups) if newest else shipped()


def shipped() -> Groups:
    """The product's own list."""
    return tuple(tuple(group) for group in catalogue("synonyms")["groups"])


def latest(municipality: Municipality) -> SynonymList | None:
    """The list the municipality wrote last; None while it uses the product's own."""
    return history(municipality).first()


def history(municipality: Municipality) -> QuerySet[SynonymList]:
    """Every list there has been, newest first."""
    lists = SynonymList.objects.filter(municipality=municipality)
    return lists.select_related("made_by").order_by("-number")


def parsed(text: str) -> Groups:
    """One group per line, words parted by commas. Raises ValueError with the line that is none."""
    groups = []
    for line in filter(str.strip, text.splitlines()):
        words = tuple(dict.fromkeys(word.strip().lower() for word in line.split(",") if word.strip()))
        if not 2 <= len(words) <= MOST_WORDS or not all(_is_word(word) for word in words):
            raise ValueError(line.strip())
        groups.append(words)
    return tuple(groups)


def _is_word(word: str) -> bool:
    return bool(re.fullmatch(r"[^\W\d_]{2,40}", word))


def typed(groups: Iterable[Iterable[str]]) -> str:
    """The groups as an editor types them."""
    return "\n".join(", ".join(group) for group in groups)


@act
def change(groups: Groups, *, seen: int, by: Staff, at: dt.datetime) -> SynonymList:
    """A new list takes over; the old ones stay to be looked up. Saving the same list changes nothing.

    `seen` is the number of the list on the editor's screen, 0 for the product's own. Raises Forbidden or
    ChangedMeanwhile.
    """
    require(by, Act.EDIT_PLAN)
    municipality = Municipality.objects.select_for_update().get(pk=by.municipality_id)
    newest = latest(municipality)
    if newest and newest.number != seen:
        raise ChangedMeanwhile(newest)
    if newest and tuple(map(tuple, newest.groups)) == groups:
        return newest
    made = SynonymList.objects.create(
        municipality=municipality,
        number=(newest.number if newest else 0) + 1,
        groups=[list(group) for group in groups],
        made_by=by,
        made_at=at,
    )
    trail.record(by.pk, "synonyms.changed", made.pk, at=at)
    return made
