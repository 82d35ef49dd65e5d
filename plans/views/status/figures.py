"""What the portal counts for the recommendations; a manager confirms that a figure shows something."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.guard import may
from beredskab.access.page import StaffRequest, page
from plans.implementation import evidence, facts, telling
from plans.implementation.evidence import Shown
from plans.implementation.facts import Figure, Meaning
from plans.implementation.frameworks import recommendations_of
from plans.models import Evidence
from plans.views.status.pieces import crumbs_to, short

HOLDS = dt.timedelta(days=365)


@page(reads=["GET"], act=Act.SEE_STATUS)
def figures(request: StaffRequest) -> HttpResponse:
    """The newest figure of each kind, and whether it has been confirmed."""
    today = telling.today(request.municipality, timezone.now())
    shown = set(evidence.in_force(request.municipality, today).values_list("fact", "holds_from"))
    rows = [
        (figure, facts.meaning_of(figure.slug), day, (figure.slug, day) in shown)
        for day, figure in facts.kept(request.municipality, today)
    ]
    context = {
        "rows": rows,
        "may_confirm": may(request.user, Act.SET_STATUS),
        "crumbs": crumbs_to((_("What the portal has counted"), "")),
    }
    return render(request, "plans/status/figures.html", context)


@page(reads=[], writes=["POST"], act=Act.SET_STATUS)
def count(request: StaffRequest) -> HttpResponse:
    """Count everything again now."""
    at = timezone.now()
    facts.remember(request.municipality, telling.today(request.municipality, at), at)
    return redirect("plans:status_figures")


@page(reads=[], writes=["POST"], act=Act.SET_STATUS)
def confirm(request: StaffRequest, fact: str) -> HttpResponse:
    """The figure shows something: it becomes evidence for its recommendation, for a year."""
    at = timezone.now()
    today = telling.today(request.municipality, at)
    kept = {figure.slug: (day, figure) for day, figure in facts.kept(request.municipality, today)}
    meaning = facts.meaning_of(fact)
    if fact not in kept or meaning is None:
        raise Http404(fact)
    day, figure = kept[fact]
    named = {one.number: one for one in recommendations_of(request.municipality)}
    found = named[meaning.recommendation].recommendation
    evidence.add(found, _shown(meaning, figure, day), by=request.user, at=at)
    messages.success(request, _("It now shows something for %(what)s.") % {"what": short(str(found.number))})
    return redirect("plans:status_figures")


@page(reads=[], writes=["POST"], act=Act.SET_STATUS)
def withdraw(request: StaffRequest, evidence_id: int) -> HttpResponse:
    """Take evidence of a recommendation back."""
    own = Evidence.objects.filter(municipality=request.user.municipality_id, recommendation__isnull=False)
    found = own.select_related("recommendation__framework").filter(pk=evidence_id).first()
    if found is None or found.recommendation is None:
        raise Http404(evidence_id)
    evidence.withdraw(found, by=request.user, at=timezone.now())
    return redirect("plans:status_recommendation", found.recommendation.number)


def _shown(meaning: Meaning, figure: Figure, day: dt.date) -> Shown:
    return Shown(f"{meaning.title}: {figure.number}", day, expires_on=day + HOLDS, fact=figure.slug)
