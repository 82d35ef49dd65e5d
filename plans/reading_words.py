"""The words of a leader's matrix, for the page and for a spreadsheet alike."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beredskab.ui.charts import Bar, stacked_bars
from plans.following import Cell, Column, Mark, Matrix, Past, Row

RISKY = ("=", "+", "-", "@", "\t", "\r")


def mark_word(mark: Mark) -> str:
    """The word beside the sign; colour is the third signal."""
    return {
        Mark.READ: _("Read"),
        Mark.NEW_VERSION: _("New version"),
        Mark.MISSING: _("Missing"),
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


def csv_rows(matrix: Matrix) -> Iterator[list[str]]:
    """Heading and one line for each person; a cell never begins as a formula."""
    titles = [column.title for column in matrix.columns]
    yield [_("Staff member"), _("Profession"), _("How it stands"), _("Read"), _("Of"), *titles]
    for row in matrix.rows:
        cells = [_plain(cell, column) for cell, column in row.columns]
        who = [row.person.staff.name, row.person.title, standing_text(row)[1]]
        yield [_harmless(text) for text in (*who, str(row.done), str(row.total), *cells)]


def development(matrix: Matrix) -> SafeString:
    """How many had read everything, month by month, with what made it fall."""
    bars = [Bar(_label(past), (past.read_all, past.only_new, past.others)) for past in matrix.past[:-1]]
    last = matrix.past[-1]
    bars.append(Bar(_("Today"), (last.read_all, last.only_new, last.others)))
    parts = [_("Has read everything"), _("Only a new version left"), _("Something missing")]
    words = _("{first} of {total} have read everything")
    title = _("Who has read everything, month by month")
    return stacked_bars(bars, parts=parts, title=title, total_word=words, note=_why(matrix))


def _why(matrix: Matrix) -> str:
    before, now = matrix.past[-2], matrix.past[-1]
    renewed = [one for one in matrix.renewals if one.since >= before.day]
    if now.read_all >= before.read_all or not renewed:
        return ""
    day = date_format(max(one.since for one in renewed), _("j F"), use_l10n=False)
    return _("The fall comes from the new version of %(day)s.") % {"day": day}


def _label(past: Past) -> str:
    return date_format(past.day, _("j F"), use_l10n=False)


def _plain(cell: Cell, column: Column) -> str:
    if cell.mark is Mark.READ and cell.read_on and not column.is_chapter:
        return cell.read_on.isoformat()
    return cell_text(cell, column)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(RISKY) else text
