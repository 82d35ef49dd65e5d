"""How whole units stand, from the counted rows: as fast for ten thousand people as for fifty.

Whoever is not counted yet (they have just read something, or just come) is ruled on at once, as long as
they are few; after a publication they are many, and the last count is shown until the worker is through.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from beredskab.organisation.models import Municipality, Unit
from plans.following import disseminating
from plans.following.matrix import NEWCOMER, Column, Figures, Mark, Now, Row, figures, rows_by
from plans.following.people import Book, people_of

LIVE_MOST = 300
PAGE = 100

# Who is where, seen from each group of units; a person with two jobs in a group is there once.
_HERE = """
WITH here AS (
    SELECT g.root, m.staff_id, min(m.starts_on) AS starts_on,
           bool_and(coalesce(m.on_leave_until >= %(today)s, false)) AS away
      FROM unnest(%(units)s::bigint[], %(roots)s::bigint[]) AS g(unit, root)
      JOIN organisation_membership m ON m.unit_id = g.unit
      JOIN organisation_staff s ON s.id = m.staff_id AND s.is_active
     WHERE (m.starts_on IS NULL OR m.starts_on <= %(today)s)
       AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)
     GROUP BY g.root, m.staff_id
), standing AS (
    SELECT h.root, h.staff_id, h.away, h.starts_on, r.mine, r.to_read, r.to_read_is_new, r.to_read_due,
           coalesce(cardinality(r.to_read), 1) > 0 AS misses,
           NOT coalesce(false = ANY (r.to_read_is_new), true) AS only_new,
           CASE WHEN r.due_on IS NULL THEN NULL
                ELSE greatest(r.due_on, h.starts_on + %(newcomer)s) END AS due_on
      FROM here h LEFT JOIN plans_readerstanding r ON r.staff_id = h.staff_id
     WHERE NOT h.staff_id = ANY (%(live)s::bigint[])
)
"""


@dataclass(frozen=True)
class Selection:
    """Groups of units to look at, each under the id of its first unit, and who there is not counted yet."""

    municipality: Municipality
    at: dt.datetime
    groups: Mapping[int, Sequence[Unit]]
    live: tuple[Row, ...] = field(default=())
    behind: int = 0

    @property
    def today(self) -> dt.date:
        return self.at.astimezone(ZoneInfo(self.municipality.timezone)).date()

    def parameters(self) -> dict[str, Any]:
        """What every statement about these groups needs."""
        pairs = [(unit.pk, root) for root, units in self.groups.items() for unit in units]
        return {
            "units": [unit for unit, _root in pairs],
            "roots": [root for _unit, root in pairs],
            "today": self.today,
            "newcomer": NEWCOMER.days,
            "live": [row.person.staff.pk for row in self.live],
        }

    def live_in(self, root: int) -> list[Row]:
        """The people of a group who are ruled on at once, as they are seen from there.

        Somebody may be away from one job only.
        """
        places = {unit.pk for unit in self.groups[root]}
        mine = [row for row in self.live if row.person.units & places]
        return [replace(row, person=row.person.within(places)) for row in mine]


def select(groups: Mapping[int, Sequence[Unit]], book: Book, at: dt.datetime) -> Selection:
    """Look at these groups. One statement, three where some are not counted yet."""
    blank = Selection(book.municipality, at, groups)
    with connection.cursor() as cursor:
        cursor.execute(_WHO_IS_STALE, {**blank.parameters(), "editions": book.editions})
        stale = [row[0] for row in cursor.fetchall()]
    if not stale or len(stale) > LIVE_MOST:
        return replace(blank, behind=len(stale))
    units = {unit.pk: unit for some in groups.values() for unit in some}
    people = people_of(list(units.values()), blank.today, ids=stale)
    columns = [Column(str(x.section_id), "", "", (x.section_id,), False) for x in book.lines]
    rows = rows_by(people, book.record(stale), columns, Now.of(book.municipality, at))
    return replace(blank, live=tuple(rows))


_STALE = """
            SELECT DISTINCT h.staff_id FROM here h LEFT JOIN plans_readerstanding r ON r.staff_id = h.staff_id
             WHERE r.staff_id IS NULL OR r.is_stale OR r.editions <> %(editions)s::bigint[]"""
_WHO_IS_STALE = _HERE + _STALE

_FIGURES = """count(*) FILTER (WHERE NOT away),
    count(*) FILTER (WHERE NOT away AND NOT misses),
    count(*) FILTER (WHERE NOT away AND misses AND only_new),
    count(*) FILTER (WHERE NOT away AND misses AND due_on < %(today)s),
    count(*) FILTER (WHERE away)"""


@dataclass(frozen=True)
class Share:
    """How many people of those whom a column concerns have read all of it."""

    done: int
    people: int


@dataclass(frozen=True)
class Told:
    """The numbers of a group, and its share of every column."""

    figures: Figures
    shares: tuple[Share, ...]


def told_of(chosen: Selection, columns: Sequence[Column] = ()) -> dict[int, Told]:
    """How each group stands; one statement, and one more for who has read each column."""
    with connection.cursor() as cursor:
        cursor.execute(_HOW_THEY_STAND, chosen.parameters())
        figured = {row[0]: Figures(*row[1:]) for row in cursor.fetchall()}
    shared = _shares_of(chosen, columns) if columns else {}
    found = {}
    for root in chosen.groups:
        live = chosen.live_in(root)
        shares = shared.get(root, [Share(0, 0)] * len(columns))
        found[root] = Told(
            figured.get(root, Figures()) + figures(live),
            tuple(_with_live(share, one, live) for share, one in zip(shares, columns, strict=True)),
        )
    return found


_HOW_THEY_STAND = f"{_HERE} SELECT root, {_FIGURES} FROM standing GROUP BY root"  # noqa: S608 - ours


def _shares_of(chosen: Selection, columns: Sequence[Column]) -> dict[int, list[Share]]:
    """Of each group and column: who has read all of it, and whom it concerns, of those who are counted."""
    wanted = {f"column{place}": list(column.sections) for place, column in enumerate(columns)}
    statement = _who_has_read(len(columns))
    with connection.cursor() as cursor:
        cursor.execute(statement, {**chosen.parameters(), **wanted})
        return {
            root: [Share(int(x), int(all_)) for x, all_ in zip(counts[::2], counts[1::2], strict=True)]
            for root, *counts in cursor.fetchall()
        }


def _who_has_read(columns: int) -> str:
    """People with the same left to read are looked at together, what is for them once for each job."""
    places = range(columns)
    concerned = "".join(f", mine && %(column{one})s::bigint[] AS for_them{one}" for one in places)
    counts = "".join(
        f", coalesce(sum(n) FILTER (WHERE for_them{one} AND NOT to_read && %(column{one})s::bigint[]), 0)"
        f", coalesce(sum(n) FILTER (WHERE for_them{one}), 0)"
        for one in places
    )
    return f"""{_HERE}, alike AS MATERIALIZED (
        SELECT root, mine, to_read, count(*) AS n FROM standing WHERE NOT away GROUP BY root, mine, to_read
    ), kinds AS MATERIALIZED (
        SELECT mine{concerned} FROM (SELECT DISTINCT mine FROM alike) AS every
    ) SELECT root{counts} FROM alike JOIN kinds USING (mine) GROUP BY root"""  # noqa: S608 - numbers of places


def _with_live(share: Share, column: Column, live: Iterable[Row]) -> Share:
    marks = [_marks(row, column) for row in live if not row.is_away]
    concerned = [one for one in marks if one]
    return Share(share.done + concerned.count({Mark.READ}), share.people + len(concerned))


def _marks(row: Row, column: Column) -> set[Mark]:
    """What somebody's cells say of the sections of a column that are for them."""
    wanted = {str(section) for section in column.sections}
    return {cell.mark for cell, single in row.columns if single.key in wanted} - {Mark.NOT_RELEVANT}


