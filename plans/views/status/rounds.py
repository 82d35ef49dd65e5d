"""Status rounds: asking, following, sending back, locking; and the simple page of whoever is asked."""

import uuid

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.audit import trail
from beredskab.ui.spreadsheets import FORMATS
from plans.forms.rounds import AnswerForm, DueForm, RoundForm, SendBackForm
from plans.implementation import access, rounds, telling
from plans.implementation.exporting import answers_table
from plans.models import RoundLink, RoundQuestion, StatusRound
from plans.views.status.pieces import crumbs_to


@page(reads=["GET"], act=Act.EDIT_MEASURES)
def overview(request: StaffRequest) -> HttpResponse:
    """Every round of the municipality, the newest first."""
    found = access.rounds_for(request.user).select_related("plan", "opened_by")
    shown = {"rounds": found, "crumbs": crumbs_to((_("Status rounds"), ""))}
    return render(request, "plans/status/rounds.html", shown)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def new(request: StaffRequest) -> HttpResponse:
    """Ask everybody who answers for a measure of a plan."""
    at = timezone.now()
    plans = list(access.action_plans_for(request.user))
    form = RoundForm(request.POST or None, plans=plans, today=telling.today(request.municipality, at))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = rounds.open_round(
                form.plans[told["plan"]],
                as_of=told["as_of"],
                due_on=told["due_on"],
                note=told["note"],
                by=request.user,
                at=at,
            )
        except rounds.RefusedRound:
            form.add_error("due_on", _("The day has passed"))
        else:
            return redirect("plans:status_round", made.pk)
    title = _("Ask how far the measures are")
    shown = {"form": form, "title": title, "crumbs": _crumbs((title, ""))}
    return render(request, "plans/status/plan_form.html", shown, status=422 if form.errors else 200)


@page(reads=["GET"], act=Act.EDIT_MEASURES)
def one(request: StaffRequest, round_id: int) -> HttpResponse:
    """Who has answered what, and what is still open."""
    found = _round(request, round_id)
    questions = list(found.questions.select_related("measure", "answer__said_by"))
    named = rounds.named_for(questions)
    shown = {
        "round": found,
        "rows": [(question, named.get(question.measure_id, [])) for question in questions],
        "answered": sum(not question.is_open for question in questions),
        "due_form": DueForm() if found.locked_at else None,
        "today": telling.today(request.municipality, timezone.now()),
        "crumbs": _crumbs((found.plan.name, "")),
    }
    return render(request, "plans/status/round.html", shown)


@page(reads=["GET"], act=Act.EDIT_MEASURES)
def export(request: StaffRequest, round_id: int, ending: str) -> HttpResponse:
    """The answers as a list for a spreadsheet."""
    if ending not in FORMATS:
        raise Http404(ending)
    found = _round(request, round_id)
    make, media_type = FORMATS[ending]
    response = HttpResponse(make(answers_table(found)), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="svar-{found.as_of.isoformat()}.{ending}"'
    trail.record(request.user.pk, "status_round.exported", found.pk, at=timezone.now(), format=ending)
    return response


@page(reads=[], writes=["POST"], act=Act.EDIT_MEASURES)
def lock(request: StaffRequest, round_id: int) -> HttpResponse:
    """No more answers."""
    rounds.lock(_round(request, round_id), by=request.user, at=timezone.now())
    messages.success(request, _("The round is locked."))
    return redirect("plans:status_round", round_id)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def reopen(request: StaffRequest, round_id: int) -> HttpResponse:
    """Take answers again until another day."""
    found = _round(request, round_id)
    form = DueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rounds.reopen(found, form.cleaned_data["due_on"], by=request.user, at=timezone.now())
        except rounds.RefusedRound:
            form.add_error("due_on", _("The day has passed, or another round of the plan is open"))
        else:
            messages.success(request, _("The round is open again."))
            return redirect("plans:status_round", round_id)
    return _form_page(request, form, _("Open the round again"), found)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def send_back(request: StaffRequest, question: int) -> HttpResponse:
    """Ask for something else in an answer."""
    own = RoundQuestion.objects.filter(round__in=access.rounds_for(request.user))
    found = get_object_or_404(
        own.select_related("round__plan", "round__municipality", "measure"), pk=question
    )
    form = SendBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rounds.send_back(found, form.cleaned_data["wanted"], by=request.user, at=timezone.now())
        except rounds.RefusedRound:
            form.add_error("wanted", _("Nobody has answered, or the round is locked"))
        else:
            messages.success(request, _("Whoever answers is told."))
            return redirect("plans:status_round", found.round_id)
    return _form_page(request, form, _("Send the answer back"), found.round)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def together(request: StaffRequest, round_id: int) -> HttpResponse:
    """The coordinator answers for several measures at once."""
    found = _round(request, round_id)
    questions = found.questions.select_related("measure__plan", "answer")
    crumbs = _crumbs(
        (found.plan.name, reverse("plans:status_round", args=[found.pk])), (_("Several at once"), "")
    )
    return _answers(request, found, questions, reverse("plans:status_round", args=[found.pk]), crumbs)


@page(reads=["GET"], writes=["POST"])
def answer(request: StaffRequest, token: uuid.UUID) -> HttpResponse:
    """From the mail: the questions to whoever the link was made for."""
    links = RoundLink.objects.select_related("round__plan", "round__municipality")
    link = get_object_or_404(links, token=token, staff=request.user.pk)
    questions = rounds.questions_for(request.user, link.round)
    crumbs = [(_("My measures"), reverse("plans:my_measures")), (link.round.plan.name, "")]
    return _answers(request, link.round, questions, request.path, crumbs)


def _answers(
    request: StaffRequest,
    found: StatusRound,
    questions: "QuerySet[RoundQuestion]",
    back: str,
    crumbs: list[tuple[str, str]],
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    forms = [AnswerForm(posted, question=question) for question in questions]
    faults = [form for form in forms if posted is not None and not form.is_valid()]  # every one is looked at
    is_valid = posted is not None and not faults
    if is_valid:
        try:
            count = _store(request, found, forms)
        except rounds.RefusedRound:
            messages.error(request, _("The round is locked. Ask whoever opened it."))
        else:
            messages.success(request, _("Saved: %(count)d.") % {"count": count})
        return redirect(back)
    wrong = bool(faults)
    shown = {"round": found, "forms": forms, "wrong": wrong, "crumbs": crumbs}
    return render(request, "plans/status/answers.html", shown, status=422 if wrong else 200)


def _store(request: StaffRequest, found: StatusRound, forms: list[AnswerForm]) -> int:
    at = timezone.now()
    said = [(form.question, form.statement(found.as_of)) for form in forms]
    told = [(question, statement) for question, statement in said if statement is not None]
    for question, statement in told:
        rounds.answer(question, statement, by=request.user, at=at)
    return len(told)


def _form_page(
    request: StaffRequest, form: DueForm | SendBackForm, title: str, found: StatusRound
) -> HttpResponse:
    crumbs = _crumbs((found.plan.name, reverse("plans:status_round", args=[found.pk])), (title, ""))
    shown = {"form": form, "title": title, "crumbs": crumbs}
    return render(request, "plans/status/plan_form.html", shown, status=422 if form.errors else 200)


def _round(request: StaffRequest, round_id: int) -> StatusRound:
    own = access.rounds_for(request.user).select_related("plan", "municipality", "opened_by")
    return get_object_or_404(own, pk=round_id)


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs_to((_("Status rounds"), reverse("plans:status_rounds")), *more)
