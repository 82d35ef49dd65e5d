"""Plain text: headings are guessed from how the lines stand, and the guesses are told."""

import re

from django.utils.translation import gettext as _

from plans.documents.pieces import Stream

_BULLET = re.compile(r"^\s*[•●▪◦‣·*\u2013\u2014-]\s+(?=\S)")
_NUMBERED = re.compile(r"^\s*(\d{1,2})[.)]\s+(?=\S)")
_LETTERED = re.compile(r"^\s*([a-z])\)\s+(?=\S)")
_CHAPTER = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=[A-ZÆØÅ])")
_UNDERLINE = re.compile(r"^\s*([=\-_])\1{3,}\s*$")
_PAGE_NUMBER = re.compile(r"^(?:side\s+|page\s+)?\d{1,3}(?:\s*(?:/|af|of)\s*\d{1,3})?$", re.IGNORECASE)
_ENDS_SENTENCE = (".", "!", "?", ";", ",", ":")
HEADING_LENGTH = 100
SHORT_LINE = 55
WEB_PAGE = {
    "you are here", "du er her", "skip to main content", "spring til hovedindhold",
    "gå til hovedindhold", "spring over hovedmenu", "læs op", "print", "del siden",
}  # fmt: skip


def read_text(text: str) -> Stream:
    """Paragraphs are parted by empty lines; a short line of its own without a full stop is a heading."""
    stream = Stream()
    for group in _groups(text):
        _read_group(_without_underline(group, stream), stream)
    return stream


def _groups(text: str) -> list[list[str]]:
    groups: list[list[str]] = []
    for part in re.split(r"\n[^\S\n]*\n+", text.replace("\f", "\n\n")):
        lines = [line.rstrip() for line in part.split("\n") if line.strip()]
        if lines:
            groups.append(lines)
    return groups


def _without_underline(group: list[str], stream: Stream) -> list[str]:
    """`Title` above a row of === or --- is a heading, also when text follows without an empty line."""
    if len(group) >= 2 and _UNDERLINE.match(group[1]) and not _is_list_line(group[0]):
        stream.heading(1 if group[1].strip()[0] == "=" else 2, group[0])
        return group[2:]
    return [line for line in group if not _UNDERLINE.match(line)]


def _read_group(lines: list[str], stream: Stream) -> None:
    if not lines:
        return
    if len(lines) == 1 and _is_noise(lines[0]):
        noise = {"line": lines[0].strip()[:80]}
        stream.remarks.append(_("Left out, as it belongs to a web page or a page foot: ”%(line)s”.") % noise)
    elif len(lines) == 1 and (level := _heading_level(lines[0])):
        stream.heading(level, lines[0])
    else:
        for text in _paragraphs(lines):
            stream.paragraph(text)


def _is_noise(line: str) -> bool:
    words = line.strip().lower()
    return words in WEB_PAGE or bool(_PAGE_NUMBER.match(words))


def _heading_level(line: str) -> int:
    """0 for no heading. The number in front (`2.1 Title`) gives the level, otherwise all are alike."""
    words = line.strip()
    if numbered := _CHAPTER.match(words):
        return numbered[1].count(".") + 2 if len(words) <= HEADING_LENGTH else 0
    if _is_list_line(line) or len(words) > HEADING_LENGTH or words.endswith(_ENDS_SENTENCE):
        return 0
    letters = sum(character.isalpha() for character in words)
    return 2 if letters >= 3 and letters > len(words) / 2 and not _is_address(words) else 0


def _is_address(words: str) -> bool:
    """An address, a number, a mail address: short lines that head nothing."""
    return bool(re.search(r"@|www\.|https?://|\d{2} ?\d{2} ?\d{2} ?\d{2}|\b\d{4} [A-ZÆØÅ]", words))


def _is_list_line(line: str) -> bool:
    return bool(_BULLET.match(line) or _NUMBERED.match(line) or _LETTERED.match(line))


def _paragraphs(lines: list[str]) -> list[str]:
    """Part a group into running text and lists; an indented line goes on with its list item."""
    parts: list[str] = []
    running: list[str] = []
    items: list[str] = []
    for line in lines:
        if _is_list_line(line):
            parts += _joined(running)
            running = []
            items.append(_list_item(line))
        elif items and line.startswith((" ", "\t")):
            items[-1] = _glued(items[-1], line.strip())
        elif items:
            parts.append("\n".join(items))
            items, running = [], [line.strip()]
        else:
            running.append(line.strip())
    return parts + _joined(running) + (["\n".join(items)] if items else [])


def _list_item(line: str) -> str:
    if numbered := _NUMBERED.match(line):
        return f"{numbered[1]}. {line[numbered.end() :].strip()}"
    found = _BULLET.match(line) or _LETTERED.match(line)
    assert found is not None
    return f"- {line[found.end() :].strip()}"


def _joined(lines: list[str]) -> list[str]:
    """Short lines keep their breaks (an address); long ones were wrapped by a program and are joined."""
    if not lines:
        return []
    if len(lines) > 1 and max(map(len, lines)) <= SHORT_LINE:
        return ["\\\n".join(lines)]
    whole = lines[0]
    for line in lines[1:]:
        whole = _glued(whole, line)
    return [whole]


def _glued(before: str, after: str) -> str:
    """One line after the other; a word that was parted at the end of the line is put together again."""
    parted = re.search(r"[a-zæøå]-$", before) and re.match(r"[a-zæøå]", after)
    if parted and not re.match(r"(og|eller|samt|and|or)\b", after):
        return before[:-1] + after
    return f"{before} {after}"
