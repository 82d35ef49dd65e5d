"""A plan that was written in Word comes through readable, and what was dropped is listed."""

import io
import zipfile

import pytest
from django.utils import translation

from plans import prose
from plans.documents import Document, Unreadable, read
from tests.plans import word_files


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def outline(document: Document) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(s.title, [(b.title, b.text) for b in s.blocks]) for s in document.sections]


def test_a_word_document_keeps_headings_lists_tables_notes_and_descriptions():
    document = read(word_files.a_plan(), "plan.docx")
    assert document.title == "Beredskab mod vold og overgreb"
    assert outline(document) == [
        ("Beredskab mod vold og overgreb", [("", "Planen er vedtaget af byrådet.")]),
        ("Når du er bekymret", [
            ("", "Du har **pligt** til at underrette (note 1).\n\nNote 1: Barnets lov § 133.\n\n"
                 "1. Skriv ned, hvad du så.\n2. Ring til Familierådgivningen.\n3. Send underretningen.\n\n"
                 "- Lyt til barnet\n- uden at spørge ud"),
            ("Tegn", "- **Blå mærker**\\\n  Alder: 0-3 år\\\n  Gør: Ring\n- **Uro**\\\n  Alder: Alle\\\n"
                     "  Gør: Skriv\n\nRing straks\n\n(Picture: Handlevejen fra bekymring til underretning)"),
        ]),
        ("Hvem gør hvad", [("", r"Lederen følger op \* hver uge.")]),
    ]  # fmt: skip


def test_what_was_dropped_or_taken_in_is_listed():
    assert read(word_files.a_plan(), "plan.docx").remarks == (
        "A table of 3 rows became a list.",
        "A picture was left out, its description is in the text: "
        "”Handlevejen fra bekymring til underretning”.",
        "1 tracked insertion was taken in as accepted.",
        "1 tracked deletion was left out.",
        "1 piece of hidden text was left out.",
        "The head and the foot of the pages were left out.",
    )


def test_a_list_goes_on_with_its_number_after_a_line_in_between():
    found = outline(read(word_files.numbered(), "plan.docx"))
    assert found[0][1] == [
        ("", "1. Lyt.\n2. Skriv ned.\n\nEr du i tvivl, så se afsnit 2.1.\n\n3. Ring.\n4. Underret.")
    ]
    assert found[1][1] == [("", "1. Sig det til lederen.\n2. Pas på dig selv.")]
    assert '<ol start="3">' in prose.render("3. Ring.\n4. Underret.")


def test_headings_that_word_numbered_are_told_and_what_points_at_them():
    assert read(word_files.numbered(), "plan.docx").remarks == (
        "1 heading was numbered by Word; the number was left out.",
        "Something in the text points at such a number; write what it means: afsnit 2.1.",
    )


def test_nothing_deleted_or_hidden_comes_through():
    words = str(read(word_files.a_plan(), "plan.docx"))
    assert "i morgen" not in words
    assert "SKJULT" not in words
    assert "Eksempel Kommune" not in words


def test_bold_lines_are_headings_where_there_are_no_others_and_that_is_told():
    document = read(word_files.bold_headings(), "plan.docx")
    assert [s.title for s in document.sections] == [
        "Plan for vores børn", "Det gør vi", "Når noget er sket",
    ]  # fmt: skip
    assert document.remarks == (
        "The document uses no heading styles: bold lines were taken as headings (3).",
    )


def test_a_style_of_their_own_is_a_heading_by_its_outline_level_and_a_box_is_text():
    document = read(word_files.own_styles(), "plan.docx")
    assert (document.title, outline(document)) == (
        "Vores plan", [("Formål", [("", "Husk: ring først.")])],
    )  # fmt: skip


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


HARM = "The document holds something that a Word document never has. Save it anew."
DAMAGED = "The document is damaged. Open it in Word and save it anew."
MACROS = "The document holds macros. Save it as a Word document without macros (.docx)."
TOO_MUCH = "The document unpacks to far more than a plan is. It is not opened."


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"word/document.xml": BOMB}, HARM),
        ({"word/styles.xml": OUTSIDE}, HARM),
        ({"word/document.xml": b"<w:document"}, DAMAGED),
        ({"word/document.xml": b"<x>" * 999 + b"</x>" * 999}, DAMAGED),
        ({"word/vbaProject.bin": b"x"}, MACROS),
        ({"word/document.xml": b" " * 9_000_000}, TOO_MUCH),
    ],
)
def test_a_document_that_means_harm_is_refused_with_a_sentence(parts, sentence):
    with pytest.raises(Unreadable) as refusal:
        read(word_files.with_parts(word_files.bold_headings(), parts), "plan.docx")
    assert str(refusal.value) == sentence


def test_a_small_file_that_lies_about_its_size_is_measured_while_it_is_unpacked():
    packed = word_files.with_parts(word_files.bold_headings(), {"word/document.xml": b" " * 9_000_000})
    assert len(packed) < 100_000
    true_size, told = (9_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    with pytest.raises(Unreadable):
        read(packed.replace(true_size, told), "plan.docx")


def other_zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"Kun tekst", "plan.docx", "This is no Word document, whatever its name says."),
        (other_zip(), "plan.docx", "This is no Word document. Save it as .docx from Word."),
        (
            word_files.bold_headings(),
            "plan.txt",
            "This is a packed document. Save it as a Word document (.docx).",
        ),
        (
            b"\xd0\xcf\x11\xe0...",
            "plan.docx",
            "This is an old Word document, or one with a password. Save it as .docx without one.",
        ),
        (b"PK\x03\x04" + b"x" * 25_000_000, "plan.docx", "The file is larger than 25 MB."),
        (b"", "plan.docx", "The file is empty."),
    ],
)
def test_what_is_no_word_document_is_refused_with_a_sentence(content, name, sentence):
    with pytest.raises(Unreadable) as refusal:
        read(content, name)
    assert str(refusal.value) == sentence
