"""The provider's form posts its answer here; the visit that asked for it fetches it from here."""

import datetime as dt
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from beredskab.access.page import StaffRequest, page
from beredskab.signin.models import PostedAnswer, Protocol, Provider
from beredskab.signin.providers import saml
from beredskab.signin.providers.arriving import Refused
from beredskab.signin.views.providers import TRIP, let_in, provider_of, refused

KEPT, LARGEST, MOST = dt.timedelta(minutes=5), 400_000, 2000


@csrf_exempt  # another site's form; who did not ask for the answer cannot use it, and it proves itself
@page(reads=[], writes=["POST"], public=True)
def posted(request: StaffRequest, provider: str) -> HttpResponse:
    """Keep the answer for a moment and have the browser come again, now with its own session."""
    found = _provider(request, provider)
    # Some providers break their base64 into lines.
    content, at = "".join(request.POST.get("SAMLResponse", "").split()), timezone.now()
    PostedAnswer.objects.filter(until__lt=at).delete()
    if (
        not content.isascii()
        or not content.isprintable()
        or not content
        or len(content) > LARGEST
        or PostedAnswer.objects.count() >= MOST
    ):
        return refused(request, found, Refused("not_asked_for"))
    kept = PostedAnswer.objects.create(provider=found, content=content, until=at + KEPT)
    return redirect("signin:saml_answer", found.slug, kept.pk)


@page(reads=[], writes=["GET"], public=True)
def answer(request: StaffRequest, provider: str, answer: UUID) -> HttpResponse:
    """The visit that asked. What we remembered, and what was posted, is used up whatever it says."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    found, at = _provider(request, provider), timezone.now()
    kept = request.session.pop(TRIP, None)
    posted = PostedAnswer.objects.filter(pk=answer, provider=found, until__gte=at).first()
    try:
        if not kept or kept["of"] != found.pk or "request" not in kept or posted is None:
            raise Refused("not_asked_for")
        posted.delete()
        name, url = names(request, found)
        asked = {"request": kept["request"], "answer": posted.content}
        vouched = saml.finish(found, name, url, **asked, at=at, prove=kept["prove"])
    except Refused as refusal:
        return refused(request, found, refusal)
    return let_in(request, found, vouched, kept)


@page(reads=["GET"], public=True)
def metadata(request: StaffRequest, provider: str) -> HttpResponse:
    """What the provider has to know about us; public, as such documents are."""
    name, url = names(request, _provider(request, provider))
    try:
        told = saml.about_us(name, url)
    except saml.SamlIsOff:
        raise Http404 from None
    return HttpResponse(told, content_type="application/samlmetadata+xml")


def names(request: StaffRequest, found: Provider) -> tuple[str, str]:
    """Our name for this provider, and where its answers go."""
    parts = (reverse(f"signin:{one}", args=[found.slug]) for one in ("saml_metadata", "saml"))
    name, url = (request.build_absolute_uri(part) for part in parts)
    return name, url


def _provider(request: StaffRequest, slug: str) -> Provider:
    found = provider_of(request, slug)
    if found.protocol != Protocol.SAML:
        raise Http404
    return found
