"""A question in which nothing is typed looks the same to all who come the same way: it is drawn once.

What differs from draft to draft (the address, the ticket, when it was saved, the token) is filled in
afterwards. Nothing that anybody typed is ever kept: only coded answers decide how the question looks, and
they are part of the key as a digest.
"""

from dataclasses import replace
from hashlib import blake2b

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from beredskab.organisation import kept
from beredskab.ui import tokens
from notifications.drafting import rescue
from notifications.forms.filing import FORMS
from notifications.guide.path import Step
from notifications.guide.typed import Typed
from notifications.views.filing_draft import Draft
from notifications.vocabulary import Question

#: These show people, places, the filer's own number, or what was guessed before.
OWN = frozenset({Question.PERSON, Question.CHILD, Question.FILER, Question.CERTAINTY})
TEMPLATE = "notifications/filing/form.html"
ACTION, TICKET, SAVED = (tokens.new_slot() for _ in range(3))


def drawn(one: Draft, here: Step, title: str, url: str) -> SafeString | None:
    """Heading and form of a question that was never typed in; None when it is drawn for this draft alone."""
    if here.question is None or here.question in OWN or here.question in one.stored.typed:
        return None
    question = here.question
    # whoever is kept out hides numbers, and a unit has numbers of its own
    facts = (replace(one.answers, seen={}), one.hidden_phones, one.staff.unit and one.staff.unit.pk)
    key = (question, get_language(), one.today, blake2b(repr(facts).encode()).digest())
    whole = kept.while_unchanged(one.staff.municipality, key, lambda: _draw(one, question, title))
    ticket = rescue.ticket(one.concern.pk, here.slug, one.staff)
    return tokens.filled(whole, {ACTION: url, TICKET: ticket, SAVED: one.saved})


def _draw(one: Draft, question: Question, title: str) -> SafeString:
    about = one.about(question, Typed({}, done=False))
    form = FORMS[question](None, about=about, url=ACTION, saved=SAVED, initial={"ticket": TICKET})
    context = {"form": form, "title": title, "csrf_token": tokens.SLOT}
    return SafeString(render_to_string(TEMPLATE, context))
