"""Questions to try oneself in a section: asked, answered, and told at once."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import get_language

from beredskab.access.page import StaffRequest
from beredskab.organisation import kept
from beredskab.ui.tokens import SLOT
from plans import access
from plans.forms.trying import TryForm
from plans.models import EditionSection
from plans.scenarios import answering
from plans.scenarios.questions import Option, Question, shown_to
from plans.views.lens import Lens


@dataclass(frozen=True)
class Tried:
    """A question as this reader meets it: to be answered, or with what they answered and why."""

    question: Question
    chosen: int | None = None
    sent: Any = None

    @cached_property
    def form(self) -> TryForm | None:
        """To answer it by, as long as it has no answer."""
        return TryForm(self.sent, question=self.question) if self.chosen is None else None

    @property
    def told(self) -> list[tuple[Option, bool]]:
        """Every option, and whether it is the reader's own answer."""
        return [(option, place == self.chosen) for place, option in enumerate(self.question.options)]

    @property
    def was_right(self) -> bool:
        return self.chosen is not None and self.question.options[self.chosen].right


def tried(request: HttpRequest, viewer: access.Viewer, line: EditionSection, lens: Lens) -> list[Tried]:
    """The questions of the section for this reader; one statement where there are any."""
    asked = kept.while_unchanged(
        viewer.municipality,
        ("questions", line.version_id, lens.professions),
        lambda: shown_to(line.version.scenarios, lens.professions),
    )
    if viewer.staff is None or not asked:
        return []
    known = answering.answers_of(viewer.staff, line.section_id, asked)
    sent: Any = request.POST if request.method == "POST" else None
    return [
        Tried(one, chosen=known[one.mark]) if one.mark in known else Tried(one, sent=sent) for one in asked
    ]


def drawn(
    request: HttpRequest, viewer: access.Viewer, line: EditionSection, found: list[Tried]
) -> SafeString:
    """The questions as HTML: written once for all who have answered alike, unless one is just being sent.

    What is written once has the slot of `ui.tokens` in it.
    """
    if not found:
        return SafeString()
    language = get_language()
    words = {"questions": found, "lang": line.edition.plan.language, "reader_language": language}
    if found[0].sent is not None:
        return render_to_string("plans/questions.html", words, request)
    key = ("try", language, line.version_id, tuple((one.question.mark, one.chosen) for one in found))

    def write() -> SafeString:
        return render_to_string("plans/questions.html", {**words, "csrf_token": SLOT})

    return kept.while_unchanged(viewer.municipality, key, write)


def sent_form(found: list[Tried]) -> TryForm | None:
    """The form that came with the request, if one did."""
    if not found or found[0].sent is None:
        return None
    return next((one.form for one in found if one.form is not None and one.form.is_bound), None)


def take(request: StaffRequest, line: EditionSection, form: TryForm) -> HttpResponse:
    """Keep the answer, and lead back to where it is told."""
    question = form.question
    answering.answer(question, form.chosen(), section=line.section_id, by=request.user, at=now())
    here = reverse("plans:section", args=[line.edition.plan.slug, line.section.slug])
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{here}{query}#{question.field}")
