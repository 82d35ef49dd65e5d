"""Who has read what: people against sections. Says what is left; ranks nobody.

The rules of reading stand in `plans.reading`; here they are laid side by side for many people, in as
many statements for fifty as for one.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from beredskab.organisation.models import Municipality
from plans.following.people import Book, Person, Record, book_of
from plans.models import EditionSection
from plans.reading import Request, Ruling, is_for, rule
from plans.vocabulary import Standing

MOST_SECTIONS = 8  # more are shown by chapter
CALM = dt.timedelta(days=3)  # nobody is reminded by hand more often
NEWCOMER = dt.timedelta(days=14)  # to read what was due before one came


@dataclass(frozen=True)
class Now:
    """The day of the page, where it is."""

    today: dt.date
    zone: ZoneInfo

    @classmethod
    def of(cls, municipality: Municipality, at: dt.datetime) -> "Now":
        zone = ZoneInfo(municipality.timezone)
        return cls(at.astimezone(zone).date(), zone)


class Mark(StrEnum):
    """What a cell of the matrix says."""

    READ = "read"
    NEW_VERSION = "new_version"
    MISSING = "missing"
    OVERDUE = "overdue"
    NOT_RELEVANT = "not_relevant"


NOBODY: dict[tuple[int, int], dt.date] = {}
WORST_FIRST = (Mark.OVERDUE, Mark.MISSING, Mark.NEW_VERSION, Mark.READ)


@dataclass(frozen=True)
class Cell:
    """One person and one column: a section, or a chapter with `done` of `total` sections."""

    mark: Mark
    read_on: dt.date | None = None
    done: int = 0
    total: int = 0
    gone_on: dt.date | None = None
    """When all that is missing here was gone through at a meeting, as a leader recorded it."""


@dataclass(frozen=True)
class Missing:
    """A section that somebody is still to read: `is_new` when only its new version is missing."""

    title: str
    is_new: bool
    due_on: dt.date | None
    gone_on: dt.date | None = None


@dataclass(frozen=True)
class Column:
    """A section, or a chapter with its sections."""

    key: str
    plan: str
    title: str
    sections: tuple[int, ...]
    is_chapter: bool


@dataclass(frozen=True)
class Row:
    """A person with a cell for each column. `due_on` is the earliest day of what is missing."""

    person: Person
    missing: tuple[Missing, ...]
    total: int
    due_on: dt.date | None
    today: dt.date
    columns: tuple[tuple[Cell, Column], ...] = ()

    @property
    def done(self) -> int:
        return self.total - len(self.missing)

    @property
    def is_away(self) -> bool:
        return self.person.on_leave_until is not None

    @property
    def has_read_all(self) -> bool:
        return not self.missing

    @property
    def only_new_version(self) -> bool:
        """Has read everything once: a new version must not look like a failure."""
        return bool(self.missing) and all(one.is_new for one in self.missing)

    @property
    def only_gone_through(self) -> bool:
        """What is missing was gone through at a meeting; that is no acknowledgement, and counted apart."""
        return bool(self.missing) and all(one.gone_on for one in self.missing)

    @property
    def days_over(self) -> int:
        """Days past the date, 0 when it has not passed, nothing is missing, or the person is away."""
        if self.is_away or not self.missing or self.due_on is None:
            return 0
        return max(0, (self.today - self.due_on).days)

    def may_be_reminded(self, at: dt.datetime) -> bool:
        """Something is missing, the person is here, and the last reminder was three days ago or more."""
        reminded = self.person.reminded_at
        return bool(self.missing) and not self.is_away and (reminded is None or reminded <= at - CALM)


@dataclass(frozen=True)
class Figures:
    """How many people stand how; who is on leave is counted apart."""

    people: int = 0
    read_all: int = 0
    only_new: int = 0
    overdue: int = 0
    away: int = 0

    @property
    def missing(self) -> int:
        return self.people - self.read_all

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.people + other.people,
            self.read_all + other.read_all,
            self.only_new + other.only_new,
            self.overdue + other.overdue,
            self.away + other.away,
        )


@dataclass(frozen=True)
class Renewal:
    """A section that came in a new version and is to be read again."""

    title: str
    since: dt.date
    due_on: dt.date | None


@dataclass(frozen=True)
class Matrix:
    """People against columns, what is missing first."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def figures(self) -> Figures:
        return figures(self.rows)


