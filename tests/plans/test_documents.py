"""Real documents in: headings, paragraphs and lists are kept, and what is not is said."""

from pathlib import Path

import pytest
from django.utils import translation

from plans.documents import Document, DocumentBlock, DocumentSection, Unreadable, read


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


SOURCES = Path(__file__).resolve().parents[3] / "shared" / "sources"


def outline(document: Document) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(s.title, [(b.title, b.text) for b in s.blocks]) for s in document.sections]


def test_plain_text_with_guessed_headings_an_address_and_a_list():
    text = (
        "Du er her\n\nPlan mod vold\n\nVi passer på hinanden.\n\nDet gør vi\n\n"
        "  • lytter\n  • skriver\n    ned\n\n"
        "Kontakt\n\nBørn og Unge\nTorvet 1\n1234 Byen\n"
    )
    assert read(text.encode(), "plan.txt") == Document(
        title="Plan mod vold",
        sections=(
            DocumentSection("Plan mod vold", (DocumentBlock("", "Vi passer på hinanden."),)),
            DocumentSection("Det gør vi", (DocumentBlock("", "- lytter\n- skriver ned"),)),
            DocumentSection("Kontakt", (DocumentBlock("", "Børn og Unge\\\nTorvet 1\\\n1234 Byen"),)),
        ),
        remarks=("Left out, as it belongs to a web page or a page foot: ”Du er her”.",),
    )


def test_plain_text_with_numbered_headings_and_lines_wrapped_by_a_program():
    text = (
        "PLAN\n====\n\n1 Formål\n\nBeredskabet er for alle, der møder børn i det daglige, og det gæl-\n"
        "der også vikarer og frivillige i kommunens klubber.\n\n"
        "1.1 Hvem gælder det\n\n1. ansatte\n2. vikarer\n"
    )
    assert outline(read(text.encode(), "plan.txt")) == [
        ("1 Formål", [
            ("", "Beredskabet er for alle, der møder børn i det daglige, og det gælder også vikarer og "
                 "frivillige i kommunens klubber."),
            ("1.1 Hvem gælder det", "1. ansatte\n2. vikarer"),
        ]),
    ]  # fmt: skip


def test_markdown_keeps_its_marks_and_says_what_it_left_out():
    text = (
        "# Plan\n\nIntro med **fed**.\n\n## Mål\n- et\n  - under\n\n"
        "### Tabel\n| a | b |\n|-|-|\n| 1 | 2 |\n\n![kort](http://x/k.png)\n"
    )
    document = read(text.encode(), "plan.md")
    assert outline(document) == [
        ("Plan", [("", "Intro med **fed**.")]),
        ("Mål", [("", "- et\n  - under"), ("Tabel", "a · b:\n\n- **1**: 2\n\n (Picture: kort)")]),
    ]
    assert document.remarks == (
        "A table of 2 rows became a list.",
        "A picture was left out, its description is in the text: ”kort”.",
    )


def test_html_gives_the_text_of_the_page_and_none_of_its_scripts():
    text = """<html><head><title>x</title><script>alert('1')</script></head><body><nav>Forside</nav><main>
    <h1>Plan</h1>
    <p>Intro <b>fed</b>, <a href="https://x.dk/">her</a> og <a href="javascript:alert(1)">der</a>.</p>
    <h2>Mål</h2><ul><li>et<ul><li>under</li></ul></li><li><p>to</p></li></ul><ol><li>a</li><li>b</li></ol>
    <h3>Hvem</h3><p>Torvet 1<br>1234 Byen</p><table><tr><td>Leder</td><td>ringer</td></tr></table><p>Slut</p>
    <img src="http://127.0.0.1/x" alt="Logo" onerror="alert(2)"></main><footer>fod</footer></body></html>"""
    document = read(text.encode(), "plan.html")
    assert outline(document) == [
        ("Plan", [("", "Intro **fed**, [her](https://x.dk/) og der.")]),
        ("Mål", [
            ("", "- et\n   - under\n- to\n\n1. a\n2. b"),
            ("Hvem", "Torvet 1\\\n1234 Byen\n\n- Leder · ringer\n\nSlut\n\n(Picture: Logo)"),
        ]),
    ]  # fmt: skip
    assert document.remarks == (
        "A table of 1 row became a list.",
        "A picture was left out, its description is in the text: ”Logo”.",
    )
    assert "alert" not in str(document)


def test_a_document_without_a_heading_is_called_after_its_file():
    document = read(b"Bare en linje tekst, som slutter her.", "vores_plan.txt")
    assert (document.title, len(document.sections)) == ("Vores plan", 1)
    assert document.remarks == ("The document has no title of its own; it is called ”Vores plan”.",)


def test_windows_text_is_read_and_said():
    document = read("Børn\n\nHjælp til børn nu.".encode("cp1252"), "plan.txt")
    assert document.title == "Børn"
    assert document.remarks == ("The file was not in UTF-8; it was read as Windows text. Check æ, ø and å.",)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "plan.txt", "The file is empty."),
        (b"  \n ", "plan.txt", "The file is empty."),
        (
            b"%PDF-1.7",
            "plan.txt",
            "This is a PDF. Use the Word document that it was made from.",
        ),
        (
            b"PK\x03\x04",
            "plan.docx",
            "The document is damaged. Open it in Word and save it anew.",
        ),
        (b"text", "plan.odt", "Files ending in .odt cannot be read: use .docx, .html, .md or .txt."),
        (b"a\x00b\x00c", "plan.txt", "The file is not text."),
        (b"<script>x</script>", "plan.html", "The file holds no text."),
        (b"x" * 5_000_001, "plan.txt", "The file is larger than 5 MB."),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content, name, sentence):
    with pytest.raises(Unreadable) as refusal:
        read(content, name)
    assert str(refusal.value) == sentence


@pytest.mark.skipif(not SOURCES.exists(), reason="the real documents are not in this checkout")
@pytest.mark.parametrize(
    ("name", "headings"),
    [("roskilde-beredskabsplan.txt", 4), ("halsnaes-strategi.txt", 3)],
)
def test_a_real_plan_comes_through_whole(name, headings):
    content = (SOURCES / name).read_bytes()
    document = read(content, name)
    assert len(document.sections) == headings
    kept = " ".join(
        [
            document.title,
            *(s.title for s in document.sections),
            *(b.text for s in document.sections for b in s.blocks),
        ]
    )
    lost = {w for w in content.decode().split() if w not in kept} - {"You", "are", "here", "•"}
    assert lost == set()
