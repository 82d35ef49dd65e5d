"""Marking what was found: in the words around a hit, and in the section that is opened. Pure."""

import re
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

AROUND = 90  # characters on either side of the first hit
SHORTEST_INSIDE = 4  # letters that a word has before it is looked for inside others
FIRST_ID = "hit"
_PIECE = re.compile(r"(<[^>]*>|&#?\w+;)")
_SPELT = {
    "ae": "(?:ae|æ)",
    "oe": "(?:oe|ø)",
    "aa": "(?:aa|å)",
    "æ": "(?:ae|æ)",
    "ø": "(?:oe|ø)",
    "å": "(?:aa|å)",
}
_FOLDABLE = re.compile("|".join(_SPELT))


def pattern(words: Iterable[str], stems: Iterable[str] = ()) -> re.Pattern[str]:
    """What is marked: words that begin with one of these, whole; long ones also inside a word.

    `stems` are shorter forms that PostgreSQL found by (»børnene« finds »børn«): they begin a word too.
    """
    begins = {word for word in (*words, *stems) if word}
    inside = {word for word in words if len(word) >= SHORTEST_INSIDE}
    any_begin = "|".join(_spelt(word) for word in sorted(begins, key=len, reverse=True))
    any_inside = "|".join(_spelt(word) for word in sorted(inside, key=len, reverse=True))
    parts = [rf"\b(?:{any_begin})\w*"] if begins else []
    parts += [rf"\b\w*(?:{any_inside})\w*"] if inside else []
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


def _spelt(word: str) -> str:
    """The word whether its æ, ø and å are letters or spelt out."""
    return _FOLDABLE.sub(lambda found: _SPELT[found[0]], re.escape(word))


def excerpt(plain: str, wanted: re.Pattern[str]) -> SafeString:
    """Some words around the first hit, every hit in them marked; the beginning when there is none."""
    found = wanted.search(plain)
    start = max(0, (found.start() if found else 0) - AROUND)
    end = min(len(plain), (found.end() if found else 0) + AROUND)
    start = plain.find(" ", start) + 1 if start else 0
    end = plain.rfind(" ", 0, end) if end < len(plain) else end
    words = plain[start : max(end, found.end() if found else 0)]
    before, after = "… " if start else "", " …" if end < len(plain) else ""
    return mark_safe(before + _marked(words, wanted) + after)  # noqa: S308 - escaped piece by piece


def _marked(words: str, wanted: re.Pattern[str]) -> str:
    out, last = [], 0
    for found in wanted.finditer(words):
        out += [escape(words[last : found.start()]), f"<mark>{escape(found[0])}</mark>"]
        last = found.end()
    return "".join([*out, escape(words[last:])])


def mark(html: SafeString, wanted: re.Pattern[str]) -> SafeString:
    """HTML of ours with every hit marked in its words; the first is the place to jump to.

    Fold-outs stand open, so that no hit is hidden. Tags, and words inside a mark already, stay as they are.
    """
    out: list[str] = []
    is_first, inside_mark = True, False
    for piece in _PIECE.split(html):
        if piece.startswith("<"):
            inside_mark = piece.startswith("<mark") or (inside_mark and not piece.startswith("</mark"))
            out.append(piece.replace('<details class="details">', '<details class="details" open>'))
        elif inside_mark or not piece.strip() or piece.startswith("&"):
            out.append(piece)
        else:
            marked = wanted.sub(r'<mark class="hit">\g<0></mark>', piece)
            if is_first and marked != piece:
                marked, is_first = marked.replace("<mark ", f'<mark id="{FIRST_ID}" ', 1), False
            out.append(marked)
    return mark_safe("".join(out))  # noqa: S308 - what was safe, with our marks between
