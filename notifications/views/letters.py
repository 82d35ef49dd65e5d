"""Feedback to the filer; and, for who edits, the words of every letter."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from notifications.case import feedback
from notifications.case import letters as letters_of
from notifications.case.feedback import NotOwed
from notifications.forms.letters import FeedbackForm, LetterForm
from notifications.models import Concern, LetterText
from notifications.views.case import ask, done, on_case, typed
from notifications.vocabulary import Letter, Notifier, Outcome


@page(reads=["GET"], writes=["POST"])
@on_case
def give_feedback(request: StaffRequest, concern: Concern) -> HttpResponse:
    """Whether something was started, and nothing more."""
    decision = concern.decisions.order_by("-at").first()
    both = [one for one in (Letter.STARTED, Letter.NOT_STARTED) if letters_of.can_be_sent(concern, one)]
    texts = {letter: letters_of.filled(concern, letter)[1] for letter in both}
    likely = feedback.letter_for(Outcome(decision.outcome)) if decision else ""
    form = FeedbackForm(typed(request), texts=texts, initial={"letter": likely})
    if request.method == "POST" and form.is_valid():
        letter = Letter(form.cleaned_data["letter"])
        try:
            feedback.give(concern, letter, by=request.user, at=timezone.now())
        except NotOwed:
            messages.warning(request, _("There is no feedback to give in this case."))
            return redirect("notifications:concern", concern.pk)
        outside = concern.is_taken_down
        words = _("The feedback is recorded.") if outside else _("The feedback is sent.")
        return done(request, concern, words)
    return ask(request, concern, "feedback", form, reads_case=concern.is_taken_down)


@page(reads=["GET"], act=Act.EDIT_LETTERS)
def letters(request: StaffRequest) -> HttpResponse:
    """Every letter as it is sent today, by who gets it."""
    found = letters_of.in_force(request.municipality)
    rows = [row_of(letter, notifier, found[letter, notifier]) for letter, notifier in letters_of.LETTERS]
    return render(request, "notifications/letters/letters.html", {"rows": rows})


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_LETTERS)
def letter(request: StaffRequest, letter: str, notifier: str) -> HttpResponse:
    """Write one letter anew; the earlier versions stay below."""
    one = _known(letter, notifier)
    now = letters_of.in_force(request.municipality)[one]
    form = LetterForm(typed(request), initial={"text": now.text})
    if request.method == "POST" and form.is_valid():
        letters_of.rewrite(*one, form.cleaned_data["text"], by=request.user, at=timezone.now())
        messages.success(request, _("The letter is saved. It is used from now on."))
        return redirect("notifications:letters")
    earlier = LetterText.objects.filter(municipality=request.municipality, letter=one[0], notifier=one[1])
    context = {
        "form": form,
        "row": row_of(*one, now),
        "earlier": earlier.select_related("by").order_by("-version")[:50],
    }
    return render(request, "notifications/letters/letter.html", context, status=422 if form.errors else 200)


def row_of(letter: Letter, notifier: Notifier, wording: letters_of.Wording) -> dict[str, Any]:
    """A letter as the pages show it."""
    return {
        "url": reverse("notifications:letter", args=[letter.slug, notifier.slug]),
        "title": letter.label,
        "to": notifier.label,
        "text": wording.text,
        "version": wording.version,
    }


def _known(letter: str, notifier: str) -> tuple[Letter, Notifier]:
    for one in letters_of.LETTERS:
        if (letter, notifier) == (one[0].slug, one[1].slug):
            return one
    raise Http404
