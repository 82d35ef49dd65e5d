"""A file from the staff office, read: rows, and what is wrong with it line by line. Pure (rule A-01).

Semicolons, commas or tabs; UTF-8 or Windows-1252; headings in Danish, Norwegian or English in any order.
Columns that nobody knows are left alone and named, so that a system can send the file it has.
"""

import csv
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

LARGEST = 8_000_000  # bytes; twenty thousand people are two million
LONGEST = {"name": 120, "email": 254, "unit": 160, "parent": 160, "title": 120, "phone": 30, "number": 40}

# column: headings that mean it, folded
HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("navn", "name", "fulde navn", "medarbejder", "ansatt"),
    "email": ("email", "e-mail", "mail", "e-post", "epost", "arbejdsmail", "mailadresse"),
    "unit": ("enhed", "unit", "afdeling", "institution", "arbejdssted", "enhet", "avdeling"),
    "title": ("profession", "stilling", "stillingsbetegnelse", "title", "titel", "yrke", "faggruppe"),
    "parent": (
        "overenhed",
        "parent",
        "enhed over",
        "område",
        "forvaltning",
        "overordnet enhed",
        "overordnet enhet",
    ),
    "phone": ("telefon", "phone", "tlf", "mobil", "telefonnummer"),
    "number": ("medarbejdernummer", "nummer", "number", "lønnummer", "tjenestenummer", "ansattnummer"),
    "leads": ("leder", "leads", "leder enheden", "er leder"),
    "starts_on": ("startdato", "ansat fra", "starts_on", "fra"),
    "ends_on": ("slutdato", "ansat til", "ends_on", "til", "fratrådt"),
}
NEEDED = ("name", "email", "unit", "title")
TEMPLATE = ("navn", "email", "enhed", "profession", "overenhed", "telefon", "leder", "startdato", "slutdato")
YES, NO = (
    {"ja", "j", "yes", "y", "1", "x", "sand", "true"},
    {"", "nej", "n", "no", "0", "falsk", "false", "nei"},
)
_DAY = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$|^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})$")