@dataclass(frozen=True)
class SectionCount:
    """How the people here stand to one section; who is on leave, or not concerned, is counted apart."""

    read: int = 0
    only_new: int = 0
    missing: int = 0
    overdue: int = 0
    not_relevant: int = 0
    away: int = 0


_SECTIONS = (
    _HERE  # noqa: S608 - numbers of places
    + """
    SELECT section, 'asked', count(*) FILTER (WHERE NOT away), count(*) FILTER (WHERE away), 0
      FROM standing, unnest(mine || 0::bigint) AS section GROUP BY section
    UNION ALL
    SELECT section, 'waiting', count(*) FILTER (WHERE is_new AND NOT late),
           count(*) FILTER (WHERE NOT is_new AND NOT late), count(*) FILTER (WHERE late)
      FROM (SELECT u.section, u.is_new,
                   u.due IS NOT NULL AND greatest(u.due, s.starts_on + %(newcomer)s) < %(today)s AS late
              FROM standing s, unnest(to_read, to_read_is_new, to_read_due) AS u(section, is_new, due)
             WHERE NOT s.away) AS waiting
     GROUP BY section"""
)


def sections_of(chosen: Selection, root: int, sections: Sequence[int]) -> dict[int, SectionCount]:
    """Each section's counts in the one group looked at; one statement. Each person is in one count only."""
    counted: dict[str, dict[int, Sequence[int]]] = {"asked": {}, "waiting": {}}
    with connection.cursor() as cursor:
        cursor.execute(_SECTIONS, chosen.parameters())
        for section, what, *numbers in cursor.fetchall():
            counted[what][section] = numbers
    everybody = counted["asked"].get(0, (0, 0, 0))
    nobody, live = (0, 0, 0), chosen.live_in(root)
    return {
        one: _section_count(
            everybody,
            counted["asked"].get(one, nobody),
            counted["waiting"].get(one, nobody),
            _cells_of(live, one),
        )
        for one in sections
    }