Gone = Mapping[tuple[int, int], dt.date]
"""(person, section) -> when it was gone through with them at a meeting."""


def matrix_of(
    people: Collection[Person], record: Record, now: Now, *, chapter: str = "", gone: Gone = NOBODY
) -> Matrix:
    """People against sections; by chapter when there are more than eight, or one `chapter` opened."""
    audiences = {person.professions for person in people}
    columns = columns_of([line for line in record.lines if _is_for_any(line, audiences)], chapter)
    rows = rows_by(people, record, columns, now, gone)
    return Matrix(tuple(columns), tuple(sorted(rows, key=_order)))


def rows_of(people: Collection[Person], municipality: Municipality, at: dt.datetime) -> list[Row]:
    """The people with what they are missing, without cells; two statements."""
    record = book_of(municipality).record([one.staff.pk for one in people])
    return rows_by(people, record, (), Now.of(municipality, at))


def rows_by(
    people: Iterable[Person], record: Record, columns: Sequence[Column], now: Now, gone: Gone = NOBODY
) -> list[Row]:
    """The same from a record that is read already; no statement."""
    everybody = list(people)
    frame = _Frame(record.lines, columns, rule_all(everybody, record), now, gone)
    return [frame.row(person) for person in everybody]


def figures(rows: Iterable[Row]) -> Figures:
    """Counts of the people who are here; who is on leave is counted apart."""
    everybody = list(rows)
    here = [row for row in everybody if not row.is_away]
    return Figures(
        people=len(here),
        read_all=sum(row.has_read_all for row in here),
        only_new=sum(row.only_new_version for row in here),
        overdue=sum(row.days_over > 0 for row in here),
        away=len(everybody) - len(here),
    )


def columns_of(lines: Sequence[EditionSection], chapter: str = "") -> list[Column]:
    """One column for each section, or for each chapter when there are too many to compare."""
    if chapter:
        lines = [line for line in lines if _chapter_key(line) == chapter] or lines
    if len(lines) <= MOST_SECTIONS or (chapter and len({_chapter_key(line) for line in lines}) == 1):
        return [
            Column(str(x.section_id), x.edition.plan.title, x.version.title, (x.section_id,), False)
            for x in lines
        ]
    chapters: dict[str, list[EditionSection]] = {}
    for line in lines:
        chapters.setdefault(_chapter_key(line), []).append(line)
    return [
        Column(key, found[0].edition.plan.title, _chapter_title(found[0]), _ids(found), True)
        for key, found in chapters.items()
    ]


def renewals_of(book: Book, today: dt.date) -> tuple[Renewal, ...]:
    """Sections that were renewed within two months and asked to be read again."""
    found = []
    for line in book.lines:
        asked = [one for one in book.asked.get(line.section_id, ()) if one.number == line.version.number]
        since = line.version.frozen_at.date() if line.version.frozen_at else None
        if line.version.number > 1 and asked and since and today - since <= dt.timedelta(days=60):
            found.append(Renewal(line.version.title, since, asked[0].due_on))
    return tuple(found)


@dataclass(frozen=True)
class Asked:
    """A section in the version in force, and every request to read it again."""

    section: int
    number: int
    requests: Sequence[Request]

    @classmethod
    def by(cls, line: EditionSection, record: Record) -> "Asked":
        return cls(line.section_id, line.version.number, record.asked.get(line.section_id, ()))


Rulings = dict[tuple[int, int], Ruling]


def rule_all(people: Iterable[Person], record: Record) -> Rulings:
    """Each person's standing to each section that is for them; other pairs are missing.

    What a section asks is worked out once for all people of the same professions.
    """
    rulings: Rulings = {}
    asked: dict[frozenset[str], list[Asked]] = {}
    for person in people:
        professions = person.professions
        if professions not in asked:
            asked[professions] = asked_of(record, professions)
        read = record.read.get(person.staff.pk, {})
        for one in asked[professions]:
            ruling = rule(one.number, one.requests, read.get(one.section, {}), professions)
            rulings[person.staff.pk, one.section] = ruling
    return rulings


