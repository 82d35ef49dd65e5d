"""What the politicians' committee sees: the latest approved report of each thing that is followed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from plans.implementation import access
from plans.implementation.charts import bars
from plans.implementation.reports import making
from plans.implementation.reports.showing import Report
from plans.models import StatusReport

MOST = 3  # reports on one page


@page(reads=["GET"], act=Act.SEE_REPORTS)
def committee(request: StaffRequest) -> HttpResponse:
    """Decisions first, then what changed, then the whole; the latest report on each subject."""
    approved = access.reports_for(request.user).filter(approved_at__isnull=False)
    newest = approved.order_by("plan_id", "framework", "-as_of", "-pk")
    latest = newest.distinct("plan_id", "framework").values("pk")
    found = StatusReport.objects.filter(pk__in=latest).select_related("municipality", "plan")
    reports = [Report(one, making.before(one)) for one in found.order_by("-as_of")[:MOST]]
    earlier = making.reports_of(request.municipality).filter(approved_at__isnull=False)
    shown = {"reports": [(one, _charts(one)) for one in reports], "earlier": earlier}
    return render(request, "plans/status/committee.html", shown)


def _charts(report: Report) -> list[SafeString]:
    charts: list[SafeString] = []
    if report.levels:
        charts.append(bars(_("The recommendations, as a whole and on three levels"), report.levels))
    if report.areas:
        charts.append(bars(_("Recommendations by focus area"), report.areas))
    if report.responsibilities:
        worst = sorted(report.responsibilities, key=lambda one: -one.calls)[:8]
        title = _("Measures by responsible, those that call for somebody first")
        charts.append(bars(title, [(one.role, one.told) for one in worst]))
    if report.municipalities:
        charts.append(bars(_("Measures by municipality"), report.municipalities))
    return charts
