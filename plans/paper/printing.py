"""From our own templates to paper, behind a door that lets nothing in.

WeasyPrint would fetch whatever a page names: a picture on the network, a file on this machine.
Editors write the text, so nothing is fetched. Every address is refused, `data:` included, except
the exact addresses of our own font files, and one refusal fails the whole print: a poster that
silently lost its font or its picture must not reach a wall.

WeasyPrint is imported inside the functions: importing costs seconds and 65 MB, and a machine
without Pango must still run the portal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from weasyprint import Document

FONTS = {
    "regular": "IBMPlexSans-Regular-Latin1.woff2",
    "regular-more": "IBMPlexSans-Regular-Latin2.woff2",
    "semibold": "IBMPlexSans-SemiBold-Latin1.woff2",
    "semibold-more": "IBMPlexSans-SemiBold-Latin2.woff2",
}
FONT_FOLDER = Path("static/vendor/dkfds-11.2.0/fonts")
VARIANT = "pdf/ua-1"
_NOWHERE = "https://nowhere.invalid/"  # relative addresses become absolute, so they are refused too
_LENGTH = re.compile(r"(?<![\w#.])(\d+(?:\.\d+)?)(pt|mm)\b")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class CannotPrint(Exception):
    """Paper was asked for and there is none; the text of the error says why."""


class PrintingIsOff(CannotPrint):
    """WeasyPrint or Pango is missing on this machine."""


class RefusedFetch(CannotPrint):
    """The document asked for something from outside: `addresses` says what."""

    def __init__(self, addresses: list[str]) -> None:
        self.addresses = addresses
        super().__init__(f"The document asked for {len(addresses)} outside addresses.")


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


@lru_cache(maxsize=1)
def why_off() -> str:
    """Why this machine makes no PDFs, in one line; empty when it does."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        return (
            "PDFs are off: WeasyPrint cannot load Pango "
            f"(install libpangoft2-1.0-0 and libharfbuzz-subset0). {first[:120]}"
        )
    return ""


def font_address(name: str) -> str:
    """The one address under which our font `name` may be asked for."""
    return (Path(settings.BASE_DIR) / FONT_FOLDER / FONTS[name]).resolve().as_uri()


def print_fonts() -> dict[str, str]:
    """The addresses of our fonts for a style sheet, by the names that templates use."""
    return {name.replace("-", "_"): font_address(name) for name in FONTS}


def _allowed() -> dict[str, Path]:
    folder = (Path(settings.BASE_DIR) / FONT_FOLDER).resolve()
    return {(folder / name).as_uri(): folder / name for name in FONTS.values()}


def closed_door(allowed: Mapping[str, Path]) -> Any:  # URLFetcher cannot be imported up here
    """A fetcher that opens exactly the `allowed` files and remembers in `.refused` all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class ClosedDoor(URLFetcher):  # type: ignore[misc]  # WeasyPrint publishes no types
        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False)
            self.refused: list[str] = []

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            if url not in allowed:
                self.refused.append(url[:200])
                raise ValueError("refused")
            font = allowed[url].read_bytes()
            return URLFetcherResponse(url, font, {"Content-Type": "font/woff2"})

    return ClosedDoor()


def scaled(css: str, factor: float) -> str:
    """The style sheet with every length in pt and mm multiplied: pt sizes do not scale alone."""
    return _LENGTH.sub(lambda found: f"{float(found[1]) * factor:.4g}{found[2]}", css)


def trimming(paper: Paper) -> str:
    """What a print shop cuts by, in millimetres that no scale touches; nothing for an office printer."""
    return f"@page {{ bleed: {paper.bleed:g}mm; marks: crop }}\n" if paper.bleed else ""


def safe_colour(colour: str, otherwise: str = "#000000") -> str:
    """A six-digit hex colour as it is, anything else replaced: it goes into a style sheet."""
    return colour if _COLOUR.fullmatch(colour) else otherwise


class Press:
    """Lays out documents that share one set of loaded fonts; one press per poster."""

    def __init__(self) -> None:
        if why_off():
            raise PrintingIsOff(why_off())
        from weasyprint.text.fonts import FontConfiguration

        self._fonts = FontConfiguration()
        self._door = closed_door(_allowed())

    def lay_out(self, html: str, css: str) -> Document:
        """The pages of `html`, not yet a file. Raises RefusedFetch."""
        from weasyprint import CSS, HTML

        sheet = CSS(string=css, base_url=_NOWHERE, url_fetcher=self._door, font_config=self._fonts)
        page = HTML(string=html, base_url=_NOWHERE, url_fetcher=self._door)
        document = page.render(stylesheets=[sheet], font_config=self._fonts, pdf_variant=VARIANT)
        self._let_nothing_in()
        return document

    def make_file(self, document: Document) -> bytes:
        """The document as a tagged PDF with its fonts inside. Raises RefusedFetch."""
        made = document.write_pdf(pdf_variant=VARIANT)
        self._let_nothing_in()
        assert made is not None
        return bytes(made)

    def _let_nothing_in(self) -> None:
        if self._door.refused:
            raise RefusedFetch(list(self._door.refused))
