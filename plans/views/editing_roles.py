"""Roles that the municipality adds, cards taken out of use, and the words of a card in other languages."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from plans import access, showing
from plans.editing import card_editing
from plans.forms.cards import NewRoleForm, TranslationForm
from plans.models import ActionCard
from plans.paper import languages


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_PLAN)
def new_card(request: StaffRequest) -> HttpResponse:
    """A card for a role that the starter content does not know."""
    cards = {card.slug: card for card in access.cards_worked_on_by(request.user)}
    form = NewRoleForm(
        request.POST or None,
        professions=showing.profession_names(request.municipality),
        cards={slug: card.role for slug, card in cards.items()},
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = card_editing.create(
                request.municipality,
                told["slug"],
                role=told["role"],
                professions=told["professions"],
                like=cards.get(told["like"]),
                by=request.user,
                at=timezone.now(),
            )
        except card_editing.RoleExists:
            form.add_error("slug", _("The word is taken, by a role of today or of the past"))
        else:
            messages.success(request, _("The card is made. Write its words, and send it to approval."))
            return redirect("plans:edit_card", made.slug)
    context = {"form": form, "crumbs": [*_crumbs(), (_("New role"), "")]}
    return render(request, "plans/editing/new_card.html", context, status=422 if form.errors else 200)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_PLAN)
def translate_card(request: StaffRequest, role: str, language: str) -> HttpResponse:
    """The card in another language; what is sent waits for approval like any change."""
    names = dict(settings.LANGUAGES)
    if language not in names or language == languages.TEXT_LANGUAGE:
        raise Http404(language)
    card = get_object_or_404(access.cards_worked_on_by(request.user), slug=role)
    told = card_editing.words_of(card)
    danish = {name: told[name] for name in languages.WORDS}
    form = TranslationForm(
        request.POST or None,
        words=told["translations"].get(language, {}),
        revision=card.revision,
        danish=danish,
    )
    if request.method == "POST" and form.is_valid():
        words = languages.translation(form.words(), danish)
        try:
            card_editing.propose(
                card,
                {"translations": {**told["translations"], language: words}},
                seen_revision=form.cleaned_data["seen"],
                by=request.user,
                at=timezone.now(),
            )
        except card_editing.CardChangedMeanwhile:
            form.add_error(None, _("A colleague has saved the card meanwhile. See it before you save."))
        else:
            messages.success(request, _("Sent to approval. The card in force stays until then."))
            return redirect("plans:edit_card", card.slug)
    here = (card.role, reverse("plans:edit_card", args=[card.slug]))
    context = {
        "card": card,
        "form": form,
        "name": names[language],
        "is_behind": languages.is_behind(card, language),
        "crumbs": [*_crumbs(), here, (names[language], "")],
    }
    return render(request, "plans/editing/translate_card.html", context, status=422 if form.errors else 200)


@page(reads=[], writes=["POST"], act=Act.APPROVE_PLAN)
def retire_card(request: StaffRequest, role: str) -> HttpResponse:
    """Out of use, or in use again. The address of the card goes on answering."""
    card: ActionCard = get_object_or_404(access.cards_worked_on_by(request.user), slug=role)
    at = timezone.now()
    if request.POST.get("decision") == "back":
        card_editing.bring_back(card, by=request.user, at=at)
        messages.success(request, _("The card is in use again."))
    elif request.POST.get("decision") == "retire":
        card_editing.retire(card, by=request.user, at=at)
        messages.success(request, _("The card is out of use. Its code on old posters still answers."))
    return redirect("plans:edit_card", card.slug)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Editing"), reverse("plans:editing")), (_("Action cards"), reverse("plans:edit_cards"))]
