"""Who has read what: a leader's view of the people in a unit. Says what is left; ranks nobody.

The rules of reading stand in `plans.reading`; here they are laid side by side for many people, in as
many statements for fifty as for one.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from beredskab.organisation.models import Municipality, Unit
from plans.models import EditionSection
from plans.readers import Person, Record, people_of, record_of
from plans.reading import Request, Ruling, is_for, rule
from plans.vocabulary import Standing

MOST_SECTIONS = 8  # more are shown by chapter
CALM = dt.timedelta(days=3)  # nobody is reminded by hand more often
NEWCOMER = dt.timedelta(days=14)  # to read what was due before one came


class Mark(StrEnum):
    """What a cell of the matrix says."""

    READ = "read"
    NEW_VERSION = "new_version"
    MISSING = "missing"
    NOT_RELEVANT = "not_relevant"


MARKS = {Standing.READ: Mark.READ, Standing.NEW_VERSION: Mark.NEW_VERSION, Standing.UNREAD: Mark.MISSING}


@dataclass(frozen=True)
class Cell:
    """One person and one column: a section, or a chapter with `done` of `total` sections."""

    mark: Mark
    read_on: dt.date | None = None
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class Missing:
    """A section that somebody is still to read."""

    title: str
    mark: Mark


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
        return bool(self.missing) and all(one.mark is Mark.NEW_VERSION for one in self.missing)

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
    """The three numbers on top, of the people who are here."""

    people: int
    read_all: int
    only_new: int
    overdue: int
    away: int

    @property
    def missing(self) -> int:
        return self.people - self.read_all


@dataclass(frozen=True)
class Past:
    """How many had read everything on a day, how many only missed a new version, of those here now."""

    day: dt.date
    read_all: int
    only_new: int
    others: int


@dataclass(frozen=True)
class Renewal:
    """A section that came in a new version and is to be read again."""

    title: str
    since: dt.date
    due_on: dt.date | None


@dataclass(frozen=True)
class Matrix:
    """Everything a leader's page about reading needs."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    past: tuple[Past, ...]
    renewals: tuple[Renewal, ...]

    @property
    def figures(self) -> Figures:
        return figures(self.rows)


def matrix_of(
    units: Collection[Unit], municipality: Municipality, at: dt.datetime, *, chapter: str = ""
) -> Matrix:
    """People against sections; by chapter when there are more than eight, or one `chapter` opened."""
    zone = ZoneInfo(municipality.timezone)
    today = at.astimezone(zone).date()
    people = people_of(units, today)
    days = _month_starts(today, 3)
    record = record_of(municipality, people, since=_midnight(days[0], zone))
    lines = record.in_force()
    rulings = rule_all(people, lines, record)
    columns = columns_of([line for line in lines if _concerns_somebody(line, people)], chapter)
    rows = [_row(person, columns, lines, rulings, today, zone) for person in people]
    past = [_past(day, people, record, _midnight(day, zone)) for day in days]
    now = figures(rows)
    past.append(Past(today, now.read_all, now.only_new, now.people - now.read_all - now.only_new))
    return Matrix(
        tuple(columns), tuple(sorted(rows, key=_order)), tuple(past), _renewals(lines, record, today)
    )


def rows_of(people: list[Person], municipality: Municipality, at: dt.datetime) -> list[Row]:
    """The people with what they are missing, without cells; three statements."""
    zone = ZoneInfo(municipality.timezone)
    record = record_of(municipality, people, since=at)
    lines = record.in_force()
    rulings = rule_all(people, lines, record)
    return [_row(person, [], lines, rulings, at.astimezone(zone).date(), zone) for person in people]


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


def rule_all(people: Iterable[Person], lines: Sequence[EditionSection], record: Record) -> Rulings:
    """Each person's standing to each section that is for them; other pairs are missing.

    What a section asks is worked out once for all people of the same professions.
    """
    rulings: Rulings = {}
    asked: dict[frozenset[str], list[Asked]] = {}
    for person in people:
        professions = person.professions
        if professions not in asked:
            asked[professions] = [Asked.by(line, record) for line in lines if is_for(line, professions)]
        read = record.read.get(person.staff.pk, {})
        for one in asked[professions]:
            ruling = rule(one.number, one.requests, read.get(one.section, {}), professions)
            rulings[person.staff.pk, one.section] = ruling
    return rulings


