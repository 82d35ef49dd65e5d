"""An Excel table of measures as rows of text, measured while it is unpacked, never by its word. Pure."""

import datetime as dt
import io
import zipfile
import zlib
from typing import Any

from django.utils.translation import gettext as _

MARK = b"PK\x03\x04"
LARGEST_TOGETHER = 40_000_000  # bytes once unpacked
MOST_PARTS = 500
MOST_ROWS, MOST_COLUMNS = 5_000, 60
# openpyxl says a broken file in many ways; none of them is a fault of ours.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError, TypeError, AttributeError,
    RuntimeError, NotImplementedError, SyntaxError,
)  # fmt: skip


class Unreadable(Exception):
    """The file is not read; the text is a sentence for whoever chose it."""


def rows_of(data: bytes) -> list[list[str]]:
    """The first sheet, row by row: a date as 2026-06-01, a number without a needless point.

    Formulas give what they showed last. Raises Unreadable.
    """
    try:
        _measure(data)
        return _read(data)
    except Unreadable:
        raise
    except DAMAGED as fault:
        raise Unreadable(_("The Excel file is damaged. Open it in Excel and save it anew.")) from fault


def _measure(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or any(part.flag_bits & 1 for part in parts):
            raise Unreadable(_("The Excel file cannot be opened. Save the table without a password."))
        left = LARGEST_TOGETHER
        for part in parts:
            with archive.open(part) as file:
                while piece := file.read(1_000_000):
                    left -= len(piece)
                    if left < 0:
                        raise Unreadable(_("The Excel file unpacks to far more than a table of measures is."))


def _read(data: bytes) -> list[list[str]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheet = book.worksheets[0]
    found = []
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1):
        if number > MOST_ROWS:
            raise Unreadable(_("The table has more than 5,000 lines."))
        found.append([_text(cell) for cell in row])
    while found and not any(found[-1]):
        found.pop()
    width = max((place for row in found for place, cell in enumerate(row, start=1) if cell), default=0)
    return [row[:width] for row in found]


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell)
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@|%" else text
