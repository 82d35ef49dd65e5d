"""HTML: the text of the page, without what stands around it. Nothing is fetched."""

import re

from django.utils.translation import gettext as _

from plans.documents import tables
from plans.documents.numbering import MARKED
from plans.documents.pieces import Stream
from plans.documents.tree import AROUND, Child, Node, tree_of

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_INLINE = {"strong", "b", "em", "i", "a", "br", "img", "sup", "sub"}
_SAFE_LINK = re.compile(r"(?:https?|mailto|tel):[^\s<>()]+$", re.IGNORECASE)
_NOTE = re.compile(r"#?(?:footnote|endnote)-(\d+)$")
_BULLET = re.compile(r"^[•●▪◦‣·\u2013\u2014-]\s+(?=\S)")
BREAK = "\\\n"


def read_html(text: str) -> Stream:
    """Headings, paragraphs, lists and tables of the page; only <main> where there is one."""
    root = tree_of(text)
    main = root.first("main")
    return write(main or root, only_main=main is not None)


def write(root: Node, *, only_main: bool = False) -> Stream:
    """The tree as a stream; notes that the text points at stand below the paragraph that does."""
    writer = _Writer(_notes(root))
    writer.tell_around = not only_main
    writer.blocks(root)
    writer.end_paragraph()
    return writer.stream


def _notes(root: Node) -> dict[str, Node]:
    """Foot and end notes by number, taken out of the tree."""
    found: dict[str, Node] = {}
    for child in [*root.children]:
        if not isinstance(child, Node) or child.tag != "ol":
            continue
        items = [one for one in child.children if isinstance(one, Node)]
        numbers = [_NOTE.match(item.attributes.get("id", "")) for item in items]
        if items and all(numbers):
            found |= {number[1]: item for number, item in zip(numbers, items, strict=True) if number}
            root.children.remove(child)
    return found


class _Writer:
    """Walks the tree in reading order; the tree is never deeper than `tree.DEEPEST`."""

    def __init__(self, notes: dict[str, Node]) -> None:
        self.stream = Stream()
        self.notes = notes
        self.tell_around = True
        self.running: list[str] = []
        self.pointed_at: list[str] = []

    def blocks(self, node: Node) -> None:
        """What stands inside a container."""
        for child in node.children:
            if isinstance(child, str) or child.tag in _INLINE:
                self.running.append(self.inline(child))
            else:
                self.end_paragraph()
                self.block(child)
                self.end_paragraph()

    def block(self, node: Node) -> None:
        """One element that stands on lines of its own."""
        if node.tag in AROUND:
            self._tell_left_out(node)
        elif node.tag in _HEADINGS:
            text = "".join(self.inline(child) for child in node.children)
            self.stream.heading(_HEADINGS[node.tag], unmarked(text))
        elif node.tag in ("ul", "ol"):
            self.stream.paragraph("\n".join(self.items(node)))
        elif node.tag == "table":
            self.table(node)
        else:
            self.blocks(node)

    def _tell_left_out(self, node: Node) -> None:
        names = {
            "nav": _("Left out: the navigation of the web page."),
            "footer": _("Left out: the foot of the web page."),
            "header": _("Left out: the head of the web page."),
            "aside": _("Left out: the side column of the web page."),
            "form": _("Left out: a form of the web page."),
        }
        if self.tell_around and node.words():
            self.stream.remarks.append(names[node.tag])

    def end_paragraph(self) -> None:
        """What was gathered becomes a paragraph, and the notes that it points at follow it."""
        text = tidied("".join(self.running))
        self.running = []
        if text:
            self.stream.paragraph(_BULLET.sub("- ", _begun(text)))
        self.end_notes()

    def end_notes(self) -> None:
        """The notes that were pointed at since the last call."""
        wanted, self.pointed_at = self.pointed_at, []
        for number in wanted:
            if note := self.notes.pop(number, None):
                words = tidied("".join(self.cell(note)).replace("↑", ""))
                told = {"number": number, "words": words}
                self.stream.paragraph(_("Note %(number)s: %(words)s") % told)

    def items(self, node: Node, depth: int = 0) -> list[str]:
        """The lines of a list, lists inside it indented."""
        lines: list[str] = []
        number = int(start) if (start := node.attributes.get("start", "")).isdigit() else 1
        for item in (one for one in node.children if isinstance(one, Node)):
            if goes_on := MARKED.match(item.words().lstrip()):
                number = int(goes_on[1])
            mark = f"{number}." if node.tag == "ol" else "-"
            number += 1
            inner = [one for one in item.children if isinstance(one, Node) and one.tag in ("ul", "ol")]
            own = Node(item.tag, {}, [one for one in item.children if one not in inner])
            if item.tag in ("ul", "ol"):  # a list straight inside a list, as old pages have it
                lines += self.items(item, depth + 1)
                continue
            words = BREAK.join(self.cell(own)).replace(BREAK, BREAK + "   " * (depth + 1))
            lines += ["   " * depth + f"{mark} {words}"] if words else []
            for one in inner:
                lines += self.items(one, depth + 1)
        return lines

    def cell(self, node: Node) -> list[str]:
        """The paragraphs inside a list item or a cell, each as one piece of running text."""
        parts: list[str] = []
        running = ""
        for child in node.children:
            if isinstance(child, str) or child.tag in _INLINE:
                running += self.inline(child)
                continue
            parts += [running]
            running = ""
            if child.tag in ("ul", "ol"):
                parts += [line.strip() for line in self.items(child)]
            elif child.tag in _HEADINGS:
                parts += [f"**{unmarked(''.join(self.cell(child)))}**"] if child.words() else []
            else:
                parts += self.cell(child)
        return [text for part in [*parts, running] if (text := tidied(part))]

    def table(self, node: Node) -> None:
        """One column is a box around text; several become a list."""
        rows = _rows(node)
        if max((len(row) for row in rows), default=0) <= 1:
            for row in rows:
                for box in row:
                    self.blocks(box)
                    self.end_paragraph()
            return
        cells = [[BREAK.join(self.cell(cell)).replace(BREAK, BREAK + "  ") for cell in row] for row in rows]
        headed = _has_heading(rows)
        if headed:
            cells[0] = [unmarked(cell) for cell in cells[0]]
        self.stream.paragraph(tables.as_list(cells, has_heading=headed))
        self.stream.remarks.append(tables.remark(len(rows)))
        self.end_notes()

    def inline(self, child: Child) -> str:
        """Running text with the plan's small Markdown."""
        if isinstance(child, str):
            return escaped(re.sub(r"\s+", " ", MARKED.sub("", child)))
        if child.tag == "br":
            return BREAK
        if child.tag == "img":
            return self._picture(child.attributes.get("alt", ""))
        inner = "".join(self.inline(one) for one in child.children)
        if child.tag == "a":
            return self._link(child, inner)
        return _marked(inner, _MARKS.get(child.tag, ""))

    def _picture(self, alt: str) -> str:
        alt = " ".join(alt.split())
        self.stream.remarks.append(tables.picture(alt))
        return _(" (Picture: %(alt)s) ") % {"alt": escaped(alt)} if alt else ""

    def _link(self, node: Node, inner: str) -> str:
        href = node.attributes.get("href", "")
        if note := _NOTE.match(href):
            self.pointed_at.append(note[1])
            return _(" (note %(number)s)") % {"number": note[1]}
        is_useful = _SAFE_LINK.match(href) and inner.strip()
        return f"[{inner.strip()}]({href})" if is_useful else inner


