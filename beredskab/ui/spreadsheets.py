"""Lists as files for a spreadsheet: CSV, Excel and OpenDocument, with nothing in them that could run.

A name may begin with »=«. Every text is written as a text, never as a formula, and a text that a spreadsheet
might take for one when somebody edits it begins with an apostrophe (rule P-41).
"""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | dt.date
RISKY = ("=", "+", "-", "@", "|", "%")


@dataclass(frozen=True)
class Table:
    """A list: its name on the sheet, its headings, and its rows."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    def lines(self) -> list[list[Cell]]:
        """Headings and rows, every text harmless."""
        return [[harmless(cell) for cell in line] for line in (self.headings, *self.rows)]


def harmless(cell: Cell) -> Cell:
    """The same; a text that begins like a formula stands behind an apostrophe."""
    if not isinstance(cell, str):
        return cell
    text = "".join(one if one.isprintable() else " " for one in cell)  # XML takes no control characters
    return f"'{text}" if text.lstrip().startswith(RISKY) else text


def as_csv(table: Table) -> bytes:
    """Semicolons and a byte order mark: what Danish Excel opens by itself."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(table.lines())
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    """An Excel file; the headings stand still when one scrolls."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_sheet_name(table.name))
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, line in enumerate(table.lines()):
            for column, cell in enumerate(line):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(number, column, dt.datetime.combine(cell, dt.time()), day)
                elif isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                else:
                    sheet.write_string(number, column, cell, bold if number == 0 else None)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, max(len(table.headings) - 1, 1), 16)
    return file.getvalue()


def as_ods(table: Table) -> bytes:
    """An OpenDocument spreadsheet."""
    from odfdo import Cell as OdfCell
    from odfdo import Document, Row
    from odfdo import Table as OdfTable

    document = Document("spreadsheet")
    document.body.clear()
    sheet = OdfTable(_sheet_name(table.name))
    for line in table.lines():
        row = Row()
        for cell in line:
            made = OdfCell(cell, cell, "string") if isinstance(cell, str) else OdfCell(cell)
            row.append_cell(made)
        sheet.append_row(row)
    document.body.append(sheet)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _sheet_name(name: str) -> str:
    """What every program takes as the name of a sheet."""
    return "".join(" " if one in "[]:*?/\\'" else one for one in name)[:31].strip() or "1"


FORMATS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": (as_ods, "application/vnd.oasis.opendocument.spreadsheet"),
}
"""Ending -> how it is made, and its media type."""
