"""Questions to try oneself in a section: asked, answered, and told at once."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now

from beredskab.access.page import StaffRequest
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
    form: TryForm | None = None
    chosen: int | None = None

    @property
    def told(self) -> list[tuple[Option, bool]]:
        """Every option, and whether it is the reader's own answer."""
        return [(option, place == self.chosen) for place, option in enumerate(self.question.options)]

    @property
    def was_right(self) -> bool:
        return self.chosen is not None and self.question.options[self.chosen].right


def tried(request: HttpRequest, viewer: access.Viewer, line: EditionSection, lens: Lens) -> list[Tried]:
    """The questions of the section for this reader; one statement where there are any."""
    asked = shown_to(line.version.scenarios, lens.professions)
    if viewer.staff is None or not asked:
        return []
    known = answering.answers_of(viewer.staff, line.section_id, asked)
    sent: Any = request.POST if request.method == "POST" else None
    return [
        Tried(one, chosen=known[one.mark])
        if one.mark in known
        else Tried(one, form=TryForm(sent, question=one))
        for one in asked
    ]


def sent_form(found: list[Tried]) -> TryForm | None:
    """The form that came with the request, if one did."""
    return next((one.form for one in found if one.form is not None and one.form.is_bound), None)


def take(request: StaffRequest, line: EditionSection, form: TryForm) -> HttpResponse:
    """Keep the answer, and lead back to where it is told."""
    question = form.question
    answering.answer(question, form.chosen(), section=line.section_id, by=request.user, at=now())
    here = reverse("plans:section", args=[line.edition.plan.slug, line.section.slug])
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{here}{query}#{question.field}")
