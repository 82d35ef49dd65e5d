"""The numbers that Word writes by itself: a list that goes on after a break, and numbered headings.

They stand in no text, so a converter loses them. A list that goes on is marked where it does; of headings
it is told that their numbers are gone, and which words of the document point at one.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from django.utils.translation import ngettext

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_POINTS_AT = re.compile(r"\b(?:afsnit|kapitel|kap\.|punkt|pkt\.)\s+\d+(?:\.\d+)*", re.IGNORECASE)
_UNNUMBERED = ("bullet", "none", "")
_BASED_ON_AT_MOST = 10
BEGINS, ENDS = "\ue000", "\ue001"
"""Around the number with which a list goes on. Nobody types these signs."""
MARKED = re.compile(f"{BEGINS}(\\d+){ENDS}")


@dataclass(frozen=True)
class _Place:
    """Which list a paragraph belongs to, and how deep it is in it."""

    number: str
    level: int


class Numbers:
    """How the paragraphs of a document are numbered."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._kinds = dict(_kinds(numbering)) if numbering is not None else {}
        self._styles = {
            one.get(f"{_W}styleId", ""): one
            for one in (styles.findall(f"{_W}style") if styles is not None else ())
        }

    def place(self, paragraph: Element) -> _Place | None:
        """The list of a paragraph, by itself or by its style; None without one."""
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        found = own if own is not None else self._of_style(_style_of(paragraph), "numPr")
        number = _value(found, "numId")
        return _Place(number, int(_value(found, "ilvl") or 0)) if number not in ("", "0") else None

    def is_counted(self, place: _Place) -> bool:
        """Whether it has numbers and not dots."""
        return self._kinds.get((place.number, place.level), ("", 1))[0] not in _UNNUMBERED

    def begins_at(self, place: _Place) -> int:
        """The number of the first one."""
        return self._kinds.get((place.number, place.level), ("", 1))[1]

    def is_heading(self, paragraph: Element) -> bool:
        """By the name or the outline level of its style."""
        style = self._styles.get(_style_of(paragraph))
        named = _value(style, "name").lower() if style is not None else ""
        return named.startswith("heading") or self._of_style(_style_of(paragraph), "outlineLvl") is not None

    def _of_style(self, name: str, wanted: str) -> Element | None:
        for _step in range(_BASED_ON_AT_MOST):
            style = self._styles.get(name)
            if style is None:
                return None
            found = style.find(f"{_W}pPr/{_W}{wanted}")
            if found is not None:
                return found
            name = _value(style, "basedOn")
        return None


def mark_lists_that_go_on(document: Element, numbers: Numbers) -> None:
    """Put the number into the first item after a break, and where a list does not begin at one."""
    counted: dict[str, int] = defaultdict(int)
    last = ""
    for paragraph in document.iter(f"{_W}p"):
        place = None if numbers.is_heading(paragraph) else numbers.place(paragraph)
        if place is not None and place.level == 0 and numbers.is_counted(place):
            counted[place.number] += 1
            number = counted[place.number] + numbers.begins_at(place) - 1
            if number > 1 and last != place.number:
                _mark(paragraph, number)
        last = place.number if place else ""


def told_of_headings(document: Element, numbers: Numbers) -> list[str]:
    """A sentence about headings that Word numbered, and about words that point at such a number."""
    count = sum(
        (place := numbers.place(one)) is not None and numbers.is_counted(place)
        for one in document.iter(f"{_W}p")
        if numbers.is_heading(one)
    )
    if not count:
        return []
    told = ngettext(
        "%(count)d heading was numbered by Word; the number was left out.",
        "%(count)d headings were numbered by Word; the numbers were left out.",
        count,
    )
    words = "\n".join("".join(one.itertext()) for one in document.iter(f"{_W}p"))
    pointing = list(dict.fromkeys(_POINTS_AT.findall(words)))
    if not pointing:
        return [told % {"count": count}]
    mend = ngettext(
        "Something in the text points at such a number; write what it means: %(words)s.",
        "Some words in the text point at such numbers; write what they mean: %(words)s.",
        len(pointing),
    )
    return [told % {"count": count}, mend % {"words": ", ".join(pointing[:8])}]


def _mark(paragraph: Element, number: int) -> None:
    run = Element(f"{_W}r")
    text = Element(f"{_W}t")
    text.text = f"{BEGINS}{number}{ENDS}"
    run.append(text)
    properties = paragraph.find(f"{_W}pPr")
    paragraph.insert(0 if properties is None else 1, run)


def _kinds(numbering: Element) -> Iterator[tuple[tuple[str, int], tuple[str, int]]]:
    """(List, level) -> the kind of its numbers and the first of them."""
    levels = {
        one.get(f"{_W}abstractNumId", ""): one.findall(f"{_W}lvl")
        for one in numbering.findall(f"{_W}abstractNum")
    }
    for one in numbering.findall(f"{_W}num"):
        for level in levels.get(_value(one, "abstractNumId"), ()):
            depth, first = level.get(f"{_W}ilvl", ""), _value(level, "start")
            if depth.isdecimal():
                start = int(first) if first.isdecimal() and len(first) < 5 else 1
                yield (one.get(f"{_W}numId", ""), int(depth)), (_value(level, "numFmt"), start)


def _style_of(paragraph: Element) -> str:
    return _value(paragraph.find(f"{_W}pPr"), "pStyle")


def _value(parent: Element | None, name: str) -> str:
    """The `val` of a child, "" without one."""
    child = parent.find(f"{_W}{name}") if parent is not None else None
    return child.get(f"{_W}val", "") if child is not None else ""
