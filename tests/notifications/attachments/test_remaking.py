"""What comes out of a file: pictures without a past; and what is refused, quickly."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image

from notifications.attachments import limits, opening
from notifications.attachments.opening import Unsuitable, remake
from notifications.attachments.remaking import Refused
from tests.build import photograph


def png_saying(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG that claims a size; its body is whatever is given."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def pdf(pages: int = 1, extra: bytes = b"") -> bytes:
    """A PDF of empty pages."""
    kids = b" ".join(b"%d 0 R" % (3 + n) for n in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + extra + b">>",
        b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % pages,
    ]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>"] * pages
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj" % number + content + b"endobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def test_a_photograph_keeps_its_pixels_upright_and_nothing_else() -> None:
    made = remake(photograph("Lærkevej 4", (320, 240)))
    picture = Image.open(io.BytesIO(made.pages[0]))
    assert (made.kind, len(made.pages), picture.format, picture.size) == ("picture", 1, "JPEG", (240, 320))
    assert (dict(picture.getexif()), b"Exif" in made.pages[0], b"Telefon" in made.pages[0]) == (
        {},
        False,
        False,
    )


def test_a_large_picture_becomes_smaller_and_a_transparent_one_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (3000, 1500), (0, 0, 0, 0)).save(out, "PNG")
    picture = Image.open(io.BytesIO(remake(out.getvalue()).pages[0]))
    assert (picture.size, picture.getpixel((5, 5))) == ((2000, 1000), (255, 255, 255))


def test_a_pdf_becomes_pictures_of_its_pages_and_its_script_is_gone() -> None:
    made = remake(pdf(3, b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"))
    assert (made.kind, len(made.pages)) == ("pdf", 3)
    assert {Image.open(io.BytesIO(page)).format for page in made.pages} == {"JPEG"}
    assert b"JavaScript" not in b"".join(made.pages)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Refused.KIND),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Refused.KIND),
        (b"<html><script>alert(1)</script>", Refused.KIND),
        (b"GIF89a" + bytes(20), Refused.KIND),
        (b"PK\x03\x04" + bytes(20), Refused.KIND),
        (b"MZ" + bytes(20), Refused.KIND),
        (b"\xff\xd8\xff" + bytes(200), Refused.BROKEN),
        (photograph()[:400], Refused.BROKEN),
        (b"%PDF-1.4 nothing more", Refused.BROKEN),
        (png_saying(50_000, 50_000), Refused.PIXELS),
        (png_saying(0, 10), Refused.BROKEN),
        (png_saying(7000, 7000, zlib.compress(bytes(40_000_000), 9)), Refused.BROKEN),
        (pdf(31), Refused.PAGES),
        (pdf(0), Refused.BROKEN),
    ],
)
def test_what_is_no_picture_and_no_pdf_or_too_much_is_refused_quickly(data: bytes, why: Refused) -> None:
    began = time.monotonic()
    with pytest.raises(Unsuitable) as refused:
        remake(data)
    assert str(refused.value) == str(opening.WORDS[why])
    assert time.monotonic() - began < 10


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", -4.99)
    with pytest.raises(Unsuitable):
        remake(photograph(size=(4000, 3000)))
