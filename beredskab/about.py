"""Pages about the portal itself: help, accessibility, personal data. Everybody may read them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from beredskab.access.facts import facts_of
from beredskab.access.page import StaffRequest, page
from beredskab.administration import personal_data
from beredskab.organisation.models import Contact, Staff
from beredskab.ui import accessibility as facts
from beredskab.ui.guides import GUIDES, guides_of


@page(public=True)
def help_page(request: StaffRequest) -> HttpResponse:
    """`/hjaelp/`: how the portal is used, in five minutes."""
    return render(request, "about/help.html", _guides(request))


@page(public=True)
def accessibility(request: StaffRequest) -> HttpResponse:
    """`/om/tilgaengelighed/`: what is met, what is not, how it was tried, whom to tell. Rule A-54."""
    place = request.municipality
    return render(
        request,
        "about/accessibility.html",
        {"facts": facts, "state": facts.state(), "gaps": facts.gaps(), "place": place},
    )


@page(public=True)
def official_statement(request: StaffRequest) -> HttpResponse:
    """`/was/`: the short address under which the law wants every statement to be found."""
    return redirect(request.municipality.accessibility_statement or "accessibility")


@page(public=True)
def privacy(request: StaffRequest) -> HttpResponse:
    """`/om/privatliv/`: what the portal keeps, who sees it, for how long; generated from the models."""
    officer = Contact.objects.filter(
        municipality=request.municipality, unit__isnull=True, slug="databeskyttelse"
    ).first()
    return render(
        request,
        "about/privacy.html",
        {"kept": personal_data.kept(request.municipality), "data_protection": officer},
    )


def _guides(request: HttpRequest) -> dict[str, object]:
    """The guides of whoever asks, and every one to print for whoever works here."""
    if not isinstance(request.user, Staff):
        return {"guides": guides_of(frozenset()), "to_print": ()}
    return {"guides": guides_of(facts_of(request.user).roles), "to_print": GUIDES}
