"""From our own templates to paper, behind a door that lets nothing in.

WeasyPrint would fetch whatever a page names: a picture on the network, a file on this machine.
Editors write the text, so nothing is fetched. Every address is refused, `data:` included, except
the exact addresses of our own font files and the pictures handed in with the page, and one refusal
fails the whole print: a poster that silently lost its font or its picture must not reach a wall.

The work is done by a process of its own (`house`), so a page that wants too much takes nobody with it,
and a machine without Pango still runs the portal.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings

from beredskab.ui.theme import WHITE, contrast
from plans.paper import pressroom
from plans.paper.house import AIR, NOWHERE
from plans.paper.refusals import CannotPrint, PrintingIsOff, RefusedFetch, TookTooMuch

__all__ = ["AIR", "CannotPrint", "PrintingIsOff", "RefusedFetch", "TookTooMuch"]

FONTS = {
    "regular": "IBMPlexSans-Regular-Latin1.woff2",
    "regular-more": "IBMPlexSans-Regular-Latin2.woff2",
    "semibold": "IBMPlexSans-SemiBold-Latin1.woff2",
    "semibold-more": "IBMPlexSans-SemiBold-Latin2.woff2",
}
FONT_FOLDER = Path("static/vendor/dkfds-11.2.0/fonts")
PICTURE = NOWHERE + "logo.png"  # the one picture that a page may name, when it was handed in
SEEN_ON_PAPER = 3.0  # contrast of the one line in colour
_LENGTH = re.compile(r"(?<![\w#.])(\d+(?:\.\d+)?|\.\d+)(pt|mm)\b")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Paper:
    """A sheet, in millimetres. All lengths of a style sheet are written for A4 and scaled."""

    name: str
    width: float
    height: float
    bleed: float = 0

    @property
    def label(self) -> str:
        """As it stands in a file's name: `A4`, `A3-bleed`."""
        return self.name.replace("a", "A", 1)

    @property
    def scale(self) -> float:
        """How much larger than A4: 1.414 for A3."""
        return self.width / 210


A4 = Paper("a4", 210, 297)
A3 = Paper("a3", 297, 420)
PAPERS = {paper.name: paper for paper in (A4, A3)}
BLEED = 3  # millimetres of paper outside the sheet that a print shop cuts away
SHEETS = PAPERS | {
    sheet.name: sheet for sheet in (replace(p, name=f"{p.name}-bleed", bleed=BLEED) for p in (A4, A3))
}
"""What may be asked for: the plain papers, and each for a print shop with bleed and crop marks."""


def why_off() -> str:
    """Why this machine makes no PDFs, in one line; empty when it does."""
    off = walls().off
    if not off:
        return ""
    return (
        "PDFs are off: WeasyPrint cannot load Pango "
        f"(install libpangoft2-1.0-0 and libharfbuzz-subset0). {off}"
    )


def walls() -> pressroom.Walls:
    """What stands around the press on this machine: whether it has a network, and its bounds."""
    return pressroom.walls(_allowed())


def font_address(name: str) -> str:
    """The one address under which our font `name` may be asked for."""
    return (Path(settings.BASE_DIR) / FONT_FOLDER / FONTS[name]).resolve().as_uri()


def print_fonts() -> dict[str, str]:
    """The addresses of our fonts for a style sheet, by the names that templates use."""
    return {name.replace("-", "_"): font_address(name) for name in FONTS}


def _allowed() -> dict[str, Path]:
    folder = (Path(settings.BASE_DIR) / FONT_FOLDER).resolve()
    return {(folder / name).as_uri(): folder / name for name in FONTS.values()}


def picture_address(of: object, number: int) -> str:
    """The address under which a document may name a picture that is handed in with it."""
    return f"{NOWHERE}{of}/{number}.jpg"


def scaled(css: str, factor: float) -> str:
    """The style sheet with every length in pt and mm multiplied: pt sizes do not scale alone."""
    return _LENGTH.sub(lambda found: f"{float(found[1]) * factor:.4g}{found[2]}", css)


def trimming(paper: Paper) -> str:
    """What a print shop cuts by, in millimetres that no scale touches; nothing for an office printer."""
    return f"@page {{ bleed: {paper.bleed:g}mm; marks: crop }}\n" if paper.bleed else ""


def safe_colour(colour: str, otherwise: str = "#000000") -> str:
    """A six-digit hex colour that is seen on paper, anything else replaced: it goes into a style sheet."""
    is_seen = bool(_COLOUR.fullmatch(colour)) and contrast(colour, WHITE) >= SEEN_ON_PAPER
    return colour if is_seen else otherwise


@dataclass(frozen=True)
class Fit:
    """A page filled to its foot: `foot` in millimetres of A4, `places` that can take up to `most` pt."""

    foot: float
    scale: float
    places: int
    most: float


@dataclass(frozen=True)
class Printed:
    """A tagged PDF with its fonts inside."""

    pdf: bytes
    pages: int


class TooManyPages(CannotPrint):
    """The words do not fit on the pages they may have."""


def press(
    html: str,
    css: str,
    *,
    pages: int = 0,
    fit: Fit | None = None,
    picture: bytes = b"",
    pictures: Mapping[str, bytes] | None = None,
    seconds: float = pressroom.SECONDS,
) -> Printed:
    """The page as a PDF, of at most `pages` pages (0: as many as it takes).

    With `fit`, one page whose style sheet names AIR where it may grow. `picture` is what PICTURE shows,
    `pictures` what is shown under addresses from `picture_address`.
    Raises PrintingIsOff, RefusedFetch, TooManyPages, TookTooMuch or another CannotPrint.
    """
    job = {
        "html": html,
        "css": css,
        "pages": pages,
        "fit": asdict(fit) if fit else None,
        "pictures": {
            address: base64.b64encode(shown).decode()
            for address, shown in {PICTURE: picture, **(pictures or {})}.items()
            if shown
        },
    }
    answer, pdf = pressroom.ask(job, _allowed(), seconds=seconds)
    if not pdf:
        raise TooManyPages(f"{answer['pages']} pages instead of {pages or 1}.")
    return Printed(pdf, answer["pages"])