_GONE_THROUGH = (
    _HERE  # noqa: S608 - no value stands in it
    + """
    SELECT l.section, count(DISTINCT s.staff_id)
      FROM standing s
      JOIN plans_participation p ON p.staff_id = s.staff_id
      JOIN plans_dissemination d ON d.id = p.dissemination_id AND d.withdrawn_at IS NULL
      JOIN plans_dissemination_versions v ON v.dissemination_id = d.id
      JOIN unnest(%(versions)s::bigint[], %(sections)s::bigint[]) AS l(version, section)
        ON l.version = v.sectionversion_id
     WHERE NOT s.away AND l.section = ANY (s.to_read)
     GROUP BY l.section"""
)


def gone_through_of(chosen: Selection, root: int, versions: Mapping[int, int]) -> dict[int, int]:
    """Of each section how many miss it and went through it at a meeting; `versions` in force -> section.

    One statement, and one more where some are not counted yet.
    """
    told = {"versions": list(versions), "sections": list(versions.values())}
    with connection.cursor() as cursor:
        cursor.execute(_GONE_THROUGH, {**chosen.parameters(), **told})
        found = dict(cursor.fetchall())
    live = chosen.live_in(root)
    gone = disseminating.gone_through([row.person.staff.pk for row in live], versions) if live else {}
    for row in live:
        for version, section in versions.items():
            mark = _cells_of([row], section)[0]
            is_missing = mark in (Mark.NEW_VERSION, Mark.MISSING, Mark.OVERDUE)
            if is_missing and (row.person.staff.pk, version) in gone:
                found[section] = found.get(section, 0) + 1
    return found


def _section_count(
    everybody: Sequence[int], asked: Sequence[int], waiting: Sequence[int], live: Sequence[Mark | None]
) -> SectionCount:
    only_new, missing, overdue = waiting
    counted = {mark: sum(one is mark for one in live) for mark in (*Mark, None)}
    return SectionCount(
        read=asked[0] - only_new - missing - overdue + counted[Mark.READ],
        only_new=only_new + counted[Mark.NEW_VERSION],
        missing=missing + counted[Mark.MISSING],
        overdue=overdue + counted[Mark.OVERDUE],
        not_relevant=everybody[0] - asked[0] + counted[Mark.NOT_RELEVANT],
        away=everybody[1] + counted[None],
    )


def _cells_of(live: Iterable[Row], section: int) -> list[Mark | None]:
    """The marks of a section, None for somebody on leave."""
    found: list[Mark | None] = []
    for row in live:
        mark = next((cell.mark for cell, one in row.columns if one.key == str(section)), Mark.NOT_RELEVANT)
        found.append(None if row.is_away else mark)
    return found


@dataclass(frozen=True)
class PageOf:
    """A page of people: their ids in order, how many match on all pages, how many people there are.

    `stale` are those of all of them who are not counted yet.
    """

    ids: list[int]
    found: int
    total: int
    stale: list[int]


_SHOWN = {
    "": "true",
    "missing": "misses AND NOT away",
    "overdue": "due_on < %(today)s AND misses AND NOT away",
}


_PAGES = {
    show: f"""{_HERE}
    SELECT (SELECT count(*) FROM here), ARRAY({_STALE}), page.staff_id, page.found
      FROM (SELECT 1) AS always LEFT JOIN LATERAL (
           SELECT t.staff_id, count(*) OVER () AS found
             FROM standing t JOIN organisation_staff s ON s.id = t.staff_id
            WHERE {condition}
            ORDER BY away, coalesce(greatest(%(today)s - due_on, 0), 0) * misses::int DESC,
                     NOT misses, only_new, due_on, s.name, t.staff_id
            LIMIT %(page)s OFFSET %(skip)s) AS page ON true"""  # noqa: S608 - conditions of ours
    for show, condition in _SHOWN.items()
}


def page_of(units: Sequence[Unit], book: Book, at: dt.datetime, *, show: str, number: int) -> PageOf:
    """People of these units by their last count, what is missing first, by hundreds. One statement."""
    blank = Selection(book.municipality, at, {0: units})
    with connection.cursor() as cursor:
        cursor.execute(
            _PAGES[show],
            {**blank.parameters(), "editions": book.editions, "page": PAGE, "skip": PAGE * (number - 1)},
        )
        rows = cursor.fetchall()
    ids = [row[2] for row in rows if row[2] is not None]
    return PageOf(ids, rows[0][3] or 0, rows[0][0], rows[0][1])
