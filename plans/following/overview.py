"""What a leader's page shows: people, units or sections of what they look at, with the numbers above."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from beredskab.organisation.models import Municipality, Unit
from plans.following import counting, disseminating, standings, trend
from plans.following.counting import Progress
from plans.following.matrix import (
    Column,
    Figures,
    Gone,
    Matrix,
    Now,
    Renewal,
    Row,
    columns_of,
    matrix_of,
    renewals_of,
    rows_by,
)
from plans.following.people import Book, Person, book_of, people_of
from plans.following.standings import PAGE, SectionCount, Selection, Share
from plans.following.trend import Past
from plans.models import EditionSection

EVERYTHING = 0
"""The group that holds all units looked at; the others are under the id of a unit."""


@dataclass(frozen=True)
class Looked:
    """A unit with everything below it."""

    municipality: Municipality
    unit: Unit
    below: Sequence[Unit]


@dataclass(frozen=True)
class Overview:
    """The numbers on top of the page, what was renewed, and the months before."""

    figures: Figures
    renewals: tuple[Renewal, ...]
    past: tuple[Past, ...]
    behind: int = 0


@dataclass(frozen=True)
class People:
    """Some people, a hundred to a page, against sections or chapters."""

    overview: Overview
    matrix: Matrix
    rows: tuple[Row, ...]
    last_page: int


@dataclass(frozen=True)
class Units:
    """Each group of units with its numbers and its share of every column."""

    overview: Overview
    columns: tuple[Column, ...]
    rows: tuple[tuple[int, Figures, tuple[Share, ...]], ...]


@dataclass(frozen=True)
class Sections:
    """How everybody stands to each section."""

    overview: Overview
    rows: tuple[tuple[EditionSection, SectionCount, int], ...]
    """Each section, its counts, and how many of those who miss it went through it at a meeting."""


def people(look: Looked, at: dt.datetime, *, chapter: str, show: str, page: int) -> People:
    """The people of a unit and below it. A house fits on one page and is ruled on as it is now."""
    book = book_of(look.municipality)
    now = Now.of(look.municipality, at)
    listed = standings.page_of(look.below, book, at, show=show, number=page)
    if listed.total <= PAGE:
        everybody = people_of(look.below, now.today)
        record = book.record([one.staff.pk for one in everybody])
        matrix = matrix_of(everybody, record, now, chapter=chapter, gone=gone_through(everybody, book))
        rows = tuple(row for row in matrix.rows if KEPT[show](row))
        return People(_overview(look, book, now, matrix.figures), matrix, rows, 1)
    behind = len(listed.stale) if len(listed.stale) > standings.LIVE_MOST else 0
    stale = [] if behind else listed.stale
    everybody = people_of(look.below, now.today, ids={*listed.ids, *stale})
    record = book.record([one.staff.pk for one in everybody])
    shown = [one for one in everybody if one.staff.pk in set(listed.ids)]
    matrix = matrix_of(shown, record, now, chapter=chapter, gone=gone_through(shown, book))
    live = rows_by([one for one in everybody if one.staff.pk in set(stale)], record, (), now)
    chosen = Selection(look.municipality, at, {EVERYTHING: look.below}, tuple(live))
    told = standings.told_of(chosen)[EVERYTHING].figures
    rows = tuple(row for row in matrix.rows if KEPT[show](row))
    return People(_overview(look, book, now, told, behind), matrix, rows, -(-listed.found // PAGE) or 1)


def gone_through(people: Sequence[Person], book: Book) -> Gone:
    """What of the versions in force was gone through with these people at a meeting. One statement."""
    sections = {line.version_id: line.section_id for line in book.lines}
    found = disseminating.gone_through([one.staff.pk for one in people], sections)
    return {(staff, sections[version]): day for (staff, version), day in found.items()}


KEPT: dict[str, Callable[[Row], bool]] = {
    "": lambda _row: True,
    "missing": lambda row: not row.has_read_all and not row.is_away,
    "overdue": lambda row: row.days_over > 0,
}
"""Which rows each filter keeps."""


def units(look: Looked, groups: Mapping[int, Sequence[Unit]], at: dt.datetime, *, chapter: str) -> Units:
    """The groups with their numbers; columns that concern nobody fall away."""
    book = book_of(look.municipality)
    chosen = standings.select({EVERYTHING: look.below, **groups}, book, at)
    lines = [line for line in book.lines if line.version.must_acknowledge]
    columns = columns_of(lines, chapter)
    told = standings.told_of(chosen, columns)
    everything = told[EVERYTHING]
    kept = [place for place, share in enumerate(everything.shares) if share.people]
    overview = _overview(look, book, Now.of(look.municipality, at), everything.figures, chosen.behind)
    return Units(
        overview,
        tuple(columns[place] for place in kept),
        tuple(
            (root, one.figures, tuple(one.shares[place] for place in kept))
            for root, one in told.items()
            if root != EVERYTHING and one.figures.people + one.figures.away
        ),
    )


def sections(look: Looked, at: dt.datetime) -> Sections:
    """The sections that are to be acknowledged, with how everybody stands to each."""
    book = book_of(look.municipality)
    chosen = standings.select({EVERYTHING: look.below}, book, at)
    lines = [line for line in book.lines if line.version.must_acknowledge]
    counts = standings.sections_of(chosen, EVERYTHING, [line.section_id for line in lines])
    told = standings.told_of(chosen)[EVERYTHING].figures
    versions = {line.version_id: line.section_id for line in lines}
    gone = standings.gone_through_of(chosen, EVERYTHING, versions)
    rows = tuple((line, counts[line.section_id], gone.get(line.section_id, 0)) for line in lines)
    return Sections(_overview(look, book, Now.of(look.municipality, at), told, chosen.behind), rows)


def figures_by_unit(
    followed: Sequence[Unit], municipality: Municipality, at: dt.datetime
) -> tuple[list[tuple[Unit, Figures]], Progress | None]:
    """Each unit's own people, and how far the worker is when it is not through."""
    chosen = standings.select({unit.pk: [unit] for unit in followed}, book_of(municipality), at)
    told = standings.told_of(chosen)
    progress = counting.progress(municipality, at) if chosen.behind else None
    return [(unit, told[unit.pk].figures) for unit in followed], progress


def _overview(look: Looked, book: Book, now: Now, told: Figures, behind: int = 0) -> Overview:
    past = (*trend.past_of(look.unit, now.today), trend.standing_on(now.today, told))
    return Overview(told, renewals_of(book, now.today), past, behind)
