"""An action card on one sheet of paper: exactly one page, filled to the foot, black on white.

The card is laid out twice. The first time with no air between its parts shows whether it fits at
the sizes that can be read from a distance; those sizes are never made smaller, only the small print
is set closer when nothing else helps. The second time the space that was left is shared out, so a
short card fills its sheet too.
"""

from __future__ import annotations

import segno
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from plans.paper.cards import CardContent, Stamp, longest_step
from plans.paper.printing import (
    A4,
    AIR,
    PICTURE,
    CannotPrint,
    Fit,
    Paper,
    TooManyPages,
    font_address,
    press,
    safe_colour,
    scaled,
    trimming,
)

FOOT = 297 - 11  # millimetres from the top of an A4 sheet where the last line must end
MOST_AIR = 7.5  # points; more than this between the lines makes a short card fall apart


class TooLong(CannotPrint):
    """The card does not fit on one sheet: `step` (from 1) is the one to shorten first."""

    def __init__(self, step: int) -> None:
        self.step = step
        super().__init__(_("The text is too long for one page. Shorten step %s.") % step)


class HasGaps(CannotPrint):
    """Something in curly braces has not been filled in by the municipality."""

    def __init__(self, gaps: tuple[str, ...]) -> None:
        self.gaps = gaps
        super().__init__(_("The card cannot be printed before this is filled in: %s") % ", ".join(gaps))


def print_card(content: CardContent, stamp: Stamp, paper: Paper = A4, picture: bytes = b"") -> bytes:
    """The card as a PDF of exactly one page. Raises HasGaps, TooLong or another CannotPrint."""
    if content.gaps():
        raise HasGaps(content.gaps())
    with translation.override(content.language):
        html, css = card_html(content, stamp), card_css(content, paper)
    for body in ("<body>", '<body class="close">'):
        try:
            shown = html.replace("<body>", body, 1)
            return press(shown, css, fit=_fit(content, paper), picture=picture if content.logo else b"").pdf
        except TooManyPages:
            continue
    raise TooLong(longest_step(content))


def card_html(content: CardContent, stamp: Stamp) -> str:
    """The card as HTML; every word of it is escaped by the template, only the code is ours."""
    shown = {"card": content.unbroken(), "stamp": stamp, "code": qr_code(stamp.url), "picture": PICTURE}
    return render_to_string("print/action_card.html", shown)


def card_css(content: CardContent, paper: Paper) -> str:
    """The style sheet for this sheet of paper; the press fills in the air between the parts."""
    fonts = {name.replace("-", "_"): font_address(name) for name in _FONT_NAMES}
    values = {
        "fonts": {name: mark_safe(address) for name, address in fonts.items()},  # noqa: S308 - our own files
        "colour": safe_colour(content.primary_colour),
        "air": AIR,
        "width": paper.width,
        "height": paper.height,
    }
    return scaled(render_to_string("print/action_card.css", values), paper.scale) + trimming(paper)


def qr_code(url: str) -> SafeString:
    """The address as an inline SVG: level Q, four modules of quiet, named for those who hear it."""
    code = segno.make(url, error="q", micro=False, boost_error=False)
    drawing = code.svg_inline(
        border=4, omitsize=True, svgclass="qr", lineclass=None, title=_("QR code to %s") % url
    )
    return format_html("{}", mark_safe(drawing))  # noqa: S308 - drawn here, title escaped by segno


def picture(svg: str) -> SafeString:
    """A drawing of our own files, to stand inside a page; never what somebody has written."""
    return mark_safe(svg)  # noqa: S308 - see above


_FONT_NAMES = ("regular", "regular-more", "semibold", "semibold-more")


def _fit(content: CardContent, paper: Paper) -> Fit:
    """How the air is shared out: the template has a known number of places that can take some."""
    lists = sum(map(bool, (content.say, content.never, content.signs)))
    return Fit(FOOT, paper.scale, 2 * len(content.steps) + (6 if lists else 0) + 10, MOST_AIR)
