"""Text of the plan: a small Markdown in, safe HTML out, gaps marked, numbers dialled, LIX measured.

Three things happen to every text, in this order: Markdown becomes HTML, nh3 takes away what an
editor may not write, and only then are gaps and phone numbers woven into what is left. Pure: phone
numbers come in.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from beredskab.ui.phones import phone_text, tel

Numbers = Mapping[str, str]
"""Slug of a contact -> the number to show. Missing or empty means: the number is still a gap."""

NO_NUMBERS: Numbers = {}

_TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "br", "h3", "h4", "blockquote"}
_GAP = re.compile(r"\{([^{}\n]{1,160})\}")
_NUMBER_GAP = re.compile(r"nummer: ([a-z0-9-]+)$")
_WOVEN = re.compile(
    r"\{(?P<gap>[^{}\n]{1,160})\}"
    r"|(?<!§ )(?<![\d.,])(?P<tel>112|114|1888|116 111|\d\d \d\d \d\d \d\d)(?!\d| ?%|[.,]\d)"
)
_TAG = re.compile(r"(<[^>]*>)")


def _parser() -> MarkdownIt:
    """CommonMark less raw HTML, images, code and rules: bold, italics, lists, links, headings."""
    return MarkdownIt("commonmark", {"html": False}).disable(
        ["image", "code", "fence", "backticks", "hr", "html_block", "html_inline", "reference"]
    )


_MARKDOWN = _parser()


def _demote(html: str) -> str:
    """Headings inside a block stand below the block's own title (h2), so they become h3 or h4."""
    html = re.sub(r"<(/?)h[12]>", r"<\1h3>", html)
    return re.sub(r"<(/?)h[3456]>", lambda m: m[0] if m[0].endswith("h3>") else f"<{m[1]}h4>", html)


def _clean(html: str) -> str:
    """What an editor may write survives, everything else loses its tags."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )


@lru_cache(maxsize=4096)
def _block_html(text: str) -> str:
    return _clean(_demote(_MARKDOWN.render(text))).strip()


@lru_cache(maxsize=4096)
def _inline_html(text: str) -> str:
    return _clean(_MARKDOWN.renderInline(" ".join(text.split())))


def phone(number: str) -> SafeString:
    """A number that can be dialled and never breaks over two lines."""
    shown = escape(phone_text(number))
    return mark_safe(f'<a class="phone" href="{escape(tel(number))}">{shown}</a>')  # noqa: S308 escaped above


def gap(words: str) -> SafeString:
    """A place that the municipality has yet to fill, visible as such on the page."""
    hint = escape(_("To be filled in by the municipality"))
    shown = escape(unescape(words))
    return mark_safe(f'<mark class="gap" title="{hint}">{{{shown}}}</mark>')  # noqa: S308 escaped above


def _weave_text(text: str, numbers: Numbers, linked: bool) -> str:
    def replace(match: re.Match[str]) -> str:
        if words := match["gap"]:
            known = _NUMBER_GAP.match(words)
            number = numbers.get(known[1], "") if known else ""
            return (escape(number) if linked else phone(number)) if number else gap(words)
        return match["tel"] if linked else phone(match["tel"])

    return _WOVEN.sub(replace, text)


def _weave(html: str, numbers: Numbers) -> SafeString:
    linked = False
    out: list[str] = []
    for piece in _TAG.split(html):
        if piece.startswith("<"):
            linked = piece.startswith("<a ") or (linked and not piece.startswith("</a"))
            out.append(piece)
        else:
            out.append(_weave_text(piece, numbers, linked))
    return mark_safe("".join(out))  # noqa: S308 cleaned by nh3 before anything was woven in


def render(text: str, numbers: Numbers = NO_NUMBERS) -> SafeString:
    """Paragraphs, lists and links of `text` as HTML; `numbers` fills `{nummer: slug}`."""
    return _weave(_block_html(text), numbers)


def render_inline(text: str, numbers: Numbers = NO_NUMBERS) -> SafeString:
    """One line of text (a title, a step) as HTML without a paragraph around it."""
    return _weave(_inline_html(text), numbers)


def plain(text: str) -> str:
    """The words alone, for search, comparison and readability."""
    words = unescape(_TAG.sub(" ", _block_html(text)))
    return re.sub(r"\s+", " ", words).strip()


def without_numbers(text: str) -> str:
    """`text` without its living numbers: they are looked up when somebody reads, never stored."""
    return re.sub(r"(: )?\{nummer: [a-z0-9-]+\}", "", text)


def gaps(text: str) -> list[str]:
    """The gaps of `text` in order, without their braces, each once."""
    return list(dict.fromkeys(_GAP.findall(text)))


def inside(name: str) -> str:
    """A name in the middle of a sentence: »Den sociale vagt« begins small, »Familierådgivningen« not."""
    is_article = name.split(" ")[0].lower() in {"den", "det", "de"}
    return name[:1].lower() + name[1:] if is_article else name


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with each known gap replaced; a value that begins a sentence gets a capital letter."""

    def replace(match: re.Match[str]) -> str:
        value = values.get(match[1])
        if value is None:
            return match[0]
        return value[:1].upper() + value[1:] if _begins_sentence(match.string[: match.start()]) else value

    return _GAP.sub(replace, text)


def _begins_sentence(before: str) -> bool:
    return not before.strip(' *-”"') or bool(re.search(r"([.!?][”\"*]* +|: ?[”\"]|\n[-\d. *]*)$", before))


@dataclass(frozen=True)
class Lix:
    """Readability: words per sentence plus the percentage of words longer than six letters."""

    value: int
    words: int
    sentences: int

    @property
    def band(self) -> str:
        """The usual Danish names of the bands, translated."""
        bands: list[tuple[int, Callable[[], str]]] = [
            (25, lambda: _("very easy")),
            (35, lambda: _("easy")),
            (45, lambda: _("medium")),
            (55, lambda: _("hard")),
        ]
        return next((name() for limit, name in bands if self.value < limit), _("very hard"))


_WORD = re.compile(r"[0-9A-Za-zÆØÅæøåÉéÄäÖö]+(?:[-’'][0-9A-Za-zÆØÅæøåÉé]+)*")
_SENTENCE_END = re.compile(r"[.!?:](?=[”\"]*(?:\s|$))")


def lix(text: str) -> Lix:
    """Measures running text; a line of a list counts as a sentence. Empty text measures 0."""
    readable = _GAP.sub(lambda m: m[1].split(":")[0], text)
    lines = [unescape(_TAG.sub("", line)) for line in _block_html(readable).split("\n")]
    words = [word for line in lines for word in _WORD.findall(line)]
    sentences = sum(max(1, len(_SENTENCE_END.findall(line))) for line in lines if _WORD.search(line))
    if not words:
        return Lix(0, 0, 0)
    long_words = sum(len(word) > 6 for word in words)
    return Lix(round(len(words) / sentences + 100 * long_words / len(words)), len(words), sentences)
