"""Lists as files: the same words in three formats, and nothing in them that a spreadsheet would run."""

import csv
import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredskab.ui.spreadsheets import RISKY, Table, as_csv, as_ods, as_xlsx, harmless

DAY = dt.date(2026, 3, 3)
TABLE = Table("Hvem har læst?", ["Navn", "=Læst"], [["Søren", 3], ["=HYPERLINK(1)", DAY], ["+45 12", "@sum"]])
SAID = [["Navn", "'=Læst"], ["Søren", 3], ["'=HYPERLINK(1)", DAY], ["'+45 12", "'@sum"]]


def test_csv_opens_in_danish_excel() -> None:
    made = as_csv(TABLE)
    assert made.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig")), delimiter=";"))
    assert rows == [[str(cell) for cell in row] for row in SAID]


def test_excel_holds_texts_numbers_and_days_and_no_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(TABLE))).active
    found = [[_plain(cell) for cell in row] for row in sheet.iter_rows()]
    assert found == SAID
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n", "d"}


def _plain(cell: openpyxl.cell.Cell) -> object:
    return cell.value.date() if isinstance(cell.value, dt.datetime) else cell.value


def test_opendocument_holds_the_same_and_no_formula() -> None:
    content = zipfile.ZipFile(io.BytesIO(as_ods(TABLE))).read("content.xml").decode()
    assert "formula" not in content[content.index("<office:body") :]
    assert (
        'office:value-type="string" calcext:value-type="string" office:string-value="\'=HYPERLINK(1)"'
        in content
    )
    assert 'office:date-value="2026-03-03"' in content


@pytest.mark.parametrize("text", ["\x00=1", " =1", "\t=1", "\u00a0=1", "\r=1", "\x01+1"])
def test_a_formula_does_not_hide_behind_what_is_not_seen(text: str) -> None:
    assert str(harmless(text)).startswith("'")


@given(st.text())
def test_no_text_begins_as_a_formula(text: str) -> None:
    cleaned = str(harmless(text))
    assert not cleaned.lstrip().startswith(RISKY)
    assert cleaned.isprintable()
    as_xlsx(Table("x", [text], [[text]]))
    as_ods(Table("x", [text], [[text]]))
