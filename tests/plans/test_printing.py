"""The door that lets nothing in: whatever a document asks for, nothing outside our fonts is opened."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from plans.paper import pressroom, printing
from plans.paper.house import closed_door
from plans.paper.pressroom import Walls
from plans.paper.printing import RefusedFetch, font_address, press, safe_colour, scaled

PAGE = "<html lang='da'><head><title>T</title>{head}</head><body>{body}</body></html>"

BODY = [
    "<img src='{url}/a.png' alt=''>",
    "<img srcset='{url}/a.png 1x' src='{url}/b.png' alt=''>",
    "<img src='{file}' alt=''>",
    "<img src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\"/>' alt=''>",
    "<img src='data:image/png;base64,iVBORw0KGgo=' alt=''>",
    "<img src='//127.0.0.1:{port}/a.png' alt=''>",
    "<img src='relative.png' alt=''>",
    "<img src='/etc/passwd' alt=''>",
    "<img src='FILE://{path}' alt=''>",
    "<img src='ftp://127.0.0.1:{port}/a' alt=''>",
    "<img src='gopher://127.0.0.1:{port}/a' alt=''>",
    "<embed src='{url}/a.svg'>",
    "<object data='{url}/a.svg'></object>",
    "<object data='{file}' type='image/svg+xml'></object>",
    "<svg xmlns='http://www.w3.org/2000/svg'><image href='{url}/a.png' width='9' height='9'/></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>"
    "<image xlink:href='{file}' width='9' height='9'/></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg'><use href='{url}/a.svg#x'/></svg>",
    "<p style=\"background: url('{url}/a.png')\">x</p>",
    "<p style=\"background-image: url('{file}')\">x</p>",
    "<p style=\"list-style: url('{url}/a.png'); display: list-item\">x</p>",
    "<p style=\"border-image: url('{url}/a.png') 1\">x</p>",
    "<p style=\"content: url('{url}/a.png')\">x</p>",
    "<ul style=\"list-style-image: url('{url}/a.png')\"><li>x</li></ul>",
    "<a rel='attachment' href='{file}'>x</a>",
    "<a rel='attachment' href='{url}/a'>x</a>",
]
HEAD = [
    "<link rel='stylesheet' href='{url}/a.css'>",
    "<link rel='stylesheet' href='{file}'>",
    "<link rel='attachment' href='{file}'>",
    "<link rel='attachment' href='{url}/a'>",
    "<style>@import url('{url}/a.css');</style>",
    "<style>@import '{file}';</style>",
    "<style>@import 'data:text/css,@import url({url}/b.css)';</style>",
    "<style>@font-face{{font-family:X;src:url('{url}/a.woff2')}} p{{font-family:X}}</style>",
    "<style>@font-face{{font-family:X;src:url('{file}')}} p{{font-family:X}}</style>",
    "<style>@font-face{{font-family:X;src:url('{font}?x')}} p{{font-family:X}}</style>",
    "<style>@font-face{{font-family:X;src:url('{font}/../../portal.css')}} p{{font-family:X}}</style>",
    "<style>body::before{{content:url('{url}/a.png')}}</style>",
    "<style>@page{{background:url('{url}/a.png')}}</style>",
    "<style>@page{{@top-left{{content:url('{url}/a.png')}}}}</style>",
    "<style>body{{background:image-set(url('{url}/a.png') 1x), url('{url}/b.png')}}</style>",
]


@pytest.mark.parametrize("place", ["body", "head"])
def test_no_injection_opens_a_file_or_reaches_the_network(place, listener, tmp_path):
    port, calls = listener
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"SECRET-IN-A-FILE")
    values = {
        "url": f"http://127.0.0.1:{port}",
        "port": port,
        "file": secret.as_uri(),
        "path": secret,
        "font": font_address("regular"),
    }
    attempts = BODY if place == "body" else HEAD
    unrefused = []
    for attempt in attempts:
        parts = {"head": "", "body": "<p>x</p>", place: attempt.format(**values) + "<p>x</p>"}
        if place == "head":
            parts["body"] = "<p>x</p>"
        try:
            pdf = press(PAGE.format(**parts), "").pdf
        except RefusedFetch:
            continue
        assert b"SECRET" not in pdf
        unrefused.append(attempt)
    assert calls == []
    harmless = (
        "border-image",
        '"content',
        "<use",
        "image-set",
    )  # WeasyPrint asks for none of these
    assert [a for a in unrefused if not any(mark in a for mark in harmless)] == []


def test_the_door_opens_for_our_fonts_and_for_nothing_beside_them():
    font = Path(settings.BASE_DIR) / printing.FONT_FOLDER / printing.FONTS["regular"]
    door = closed_door({font_address("regular"): font.read_bytes})
    assert door.fetch(font_address("regular")).read()[:4] == b"wOF2"
    for address in [
        font_address("regular") + "#x",
        font_address("regular").upper(),
        "",
        "file:///",
    ]:
        with pytest.raises(ValueError, match="refused"):
            door.fetch(address)
    assert len(door.refused) == 4


def test_every_length_grows_with_the_sheet_and_nothing_else_does():
    css = "p { font: 13.5pt/1.22 X; margin: 10mm 0; color: #10mm12; flex: 1.9 1 0 } .a3mm { top: 0 }"
    assert scaled(css, 2) == (
        "p { font: 27pt/1.22 X; margin: 20mm 0; color: #10mm12; flex: 1.9 1 0 } .a3mm { top: 0 }"
    )
    css = "h1 { letter-spacing: -0.4pt; margin: -.3mm .5pt }"
    assert scaled(css, 2**0.5) == "h1 { letter-spacing: -0.5657pt; margin: -0.4243mm 0.7071pt }"


def test_only_a_six_digit_colour_gets_into_a_style_sheet():
    assert [safe_colour(c) for c in ("#0b4f6c", "red", "#fff", "#000000;}*{x:y")] == [
        "#0b4f6c", "#000000", "#000000", "#000000",
    ]  # fmt: skip


def test_without_pango_there_is_one_clear_line_and_no_file(monkeypatch):
    monkeypatch.setattr(pressroom, "walls", lambda _fonts: Walls(off="cannot load library"))
    monkeypatch.setattr(pressroom, "_open", lambda _fonts: SimpleNamespace(walls=Walls(off="cannot load")))
    assert printing.why_off().startswith("PDFs are off: WeasyPrint cannot load Pango")
    with pytest.raises(printing.PrintingIsOff, match="cannot load"):
        press("<p>x</p>", "")


def test_the_press_has_no_network_no_privileges_and_no_secrets():
    """Where namespaces are refused by the system this says so, and the status page with it."""
    told = printing.walls()
    assert (told.limited, told.without_privileges) == (True, True)
    child = pressroom._houses[0]._child.pid
    environment = Path(f"/proc/{child}/environ").read_bytes()
    assert b"SECRET_KEY" not in environment
    assert b"DATABASE" not in environment
    own, others = (Path(f"/proc/{pid}/ns/net").readlink() for pid in ("self", child))
    assert told.without_network == (own != others)


def test_a_page_that_takes_too_long_is_stopped_and_the_next_one_is_printed():
    with pytest.raises(printing.TookTooMuch):
        press("<p>" + "x " * 400_000, "", seconds=0.5)
    assert press("<html lang='da'><title>t</title><p>x</p>", "").pages == 1


def test_a_page_that_wants_too_much_memory_costs_nobody_else_anything():
    deep = "<div>" * 100_000
    with pytest.raises(printing.CannotPrint):
        press(deep, "", seconds=20)
    assert press("<html lang='da'><title>t</title><p>x</p>", "").pages == 1
