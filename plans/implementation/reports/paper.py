"""A report as a tagged PDF: composed here, printed by the worker or a command, kept by content."""

import datetime as dt
import hashlib

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from beredskab.outbox import duties
from plans.implementation.reports import making
from plans.implementation.reports.showing import Report
from plans.models import StatusReport, StatusReportFile
from plans.paper.overview_sheets import status_shapes
from plans.paper.printing import press, print_fonts, safe_colour
from plans.vocabulary import Level, Status

PRINT = "status_reports.print"


def compose(report: Report, language: str) -> tuple[str, str]:
    """The report in a language as HTML, and its style."""
    municipality = report.record.municipality
    with translation.override(language):
        context = {
            "report": report,
            "record": report.record,
            "municipality": municipality,
            "language": language,
            "levels": list(Level),
            "shapes": status_shapes(),
            "statuses": list(Status),
            "footer": _footer(report.record),
        }
        html = render_to_string("print/status_report.html", context)
    style = {"fonts": print_fonts(), "colour": safe_colour(municipality.primary_colour)}
    return html, render_to_string("print/status_report.css", style)


def _footer(record: StatusReport) -> str:
    told = _("Report %(number)d · %(checksum)s")
    return told % {"number": record.number, "checksum": f"SHA-256 {record.checksum[:16]}"}


def kept(report: StatusReport, language: str) -> StatusReportFile | None:
    """The PDF in a language, when it was made since the report last changed."""
    return report.files.filter(language=language).first()


def make(report: StatusReport, language: str, *, at: dt.datetime) -> StatusReportFile:
    """The PDF in a language, printed unless it is kept. Raises CannotPrint or one of its kind."""
    html, css = compose(Report(report, making.before(report)), language)
    key = hashlib.sha256(f"{html}\0{css}".encode()).hexdigest()
    found = kept(report, language)
    if found is not None and found.content_key == key:
        return found
    printed = press(html, css)
    new = {"pdf": printed.pdf, "pages": printed.pages, "content_key": key, "made_at": at}
    return StatusReportFile.objects.update_or_create(report=report, language=language, defaults=new)[0]


def ask_for(report: StatusReport, language: str, *, at: dt.datetime) -> None:
    """Promise the PDF to somebody who waits; asking twice in a minute is asking once."""
    key = f"{report.pk} {language} {at:%Y-%m-%dT%H:%M}"
    duties.ask(PRINT, key, due=at, report=report.pk, language=language)


@duties.duty(PRINT)
def print_one(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part."""
    found = (
        StatusReport.objects.select_related("municipality", "plan").filter(pk=int(str(ids["report"]))).first()
    )
    if found is not None:
        make(found, str(ids["language"]), at=at)


def file_name(report: StatusReport, ending: str) -> str:
    """`statusrapport-3_2026-06-01.pdf`."""
    return f"statusrapport-{report.number}_{report.as_of.isoformat()}.{ending}"
