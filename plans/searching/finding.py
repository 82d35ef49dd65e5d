"""Finding something in the plan: access first, then rank, then highlight.

PostgreSQL's Danish stemming knows most endings; synonyms mend the pairs it misses. Every word is searched as
a prefix too, so that »underretning« finds »underretningspligt«, and longer ones inside a compound, so that
»pligt« does. »foraelder« is »forælder«; where nothing is found, the nearest words of the plan are tried.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import reduce
from operator import and_, or_
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F, Q
from django.utils.html import escape
from django.utils.safestring import SafeString

from beredskab.organisation import kept
from plans import access, reading
from plans.models import EditionSection
from plans.searching import marking
from plans.searching.marking import SHORTEST_INSIDE
from plans.searching.synonyms import Groups, groups_of

MOST_RESULTS = 40
MOST_WORDS = 6
NEAREST = 2  # letters by which a typo may be longer or shorter


@dataclass(frozen=True)
class Hit:
    """A section that was found, the block to jump to and some words around the match."""

    line: EditionSection
    anchor: str
    excerpt: SafeString


@dataclass(frozen=True)
class Found:
    """What was found; `words` are the ones that found it, which differ from those typed after a typo."""

    hits: tuple[Hit, ...] = ()
    words: str = ""
    corrected: bool = False


def search(viewer: access.Viewer, words: str) -> list[Hit]:
    """Sections in force that hold all the words, best first."""
    return list(find(viewer, words).hits)


def find(viewer: access.Viewer, words: str) -> Found:
    """Sections in force that hold all the words, best first.

    Two statements, whatever the size; three more where nothing is found and a typo is looked for.
    """
    typed = terms(words)
    if not typed:
        return Found()
    lines = {line.version_id: line for line in reading.lines_in_force(viewer)}
    hits = _hits(viewer, lines, typed)
    if not hits and (nearest := _nearest(viewer, lines, typed)):
        return Found(tuple(_hits(viewer, lines, nearest)), " ".join(nearest), corrected=True)
    return Found(tuple(hits), " ".join(typed))


def terms(words: str) -> list[str]:
    """The words somebody typed, lower case, without signs; at most six."""
    return [w for w in re.findall(r"[^\W_]+", words.lower()[:200]) if len(w) > 1 or w.isdigit()][:MOST_WORDS]


def pattern_of(viewer: access.Viewer, words: str) -> re.Pattern[str] | None:
    """What is to be marked in a section that was opened from a search; None for no words. One statement."""
    typed = terms(words)
    return _pattern(_groups(viewer, typed)) if typed else None


def _groups(viewer: access.Viewer, typed: Iterable[str]) -> list[tuple[str, ...]]:
    same = groups_of(viewer.municipality)
    return [_group(word, same) for word in typed]


def _group(word: str, same: Groups) -> tuple[str, ...]:
    """The word, as it is spelt with æ, ø and å, and what means the same here."""
    spelt = list(dict.fromkeys([word, _unfolded(word)]))
    others = [other for group in same if not set(spelt).isdisjoint(group) for other in group]
    return tuple(dict.fromkeys([*spelt, *others]))


def _unfolded(word: str) -> str:
    """»boern« is »børn«, »paaroerende« »pårørende«: keyboards without the three letters."""
    return word.replace("ae", "æ").replace("oe", "ø").replace("aa", "å")


def _folded(word: str) -> str:
    return word.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


def _pattern(groups: list[tuple[str, ...]]) -> re.Pattern[str]:
    words = [word for group in groups for word in group]
    with connection.cursor() as cursor:
        cursor.execute("SELECT (ts_lexize('danish_stem', w))[1] FROM unnest(%s::text[]) AS w", [words])
        stems = [stem for (stem,) in cursor.fetchall() if stem and len(stem) >= SHORTEST_INSIDE - 1]
    return marking.pattern(words, stems)


def _hits(viewer: access.Viewer, lines: Mapping[int, EditionSection], typed: list[str]) -> list[Hit]:
    groups = _groups(viewer, typed)
    found = {version: (rank, key, plain) for version, key, rank, plain in _blocks(viewer, lines, groups)}
    ranks = {version: rank for version, (rank, _key, _plain) in found.items()}
    for version, line in lines.items():
        if _names(line, groups):
            ranks[version] = ranks.get(version, 0.0) + 1
    best = sorted(ranks, key=lambda version: -ranks[version])[:MOST_RESULTS]
    if not best:
        return []
    wanted = _pattern(groups)
    return [_hit(lines[version], found.get(version), wanted) for version in best]


def _hit(line: EditionSection, found: tuple[float, UUID, str] | None, wanted: re.Pattern[str]) -> Hit:
    if found is None:
        return Hit(line, "", escape(line.version.summary))
    _rank, key, plain = found
    return Hit(line, f"b-{key.hex[:8]}", marking.excerpt(plain, wanted))


def _nearest(viewer: access.Viewer, versions: Iterable[int], words: list[str]) -> list[str]:
    """Each word, or the one of the plan that is nearest to it; empty when every word is known."""
    known = _vocabulary(viewer, versions)
    nearest = [_near(word, known) for word in words]
    return nearest if nearest != words else []


def _vocabulary(viewer: access.Viewer, versions: Iterable[int]) -> Mapping[str, str]:
    """Every longer word that this audience may read, by its folded spelling. One statement, then kept."""

    def read() -> dict[str, str]:
        texts = access.blocks_for(viewer).filter(version__in=list(versions)).values_list("plain", flat=True)
        known = {
            _folded(one): one for text in texts for one in set(re.findall(r"[^\W\d_]{4,}", text.lower()))
        }
        return known | {_folded(word): word for group in groups_of(viewer.municipality) for word in group}

    return kept.while_unchanged(viewer.municipality, ("vocabulary", viewer.audiences), read)


def _near(word: str, known: Mapping[str, str]) -> str:
    folded = _folded(word)
    if len(word) < SHORTEST_INSIDE or folded in known:
        return known.get(folded, word)
    alike = [
        one for one in known if abs(len(one) - len(folded)) <= NEAREST and set(one[:2]) & set(folded[:2])
    ]
    close = get_close_matches(folded, alike, n=1, cutoff=0.8)
    return known[close[0]] if close else word


def _blocks(
    viewer: access.Viewer, versions: Iterable[int], groups: list[tuple[str, ...]]
) -> Iterable[tuple[int, UUID, float, str]]:
    """The best block of each version that holds all the words."""
    query = SearchQuery(_raw(groups), search_type="raw", config="danish")
    rows = (
        access.blocks_for(viewer)
        .filter(Q(search=query) | _inside(groups), version__in=list(versions))
        .annotate(rank=SearchRank(F("search"), query))
        .order_by("-rank", "version", "position")
        .values_list("version", "key", "rank", "plain")[: MOST_RESULTS * 3]
    )
    best: dict[int, tuple[int, UUID, float, str]] = {}
    for row in rows:
        best.setdefault(row[0], row)
    return best.values()


def _inside(groups: list[tuple[str, ...]]) -> Q:
    """All groups stand somewhere, be it at the end of a compound; short words only as words."""

    def one(word: str) -> Q:
        as_word = Q(search=SearchQuery(f"{word}:*", search_type="raw", config="danish"))
        return as_word | Q(plain__icontains=word) if len(word) >= SHORTEST_INSIDE else as_word

    return reduce(and_, (reduce(or_, map(one, group)) for group in groups))


def _raw(groups: list[tuple[str, ...]]) -> str:
    """All groups must hold, any word of a group will do."""
    return " & ".join("(" + " | ".join(f"{word}:*" for word in group) + ")" for group in groups)


def _names(line: EditionSection, groups: list[tuple[str, ...]]) -> bool:
    """Whether title and summary hold all the words."""
    text = f"{line.version.title} {line.version.summary}".lower()
    return all(any(word in text for word in group) for group in groups)
