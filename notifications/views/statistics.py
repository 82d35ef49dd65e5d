"""Statistics for managers: what has been told of a year. Reads publications; a concern is never looked at."""

import csv
import io
from typing import Any

import xlsxwriter
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from notifications.statistics import codes, told
from notifications.statistics.hiding import Range
from notifications.statistics.told import Year
from notifications.views.routing import inert
from notifications.vocabulary import AgeBand, Topic

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(reads=["GET"], act=Act.SEE_STATISTICS)
def statistics(request: StaffRequest) -> HttpResponse:
    """One year: how many, how many in time, and once it is over who notified and why."""
    years = told.years(request.municipality)
    chosen = _chosen(request, years)
    year = told.of_year(request.municipality, chosen)
    here = reverse("notifications:statistics")
    context: dict[str, Any] = {
        "year": year,
        "chosen": chosen,
        "filters": [
            {"label": one, "url": f"{here}?year={one}", "current": one == chosen, "count": ""}
            for one in years
        ],
        "figures": _figures(year) if year else [],
        "tables": _tables(year) if year else [],
        "file": f"{reverse('notifications:statistics_file')}?year={chosen}",
    }
    return render(request, "notifications/statistics/statistics.html", context)


@page(reads=["GET"], act=Act.SEE_STATISTICS)
def statistics_file(request: StaffRequest) -> HttpResponse:
    """The year in the shape of the national tables, as CSV or Excel."""
    year = told.of_year(request.municipality, _chosen(request, []))
    if year is None:
        raise Http404
    rows = list(told.rows_of(year, request.municipality.name))
    if request.GET.get("format") == "xlsx":
        answer = HttpResponse(_xlsx(rows), content_type=SPREADSHEET)
        answer["Content-Disposition"] = f'attachment; filename="statistik-{year.year}.xlsx"'
        return answer
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="statistik-{year.year}.csv"'
    cells = ([inert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    csv.writer(answer, delimiter=";").writerows(cells)
    return answer


def _chosen(request: StaffRequest, years: list[int]) -> int:
    typed = request.GET.get("year", "")
    if typed.isascii() and typed.isdigit() and len(typed) == 4:
        return int(typed)
    return years[0] if years else timezone.localdate().year


def _xlsx(rows: list[list[Any]]) -> bytes:
    file = io.BytesIO()
    # Text stays text: a name that begins with = is no formula.
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("UND")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, ["" if cell is None else cell for cell in row])
    book.close()
    return file.getvalue()


def _figures(year: Year) -> list[dict[str, str]]:
    return [
        {"number": _number(year.received), "text": _("Notifications received")},
        {"number": _percent(year.assessed_in_time), "text": _("Assessed within 24 hours")},
        {"number": _percent(year.receipts_in_time), "text": _("Receipts in time")},
    ]


def _number(told_as: Range) -> str:
    if told_as.is_exact:
        return str(told_as.low)
    return _("under %(n)s") % {"n": told_as.high + 1} if not told_as.low else f"{told_as.low}–{told_as.high}"


def _percent(share: Range | None) -> str:
    if share is None:
        return "–"
    return f"{share.low} %" if share.is_exact else f"{share.low}–{share.high} %"


def _tables(year: Year) -> list[dict[str, Any]]:
    notifiers = codes.notifiers_of(year.year).labels
    words: dict[str, dict[str, Any]] = {
        "notifier": notifiers,
        "age": {one.value: one.label for one in AgeBand},
        "reason": {one.value: one.label for one in Topic},
    }
    captions = {
        "notifier": _("Who notified (national codes)"),
        "age": _("The child's age"),
        "reason": _("What it was about (several may be given)"),
    }
    return [
        {
            "id": name,
            "caption": captions[name],
            "rows": [(code, words[name].get(code, code), number) for code, number in counts.items()],
            "has_codes": name == "notifier",
        }
        for name, counts in year.tables.items()
    ]
