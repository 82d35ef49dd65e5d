"""A report and a comparison as lists for a spreadsheet."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beredskab.ui.spreadsheets import Cell, Table
from plans.implementation.reports.comparing import Comparison
from plans.implementation.reports.showing import Report, Row


def report_table(report: Report) -> Table:
    """Every recommendation and every measure of a report, one a line."""
    headings = [
        _("Kind"),
        _("Number"),
        _("Title"),
        _("Group"),
        _("Responsible"),
        _("Status"),
        _("What was said"),
        _("Holds for"),
        _("Not confirmed"),
        _("Date"),
        _("Past the date"),
        _("Since the last report"),
    ]
    rows = [_line(_("Recommendation"), row, row.told["area"]) for row in report.recommendations]
    rows += [_line(_("Measure"), row, row.told["chapter"]) for row in report.measures]
    name = f"{report.record.number} {report.record.as_of.isoformat()}"
    return Table(name, headings, rows)


def comparison_table(comparison: Comparison) -> Table:
    """Everything that was compared, one a line, what changed first."""
    headings = [_("Number"), _("Title"), _("Before"), _("After"), pgettext("noun", "Change")]
    rows = [
        [
            one.item.number,
            one.item.title,
            str(one.before.status.label) if one.before else "",
            str(one.after.status.label) if one.after else "",
            str(one.change.label),
        ]
        for one in comparison.items
    ]
    return Table(_("Comparison"), headings, rows)


def _line(kind: str, row: Row, group: str) -> list[Cell]:
    told = row.told
    return [
        kind,
        told["number"],
        told["title"],
        group,
        row.roles,
        str(row.status.label),
        told["sentence"],
        row.as_of or "",
        _yes(told["stale"]),
        row.due or "",
        _yes(told.get("overdue", False)),
        str(row.change.label) if row.change else "",
    ]


def _yes(said: bool) -> str:
    return _("Yes") if said else ""
