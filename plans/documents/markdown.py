"""Markdown: the headings are there, the rest is already the plan's own language."""

import re

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from plans.documents import tables
from plans.documents.pieces import Stream

_PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")


def read_markdown(text: str) -> Stream:
    """Headings by their marks; paragraphs and lists as they stand; tables as lines; pictures told."""
    stream = Stream()
    lines = text.split("\n")
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(text)
    position = 0
    while position < len(tokens):
        position = _read(tokens, position, lines, stream)
    return stream


def _read(tokens: list[Token], position: int, lines: list[str], stream: Stream) -> int:
    """Read the block that begins at `position`; returns where the next one begins."""
    token = tokens[position]
    end = _closing(tokens, position)
    inner = tokens[position + 1] if position + 1 < len(tokens) else token
    source = lines[token.map[0] : token.map[1]] if token.map else []
    if token.type == "heading_open":
        stream.heading(int(token.tag[1]), _words(inner))
    elif token.type == "table_open":
        _table(tokens[position:end], stream)
    elif token.type in ("fence", "code_block"):
        stream.paragraph(token.content)
    elif token.type not in ("hr", "html_block"):
        _tell_pictures(tokens[position : end + 1], stream)
        stream.paragraph(_PICTURE.sub(_described, "\n".join(source)).rstrip())
    return end + 1


def _described(picture: re.Match[str]) -> str:
    return _(" (Picture: %(alt)s) ") % {"alt": picture[1]} if picture[1] else ""


def _closing(tokens: list[Token], position: int) -> int:
    depth = 0
    for index in range(position, len(tokens)):
        depth += tokens[index].nesting
        if depth <= 0:
            return index
    return len(tokens) - 1


def _words(inline: Token) -> str:
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content for child in inline.children or []
    )


def _table(tokens: list[Token], stream: Stream) -> None:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append(_words(token))
    has_heading = bool(rows) and any(rows[0])
    stream.paragraph(tables.as_list(rows, has_heading=has_heading))
    stream.remarks.append(tables.remark(len(rows)))


def _tell_pictures(tokens: list[Token], stream: Stream) -> None:
    for token in tokens:
        for child in token.children or []:
            if child.type == "image":
                stream.remarks.append(tables.picture(child.content))
