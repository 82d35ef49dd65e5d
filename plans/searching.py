"""Finding something in the plan: access first, then rank, then highlight.

PostgreSQL's Danish stemming knows most endings; the pairs below it misses. Every word is searched as
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

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F, Q
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from plans import access, reading
from plans.models import EditionSection

MOST_RESULTS = 40
MOST_WORDS = 6
SHORTEST_INSIDE = 4  # letters that a word has before it is looked for inside others
SAME = (
    ("barn", "børn"),
    ("ung", "unge", "elev"),
    ("forælder", "forældre", "mor", "far"),
    ("ansat", "kollega", "medarbejder", "personale"),
    ("leder", "chef", "fagchef"),
    ("vold", "slag", "slår"),
    ("seksuel", "sexuel", "krænkelse"),
    ("anmelde", "indberette", "underrette", "underretning"),
    ("tolk", "tolke"),
    ("net", "online", "digital", "internet"),
    ("kvittere", "bekræfte", "kvittering"),
    ("rejse", "udlandet", "ferie"),
    ("handicap", "funktionsnedsættelse"),
)
_START, _STOP = "\ue000", "\ue001"  # private use: cannot be typed by an editor and survive cleaning


@dataclass(frozen=True)
class Hit:
    """A section that was found, the block to jump to and some words around the match."""

    line: EditionSection
    anchor: str
    excerpt: SafeString


def search(viewer: access.Viewer, words: str) -> list[Hit]:
    """Sections in force that hold all the words, best first.

    Two statements, whatever the size; two more where nothing is found and a typo is looked for.
    """
    groups = [_group(word) for word in terms(words)]
    if not groups:
        return []
    lines = {line.version_id: line for line in reading.lines_in_force(viewer)}
    hits = _hits(viewer, lines, groups)
    if not hits and (nearest := _nearest(viewer, lines, terms(words))):
        hits = _hits(viewer, lines, [_group(word) for word in nearest])
    return hits


def _hits(
    viewer: access.Viewer, lines: Mapping[int, EditionSection], groups: list[tuple[str, ...]]
) -> list[Hit]:
    found: dict[int, tuple[float, Hit]] = {}
    for version, key, rank, excerpt in _blocks(viewer, lines, groups):
        if version not in found or found[version][0] < rank:
            hit = Hit(lines[version], f"b-{key.hex[:8]}", _marked(excerpt))
            found[version] = (rank, hit)
    for version, line in lines.items():
        if _names(line, groups):
            rank, hit = found.get(version, (0.0, Hit(line, "", escape(line.version.summary))))
            found[version] = (rank + 1, hit)
    ranked = sorted(found.values(), key=lambda pair: -pair[0])
    return [hit for _rank, hit in ranked[:MOST_RESULTS]]


def terms(words: str) -> list[str]:
    """The words somebody typed, lower case, without signs; at most six."""
    return [w for w in re.findall(r"[^\W_]+", words.lower()[:200]) if len(w) > 1 or w.isdigit()][:MOST_WORDS]


def _group(word: str) -> tuple[str, ...]:
    """The word, as it is spelt with æ, ø and å, and what means the same here."""
    spelt = list(dict.fromkeys([word, _unfolded(word)]))
    same = [other for group in SAME if not set(spelt).isdisjoint(group) for other in group]
    return tuple(dict.fromkeys([*spelt, *same]))


def _unfolded(word: str) -> str:
    """»boern« is »børn«, »paaroerende« »pårørende«: keyboards without the three letters."""
    return word.replace("ae", "æ").replace("oe", "ø").replace("aa", "å")


def _folded(word: str) -> str:
    return word.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


def _nearest(viewer: access.Viewer, versions: Iterable[int], words: list[str]) -> list[str]:
    """Each word, or the one of the plan that is nearest to it; empty when every word is known."""
    texts = access.blocks_for(viewer).filter(version__in=list(versions)).values_list("plain", flat=True)
    known = {_folded(one): one for text in texts for one in re.findall(r"[^\W\d_]{4,}", text.lower())}
    known |= {_folded(word): word for group in SAME for word in group}
    nearest = [_near(word, known) for word in words]
    return nearest if nearest != words else []


def _near(word: str, known: Mapping[str, str]) -> str:
    if len(word) < SHORTEST_INSIDE:
        return word
    close = get_close_matches(_folded(word), known, n=1, cutoff=0.8)
    return known[close[0]] if close else word


def _blocks(
    viewer: access.Viewer, versions: Iterable[int], groups: list[tuple[str, ...]]
) -> Iterable[tuple[int, UUID, float, str]]:
    query = SearchQuery(_raw(groups), search_type="raw", config="danish")
    headline = SearchHeadline(
        F("plain"),
        query,
        config="danish",
        start_sel=_START,
        stop_sel=_STOP,
        max_words=24,
        min_words=12,
        max_fragments=2,
        fragment_delimiter=" … ",
    )
    return (
        access.blocks_for(viewer)
        .filter(Q(search=query) | _inside(groups), version__in=list(versions))
        .annotate(rank=SearchRank(F("search"), query), excerpt=headline)
        .order_by("-rank")
        .values_list("version", "key", "rank", "excerpt")[: MOST_RESULTS * 3]
    )


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


def _marked(excerpt: str) -> SafeString:
    safe = escape(f"… {excerpt} …").replace(_START, "<mark>").replace(_STOP, "</mark>")
    return mark_safe(safe)  # noqa: S308  # escaped before the marks were put in
