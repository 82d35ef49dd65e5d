"""Status reports: the list, one report, making and approving, files, two side by side, the public page."""

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.guard import may
from beredskab.access.page import StaffRequest, page
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.ui.spreadsheets import FORMATS, Table
from plans.access import viewer_of
from plans.forms.reports import CompareForm, ReportForm
from plans.implementation import access, telling
from plans.implementation.frameworks import followed
from plans.implementation.reports import making, paper
from plans.implementation.reports.showing import Report, compare_reports
from plans.implementation.reports.tables import comparison_table, report_table
from plans.models import StatusReport
from plans.paper.printing import why_off
from plans.views.status.pieces import reports_way
from plans.vocabulary import Level

LANGUAGES = ("da", "nb")


@page(reads=["GET"], act=Act.SEE_REPORTS)
def reports(request: StaffRequest) -> HttpResponse:
    """Every report that was made here, the newest first."""
    seen = access.reports_for(request.user).values("pk")
    found = list(making.reports_of(request.municipality).filter(pk__in=seen))
    approved = [one for one in found if one.approved_at]
    shown = {
        "reports": found,
        "may_make": may(request.user, Act.SET_STATUS),
        "compare": CompareForm(reports=approved) if len(approved) > 1 else None,
        "crumbs": reports_way(request),
    }
    return render(request, "plans/status/reports.html", shown)


@page(reads=["GET"], writes=["POST"], act=Act.SET_STATUS)
def new(request: StaffRequest) -> HttpResponse:
    """Make a report, to be looked at before somebody approves it."""
    at = timezone.now()
    plans = list(access.action_plans_for(request.user))
    today = telling.today(request.municipality, at)
    own = [one for one in followed(request.municipality) if one.municipality_id is not None]
    form = ReportForm(request.POST or None, plans=plans, frameworks=own, today=today)
    if request.method == "POST" and form.is_valid():
        made = making.make(form.wanted(), by=request.user, at=at)
        return redirect("plans:status_report", made.number)
    title = _("Make a status report")
    shown = {"form": form, "title": title, "crumbs": reports_way(request, (title, ""))}
    return render(request, "plans/status/plan_form.html", shown, status=422 if form.errors else 200)


@page(reads=["GET"], act=Act.SEE_REPORTS)
def report(request: StaffRequest, number: int) -> HttpResponse:
    """One report as it was frozen."""
    found = _report(request, number)
    shown = {
        "report": Report(found, making.before(found)),
        "record": found,
        "levels": list(Level),
        "may_approve": may(request.user, Act.SET_STATUS),
        "crumbs": reports_way(request, (_("Report %(number)d") % {"number": number}, "")),
    }
    return render(request, "plans/status/report.html", shown)


@page(reads=[], writes=["POST"], act=Act.SET_STATUS)
def approve(request: StaffRequest, number: int) -> HttpResponse:
    """Stand for it with one's name."""
    making.approve(_report(request, number), by=request.user, at=timezone.now())
    messages.success(request, _("The report is approved and cannot be changed any longer."))
    return redirect("plans:status_report", number)


@page(reads=[], writes=["POST"], act=Act.SET_STATUS)
def discard(request: StaffRequest, number: int) -> HttpResponse:
    """Throw away a report that nobody has approved."""
    return _unless_refused(request, number, making.discard, _("The report is thrown away."))


@page(reads=[], writes=["POST"], act=Act.SET_STATUS)
def show_everybody(request: StaffRequest, number: int) -> HttpResponse:
    """On a page without login, or away from it again."""
    is_public = "hide" not in request.POST

    def show(found: StatusReport, *, by: Staff, at: dt.datetime) -> object:
        return making.show_everybody(found, is_public, by=by, at=at)

    words = _("Everybody can see the report now.") if is_public else _("The public page is gone.")
    return _unless_refused(request, number, show, words)


def _unless_refused(
    request: StaffRequest, number: int, do: Callable[..., object], words: str
) -> HttpResponse:
    found = _report(request, number)
    try:
        do(found, by=request.user, at=timezone.now())
    except making.RefusedReport:
        messages.error(request, _("That is not possible: an approved report stays, and only it is public."))
        return redirect("plans:status_report", number)
    messages.success(request, words)
    there = StatusReport.objects.filter(pk=found.pk).exists()
    return redirect("plans:status_report", number) if there else redirect("plans:status_reports")


