"""The words of a leader's matrix, for the page and for a spreadsheet alike."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beredskab.ui.charts import Bar, stacked_bars
from beredskab.ui.spreadsheets import Table
from plans.following.matrix import Cell, Column, Figures, Mark, Matrix, Renewal, Row
from plans.following.standings import SectionCount, Share
from plans.following.trend import Past


@dataclass(frozen=True)
class UnitRow:
    """A unit with everything below it, as the page lists it; `url` opens it."""

    title: str
    url: str
    told: Figures
    shares: Sequence[Share]


@dataclass(frozen=True)
class SectionRow:
    """A section as the page lists it."""

    plan: str
    title: str
    count: SectionCount
    gone_through: int = 0


def mark_word(mark: Mark) -> str:
    """The word beside the sign; colour is the third signal."""
    return {
        Mark.READ: _("Read"),
        Mark.NEW_VERSION: _("New version"),
        Mark.MISSING: _("Missing"),
        Mark.OVERDUE: _("Past the date"),
        Mark.NOT_RELEVANT: _("Not relevant"),
    }[mark]


def cell_text(cell: Cell, column: Column) -> str:
    """»3. mar.« for what is read, »4 of 5« for a chapter, else the word."""
    if cell.mark is Mark.NOT_RELEVANT:
        return mark_word(cell.mark)
    if column.is_chapter and cell.total > 1:
        return _("%(count)d of %(all)d") % {"count": cell.done, "all": cell.total}
    if cell.mark is Mark.READ and cell.read_on:
        return date_format(cell.read_on, _("j M"), use_l10n=False)
    return mark_word(cell.mark)


def gone_text(cell: Cell) -> str:
    """»21. nov.«: when what is missing was gone through at a meeting; empty when it was not."""
    return date_format(cell.gone_on, _("j M"), use_l10n=False) if cell.gone_on else ""


def standing_text(row: Row) -> tuple[str, str]:
    """Kind of sign (done, new, missing, away) and words for how somebody stands as a whole."""
    if until := row.person.on_leave_until:
        day = date_format(until, _("j F"), use_l10n=False)
        return "away", _("On leave until %(day)s") % {"day": day}
    if row.has_read_all:
        return "done", _("Everything read")
    if row.days_over:
        words = ngettext("%(days)d day past the date", "%(days)d days past the date", row.days_over)
        return "missing", words % {"days": row.days_over}
    kind = "new" if row.only_new_version or row.due_on else "missing"
    if row.due_on:
        return kind, _("By %(day)s") % {"day": date_format(row.due_on, _("j M"), use_l10n=False)}
    return kind, _("No date set")


def people_table(matrix: Matrix, rows: Sequence[Row]) -> Table:
    """One line for each of these people, as they stand on the page."""
    titles = [column.title for column in matrix.columns]
    headings = [_("Staff member"), _("Profession"), _("How it stands"), _("Read"), _("Of"), *titles]
    return Table(
        _("Who has read the plan?"),
        headings,
        [
            [
                row.person.staff.name,
                row.person.title,
                standing_text(row)[1],
                row.done,
                row.total,
                *(_plain(cell, column) for cell, column in row.columns),
            ]
            for row in rows
        ],
    )


def units_table(rows: Sequence[UnitRow], columns: Sequence[Column]) -> Table:
    """One line for each unit; how many have read a column, of those whom it concerns."""
    headings = [_("Unit"), *figure_words(), *(column.title for column in columns)]
    return Table(
        _("Who has read the plan?"),
        headings,
        [[x.title, *figure_cells(x.told), *(share_text(one) for one in x.shares)] for x in rows],
    )


def sections_table(rows: Sequence[SectionRow]) -> Table:
    """One line for each section, every standing in a column of its own."""
    headings = [_("Plan"), _("Section"), *count_words(), _("Not read, but gone through at a meeting")]
    lines: list[list[str | int]] = [[x.plan, x.title, *count_cells(x.count), x.gone_through] for x in rows]
    return Table(_("Who has read the plan?"), headings, lines)


def figure_words() -> list[str]:
    """The headings of a unit's numbers."""
    return [
        _("People"),
        _("Have read everything"),
        _("Only a new version left"),
        _("Past the date"),
        _("On leave"),
    ]


def figure_cells(told: Figures) -> list[int]:
    """A unit's numbers under these headings."""
    return [told.people, told.read_all, told.only_new, told.overdue, told.away]


def count_words() -> list[str]:
    """The headings of a section's numbers."""
    return [
        _("Read"),
        _("New version"),
        _("Missing"),
        _("Past the date"),
        _("Not relevant"),
        _("On leave"),
    ]


def count_cells(told: SectionCount) -> list[int]:
    """A section's numbers under these headings."""
    return [told.read, told.only_new, told.missing, told.overdue, told.not_relevant, told.away]


def share_text(share: Share) -> str:
    """»46 of 50«, or that it concerns nobody there."""
    if not share.people:
        return mark_word(Mark.NOT_RELEVANT)
    return _("%(count)d of %(all)d") % {"count": share.done, "all": share.people}


def development(past: Sequence[Past], renewals: Iterable[Renewal]) -> SafeString:
    """How many had read everything, month by month and today, with what made it fall."""
    bars = [Bar(_label(one), (one.read_all, one.only_new, one.others)) for one in past[:-1]]
    last = past[-1]
    bars.append(Bar(_("Today"), (last.read_all, last.only_new, last.others)))
    parts = [_("Has read everything"), _("Only a new version left"), _("Something missing")]
    words = _("{first} of {total} have read everything")
    title = _("Who has read everything, month by month")
    return stacked_bars(bars, parts=parts, title=title, total_word=words, note=_why(past, renewals))


def _why(past: Sequence[Past], renewals: Iterable[Renewal]) -> str:
    if len(past) < 2 or past[-1].read_all >= past[-2].read_all:
        return ""
    renewed = [one.since for one in renewals if one.since >= past[-2].day]
    if not renewed:
        return ""
    day = date_format(max(renewed), _("j F"), use_l10n=False)
    return _("The fall comes from the new version of %(day)s.") % {"day": day}


def _label(past: Past) -> str:
    return date_format(past.day, _("j F"), use_l10n=False)


def _plain(cell: Cell, column: Column) -> str | dt.date:
    if cell.mark is Mark.READ and cell.read_on and not column.is_chapter:
        return cell.read_on
    return cell_text(cell, column)
