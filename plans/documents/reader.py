"""Which reader a file needs, and what is refused with a sentence."""

import re
from pathlib import PurePath

from plans.documents.html import read_html
from plans.documents.markdown import read_markdown
from plans.documents.outline import Document, outlined
from plans.documents.text import read_text

LARGEST = 5_000_000  # bytes; the longest municipal plan we have seen is 400 kB of text
READERS = {
    ".txt": read_text, ".text": read_text, ".md": read_markdown, ".markdown": read_markdown,
    ".html": read_html, ".htm": read_html, ".xhtml": read_html,
}  # fmt: skip
_FOREIGN = {
    b"%PDF": "This is a PDF. Save the document it was made from as HTML or plain text.",
    b"PK\x03\x04": "This is a Word or other packed document. Save it as HTML or plain text first.",
    b"\xd0\xcf\x11\xe0": "This is an old Word document. Save it as HTML or plain text first.",
    b"{\\rtf": "This is a rich-text document. Save it as HTML or plain text first.",
    b"\x89PNG": "This is a picture.",
    b"\xff\xd8\xff": "This is a picture.",
}


class Unreadable(Exception):
    """The file is not read; the text of the error is a sentence for the editor."""


def read(content: bytes, name: str) -> Document:
    """The document in `content`; `name` is the file's name and decides how it is read.

    Raises Unreadable with a sentence.
    """
    ending = PurePath(name).suffix.lower()
    text, remarks = _decoded(content)
    if ending not in READERS:
        raise Unreadable(f"Files ending in {ending or 'nothing'} cannot be read: use .txt, .md or .html.")
    stream = READERS[ending](text)
    if not stream.pieces:
        raise Unreadable("The file holds no text.")
    stream.remarks = remarks + stream.remarks
    fallback = re.sub(r"[-_]+", " ", PurePath(name).stem).strip().capitalize() or "Plan"
    return outlined(stream, fallback)


def _decoded(content: bytes) -> tuple[str, list[str]]:
    if not content.strip():
        raise Unreadable("The file is empty.")
    if len(content) > LARGEST:
        raise Unreadable(f"The file is larger than {LARGEST // 1_000_000} MB.")
    for magic, sentence in _FOREIGN.items():
        if content.startswith(magic):
            raise Unreadable(sentence)
    text, remarks = _in_some_encoding(content)
    if "\x00" in text or sum(ord(c) < 32 and c not in "\t\n\r\f" for c in text) > len(text) / 100:
        raise Unreadable("The file is not text.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), remarks


def _in_some_encoding(content: bytes) -> tuple[str, list[str]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), ["The file was in UTF-16."]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
        return text, ["The file was not in UTF-8; it was read as Windows text. Check æ, ø and å."]
