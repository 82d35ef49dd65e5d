"""Posters to print, and the page that a poster's QR code opens."""

from dataclasses import dataclass

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from beredskab.access.page import StaffRequest, page
from plans import access, card_contents, posters, prose
from plans.cards import CardContent, CardStep
from plans.contacts import contacts_in_force
from plans.models import ActionCard, Poster, PosterFile
from plans.printing import PAPERS


@dataclass(frozen=True)
class Offer:
    """A card on the page of posters: the sheets that lie ready, and what stands in the way."""

    card: ActionCard
    poster: Poster | None
    sizes: tuple[str, ...]
    needs_login: bool
    refusal: str


@page(reads=["GET"], public=True)
def overview(request: StaffRequest) -> HttpResponse:
    """Every action card of the municipality, to print; Hanne and Bo come here, but anybody may."""
    viewer = access.viewer_of(request)
    contacts = contacts_in_force(viewer.municipality, timezone.now())
    cards = list(access.cards_for(viewer))
    made = posters.files_of(cards)
    offers = [_offer(card, contacts, made, signed_in=viewer.staff is not None) for card in cards]
    return render(request, "plans/posters/overview.html", {"offers": offers})


@page(reads=["GET"], writes=["POST"], public=True)
def poster(request: StaffRequest, role: str) -> HttpResponse:
    """The PDF as the worker made it; a POST asks the worker for one that is missing."""
    viewer = access.viewer_of(request)
    card = get_object_or_404(access.cards_for(viewer), slug=role)
    at = timezone.now()
    contacts = contacts_in_force(viewer.municipality, at)
    if viewer.staff is None and card_contents.has_internal_contacts(card, contacts):
        return redirect_to_login(request.get_full_path())
    size = request.GET.get("format", "a4").lower()
    size = size if size in PAPERS else "a4"
    content = posters.current(card, contacts)
    if request.method == "POST":
        posters.ask_for(card, content, at=at)
        return redirect(request.get_full_path())
    file = PosterFile.objects.filter(poster=posters.found(card, content), size=size).first()
    if file is None or file.pdf is None:
        shown = {"card": card, "size": size, "refusal": posters.refusal_text(file) if file else ""}
        return render(request, "plans/posters/not_yet.html", shown)
    return _pdf(file, card, bytes(file.pdf))


@page(reads=["GET"], public=True)
def card(request: StaffRequest, role: str) -> HttpResponse:
    """Where the QR code leads: numbers, steps, and whether the paper in your hand is current."""
    viewer = access.viewer_of(request)
    found = get_object_or_404(access.cards_for(viewer), slug=role)
    contacts = contacts_in_force(viewer.municipality, timezone.now())
    printed = request.GET.get("v", "")
    shown: CardContent = card_contents.of(
        found, contacts, language=get_language() or "da", public_only=viewer.staff is None
    )
    now = posters.current(found, contacts)
    context = {
        "card": shown.unbroken(),
        "steps": [CardStep(_dialled(step.bold), _dialled(step.line)) for step in shown.steps],
        "poster": posters.found(found, now),
        "printed": printed[:12],
        "is_current": posters.is_current(found, now, printed) if printed else None,
    }
    return render(request, "plans/posters/card.html", context)


def _dialled(words: str) -> str:
    """A step with its numbers as links, escaped like any text of an editor."""
    return prose.render_inline(words)


def _offer(
    card: ActionCard, contacts: card_contents.Contacts, made: posters.Made, *, signed_in: bool
) -> Offer:
    files = made.get((card.pk, card.version, posters.current(card, contacts).key()), [])
    ready = tuple(sorted(file.size for file in files if not file.refusal))
    refused = next((file for file in files if file.refusal), None)
    return Offer(
        card=card,
        poster=files[0].poster if files else None,
        sizes=ready,
        needs_login=not signed_in and card_contents.has_internal_contacts(card, contacts),
        refusal=posters.refusal_text(refused) if refused else "",
    )


def _pdf(file: PosterFile, card: ActionCard, pdf: bytes) -> HttpResponse:
    name = posters.file_name(file.poster, card.slug, file.size)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