def asked_of(record: Record, professions: frozenset[str]) -> list[Asked]:
    """What people of these professions are to have read, in reading order."""
    return [Asked.by(line, record) for line in record.lines if is_for(line, professions)]


def due_for(due_on: dt.date | None, starts_on: dt.date | None) -> dt.date | None:
    """By when it is to be read: nobody is late in their first two weeks."""
    if due_on is None or starts_on is None:
        return due_on
    return max(due_on, starts_on + NEWCOMER)


@dataclass(frozen=True)
class _Frame:
    """What every row of a matrix is made from."""

    lines: Sequence[EditionSection]
    columns: Sequence[Column]
    rulings: Rulings
    now: Now
    gone: Gone

    def row(self, person: Person) -> Row:
        who = person.staff.pk
        mine = [
            (x, self.rulings[who, x.section_id]) for x in self.lines if (who, x.section_id) in self.rulings
        ]
        open_ones = [(line, ruling) for line, ruling in mine if ruling.standing is not Standing.READ]
        missing = tuple(
            Missing(
                line.version.title,
                ruling.standing is Standing.NEW_VERSION,
                due_for(ruling.due_on, person.starts_on),
                self.gone.get((who, line.section_id)),
            )
            for line, ruling in open_ones
        )
        return Row(
            person=person,
            missing=missing,
            total=len(mine),
            due_on=min((one.due_on for one in missing if one.due_on), default=None),
            today=self.now.today,
            columns=tuple((self.cell(person, column), column) for column in self.columns),
        )

    def cell(self, person: Person, column: Column) -> Cell:
        who = person.staff.pk
        found = {one: ruling for one in column.sections if (ruling := self.rulings.get((who, one)))}
        mine = list(found.values())
        if not mine:
            return Cell(Mark.NOT_RELEVANT)
        marks = {self.mark(person, ruling) for ruling in mine}
        read = [ruling.read_at for ruling in mine if ruling.read_at]
        return Cell(
            next(one for one in WORST_FIRST if one in marks),
            read_on=max(read).astimezone(self.now.zone).date() if read else None,
            done=sum(ruling.standing is Standing.READ for ruling in mine),
            total=len(mine),
            gone_on=self.gone_on(who, found),
        )

    def gone_on(self, who: int, found: Mapping[int, Ruling]) -> dt.date | None:
        """When the last of what is missing was gone through; None where something was not."""
        missing = [section for section, ruling in found.items() if ruling.standing is not Standing.READ]
        days = [self.gone.get((who, section)) for section in missing]
        return max((day for day in days if day), default=None) if all(days) else None

    def mark(self, person: Person, ruling: Ruling) -> Mark:
        if ruling.standing is Standing.READ:
            return Mark.READ
        due_on = due_for(ruling.due_on, person.starts_on)
        if due_on and due_on < self.now.today and person.on_leave_until is None:
            return Mark.OVERDUE
        return Mark.NEW_VERSION if ruling.standing is Standing.NEW_VERSION else Mark.MISSING


def _is_for_any(line: EditionSection, audiences: Iterable[frozenset[str]]) -> bool:
    return any(is_for(line, professions) for professions in audiences)


def _order(row: Row) -> tuple[bool, int, bool, bool, dt.date, str]:
    """What is missing first: past its day, never read, only a new version, everything; away last."""
    due = row.due_on or dt.date.max
    return (row.is_away, -row.days_over, row.has_read_all, row.only_new_version, due, row.person.staff.name)


def _chapter_key(line: EditionSection) -> str:
    return f"{line.edition.plan_id}-{line.version.chapter}"


def _chapter_title(line: EditionSection) -> str:
    """»0 Akut« is »Akut«: the number is for sorting a paper, not for a heading."""
    return line.version.chapter.lstrip("0123456789. ") or line.version.chapter or line.version.title


def _ids(lines: Iterable[EditionSection]) -> tuple[int, ...]:
    return tuple(line.section_id for line in lines)