def _rows(table: Node) -> list[list[Node]]:
    rows: list[list[Node]] = []
    for child in (one for one in table.children if isinstance(one, Node)):
        if child.tag == "tr":
            rows.append([one for one in child.children if isinstance(one, Node)])
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows += _rows(child)
    return rows


def _has_heading(rows: list[list[Node]]) -> bool:
    """The first row names the columns: its cells are headings, or all of them are bold."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    first = [cell for cell in rows[0] if cell.words()]
    return bool(first) and all(cell.tag == "th" or _is_bold(cell) for cell in first)


def _is_bold(cell: Node) -> bool:
    bold = cell.first("strong") or cell.first("b")
    return bold is not None and bold.words() == cell.words()


def _marked(inner: str, mark: str) -> str:
    """The mark stands close to the words, or it would not count: spaces move outside."""
    words = inner.strip()
    if not mark or not words or BREAK in words:
        return inner
    before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    return f"{before}{mark}{words}{mark}{after}"


def escaped(text: str) -> str:
    """Signs that mean something in Markdown stay the signs they were."""
    text = re.sub(r"([\\*`])", r"\\\1", text)
    return re.sub(r"(?<!\w)_|_(?!\w)", r"\\_", text)


def _begun(text: str) -> str:
    """A paragraph that begins with # or > is no heading and no quotation."""
    return re.sub(r"^(#{1,6}(?=\s)|>|\+(?=\s))", r"\\\1", text)


def unmarked(text: str) -> str:
    """A title has no marks: neither bold nor line breaks."""
    return " ".join(re.sub(r"(?<!\\)\*", "", text.replace(BREAK, " ")).replace("\\", "").split())


def tidied(text: str) -> str:
    """Spaces collapsed, line breaks at the ends taken away, marks around nothing too."""
    text = re.sub(r"[^\S\n]+", " ", text).strip().strip("\\\n").strip()
    text = re.sub(r"\*\*(\s*)\*\*", r"\1", text)
    text = re.sub(r" +([,.;:!?)])", r"\1", text)
    return re.sub(r"( ?\\\n ?)+", "\\\\\n", text)
