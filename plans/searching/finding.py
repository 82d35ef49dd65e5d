"""Finding something in the plan: access first, then rank, then highlight.

The words stand in memory (`index`). PostgreSQL's Danish stemming knows most endings; synonyms mend the pairs
it misses. Every word is searched as a prefix too, so that »underretning« finds »underretningspligt«, and
longer ones inside a compound, so that »pligt« does. »foraelder« is »forælder«; where nothing is found, the
nearest words of the plan are tried.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.html import escape
from django.utils.safestring import SafeString

from plans import access, reading
from plans.models import EditionSection
from plans.searching import marking
from plans.searching.index import Entry, Index, index_of, stems_of
from plans.searching.marking import SHORTEST_INSIDE
from plans.searching.synonyms import Groups, groups_of

MOST_RESULTS = 40
MOST_WORDS = 6
OTHER_WORD = 0.8  # how much a word counts that only means the same
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

    One statement, whatever the size; two more where nothing is found and a typo is looked for.
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
    return _pattern(_stems(_groups(viewer, typed))) if typed else None


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


def _stems(groups: Iterable[tuple[str, ...]]) -> Mapping[str, str]:
    return stems_of(word for group in groups for word in group)


def _pattern(stems: Mapping[str, str]) -> re.Pattern[str]:
    return marking.pattern(stems, [stem for stem in stems.values() if len(stem) >= SHORTEST_INSIDE - 1])


def _hits(viewer: access.Viewer, lines: Mapping[int, EditionSection], typed: list[str]) -> list[Hit]:
    groups = _groups(viewer, typed)
    stems = _stems(groups)
    found = _best_blocks(index_of(viewer, lines), groups, stems)
    ranks = {version: rank for version, (rank, _entry) in found.items()}
    for version, line in lines.items():
        if _names(line, groups):
            ranks[version] = ranks.get(version, 0.0) + 1
    best = sorted(ranks, key=lambda version: -ranks[version])[:MOST_RESULTS]
    wanted = _pattern(stems)
    return [_hit(lines[version], found.get(version), wanted) for version in best]


def _best_blocks(
    index: Index, groups: list[tuple[str, ...]], stems: Mapping[str, str]
) -> dict[int, tuple[float, Entry]]:
    """By version the block that holds all the words and says them best; the first one where two are alike."""
    scores = [_scores(index, group, stems) for group in groups]
    everywhere = set(scores[0]).intersection(*scores[1:])
    best: dict[int, tuple[float, Entry]] = {}
    for number in sorted(everywhere):
        entry = index.entries[number]
        rank = sum(one[number] for one in scores) / len(scores)
        if entry.version not in best or best[entry.version][0] < rank:
            best[entry.version] = (rank, entry)
    return best


def _scores(index: Index, group: tuple[str, ...], stems: Mapping[str, str]) -> dict[int, float]:
    """Number of the entry -> how well it says any word of the group; the first word counts most."""
    found: dict[int, float] = {}
    for place, asked in enumerate(group):
        for word, weight in index.words_like(asked, stems[asked]):
            weight = weight if place == 0 else weight * OTHER_WORD
            for number in index.said[word]:
                if found.get(number, 0.0) < weight:
                    found[number] = weight
    return found


def _hit(line: EditionSection, found: tuple[float, Entry] | None, wanted: re.Pattern[str]) -> Hit:
    if found is None:
        return Hit(line, "", escape(line.version.summary))
    _rank, entry = found
    return Hit(line, f"b-{entry.key.hex[:8]}", marking.excerpt(entry.plain, wanted))


def _nearest(viewer: access.Viewer, versions: Iterable[int], words: list[str]) -> list[str]:
    """Each word, or the one of the plan that is nearest to it; empty when every word is known."""
    known = {_folded(word): word for word in index_of(viewer, versions).stems if len(word) >= SHORTEST_INSIDE}
    known |= {_folded(word): word for group in groups_of(viewer.municipality) for word in group}
    nearest = [_near(word, known) for word in words]
    return nearest if nearest != words else []


def _near(word: str, known: Mapping[str, str]) -> str:
    folded = _folded(word)
    if len(word) < SHORTEST_INSIDE or folded in known:
        return known.get(folded, word)
    alike = [
        one for one in known if abs(len(one) - len(folded)) <= NEAREST and set(one[:2]) & set(folded[:2])
    ]
    close = get_close_matches(folded, alike, n=1, cutoff=0.8)
    return known[close[0]] if close else word


def _names(line: EditionSection, groups: list[tuple[str, ...]]) -> bool:
    """Whether title and summary hold all the words."""
    text = f"{line.version.title} {line.version.summary}".lower()
    return all(any(word in text for word in group) for group in groups)