@page(reads=["GET"], writes=["POST"], act=Act.SEE_REPORTS)
def pdf(request: StaffRequest, number: int) -> HttpResponse:
    """The tagged PDF; the worker makes it when somebody asks for it first."""
    return _pdf(request, _report(request, number), reverse("plans:status_report_pdf", args=[number]))


@page(reads=["GET"], act=Act.SEE_REPORTS)
def file(request: StaffRequest, number: int, ending: str) -> HttpResponse:
    """The report as a list: CSV, Excel or OpenDocument."""
    found = _report(request, number)
    table = report_table(Report(found, making.before(found)))
    response = _spreadsheet(table, ending, paper.file_name(found, ending))
    trail.record(request.user.pk, "status_report.exported", found.pk, at=timezone.now(), format=ending)
    return response


@page(reads=["GET"], act=Act.SEE_REPORTS)
def compare(request: StaffRequest) -> HttpResponse:
    """Two reports side by side: only what changed, and how many did not."""
    approved = list(making.reports_of(request.municipality).filter(approved_at__isnull=False))
    form = CompareForm(request.GET if "first" in request.GET else None, reports=approved)
    sides: list[StatusReport] = []
    if form.is_bound and form.is_valid():
        numbers = [int(form.cleaned_data[name]) for name in ("first", "second")]
        sides = [_report(request, number) for number in numbers]
    comparison = compare_reports(*sides) if sides else None
    if comparison is not None and request.GET.get("format") in FORMATS:
        ending = request.GET["format"]
        return _spreadsheet(comparison_table(comparison), ending, f"sammenligning.{ending}")
    shown = {
        "form": form,
        "sides": [Report(one, None) for one in sides],
        "comparison": comparison,
        "query": request.GET.urlencode(),
        "crumbs": reports_way(request, (_("Compare"), "")),
    }
    return render(request, "plans/status/compare.html", shown, status=422 if form.errors else 200)


@page(reads=["GET"], public=True)
def public_report(request: StaffRequest, number: int) -> HttpResponse:
    """An approved report that the municipality wants everybody to see."""
    found = _public(request, number)
    shown = {
        "report": Report(found, making.before(found)),
        "record": found,
        "levels": list(Level),
        "is_public_page": True,
        "crumbs": [],
    }
    return render(request, "plans/status/report.html", shown)


@page(reads=["GET"], writes=["POST"], public=True)
def public_pdf(request: StaffRequest, number: int) -> HttpResponse:
    """Its PDF."""
    return _pdf(request, _public(request, number), reverse("plans:public_report_pdf", args=[number]))


def _pdf(request: StaffRequest, found: StatusReport, url: str) -> HttpResponse:
    language = get_language() or ""
    language = language if language in LANGUAGES else found.municipality.language
    if request.method == "POST":
        paper.ask_for(found, language, at=timezone.now())
        return redirect(f"{url}?asked=1")
    kept = paper.kept(found, language)
    if kept is None:
        refusal = _("PDFs are switched off on this installation.") if why_off() else ""
        back = url.rpartition("/")[0] + "/"
        shown = {"url": f"{url}?", "back": back, "asked": "asked" in request.GET, "refusal": refusal}
        waiting = render(request, "plans/posters/sheet.html", shown)
        waiting["Cache-Control"] = "no-store"  # the file may be there the next moment
        return waiting
    response = HttpResponse(bytes(kept.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{paper.file_name(found, "pdf")}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _spreadsheet(table: Table, ending: str, name: str) -> HttpResponse:
    if ending not in FORMATS:
        raise Http404(ending)
    make, media_type = FORMATS[ending]
    response = HttpResponse(make(table), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _report(request: StaffRequest, number: int) -> StatusReport:
    own = access.reports_for(request.user).select_related("municipality", "plan", "approved_by")
    return get_object_or_404(own, number=number)


def _public(request: StaffRequest, number: int) -> StatusReport:
    found = access.public_reports_for(viewer_of(request))
    return get_object_or_404(found.select_related("municipality", "plan"), number=number)