def _concerns_somebody(line: EditionSection, people: Iterable[Person]) -> bool:
    return any(is_for(line, person.professions) for person in people)


def _row(
    person: Person,
    columns: Sequence[Column],
    lines: Sequence[EditionSection],
    rulings: Rulings,
    today: dt.date,
    zone: ZoneInfo,
) -> Row:
    who = person.staff.pk
    mine = [(line, rulings[who, line.section_id]) for line in lines if (who, line.section_id) in rulings]
    open_ones = [(line, ruling) for line, ruling in mine if ruling.standing is not Standing.READ]
    return Row(
        person=person,
        missing=tuple(Missing(line.version.title, MARKS[ruling.standing]) for line, ruling in open_ones),
        total=len(mine),
        due_on=_due(person, [ruling for _line, ruling in open_ones]),
        today=today,
        columns=tuple(
            (_cell([rulings.get((person.staff.pk, s)) for s in x.sections], zone), x) for x in columns
        ),
    )


def _due(person: Person, missing: Sequence[Ruling]) -> dt.date | None:
    """The earliest day asked for, but nobody is late in their first two weeks."""
    days = [ruling.due_on for ruling in missing if ruling.due_on]
    if days and person.starts_on:
        return max(min(days), person.starts_on + NEWCOMER)
    return min(days, default=None)


def _cell(rulings: Sequence[Ruling | None], zone: ZoneInfo) -> Cell:
    mine = [ruling for ruling in rulings if ruling is not None]
    if not mine:
        return Cell(Mark.NOT_RELEVANT)
    marks = {MARKS[ruling.standing] for ruling in mine}
    mark = next(one for one in (Mark.MISSING, Mark.NEW_VERSION, Mark.READ) if one in marks)
    read = [ruling.read_at for ruling in mine if ruling.read_at]
    return Cell(
        mark,
        read_on=max(read).astimezone(zone).date() if read else None,
        done=sum(ruling.standing is Standing.READ for ruling in mine),
        total=len(mine),
    )


def _order(row: Row) -> tuple[bool, int, bool, bool, dt.date, str]:
    """What is missing first: past its day, never read, only a new version, everything; away last."""
    due = row.due_on or dt.date.max
    return (row.is_away, -row.days_over, row.has_read_all, row.only_new_version, due, row.person.staff.name)


def _past(day: dt.date, people: Iterable[Person], record: Record, moment: dt.datetime) -> Past:
    lines = record.in_force(moment)
    counts = {"all": 0, "new": 0, "others": 0}
    for person in people:
        if person.on_leave_until or (person.starts_on and person.starts_on > day):
            continue
        mine = [line for line in lines if is_for(line, person.professions)]
        standings = {record.ruling(person, line, moment).standing for line in mine}
        if not standings - {Standing.READ}:
            counts["all"] += 1
        elif Standing.UNREAD not in standings:
            counts["new"] += 1
        else:
            counts["others"] += 1
    return Past(day, counts["all"], counts["new"], counts["others"])


def _renewals(lines: Iterable[EditionSection], record: Record, today: dt.date) -> tuple[Renewal, ...]:
    """Sections that were renewed within two months and asked to be read again."""
    found = []
    for line in lines:
        asked = [one for one in record.asked.get(line.section_id, ()) if one.number == line.version.number]
        since = line.version.frozen_at.date() if line.version.frozen_at else None
        if line.version.number > 1 and asked and since and today - since <= dt.timedelta(days=60):
            found.append(Renewal(line.version.title, since, asked[0].due_on))
    return tuple(found)


def _month_starts(today: dt.date, count: int) -> list[dt.date]:
    """The first days of this month and of those before, oldest first, without today."""
    days: list[dt.date] = []
    day = today.replace(day=1)
    while len(days) < count:
        if day < today:
            days.append(day)
        day = (day - dt.timedelta(days=1)).replace(day=1)
    return days[::-1]


def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=zone)


def _chapter_key(line: EditionSection) -> str:
    return f"{line.edition.plan_id}-{line.version.chapter}"


def _chapter_title(line: EditionSection) -> str:
    """»0 Akut« is »Akut«: the number is for sorting a paper, not for a heading."""
    return line.version.chapter.lstrip("0123456789. ") or line.version.chapter or line.version.title


def _ids(lines: Iterable[EditionSection]) -> tuple[int, ...]:
    return tuple(line.section_id for line in lines)
