"""The questions of a section, as an editor writes them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from plans import showing
from plans.editing import editions, questioning, revising
from plans.forms.trying import QuestionForm
from plans.models import Section
from plans.scenarios.questions import Question, questions_of
from plans.views.editing import back_to, current_edition
from plans.views.editing_blocks import edit_page, in_a_draft, section_to_write_in


@page(reads=["GET"], writes=["POST"])
@in_a_draft
def new_question(request: StaffRequest, section: int) -> HttpResponse:
    """One more question; nothing is stored before there are words."""
    return _write(request, section_to_write_in(request, section), None)


@page(reads=["GET"], writes=["POST"])
@in_a_draft
def question(request: StaffRequest, section: int, question: str) -> HttpResponse:
    """The words of one question. A colleague who saved first is not overwritten."""
    found = section_to_write_in(request, section)
    known = [one for one in _questions(found) if one.slug == question]
    if not known:
        raise Http404(question)
    return _write(request, found, known[0])


@page(reads=[], writes=["POST"])
@in_a_draft
def remove_question(request: StaffRequest, section: int, question: str) -> HttpResponse:
    """Out of the draft; what is published keeps it."""
    found = section_to_write_in(request, section)
    at = timezone.now()
    edition = editions.open_draft(found.plan, by=request.user, at=at)
    questioning.remove_question(edition, found, question, by=request.user, at=at)
    messages.success(request, _("The question is taken out of the draft."))
    return back_to(found, "questions")


def _write(request: StaffRequest, section: Section, asked: Question | None) -> HttpResponse:
    names = list(showing.profession_names(request.municipality).items())
    seen = asked.mark if asked else ""
    form = QuestionForm(request.POST or None, asked=asked, professions=names, seen=seen)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, section, asked, form)
        except revising.ChangedMeanwhile:
            form.add_error(None, _("A colleague has changed the question meanwhile. Open it again."))
            return edit_page(request, section, form, _("Question to try oneself"), status=409)
        messages.success(request, _("Saved in the draft. Readers see it when it is published."))
        return back_to(section, "questions")
    return edit_page(request, section, form, _("Question to try oneself"))


def _save(request: StaffRequest, section: Section, asked: Question | None, form: QuestionForm) -> None:
    at = timezone.now()
    edition = editions.open_draft(section.plan, by=request.user, at=at)
    line = edition.lines.select_related("version__section").get(section=section)
    slug = asked.slug if asked else questioning.new_slug(line.version)
    seen = form.cleaned_data["seen"]
    questioning.write_question(edition, section, form.made(slug), seen=seen, by=request.user, at=at)


def _questions(section: Section) -> list[Question]:
    """Those of the edition that an editor looks at."""
    line = current_edition(section).lines.select_related("version").get(section=section)
    return questions_of(line.version.scenarios)
