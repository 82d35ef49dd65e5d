"""For the day the network is down: the kits that are kept, how old they are, and how PDFs are made here."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from plans import access
from plans.paper import kits


@page(reads=["GET"])
def outage(request: StaffRequest) -> HttpResponse:
    """The age of the kits, the kit of one's own unit, and what stands around the press."""
    at = timezone.now()
    units = access.wall_units_for(request.user, timezone.localdate())
    for unit in units:
        unit.municipality = request.municipality
    found = kits.standing(request.municipality)
    context = {
        "standing": found,
        "is_old": found.is_old(at),
        "units": [(unit, kits.kit_file(unit).exists()) for unit in units],
        "crumbs": [(_("Posters"), reverse("plans:posters")), (_("When the portal is down"), "")],
    }
    return render(request, "plans/posters/outage.html", context)


@page(reads=["GET"])
def kit(request: StaffRequest, unit: str) -> HttpResponse:
    """The kept PDF of a unit that one works in or follows."""
    mine = access.wall_units_for(request.user, timezone.localdate())
    found = next((one for one in mine if one.slug == unit), None)
    if found is None:
        raise Http404(unit)
    found.municipality = request.municipality
    try:
        kept = kits.kit_file(found).read_bytes()
    except OSError as missing:
        raise Http404(unit) from missing
    response = HttpResponse(kept, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="noedpakke-{found.slug}.pdf"'
    return response
