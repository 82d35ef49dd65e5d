"""Charts as SVG, made here: presentation attributes and classes only, so the strict policy holds.

Hatching is the second signal beside colour: the drawings work in black and white. The numbers always
stand beside as text, and as a table that folds out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

WIDTH, ROW, BAR, TOP = 360, 48, 16, 20
# In the order of the parts: full, hatched, empty, dotted, dark.
FILLS = ("solid", "hatched", "empty", "dotted", "dark")
PATTERNS = mark_safe(
    '<defs><pattern id="hatched" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)">'
    '<rect width="7" height="7" fill="#ffeecc"/><rect width="2.5" height="7" fill="#1a1a1a"/></pattern>'
    '<pattern id="dotted" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#fff"/>'
    '<circle cx="3" cy="3" r="1.3" fill="#1a1a1a"/></pattern></defs>'
)


@dataclass(frozen=True)
class Bar:
    """A bar: what it is called, and a number for each part."""

    label: str
    values: Sequence[int]

    @property
    def total(self) -> int:
        return sum(self.values)


def shares(values: Sequence[int], whole: float) -> list[float]:
    """The numbers as lengths that add up to `whole`; nothing at all gives lengths of zero."""
    total = sum(values)
    return [value * whole / total if total else 0.0 for value in values]


def stacked_bars(
    bars: Sequence[Bar],
    *,
    parts: Sequence[str],
    title: str,
    total_word: str = "{first} / {total}",
    note: str = "",
) -> SafeString:
    """A figure of horizontal bars, one above the other, with a legend and the same numbers as a table.

    `total_word` is written at the right of a bar; `{first}` and `{total}` are its numbers.
    """
    spoken = "; ".join(_spoken(bar, parts) for bar in bars)
    rows = format_html_join(
        "", "{}", ((_bar(bar, index * ROW, total_word),) for index, bar in enumerate(bars))
    )
    return format_html(
        '<figure class="chart"><figcaption>{}</figcaption>'
        '<svg viewBox="0 0 {} {}" width="420" role="img" aria-label="{}">{}{}</svg>'
        '<ul class="legend">{}</ul>{}{}</figure>',
        title,
        WIDTH,
        len(bars) * ROW,
        f"{title}: {spoken}",
        PATTERNS,
        rows,
        _legend(parts),
        format_html('<p class="small">{}</p>', note) if note else "",
        _table(bars, parts, title),
    )


def _spoken(bar: Bar, parts: Sequence[str]) -> str:
    return f"{bar.label} – " + ", ".join(
        f"{part} {value}" for part, value in zip(parts, bar.values, strict=True)
    )


def _bar(bar: Bar, top: int, total_word: str) -> SafeString:
    first = bar.values[0] if bar.values else 0
    words = total_word.format(first=first, total=bar.total)
    return format_html(
        '<text x="0" y="{}">{}</text><text x="{}" y="{}" text-anchor="end">{}</text>{}'
        '<rect x="0.5" y="{}" width="{}" height="{}" fill="none" stroke="#1a1a1a"/>',
        top + 14,
        bar.label,
        WIDTH,
        top + 14,
        words,
        format_html_join("", "{}", ((piece,) for piece in _pieces(bar.values, top))),
        top + TOP,
        WIDTH - 1,
        BAR,
    )


def _pieces(values: Sequence[int], top: int) -> Iterable[SafeString]:
    left = 0.5
    for value, width, fill in zip(values, shares(values, WIDTH - 1), _fills(len(values)), strict=True):
        if value:
            yield _swatch(fill, left, top + TOP, width, BAR)
        left += width


def _fills(count: int) -> Sequence[str]:
    if count > len(FILLS):
        raise ValueError(f"a bar has at most {len(FILLS)} parts that can be told apart, not {count}")
    return FILLS[:count]


def _swatch(fill: str, x: float, y: float, width: float, height: float) -> SafeString:
    place = format_html(
        'x="{}" y="{}" width="{}" height="{}" stroke="#1a1a1a"', round(x, 1), y, round(width, 1), height
    )
    if fill == "solid":
        return format_html('<rect class="chart-primary" {}/>', place)
    colour = {"empty": "#fff", "dark": "#454545"}.get(fill, f"url(#{fill})")
    return format_html('<rect fill="{}" {}/>', colour, place)


def _legend(parts: Sequence[str]) -> SafeString:
    items = (
        (_swatch(fill, 0.5, 0.5, 19, 13), part) for part, fill in zip(parts, _fills(len(parts)), strict=True)
    )
    return format_html_join(
        "", '<li><svg width="20" height="14" viewBox="0 0 20 14" aria-hidden="true">{}</svg> {}</li>', items
    )


def _table(bars: Sequence[Bar], parts: Sequence[str], title: str) -> SafeString:
    head = format_html_join("", '<th scope="col" class="number">{}</th>', ((part,) for part in parts))
    body = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (bar.label, format_html_join("", '<td class="number">{}</td>', ((v,) for v in bar.values)))
            for bar in bars
        ),
    )
    return format_html(
        '<details class="details"><summary class="details-summary">'
        '<span class="details-summary-text">{}</span></summary>'
        '<div class="table--responsive-scroll" role="region" aria-label="{}" tabindex="0">'
        '<table class="table"><caption class="sr-only">{}</caption>'
        "<thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table></div></details>",
        _("Show the numbers as a table"),
        title,
        title,
        head,
        body,
    )


def sparkline(values: Sequence[float], *, text: str, width: int = 96, height: int = 20) -> SafeString:
    """A small line for a table row, hidden from screen readers: `text` beside it says the same."""
    return format_html(
        '<svg class="sparkline" width="{}" height="{}" viewBox="0 0 {} {}" aria-hidden="true" '
        'focusable="false">{}</svg> <span>{}</span>',
        width,
        height,
        width,
        height,
        _line(values, width, height),
        text,
    )


def _line(values: Sequence[float], width: int, height: int) -> SafeString:
    if not values:
        return SafeString("")
    low, span = min(values), (max(values) - min(values)) or 1
    step = (width - 6) / max(len(values) - 1, 1)
    points = [
        (round(3 + i * step, 1), round(height - 3 - (v - low) / span * (height - 6), 1))
        for i, v in enumerate(values)
    ]
    lines = format_html_join(
        "",
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="currentColor" stroke-width="1.5"/>',
        ((*one, *other) for one, other in pairwise(points)),
    )
    x, y = points[-1]
    return format_html('{}<circle cx="{}" cy="{}" r="2.5" fill="currentColor"/>', lines, x, y)
