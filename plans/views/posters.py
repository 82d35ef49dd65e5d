"""Posters to print, and the page that a poster's QR code opens."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from beredskab.access.acts import Act
from beredskab.access.guard import may
from beredskab.access.page import StaffRequest, page
from beredskab.organisation.models import Contact, Unit
from beredskab.ui.phones import phone_text
from plans import access, prose
from plans.forms.posters import PosterForm
from plans.models import ActionCard, Poster, PosterFile
from plans.numbers.contacts import contacts_in_force
from plans.paper import card_contents, posters
from plans.paper.cards import CardContact, CardContent, CardStep
from plans.paper.posters import Variant
from plans.paper.printing import PAPERS, SHEETS
from plans.showing import unconfirmed_text


@dataclass(frozen=True)
class Sheet:
    """A size that can be had, and where; `ready` when the worker has made it."""

    label: str
    url: str
    ready: bool


@dataclass(frozen=True)
class Offer:
    """A card on the page of posters: the sheets that can be had, and what stands in the way."""

    card: ActionCard
    poster: Poster | None
    sheets: tuple[Sheet, ...]
    needs_login: bool
    refusal: str


@page(reads=["GET"], public=True)
def overview(request: StaffRequest) -> HttpResponse:
    """Every action card of the municipality, to print; Hanne and Bo come here, but anybody may."""
    viewer = access.viewer_of(request)
    at = timezone.now()
    contacts = contacts_in_force(viewer.municipality, at)
    units = list(access.poster_units_for(viewer))
    asked = _asked(request, viewer, units, at)
    bleed = "-bleed" if request.GET.get("paper") == "bleed" else ""
    cards = list(access.cards_for(viewer))
    made = posters.files_of(cards)
    signed_in = viewer.staff is not None
    chosen = {"language": asked.language, "unit": request.GET.get("unit", ""), "paper": bleed.strip("-")}
    context = {
        "offers": [_offer(card, contacts, made, asked, bleed, signed_in=signed_in) for card in cards],
        "form": PosterForm(units=units, initial=chosen),
        "plans": list(access.plans_for(viewer)) if signed_in else [],
        "edits_look": viewer.staff is not None and may(viewer.staff, Act.EDIT_LOOK),
        "sees_status": viewer.staff is not None and may(viewer.staff, Act.SEE_STATUS),
    }
    return render(request, "plans/posters/overview.html", context)


@page(reads=["GET"], writes=["POST"], public=True)
def poster(request: StaffRequest, role: str) -> HttpResponse:
    """The PDF as the worker made it; a POST asks the worker for one that is missing."""
    viewer = access.viewer_of(request)
    card = get_object_or_404(access.cards_for(viewer), slug=role)
    at = timezone.now()
    contacts = contacts_in_force(viewer.municipality, at)
    if viewer.staff is None and card_contents.has_internal_contacts(card, contacts):
        return redirect_to_login(request.get_full_path())
    asked = _asked(request, viewer, access.poster_units_for(viewer), at)
    size = request.GET.get("format", "a4").lower()
    size = size if size in SHEETS else "a4"
    content = posters.current(card, contacts, asked)
    url = posters.path_of(card, asked, size)
    if request.method == "POST":
        posters.ask_for(card, content, asked, size, at=at)
        return redirect(f"{url}&asked=1")
    files = PosterFile.objects.select_related("poster__unit")
    file = files.filter(poster=posters.found(card, content), size=size).first()
    if file is None or file.pdf is None:
        return render(request, "plans/posters/not_yet.html", _missing(request, card, size, url, file))
    return _pdf(file, card, bytes(file.pdf))


def _missing(
    request: StaffRequest, card: ActionCard, size: str, url: str, file: PosterFile | None
) -> dict[str, object]:
    return {
        "card": card,
        "refusal": posters.refusal_text(file) if file else "",
        "tried": "asked" in request.GET,
        "url": url,
        "on_its_way": "asked" in request.GET or (set(request.GET) <= {"format"} and size in PAPERS),
    }


def _asked(request: StaffRequest, viewer: access.Viewer, units: Iterable[Unit], at: dt.datetime) -> Variant:
    """The variant that the address names. A unit that this person may not print for is not there."""
    language = request.GET.get("language", "")
    language = language if language in posters.LANGUAGES else ""
    slug = request.GET.get("unit", "")
    unit = next((one for one in units if one.slug == slug), None) if slug else None
    if slug and unit is None:
        raise Http404(slug)
    return posters.variant(viewer.municipality, language, unit, at=at)


@page(reads=["GET"], public=True)
def card(request: StaffRequest, role: str) -> HttpResponse:
    """Where the QR code leads: numbers, steps, and whether the paper in your hand is current.

    It answers for ever: a role out of use says so and shows the cards there are. Where there has never been
    a card, somebody has mistyped the address: 404, with the numbers and the cards all the same.
    """
    viewer = access.viewer_of(request)
    found = access.cards_ever_for(viewer).filter(slug=role).first()
    if found is None:
        there_are = {"cards": access.cards_for(viewer)}
        return render(request, "plans/posters/no_card.html", there_are, status=404)
    if found.retired_at is not None:
        gone = {"card": found, "cards": access.cards_for(viewer)}
        return render(request, "plans/posters/retired.html", gone)
    at = timezone.now()
    contacts = contacts_in_force(viewer.municipality, at)
    printed = request.GET.get("v", "")
    language = get_language() or "da"
    shown: CardContent = card_contents.of(
        found, contacts, language=language, public_only=viewer.staff is None
    )
    paper = posters.paper_of(found, printed) if printed else None
    context = {
        "card": shown.unbroken(),
        "called": _with_amber(shown, contacts, at),
        "steps": [CardStep(_dialled(step.bold), _dialled(step.line)) for step in shown.steps],
        "poster": posters.found(found, posters.current(found, contacts)),
        "printed": printed[:12],
        "paper": paper,
        "is_current": posters.is_current(found, contacts, printed, at=at) if printed else None,
        "new_url": posters.path_of(found, _like(paper, viewer), "a4"),
    }
    return render(request, "plans/posters/card.html", context)


def _with_amber(
    card: CardContent, contacts: Mapping[str, Contact], at: dt.datetime
) -> list[tuple[CardContact, str]]:
    """Each number with what is to be said of it; paper says nothing, it would be out of date at once."""
    said = {(one.function, phone_text(one.phone)): unconfirmed_text(one, at) for one in contacts.values()}
    shown = card.unbroken().contacts
    return [
        (to, said.get((one.function, one.number), "")) for to, one in zip(shown, card.contacts, strict=True)
    ]


def _like(paper: Poster | None, viewer: access.Viewer) -> Variant:
    """The poster that replaces this one: in its language, and for its place when one may know that."""
    if paper is None:
        return posters.STANDARD
    return Variant(paper.language, paper.unit if viewer.staff else None)


def _dialled(words: str) -> str:
    """A step with its numbers as links, escaped like any text of an editor."""
    return prose.render_inline(words)


def _offer(
    card: ActionCard,
    contacts: card_contents.Contacts,
    made: posters.Made,
    asked: Variant,
    bleed: str,
    *,
    signed_in: bool,
) -> Offer:
    files = made.get((card.pk, card.version, posters.current(card, contacts, asked).key()), [])
    ready = {file.size for file in files if not file.refusal}
    refused = next((file for file in files if file.refusal), None)
    sizes = [(paper, SHEETS[paper + bleed].name) for paper in PAPERS]
    return Offer(
        card=card,
        poster=files[0].poster if files else None,
        sheets=tuple(
            Sheet(paper.upper(), posters.path_of(card, asked, name), name in ready) for paper, name in sizes
        ),
        needs_login=not signed_in and card_contents.has_internal_contacts(card, contacts),
        refusal=posters.refusal_text(refused) if refused else "",
    )


def _pdf(file: PosterFile, card: ActionCard, pdf: bytes) -> HttpResponse:
    name = posters.file_name(file.poster, card.slug, file.size)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
