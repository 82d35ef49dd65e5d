"""Word documents as people in a municipality make them, for trying an import."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from docx import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

FOOTNOTES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:footnote w:id="1"><w:p><w:r><w:t xml:space="preserve"> Barnets lov § 133.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""
_RELATION = (
    '<Relationship Id="rIdF" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'footnotes" Target="footnotes.xml"/></Relationships>'
)
_TYPE = (
    '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.footnotes+xml"/></Types>'
)


def a_plan() -> bytes:
    """A plan with everything that Word offers and plans are full of."""
    document = WordDocument()
    document.add_heading("Beredskab mod vold og overgreb", 0)
    document.add_paragraph("Planen er vedtaget af byrådet.")
    document.add_heading("Når du er bekymret", 1)
    first = document.add_paragraph("Du har ")
    first.add_run("pligt").bold = True
    first.add_run(" til at underrette")
    first._p.append(_raw('<w:r {}><w:footnoteReference w:id="1"/></w:r>'))
    first.add_run(".")
    for step in ("Skriv ned, hvad du så.", "Ring til Familierådgivningen.", "Send underretningen."):
        document.add_paragraph(step, style="List Number")
    document.add_paragraph("Lyt til barnet", style="List Bullet")
    document.add_paragraph("uden at spørge ud", style="List Bullet")
    document.add_heading("Tegn", 2)
    _table(document, [("Tegn", "Alder", "Gør"), ("Blå mærker", "0-3 år", "Ring"), ("Uro", "Alle", "Skriv")])
    _tracked(document)
    document.add_picture(io.BytesIO(_png()))
    picture = document.paragraphs[-1]._p.xpath(".//wp:docPr")[0]
    picture.set("descr", "Handlevejen fra bekymring til underretning")
    document.add_heading("Hvem gør hvad", 1)
    document.add_paragraph("Lederen følger op * hver uge.")
    document.sections[0].header.paragraphs[0].text = "Eksempel Kommune"
    return with_parts(_saved(document), {"word/footnotes.xml": FOOTNOTES}, _with_footnotes)


def _tracked(document: WordDocument) -> None:
    paragraph = document.add_paragraph("Ring ")
    who = 'w:id="7" w:author="H" w:date="2026-01-01T00:00:00Z"'
    for raw in (
        f"<w:del {{}} {who}><w:r><w:delText>i morgen</w:delText></w:r></w:del>",
        f"<w:ins {{}} {who}><w:r><w:t>straks</w:t></w:r></w:ins>",
        "<w:r {}><w:rPr><w:vanish/></w:rPr><w:t>SKJULT</w:t></w:r>",
    ):
        paragraph._p.append(_raw(raw))


def bold_headings() -> bytes:
    """A document whose writer made headings by pressing B."""
    document = WordDocument()
    for title in ("Plan for vores børn", "Det gør vi", "Når noget er sket"):
        document.add_paragraph().add_run(title).bold = True
        document.add_paragraph("Vi taler sammen om det på mødet.")
    return _saved(document)


def own_styles() -> bytes:
    """A municipality's own heading style, known by its outline level only, and a boxed text."""
    document = WordDocument()
    style = document.styles.add_style("EK Kapitel", 1)
    style.element.get_or_add_pPr().append(_raw('<w:outlineLvl {} w:val="0"/>'))
    document.add_paragraph("Vores plan", style="EK Kapitel")
    document.add_paragraph("Formål", style="EK Kapitel")
    _table(document, [("Husk: ring først.",)])
    return _saved(document)


def numbered() -> bytes:
    """A list that goes on after a line in between, another that begins anew, and numbered headings."""
    document = WordDocument()
    document.add_heading("Plan", 0)
    first = document.add_heading("Hvad gør du?", 1)
    first._p.get_or_add_pPr().append(_raw('<w:numPr {}><w:ilvl w:val="0"/><w:numId w:val="99"/></w:numPr>'))
    for words in ("Lyt.", "Skriv ned."):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("Er du i tvivl, så se afsnit 2.1.")
    for words in ("Ring.", "Underret."):
        document.add_paragraph(words, style="List Number")
    document.add_heading("Bagefter", 1)
    for words in ("Sig det til lederen.", "Pas på dig selv."):
        document.add_paragraph(words, style="List Number 2")
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        _raw(
            '<w:abstractNum {} w:abstractNumId="99"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
        ),
    )
    numbering.append(_raw('<w:num {} w:numId="99"><w:abstractNumId w:val="99"/></w:num>'))
    return _saved(document)


def with_parts(
    content: bytes, parts: Mapping[str, str | bytes], change: Callable[[str, bytes], bytes] | None = None
) -> bytes:
    """The packed document with parts added or replaced."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                data = old.read(name)
                new.writestr(name, change(name, data) if change else data)
        for name, words in parts.items():
            new.writestr(name, words)
    return target.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    """One part as it stands in the archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def _with_footnotes(name: str, data: bytes) -> bytes:
    if name == "word/_rels/document.xml.rels":
        return data.replace(b"</Relationships>", _RELATION.encode())
    if name == "[Content_Types].xml":
        return re.sub(b"</Types>", _TYPE.encode(), data)
    return data


def _raw(xml: str) -> object:
    return parse_xml(xml.format(nsdecls("w")))


def _table(document: WordDocument, rows: list[tuple[str, ...]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    for number, row in enumerate(rows):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(words).bold = number == 0 and len(rows) > 1


def _saved(document: WordDocument) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _png() -> bytes:
    """One white pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\xff"))
        + chunk(b"IEND", b"")
    )
