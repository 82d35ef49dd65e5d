"""Which reader a file needs, and what is refused with a sentence."""

import re
from pathlib import PurePath

from django.utils.translation import gettext as _

from plans.documents.html import read_html
from plans.documents.markdown import read_markdown
from plans.documents.outline import Document, outlined
from plans.documents.packed import Damaged
from plans.documents.pieces import Stream
from plans.documents.text import read_text
from plans.documents.word import read_word

LARGEST = 5_000_000  # bytes of text; the longest municipal plan we have seen is 400 kB
LARGEST_WORD = 25_000_000  # bytes of a Word file, most of them pictures, which are not unpacked
READERS = {
    ".txt": read_text, ".text": read_text, ".md": read_markdown, ".markdown": read_markdown,
    ".html": read_html, ".htm": read_html, ".xhtml": read_html,
}  # fmt: skip
WORD = ".docx"
ENDINGS = (WORD, ".html", ".md", ".txt")
_PACKED = b"PK\x03\x04"


class Unreadable(Exception):
    """The file is not read; the text of the error is a sentence for the editor."""


def read(content: bytes, name: str) -> Document:
    """The document in `content`; `name` is the file's name and decides how it is read.

    Raises Unreadable with a sentence.
    """
    stream = stream_of(content, name)
    return outlined(stream, title_from(name))


def title_from(name: str) -> str:
    """What a document without a title is called: its file's name in words."""
    words = re.sub(r"[-_]+", " ", PurePath(name).stem).strip()
    return (words[:1].upper() + words[1:])[:160] or "Plan"


def stream_of(content: bytes, name: str) -> Stream:
    """Headings and paragraphs in reading order. Raises Unreadable with a sentence."""
    ending = PurePath(name).suffix.lower()
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if ending == WORD:
        stream = _word(content)
    else:
        stream = _text(content, ending)
    if not stream.pieces:
        raise Unreadable(_("The file holds no text."))
    return stream


def _word(content: bytes) -> Stream:
    if len(content) > LARGEST_WORD:
        raise Unreadable(_too_large(LARGEST_WORD))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_foreign()[b"\xd0\xcf\x11\xe0"])
    if not content.startswith(_PACKED):
        raise Unreadable(_("This is no Word document, whatever its name says."))
    try:
        return read_word(content)
    except Damaged as refusal:
        raise Unreadable(str(refusal)) from refusal


def _text(content: bytes, ending: str) -> Stream:
    text, remarks = _decoded(content)
    if ending not in READERS:
        told = {"ending": ending or _("nothing")}
        raise Unreadable(
            _("Files ending in %(ending)s cannot be read: use .docx, .html, .md or .txt.") % told
        )
    stream = READERS[ending](text)
    stream.remarks = remarks + stream.remarks
    return stream


def _foreign() -> dict[bytes, str]:
    """How files begin that somebody might take for a document, and what to do instead."""
    return {
        b"%PDF": _("This is a PDF. Use the Word document that it was made from."),
        _PACKED: _("This is a packed document. Save it as a Word document (.docx)."),
        b"\xd0\xcf\x11\xe0": _(
            "This is an old Word document, or one with a password. Save it as .docx without one."
        ),
        b"{\\rtf": _("This is a rich-text document. Save it as a Word document (.docx)."),
        b"\x89PNG": _("This is a picture."),
        b"\xff\xd8\xff": _("This is a picture."),
    }


def _too_large(limit: int) -> str:
    return _("The file is larger than %(limit)d MB.") % {"limit": limit // 1_000_000}


def _decoded(content: bytes) -> tuple[str, list[str]]:
    if len(content) > LARGEST:
        raise Unreadable(_too_large(LARGEST))
    for magic, sentence in _foreign().items():
        if content.startswith(magic):
            raise Unreadable(sentence)
    text, remarks = _in_some_encoding(content)
    if "\x00" in text or sum(ord(c) < 32 and c not in "\t\n\r\f" for c in text) > len(text) / 100:
        raise Unreadable(_("The file is not text."))
    return text.replace("\r\n", "\n").replace("\r", "\n"), remarks


def _in_some_encoding(content: bytes) -> tuple[str, list[str]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), [_("The file was in UTF-16.")]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
        return text, [_("The file was not in UTF-8; it was read as Windows text. Check æ, ø and å.")]
