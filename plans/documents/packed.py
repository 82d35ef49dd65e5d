"""A packed document: only the parts that hold text, measured while they are unpacked, never by their word."""

import io
import re
import zipfile
import zlib

from django.utils.translation import gettext as _

LARGEST_PART = 8_000_000  # bytes of XML once unpacked; a plan of 200 pages has about 3 million
LARGEST_TOGETHER = 16_000_000
MOST_PARTS = 3_000
_TEXT = re.compile(
    r"\[Content_Types\]\.xml$|_rels/\.rels$|word/_rels/document\d*\.xml\.rels$"
    r"|word/(document\d*|styles|numbering|footnotes|endnotes|header\d*|footer\d*)\.xml$"
)
_MAIN = re.compile(r"word/document\d*\.xml$")
_MACROS = re.compile(r"vbaProject\.bin$|vbaData\.xml$", re.IGNORECASE)

UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip


class Damaged(Exception):
    """The packed file is not read; the text of the error is a sentence for the editor."""


def unpacked(content: bytes) -> dict[str, bytes]:
    """The text parts of a Word document by name. Raises Damaged with a sentence."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            _look_at(infos)
            return _parts(archive, [one for one in infos if _TEXT.match(one.filename)])
    except UNREADABLE as fault:
        raise Damaged(_("The document is damaged. Open it in Word and save it anew.")) from fault


def _look_at(infos: list[zipfile.ZipInfo]) -> None:
    names = {one.filename for one in infos}
    if len(infos) > MOST_PARTS:
        raise Damaged(_("The document unpacks to far more than a plan is. It is not opened."))
    if any(one.flag_bits & 1 for one in infos):
        raise Damaged(_("The document is locked with a password. Save it without one."))
    if any(_MACROS.search(name) for name in names):
        raise Damaged(_("The document holds macros. Save it as a Word document without macros (.docx)."))
    if not any(_MAIN.match(name) for name in names):
        raise Damaged(_("This is no Word document. Save it as .docx from Word."))


def _parts(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Read no more than allowed, whatever the archive says about its sizes."""
    parts: dict[str, bytes] = {}
    left = LARGEST_TOGETHER
    for one in infos:
        with archive.open(one) as file:
            data = file.read(min(LARGEST_PART, left) + 1)
        if len(data) > min(LARGEST_PART, left):
            raise Damaged(_("The document unpacks to far more than a plan is. It is not opened."))
        left -= len(data)
        parts[one.filename] = data
    return parts


def packed(parts: dict[str, bytes]) -> bytes:
    """The parts as an archive again, with nothing else in it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def main_part(parts: dict[str, bytes]) -> str:
    """The name of the part that holds the text itself."""
    return next(name for name in parts if _MAIN.match(name))