FAULTS: dict[str, StrPromise] = {
    "no_email": _("There is no e-mail."),
    "not_an_email": _("”%(said)s” is not an e-mail."),
    "no_name": _("There is no name."),
    "no_unit": _("There is no unit."),
    "too_long": _("”%(said)s” is too long."),
    "not_a_day": _("”%(said)s” is not a date. Write it as 31-12-2026."),
    "not_yes_or_no": _("”%(said)s” is neither yes nor no."),
    "ends_before": _("The employment ends before it begins."),
    "another_name": _("The same e-mail stands further up with another name: ”%(said)s”."),
    "two_units": _("There are two units called ”%(said)s”. Write the unit above it in the column overenhed."),
    "circle": _("”%(said)s” would lie below itself."),
    "too_few": _("The line has fewer cells than there are headings."),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line; `said` is what stands there."""

    line: int
    code: str
    said: str = ""

    @property
    def sentence(self) -> str:
        """In the language of whoever reads it."""
        return str(FAULTS[self.code]) % {"said": self.said}


@dataclass(frozen=True)
class Row:
    """One employment as the list says it. `leads` is None when the list has no such column."""

    line: int
    email: str
    name: str
    unit: str
    title: str
    parent: str = ""
    phone: str = ""
    number: str = ""
    leads: bool | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None


@dataclass(frozen=True)
class File:
    """What was read: good rows, faults of the others, and headings that mean nothing to us."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    columns: frozenset[str]
    left_alone: tuple[str, ...] = ()


class Unreadable(Exception):
    """The file as a whole; the sentence says why."""

    def __init__(self, sentence: StrPromise | str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def folded(text: str) -> str:
    """For comparing: one space, small letters."""
    return " ".join(text.split()).casefold()


def read(content: bytes) -> File:
    """Every line as a row or a fault. Raises Unreadable when there is nothing to go by."""
    if len(content) > LARGEST:
        raise Unreadable(_("The file is too large."))
    lines = list(csv.reader(_text(content).splitlines(), delimiter=_delimiter(content)))
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise Unreadable(_("The file is empty."))
    places = _places(lines[0])
    missing = [TEMPLATE[NEEDED.index(one)] for one in NEEDED if one not in places]
    if missing:
        raise Unreadable(
            _("The first line must name the columns. Missing: %(missing)s.") % {"missing": ", ".join(missing)}
        )
    rows, faults = _sorted_out(lines[1:], places)
    known = set(places.values())
    alone = tuple(cell.strip() for n, cell in enumerate(lines[0]) if n not in known and cell.strip())
    return File(rows, faults, frozenset(places), alone)


def template() -> bytes:
    """A file to begin with: the headings and one invented person."""
    person = ("Ane Eksempel", "ane@eksempel.example", "Børnehuset Solsikken", "Pædagog", "Dagtilbud")
    lines = [TEMPLATE, (*person, "12 34 56 78", "nej", "01-08-2026", "")]
    return "\r\n".join(";".join(line) for line in lines).encode("utf-8-sig") + b"\r\n"


def _text(content: bytes) -> str:
    """UTF-8 when it is, else Windows-1252, in which every Danish letter has a place."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content or content.startswith(b"PK"):
        raise Unreadable(_("This is not a CSV file. Save the list from Excel as ”CSV (semicolon)”."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(content: bytes) -> str:
    first = _text(content).lstrip().partition("\n")[0]
    return max(";,\t", key=first.count)


def _places(headings: Sequence[str]) -> dict[str, int]:
    """Column -> where it stands; the first heading that means it wins."""
    told = [folded(one.strip().strip('\ufeff"')) for one in headings]
    found = {}
    for column, words in HEADINGS.items():
        place = next((told.index(word) for word in words if word in told), None)
        if place is not None:
            found[column] = place
    return found


def _sorted_out(
    lines: Sequence[Sequence[str]], places: dict[str, int]
) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        said = {c: " ".join(cells[at].split()) if at < len(cells) else "" for c, at in places.items()}
        found = list(_faults(number, said, len(cells), places))
        if found:
            faults.extend(found)
        else:
            rows.append(_row(number, said))
    return tuple(rows), tuple(faults)


def _faults(line: int, said: dict[str, str], cells: int, places: dict[str, int]) -> Iterator[Fault]:
    if cells <= max(places[one] for one in NEEDED):
        yield Fault(line, "too_few")
        return
    if not said["email"]:
        yield Fault(line, "no_email")
    elif not _is_email(said["email"]):
        yield Fault(line, "not_an_email", said["email"][:80])
    for column, code in (("name", "no_name"), ("unit", "no_unit")):
        if not said[column]:
            yield Fault(line, code)
    for column, most in LONGEST.items():
        if len(said.get(column, "")) > most:
            yield Fault(line, "too_long", said[column][:60])
    if folded(said.get("leads", "")) not in YES | NO:
        yield Fault(line, "not_yes_or_no", said["leads"][:40])
    yield from _day_faults(line, said)


def _day_faults(line: int, said: dict[str, str]) -> Iterator[Fault]:
    days = []
    for column in ("starts_on", "ends_on"):
        try:
            days.append(_day(said.get(column, "")))
        except ValueError:
            yield Fault(line, "not_a_day", said[column][:40])
            return
    first, last = days
    if first and last and last < first:
        yield Fault(line, "ends_before")


def _row(line: int, said: dict[str, str]) -> Row:
    return Row(
        line=line,
        email=said["email"].lower(),
        name=said["name"],
        unit=said["unit"],
        title=said["title"],
        parent=said.get("parent", ""),
        phone=said.get("phone", ""),
        number=said.get("number", ""),
        leads=folded(said["leads"]) in YES if "leads" in said else None,
        starts_on=_day(said.get("starts_on", "")),
        ends_on=_day(said.get("ends_on", "")),
    )


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    found = _DAY.match(text)
    if found is None:
        raise ValueError(text)
    year, month, day = found.group(1, 2, 3) if found.group(1) else found.group(6, 5, 4)
    return dt.date(int(year), int(month), int(day))
