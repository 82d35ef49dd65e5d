"""HTML: the text of the page, without what stands around it. Nothing is fetched."""

import re
from html.parser import HTMLParser

from plans.documents.pieces import Stream

_SILENT = {
    "script",
    "style",
    "template",
    "noscript",
    "svg",
    "math",
    "object",
    "iframe",
    "head",
    "select",
}
_AROUND = {
    "nav": "navigation",
    "footer": "page foot",
    "header": "page head",
    "aside": "side column",
    "form": "form",
}
_BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "main",
    "blockquote",
    "address",
    "figure",
    "dd",
    "pre",
    "body",
}
_VOID = {
    "br",
    "img",
    "hr",
    "input",
    "meta",
    "link",
    "col",
    "source",
    "wbr",
    "area",
    "base",
    "embed",
    "track",
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_SAFE_LINK = re.compile(r"(?:https?|mailto|tel):[^\s<>()]+$", re.IGNORECASE)


def read_html(text: str) -> Stream:
    """Headings, paragraphs, lists and tables of the page; only <main> where there is one."""
    reader = _Reader(only_main=bool(re.search(r"<main[\s>]", text, re.IGNORECASE)))
    reader.feed(text)
    reader.close()
    reader.end_block()
    return reader.stream


class _Reader(HTMLParser):
    def __init__(self, *, only_main: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.stream = Stream()
        self.only_main = only_main
        self.inside_main = 0
        self.skipping: list[str] = []
        self.words: list[str] = []
        self.heading = 0
        self.lists: list[list[int]] = []  # per list: [number of the next item, or 0 for bullets]
        self.items: list[str] = []
        self.links: list[str] = []
        self.cells: list[str] | None = None
        self.rows = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.skipping:
            self.skipping += [tag] if tag == self.skipping[0] else []
        elif tag in _SILENT or tag in _AROUND:
            self._begin_skip(tag)
        elif tag in _HEADINGS:
            self.end_block()
            self.heading = _HEADINGS[tag]
        elif tag in ("ul", "ol"):
            self._begin_list(ordered=tag == "ol")
        elif tag == "li":
            self._end_item()
        elif tag == "main":
            self.inside_main += 1
        else:
            self._begin_other(tag, dict(attrs))

    def _begin_skip(self, tag: str) -> None:
        self.end_block()
        self.skipping = [tag]
        if tag in _AROUND and not (self.only_main and not self.inside_main):
            self.stream.remarks.append(f"Left out: the {_AROUND[tag]} of the web page.")

    def _begin_list(self, *, ordered: bool) -> None:
        if self.lists:
            self._end_item()
        else:
            self.end_block()
        self.lists.append([1 if ordered else 0])

    def _begin_other(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag == "br":
            self.words.append("\\\n" if not self.lists and not self.heading else " ")
        elif tag == "img":
            alt = attrs.get("alt") or "no description"
            self.stream.remarks.append(f"A picture was left out: {alt[:80]!r}.")
        elif tag == "a":
            self.links.append(attrs.get("href") or "")
            self.words.append("[" if _SAFE_LINK.match(self.links[-1]) else "")
        elif tag in _MARKS and not self.heading:
            self.words.append(_MARKS[tag])
        elif tag == "tr":
            self.end_block()
            self.cells = []
        elif tag in _BLOCKS and not self.lists and self.cells is None:
            self.end_block()

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            if tag == self.skipping[-1]:
                self.skipping.pop()
        elif tag in _HEADINGS:
            self.end_block()
        elif tag in ("ul", "ol") and self.lists:
            self._end_item()
            self.lists.pop()
            if not self.lists:
                self.end_block()
        elif tag == "main":
            self.end_block()
            self.inside_main -= 1
        else:
            self._end_other(tag)

    def _end_other(self, tag: str) -> None:
        if tag == "a" and self.links:
            href = self.links.pop()
            self.words.append(f"]({href})" if _SAFE_LINK.match(href) else "")
        elif tag in _MARKS and not self.heading:
            self.words.append(_MARKS[tag])
        elif tag in ("td", "th") and self.cells is not None:
            self.cells.append(self._take_words())
        elif tag == "tr" and self.cells is not None:
            self._end_row()
        elif tag == "table" and self.rows:
            self.stream.remarks.append(f"A table of {self.rows} rows became a list.")
            self.rows = 0
            self.end_block()
        elif tag in _BLOCKS and not self.lists and self.cells is None:
            self.end_block()

    def _end_row(self) -> None:
        if row := " · ".join(filter(None, self.cells or [])):
            self.items.append(f"- {row}")
            self.rows += 1
        self.cells = None

    def handle_data(self, data: str) -> None:
        if not self.skipping and (self.inside_main or not self.only_main):
            self.words.append(re.sub(r"\s+", " ", data))

    def _take_words(self) -> str:
        text = re.sub(r"[^\S\n]+", " ", "".join(self.words)).strip().strip("\\\n").strip()
        self.words = []
        text = re.sub(r"\*\*\s*\*\*|\[\]\([^)]*\)", "", text)
        return re.sub(r" ?\\\n ?", "\\\\\n", text)

    def _end_item(self) -> None:
        text = self._take_words()
        if text and self.lists:
            number = self.lists[-1][0]
            mark = f"{number}." if number else "-"
            self.lists[-1][0] += 1 if number else 0
            self.items.append("   " * (len(self.lists) - 1) + f"{mark} {text}")
        elif text:
            self.stream.paragraph(text)

    def end_block(self) -> None:
        """What was gathered becomes a heading, a list or a paragraph."""
        if self.lists:
            self._end_item()
            return
        if self.items and self.cells is None and not self.rows:
            self._flush_items()
        if self.items and self.rows and self.words and "".join(self.words).strip():
            self._flush_items()
        text = self._take_words()
        if self.heading:
            self.stream.heading(self.heading, text.replace("\\\n", " "))
            self.heading = 0
        else:
            self.stream.paragraph(text)

    def _flush_items(self) -> None:
        self.stream.paragraph("\n".join(self.items))
        self.items = []
