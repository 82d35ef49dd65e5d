"""HTML as a small tree. nh3 mends the nesting and takes away what is never read; nothing is fetched."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Union

import nh3

DEEPEST = 60  # elements inside each other; what is deeper is read as if it stood here
AROUND = ("nav", "footer", "header", "aside", "form")
_SILENT = {
    "script", "style", "template", "noscript", "svg", "math", "object", "iframe", "title", "select",
    "textarea", "button",
}  # fmt: skip
_KEPT = {
    *AROUND, "main", "h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "section", "article", "blockquote",
    "address", "figure", "figcaption", "dl", "dt", "dd", "pre", "ul", "ol", "li", "table", "thead",
    "tbody", "tfoot", "tr", "th", "td", "caption", "strong", "b", "em", "i", "a", "br", "img", "sup", "sub",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "id"}, "img": {"alt"}, "li": {"id"}, "ol": {"start"}}
_VOID = {"br", "img"}


@dataclass
class Node:
    """An element with its children in order; a child is an element or words."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Child]" = field(default_factory=list)

    def words(self) -> str:
        """Every word inside, without markup."""
        parts = [one if isinstance(one, str) else one.words() for one in self.children]
        return " ".join("".join(parts).split())

    def first(self, tag: str) -> "Node | None":
        """The first element of this name below, in reading order."""
        for one in self.children:
            if isinstance(one, Node):
                if one.tag == tag:
                    return one
                if found := one.first(tag):
                    return found
        return None


Child = Union[Node, str]  # noqa: UP007 - Node is not defined before


def tree_of(html: str) -> Node:
    """The page as a tree; links keep every address, judged by whoever writes them down."""
    clean = nh3.clean(
        html,
        tags=_KEPT,
        clean_content_tags=_SILENT,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    builder = _Builder()
    builder.feed(clean)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("body")
        self.open = [self.root]
        self.flattened = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.open) >= DEEPEST and tag not in _VOID:
            self.flattened += 1
            return
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self.flattened:
            self.flattened -= 1
        elif tag not in _VOID and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
