"""How far all municipalities of the installation are together, with one's own beside."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.organisation.models import Municipality
from plans.implementation import progress
from plans.implementation.charts import bars
from plans.implementation.country import country_at
from plans.views.status.pieces import asked_of, crumbs_to


@page(reads=["GET"], act=Act.SEE_STATUS)
def country(request: StaffRequest) -> HttpResponse:
    """Counts of municipalities for every recommendation; no other municipality is named."""
    asked = asked_of(request)
    report = progress.framework_at(request.municipality, asked.day, known_on=asked.known_on)
    everywhere = country_at(report.framework, Municipality.objects.count(), asked.day)
    rows = [(row, everywhere.rows.get(row.named.number)) for row in report.rows]
    title = _("Municipalities by recommendation")
    drawn = bars(title, [(str(row.named.number), told) for row, told in rows if told is not None])
    shown = {
        "asked": asked,
        "form": asked.form,
        "country": everywhere,
        "framework": report.framework,
        "rows": rows,
        "chart": drawn,
        "crumbs": crumbs_to((_("All municipalities"), "")),
    }
    return render(request, "plans/status/country.html", shown, status=asked.code)
