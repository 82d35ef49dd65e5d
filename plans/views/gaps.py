"""An editor fills the gaps of the recommendations: title and place, for the own municipality."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from plans.forms.status import GapForm
from plans.implementation.frameworks import name_recommendation, recommendations_of


@page(reads=["GET"], act=Act.EDIT_RECOMMENDATIONS)
def overview(request: StaffRequest) -> HttpResponse:
    """All recommendations, with what the catalogue could not confirm and who wrote what there."""
    named = recommendations_of(request.municipality)
    context = {
        "framework": named[0].recommendation.framework,
        "named": named,
        "gaps": [one for one in named if one.is_gap],
    }
    return render(request, "plans/status/gaps.html", context)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_RECOMMENDATIONS)
def fill(request: StaffRequest, number: int) -> HttpResponse:
    """Title and focus area of one gap; every other recommendation is the 404 page."""
    gaps = [one for one in recommendations_of(request.municipality) if one.is_gap and one.number == number]
    if not gaps:
        raise Http404(number)
    named, gap = gaps[0], gaps[0].recommendation
    initial = {"title": named.title, "focus_area": named.focus_area}
    form = GapForm(request.POST or None, gap=gap, initial=initial)
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        name_recommendation(gap, title, form.focus(), by=request.user, at=timezone.now())
        messages.success(request, _("Title and place are saved for your municipality."))
        return redirect("plans:recommendation_gaps")
    context = {"form": form, "named": named, "gap": gap}
    return render(request, "plans/status/fill_gap.html", context, status=422 if form.errors else 200)
