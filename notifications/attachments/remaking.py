"""Opens one file and draws it anew, in a process of its own.

Run as ``python -m notifications.attachments.remaking``: reads the file from standard input and writes
pictures (JPEG) to standard output, each after its length in four bytes; the first part says what it was.
Ends with a code of ``Refused`` when it does not take the file. Imports no Django, opens no network and
writes no file: a fault in a decoder stays in here, with a limit on time and memory.
"""

from __future__ import annotations

import io
import resource
import sys
from collections.abc import Iterator
from enum import IntEnum

from PIL import Image, ImageOps

from notifications.attachments import limits


class Refused(IntEnum):
    """Why a file is not taken, as the exit code."""

    KIND = 10
    PIXELS = 11
    PAGES = 12
    BROKEN = 13
    LOCKED = 14


class Stop(Exception):
    """The file is refused."""

    def __init__(self, why: Refused) -> None:
        super().__init__(why.name)
        self.why = why


def remade(data: bytes) -> Iterator[bytes]:
    """The word for what it is, then each picture as JPEG. Raises Stop."""
    if data.startswith(b"%PDF-"):
        yield b"pdf"
        yield from _pages(data)
    elif data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        yield b"picture"
        yield _picture(data)
    else:
        raise Stop(Refused.KIND)


def _picture(data: bytes) -> bytes:
    """One picture, upright, without anything that was written into the file."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as found:
            _check(found.width, found.height)
            found.draft("RGB", (limits.LONG_EDGE, limits.LONG_EDGE))
            return _as_jpeg(ImageOps.exif_transpose(found))
    except Stop:
        raise
    except Image.DecompressionBombError as fault:
        raise Stop(Refused.PIXELS) from fault
    except (OSError, ValueError, SyntaxError, MemoryError) as fault:
        raise Stop(Refused.BROKEN) from fault


def _pages(data: bytes) -> Iterator[bytes]:
    """Each page as a picture: no script, no form, no link and no attachment inside survives."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as fault:
        raise Stop(Refused.LOCKED if "password" in str(fault).lower() else Refused.BROKEN) from fault
    if not 0 < len(document) <= limits.MOST_PAGES:
        raise Stop(Refused.PAGES)
    for number in range(len(document)):
        try:
            page = document[number]
            scale = min(2.0, limits.LONG_EDGE / max(page.get_width(), page.get_height(), 1))
            drawn = page.render(scale=scale, may_draw_forms=False).to_pil()
        except (pdfium.PdfiumError, ValueError, MemoryError) as fault:
            raise Stop(Refused.BROKEN) from fault
        yield _as_jpeg(drawn)


def _check(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise Stop(Refused.BROKEN)
    if width * height > limits.MOST_PIXELS:
        raise Stop(Refused.PIXELS)


def _as_jpeg(picture: Image.Image) -> bytes:
    """Drawn on white, made smaller where it is large; only its pixels are written."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture.convert("RGBA"))
    clean = picture.convert("RGB")
    clean.thumbnail((limits.LONG_EDGE, limits.LONG_EDGE))
    bare = Image.new("RGB", clean.size)
    bare.paste(clean)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _fence() -> None:
    """What this process may use, set before it has read a byte."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.SECONDS, limits.SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """One file from standard input."""
    _fence()
    Image.MAX_IMAGE_PIXELS = limits.MOST_PIXELS
    data = sys.stdin.buffer.read(limits.LARGEST + 1)
    if len(data) > limits.LARGEST:
        return Refused.BROKEN
    try:
        for part in remade(data):
            sys.stdout.buffer.write(len(part).to_bytes(4, "big") + part)
    except Stop as stop:
        return stop.why
    return 0


if __name__ == "__main__":
    sys.exit(main())
