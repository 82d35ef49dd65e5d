"""Action cards: written here, read by a second pair of eyes, then on every new poster."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from plans import access
from plans.editing import card_editing, comparing
from plans.forms.cards import CardForm
from plans.models import ActionCard
from plans.numbers.contacts import contacts_in_force
from plans.paper import languages


@page(reads=["GET"])
def cards(request: StaffRequest) -> HttpResponse:
    """The cards of the municipality, with what waits for approval."""
    access.require_some_editing(request.user)
    found = access.cards_worked_on_by(request.user)
    may_edit = guard.may(request.user, Act.EDIT_PLAN)
    crumbs = [(_("Editing"), reverse("plans:editing")), (_("Action cards"), "")]
    return render(
        request, "plans/editing/cards.html", {"cards": found, "crumbs": crumbs, "may_edit": may_edit}
    )


@page(reads=["GET"], writes=["POST"])
def card(request: StaffRequest, role: str) -> HttpResponse:
    """The words of one card; saved, they wait for somebody else."""
    found = get_object_or_404(access.cards_worked_on_by(request.user), slug=role)
    may_edit = guard.may(request.user, Act.EDIT_PLAN)
    form = CardForm(
        request.POST or None,
        words=card_editing.words_of(found),
        revision=found.revision,
        contacts=contacts_in_force(request.municipality, timezone.now()),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _propose(request, found, form)
        except card_editing.CardChangedMeanwhile as newer:
            found = newer.newer
            again = request.POST.copy()
            again["seen"] = str(found.revision)
            form.data = again
            form.add_error(None, _("A colleague has saved the card meanwhile. See it before you save."))
        else:
            return redirect("plans:edit_card", found.slug)
    context = {
        "card": found,
        "form": form,
        "may_edit": may_edit,
        "may_approve": guard.may(request.user, Act.APPROVE_PLAN) and found.proposed_by_id != request.user.pk,
        "may_retire": guard.may(request.user, Act.APPROVE_PLAN) and not found.is_new,
        "languages": _languages(found),
        "pieces": _pieces(found),
        "too_long": _("Shorten step %s.") % found.proposal_fits.partition(":")[2],
        "crumbs": [
            (_("Editing"), reverse("plans:editing")),
            (_("Action cards"), reverse("plans:edit_cards")),
            (found.role, ""),
        ],
    }
    return render(request, "plans/editing/card.html", context, status=422 if form.errors else 200)


@page(reads=[], writes=["POST"])
def decide_card(request: StaffRequest, role: str) -> HttpResponse:
    """Approve the proposal, or drop it."""
    found = get_object_or_404(access.cards_worked_on_by(request.user), slug=role)
    at = timezone.now()
    try:
        if request.POST.get("decision") == "approve":
            seen = request.POST.get("seen", "")
            revision = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
            card_editing.approve(found, seen_revision=revision, by=request.user, at=at)
            messages.success(request, _("Approved. New posters are being made."))
        else:
            card_editing.take_back(found, by=request.user, at=at)
            messages.success(request, _("The proposal is dropped. The card is as it was."))
    except (card_editing.CardChangedMeanwhile, card_editing.NothingProposed):
        messages.warning(request, _("The card has changed meanwhile. Look at it again."))
    except card_editing.TooLongToPrint:
        messages.warning(request, _("The text is too long for one page. Shorten it first."))
    return redirect("plans:edit_card", found.slug)


def _propose(request: StaffRequest, card: ActionCard, form: CardForm) -> None:
    at = timezone.now()
    seen = form.cleaned_data["seen"]
    saved = card_editing.propose(card, form.words(), seen_revision=seen, by=request.user, at=at)
    if saved.proposal is None:
        messages.info(request, _("The card says the same as before."))
    else:
        messages.success(request, _("Sent to approval. The card in force stays until then."))


def _languages(card: ActionCard) -> list[dict[str, str]]:
    """The other languages, and how far each is."""
    ready = languages.languages_of(card)
    others = [(code, name) for code, name in settings.LANGUAGES if code != languages.TEXT_LANGUAGE]
    behind = {code for code, _name in others if languages.is_behind(card, code)}
    return [
        {
            "code": code,
            "name": str(name),
            "state": "ready" if code in ready else "behind" if code in behind else "",
        }
        for code, name in others
    ]


def _pieces(card: ActionCard) -> list[tuple[str, tuple[comparing.Piece, ...]]]:
    """What the proposal changes, part by part, word by word."""
    if card.proposal is None:
        return []
    labels = {
        "title": _("Heading of the card"),
        "role": _("For whom?"),
        "steps": _("Steps"),
        "say": _("You can say"),
        "say_note": _("A remark below it"),
        "never": _("Take care"),
        "signs": _("Look for"),
        "contacts": _("Numbers on the card"),
        "note": _("Where it may hang"),
    }
    found = []
    for name, label in labels.items():
        old, new = (card_editing.as_text(source) for source in (getattr(card, name), card.proposal.get(name)))
        if new is not None and old != new:
            found.append((label, comparing.words_changed(old or "", new)))
    return found + _translated(card)


def _translated(card: ActionCard) -> list[tuple[str, tuple[comparing.Piece, ...]]]:
    """The changed words in other languages, a piece for each language."""
    found = []
    for code, new in (card.proposal or {}).get("translations", {}).items():
        old = card.translations.get(code, {})
        before, after = (
            "\n".join(card_editing.as_text(told.get(name)) or "" for name in languages.WORDS)
            for told in (old, new)
        )
        if before != after:
            found.append(
                (str(dict(settings.LANGUAGES).get(code, code)), comparing.words_changed(before, after))
            )
    return found
