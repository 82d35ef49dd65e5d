"""Looking at paper as somebody in front of it does: words and their places, ink in grey, millimetres."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
import tinyhtml5
from PIL import Image

DPI = 150
POINT = 25.4 / 72  # millimetres
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)


@dataclass(frozen=True)
class Word:
    """A word and the box around its line, in millimetres from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """One page: its size in millimetres, its words, and what a grey printer makes of it."""

    width: float
    height: float
    words: tuple[Word, ...]
    grey: Image.Image

    def ink(self, word: Word) -> Image.Image:
        """The part of the picture where the word stands."""
        scale = DPI / 25.4
        box = (word.left * scale, word.top * scale, word.right * scale, word.bottom * scale)
        return self.grey.crop((round(box[0]), round(box[1]), round(box[2]), round(box[3])))

    def height_of(self, word: Word) -> float:
        """Millimetres from top to foot of the word's ink, without what reaches in from other lines."""
        ink = self.ink(word)
        rows = [min(ink.crop((0, row, ink.width, row + 1)).tobytes()) < 128 for row in range(ink.height)]
        runs = "".join("x" if row else " " for row in rows).split()
        return max(map(len, runs), default=0) * 25.4 / DPI

    def contrast_of(self, word: Word) -> float:
        """Of the word's darkest tenth to its lightest, 1 to 21: also for white on black."""
        levels = sorted(self.ink(word).tobytes())
        dark, light = (_luminance(levels[at]) for at in (len(levels) // 50, -1 - len(levels) // 50))
        return (light + 0.05) / (dark + 0.05)


def look_at(pdf: bytes, folder: Path) -> list[Page]:
    """Every page of the file as it is seen."""
    if shutil.which("pdftoppm") is None or shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "seen.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-bbox", str(file), "-"], check=True, capture_output=True, text=True)
    pictures = ["pdftoppm", "-r", str(DPI), "-gray", "-png", str(file), str(folder / "seen")]
    subprocess.run(pictures, check=True)
    seen = [Image.open(path).convert("L") for path in sorted(folder.glob("seen*.png"))]
    pages = _PAGE.findall(told.stdout)
    return [
        Page(float(width) * POINT, float(height) * POINT, tuple(_words(body)), grey)
        for (width, height, body), grey in zip(pages, seen, strict=True)
    ]


def lost_words(html: str, pdf: bytes, folder: Path) -> list[str]:
    """What stands in the document and not on the paper, whatever lines it was broken into."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lost.pdf").write_bytes(pdf)
    command = ["pdftotext", "-raw", str(folder / "lost.pdf"), "-"]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    paper = _bare(told.stdout)
    body = tinyhtml5.parse(html, namespace_html_elements=False).find("body")
    assert body is not None
    texts = [text for element in body.iter() for text in _own_text(element)]
    return [text for text in texts if _bare(text) not in paper]


def _own_text(element) -> list[str]:  # type: ignore[no-untyped-def]  # tinyhtml5 publishes no types
    if not isinstance(element.tag, str) or "svg" in element.tag or element.tag == "title":
        return [element.tail or ""]
    return [element.text or "", element.tail or ""]


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00a0\u2060\u200b\u00ad]+", "", text)


def _words(body: str) -> list[Word]:
    found = []
    for left, top, right, bottom, text in _WORD.findall(body):
        edges = (float(edge) * POINT for edge in (left, top, right, bottom))
        found.append(Word(text.replace("&amp;", "&"), *edges))
    return found


def _luminance(grey: int) -> float:
    channel = grey / 255
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
