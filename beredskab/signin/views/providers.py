"""To the municipality's own provider and back. The way there and the way back belong to one visit."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from beredskab.access.page import StaffRequest, page
from beredskab.audit import trail
from beredskab.signin import entering, second_step
from beredskab.signin.entering import Level
from beredskab.signin.models import Protocol, Provider
from beredskab.signin.providers import oidc, saml
from beredskab.signin.providers.arriving import Refused, arrive
from beredskab.signin.providers.job_functions import Vouched
from beredskab.signin.providers.oidc import Trip

TRIP = "trip"
OURS = ("answer", "saml", "saml_metadata")


@page(reads=["GET"], public=True)
def start(request: StaffRequest, provider: str) -> HttpResponse:
    """Send the visitor to the provider; `prove` asks whoever is signed in to show again who they are."""
    found = provider_of(request, provider)
    prove = "prove" in request.GET and _visitor(request) is not None
    try:
        remembered, url = _begin(request, found, prove=prove)
    except Refused as refusal:
        return refused(request, found, refusal)
    wanted = request.GET.get("next", "")
    request.session[TRIP] = {"of": found.pk, "next": wanted, "prove": prove, **remembered}
    return redirect(url)


@page(reads=[], writes=["GET"], public=True)
def answer(request: StaffRequest, provider: str) -> HttpResponse:
    """The visitor is back. What we remembered is used up, whatever the answer is.

    The protocol comes back by GET, and somebody's first sign-in binds them to the provider: it writes.
    """
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    found = provider_of(request, provider)
    kept = request.session.pop(TRIP, None)
    try:
        if not kept or kept["of"] != found.pk or "trip" not in kept:
            raise Refused("not_asked_for")
        told = {name: str(value) for name, value in request.GET.items()}
        vouched = oidc.finish(found, Trip(**kept["trip"]), told, prove=kept["prove"])
    except Refused as refusal:
        return refused(request, found, refusal)
    return let_in(request, found, vouched, kept)


@page(reads=["GET"], public=True)
def logged_off(request: StaffRequest, provider: str) -> HttpResponse:
    """Out of the portal; on a shared computer one logs off at the provider as well."""
    found = provider_of(request, provider)
    if request.user.is_authenticated:
        return redirect("home")
    url = oidc.goodbye(found) if found.protocol == Protocol.OIDC else ""
    return render(request, "signin/logged_off.html", {"provider": found, "url": url})


def of_session(request: StaffRequest) -> Provider | None:
    """The provider that vouched for whoever is signed in; None for a local account."""
    protocol, _colon, slug = entering.method_of(request).partition(":")
    if protocol not in Protocol.values or _visitor(request) is None:
        return None
    return Provider.objects.filter(
        municipality=request.user.municipality_id, slug=slug, is_active=True
    ).first()


def prove_url(provider: Provider, wanted: str) -> str:
    """Where whoever signed in there shows again who they are."""
    told = urlencode({"prove": 1, "next": wanted})
    return f"{reverse('signin:provider', args=[provider.slug])}?{told}"


def let_in(request: StaffRequest, found: Provider, vouched: Vouched, kept: dict[str, Any]) -> HttpResponse:
    """Whoever the provider vouches for has a session of their own, or a fresh proof."""
    at = timezone.now()
    try:
        staff = arrive(found, vouched, at=at)
        if kept["prove"] and staff.pk != _visitor(request):
            raise Refused("another_person")
    except Refused as refusal:
        return refused(request, found, refusal)
    wanted = second_step.ours(request, str(kept["next"]))
    level = Level.SUBSTANTIAL if vouched.is_sure else Level.LOW
    entering.enter(request, staff, method=f"{found.protocol}:{found.slug}", level=level, at=at)
    return redirect(wanted)


def _visitor(request: StaffRequest) -> int | None:
    """Who is signed in already."""
    return request.user.pk  # nobody has none


def provider_of(request: StaffRequest, slug: str) -> Provider:
    """A provider in use of the municipality whose host this is."""
    mine = Provider.objects.select_related("municipality")
    return get_object_or_404(mine, municipality=request.municipality, slug=slug, is_active=True)


def _begin(request: StaffRequest, found: Provider, *, prove: bool) -> tuple[dict[str, Any], str]:
    """What to remember of the visitor, and where to send them. Raises Refused."""
    own = {name: request.build_absolute_uri(reverse(f"signin:{name}", args=[found.slug])) for name in OURS}
    if found.protocol == Protocol.SAML:
        asked, url = saml.begin(found, own["saml_metadata"], own["saml"], prove=prove)
        return {"request": asked}, url
    trip, url = oidc.begin(found, own["answer"], prove=prove)
    return {"trip": vars(trip)}, url


def refused(request: StaffRequest, found: Provider, refusal: Refused) -> HttpResponse:
    """Says what to do, not what went wrong: that stands in the trail. A wrong proof ends the session."""
    trail.record(None, "signin.refused", found.pk, at=timezone.now(), reason=refusal.reason)
    if refusal.reason == "another_person":
        logout(request)
    is_unknown = refusal.reason in {"unknown", "left"}
    context = {"provider": found, "is_unknown": is_unknown}
    return render(request, "signin/refused.html", context, status=403)
