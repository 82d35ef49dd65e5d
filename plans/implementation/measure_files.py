"""Reads a table of measures (CSV or Excel) into lines. Pure: decides nothing about what is stored.

The columns may be in any order and in Danish, Norwegian or English; only a title is required. Of
the responsible cell nothing is lost: it is kept as written, and its roles are listed beside it.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from plans.implementation import spreadsheets
from plans.vocabulary import Task

COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("number", "nr", "no", "nummer"),
    "chapter": ("chapter", "kapitel", "kapittel"),
    "title": ("title", "titel", "tittel", "tiltag", "tiltak", "measure"),
    "responsible": ("responsible", "ansvarlig", "ansvar"),
    "owner": ("owner", "owners", "ejer", "ejere", "eier", "eiere", "e-mail", "email", "e-post"),
    "status_text": ("status_text", "status", "statustekst"),
    "due": ("due_or_year", "due", "frist", "deadline", "tid"),
    "recommendations": ("recommendations", "anbefalinger", "anbefaling"),
    "note": ("notes", "note", "noter", "bemærkning", "merknad"),
}
LANGUAGE_ENDING = re.compile(r"_(da|no|nb|nn|en)$")
LANGUAGES = {"no": "nb", "nn": "nb", "nb": "nb", "da": "da", "en": "en"}
MARK = re.compile(r"(\D.{0,39}?)\s+(\d{1,4})")
ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
MOST_BYTES = 5_000_000
MOST_CELL = 5_000


class UnreadableFile(ValueError):
    """The file cannot be read as measures; the text says why and where."""


@dataclass(frozen=True)
class Responsible:
    """A role or body, and what it does with the measure."""

    role: str
    task: Task = Task.CARRIES_OUT


@dataclass(frozen=True)
class Line:
    """One measure as the file has it."""

    number: str
    title: str
    chapter: str = ""
    responsible_text: str = ""
    responsible: tuple[Responsible, ...] = ()
    owners: tuple[str, ...] | None = None  # e-mails; None: the table does not say
    status_text: str = ""
    due_on: dt.date | None = None
    due_text: str = ""
    recommendations: tuple[str, ...] = ()  # »4«, or »NSK 4« of the municipality's own
    note: str = ""


@dataclass(frozen=True)
class MeasureFile:
    """The measures of a file in its order, and the language its columns claim (empty: not said)."""

    lines: tuple[Line, ...]
    language: str = ""


def read(data: bytes) -> MeasureFile:
    """The measures of an Excel file, or of a CSV file in UTF-8 or Windows-1252, parted by , ; or tab.

    Raises UnreadableFile with a sentence that names the line. All or nothing: no line is skipped.
    """
    rows = _rows(data)
    if not rows:
        raise UnreadableFile(_("The file is empty."))
    places, language = _places(rows[0])
    lines = tuple(
        _line(number, row, places, len(rows[0]))
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    )
    if not lines:
        raise UnreadableFile(_("The file has a heading and no measures."))
    _refuse_doubles(lines)
    return MeasureFile(lines, language)


def roles_in(cell: str) -> tuple[Responsible, ...]:
    """Who is responsible, in the order of the cell.

    Semicolons, new lines and sentences part. A short list of names is taken apart at commas,
    slashes and »og«. A sentence that tells what happens (»Beskrives i vejlederen«) names nobody and
    is left to the text. A label such as »Utarbeidelse:« gives the task.
    """
    found: list[Responsible] = []
    for piece in SENTENCE_END.split(cell):
        task, who = _task(piece.strip(" .\t"))
        found += [Responsible(role, task) for role in _names(who)]
    return tuple(dict.fromkeys(found))


# A full stop ends a sentence before a capital letter or at the end: not in »kap. om«, »bl.a. nav«.
SENTENCE_END = re.compile(r"[;\n]|\.(?:\s+(?=[A-ZÆØÅ«])|\s*$)")
TASKS: tuple[tuple[re.Pattern[str], Task], ...] = (
    (re.compile(r"(udarbejd|utarbeid|produ|makes)", re.IGNORECASE), Task.MAKES),
    (re.compile(r"(godkend|godkjenn|approv)", re.IGNORECASE), Task.APPROVES),
    (re.compile(r"(brug|bruk|uses)", re.IGNORECASE), Task.USES),
)
# Passive verbs and cross-references: the sentence tells what happens or where to read, not who.
NO_NAME = re.compile(
    r"^(?:se|jf\.?|jfr\.?)\s|\b(?:vil bli|bliver|blir)\b"
    r"|\b\w{3,}(?:skes|res|des|ges|ves|tes|nes|sjes)\b",
    re.IGNORECASE,
)
AMONG_OTHERS = re.compile(r"\bbl\.\s?a\.\s*", re.IGNORECASE)
LIST_MARK = re.compile(r"\s*(?:,|/|(?<!-)\s(?:og|and)\s|\s(?:i samarbeid|i samarbejde) med\s)\s*")
# »Ledere ved barnehage, skole« is one kind of leader in several places, not a list of bodies.
OF_A_PLACE = re.compile(
    r"^\S+\s(?!i samarbe)(?:ved|i|på|mellom|mellem|gjennom|gennem|for|hos|av|af|fra)\s",
    re.IGNORECASE,
)
MOST_WORDS_IN_A_NAME = 3


def _task(piece: str) -> tuple[Task, str]:
    label, colon, rest = piece.partition(":")
    if colon and len(label) < 60:
        for pattern, task in TASKS:
            if pattern.search(label):
                return task, rest.strip()
        return Task.CARRIES_OUT, rest.strip()
    return Task.CARRIES_OUT, piece


def _names(who: str) -> list[str]:
    if not who or NO_NAME.search(who):
        return []
    named = AMONG_OTHERS.sub("", who)
    parts = [part.strip(" .") for part in LIST_MARK.split(named) if part.strip(" .")]
    short = all(len(part.split()) <= MOST_WORDS_IN_A_NAME for part in parts)
    return parts if short and not OF_A_PLACE.match(who) else [who]


def _rows(data: bytes) -> list[list[str]]:
    if data.startswith(spreadsheets.MARK):
        return _excel(data)
    table = csv.reader(io.StringIO(_text(data), newline=""), delimiter=_delimiter(data), strict=True)
    try:
        return list(table)
    except csv.Error as fault:
        raise UnreadableFile(
            _("Line %(line)d cannot be read as a table.") % {"line": table.line_num}
        ) from fault


def _excel(data: bytes) -> list[list[str]]:
    if len(data) > MOST_BYTES:
        raise UnreadableFile(_("The file is larger than 5 MB."))
    try:
        return spreadsheets.rows_of(data)
    except spreadsheets.Unreadable as fault:
        raise UnreadableFile(str(fault)) from fault


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise UnreadableFile(_("The file is larger than 5 MB."))
    if b"\x00" in data:
        raise UnreadableFile(_("This is not a text file. Save the table as CSV (UTF-8)."))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(_("The characters cannot be read. Save the table as CSV (UTF-8)."))


def _delimiter(data: bytes) -> str:
    heading = data.split(b"\n", 1)[0].decode("utf-8", "replace")
    return max(",;\t", key=heading.count)


def _places(heading: list[str]) -> tuple[dict[str, int], str]:
    places: dict[str, int] = {}
    language = ""
    for place, cell in enumerate(heading):
        name = cell.strip().lower().replace(" ", "_")
        ending = LANGUAGE_ENDING.search(name)
        plain = LANGUAGE_ENDING.sub("", name)
        for column, aliases in COLUMNS.items():
            if plain in aliases and column not in places:
                places[column] = place
                language = language or (LANGUAGES[ending[1]] if ending else "")
    if "title" not in places:
        seen = ", ".join(cell.strip() for cell in heading if cell.strip())[:200]
        raise UnreadableFile(
            _("Line 1: no column for the title. Found: %(seen)s.") % {"seen": seen or _("nothing")}
        )
    return places, language


def _line(number: int, row: list[str], places: dict[str, int], width: int) -> Line:
    if len(row) > width:
        told = {"line": number, "cells": len(row), "width": width}
        raise UnreadableFile(_("Line %(line)d: %(cells)d cells, but the heading has %(width)d.") % told)
    cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
    for name, cell in cells.items():
        if len(cell) > MOST_CELL:
            raise _too_long(number, name, MOST_CELL)
    if not cells["title"]:
        raise UnreadableFile(_("Line %(line)d: the title is empty.") % {"line": number})
    due = cells.get("due", "")
    return Line(
        number=_short(cells.get("number") or str(number - 1), 20, "number", number),
        title=cells["title"],
        chapter=_short(cells.get("chapter", ""), 200, "chapter", number),
        responsible_text=cells.get("responsible", ""),
        responsible=roles_in(cells.get("responsible", "")),
        owners=_emails(cells.get("owner")),
        status_text=cells.get("status_text", ""),
        due_on=_date(due, number),
        due_text=_short(due, 200, "due date", number),
        recommendations=_marks(cells.get("recommendations", ""), number),
        note=cells.get("note", ""),
    )


def _short(cell: str, most: int, name: str, line: int) -> str:
    if len(cell) > most:
        raise _too_long(line, name, most)
    return cell


def _too_long(line: int, name: str, most: int) -> UnreadableFile:
    told = {"line": line, "field": name, "most": most}
    return UnreadableFile(_("Line %(line)d: %(field)s is longer than %(most)d characters.") % told)


def _date(cell: str, line: int) -> dt.date | None:
    found = ISO_DATE.search(cell)
    if not found:
        return None
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        told = {"line": line, "date": found[0]}
        raise UnreadableFile(_("Line %(line)d: there is no date %(date)s.") % told) from None


def _marks(cell: str, line: int) -> tuple[str, ...]:
    """»4 15«, »4, 15«, »4, NSK 2«: numbers, those of another set behind its name."""
    found: list[str] = []
    for piece in filter(None, (one.strip() for one in re.split(r"[,;\n]", cell))):
        mark = MARK.fullmatch(piece)
        if mark:
            found.append(f"{' '.join(mark[1].split())} {int(mark[2])}")
        elif re.fullmatch(r"\d{1,4}(\s+\d{1,4})*", piece):
            found += [str(int(one)) for one in piece.split()]
        else:
            words = _("Line %(line)d: recommendations are numbers, such as 4, 15.")
            raise UnreadableFile(words % {"line": line})
    return tuple(dict.fromkeys(found))


def _emails(cell: str | None) -> tuple[str, ...] | None:
    if cell is None:
        return None
    return tuple(dict.fromkeys(one.lower() for one in re.split(r"[\s,;]+", cell) if one))


def _refuse_doubles(lines: tuple[Line, ...]) -> None:
    for number in _twice(line.number for line in lines):
        raise UnreadableFile(_("Two measures have the number %(number)s.") % {"number": number})


def _twice(values: Iterator[str]) -> Iterator[str]:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            yield value
        seen.add(value)
