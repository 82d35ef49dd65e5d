"""One question or one page of advice at a time. Every post saves first and asks questions later."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.errors import form_too_old
from beredskab.signin.locking import lock
from notifications import filing
from notifications.drafting import answers, rescue
from notifications.filing import AlreadySent, NotReady
from notifications.forms.filing import FORMS, AdultForm, SendForm
from notifications.forms.filing_base import HANDLING, QuestionForm
from notifications.forms.filing_others import MORE
from notifications.guide import path, questions
from notifications.guide.answers import Answers, Person
from notifications.guide.path import Kind, Step
from notifications.guide.typed import Typed
from notifications.models import Concern
from notifications.views import filing_advice, filing_check
from notifications.views import filing_fresh as fresh
from notifications.views.filing_draft import Draft, Number, open_own, saved_at
from notifications.vocabulary import Certainty, Question

QUESTION = "notifications/filing/question.html"
CLOSE, HIDE, SEARCH = "luk", "skjul", "soeg"
AGAIN = "igen"
HEAD, FAMILY = "fagchef", "familieraadgivningen"
HELPERS = (Question.DOUBT_TOLD, Question.DOUBT_SHOWN, Question.DOUBT_SEEN)


def keep_lost_post(request: HttpRequest, draft: uuid.UUID, step: str) -> HttpResponse:
    """A post without a session, or with an old token: sealed, and the same question after login."""
    kept = rescue.keep(request.POST, draft, step, at=timezone.now())
    here = reverse("notifications:step", args=[draft, step])
    said = {"kept": 1} if kept else {}
    if step == path.CHECK.slug:
        kept, said, here = True, {}, f"{here}?{AGAIN}=1"  # nothing typed; the page says that it was not sent
    if request.user.is_authenticated:
        return redirect(here) if kept else form_too_old(request)
    return redirect(f"{reverse('signin:sign_in')}?{urlencode({'next': here, **said}, safe='/')}")


@page(reads=["GET"], act=Act.FILE_CONCERN)
def resume(request: StaffRequest, draft: uuid.UUID) -> HttpResponse:
    """The first page that is not done; a sent one shows its receipt."""
    one = open_own(request, draft, timezone.now())
    if one.is_sent:
        return redirect("notifications:receipt", draft)
    return redirect("notifications:step", draft, path.next_step(one.answers).slug)


@page(reads=["GET"], writes=["POST"], act=Act.FILE_CONCERN, on_lost_session=keep_lost_post)
def step(request: StaffRequest, draft: uuid.UUID, step: str) -> HttpResponse:
    """One page of the form."""
    here = path.BY_SLUG.get(step)
    if here is None:
        raise Http404
    one = open_own(request, draft, timezone.now())
    if one.is_sent:
        return already_sent(request, one.concern)
    try:
        if request.method == "POST":
            return _post(request, one, here)
    except AlreadySent:  # by another tab, while this one held it as a draft
        one.concern.refresh_from_db()
        return already_sent(request, one.concern)
    if not path.is_open(here, one.answers):
        return _to(one, path.next_step(one.answers))
    return _show(request, one, here)


@page(reads=[], writes=["POST"], act=Act.FILE_CONCERN)
def autosave(request: StaffRequest, draft: uuid.UUID, step: str) -> HttpResponse:
    """What is typed so far, two seconds after the last key. Nothing is judged."""
    here = path.BY_SLUG.get(step)
    if here is None or here.question is None:
        raise Http404
    one = open_own(request, draft, timezone.now())
    try:
        _save_as_is(one, here.question, _bound(one, here))
    except AlreadySent:
        return JsonResponse({"saved": ""}, status=409)
    return JsonResponse({"saved": saved_at(one.at.astimezone(one.zone))})


def already_sent(request: StaffRequest, concern: Concern) -> HttpResponse:
    """Back, refresh, a second tab: it was sent once, and here is where to follow it."""
    status = 409 if request.method == "POST" else 200
    context = {"concern": concern}
    return render(request, "notifications/filing/already_sent.html", context, status=status)


# --- showing -------------------------------------------------------------------------------------


def _show(request: StaffRequest, one: Draft, here: Step) -> HttpResponse:
    if here.moment:
        return filing_advice.show(request, one, here, _frame(one, here))
    if here.kind is Kind.CHECK:
        frame = {**_frame(one, here), "not_sent": AGAIN in request.GET}
        return filing_check.show(request, one, SendForm(), frame)
    if here.question is None:
        form = AdultForm() if here.kind is Kind.ADULT else None
        context = {
            **_frame(one, here),
            "form": form,
            "review": filing_check.review_of(one),
            "over": one.number("over-18", FAMILY),
        }
        return render(request, f"notifications/filing/{here.kind}.html", context)
    return _show_question(request, one, here)


def _show_question(request: StaffRequest, one: Draft, here: Step) -> HttpResponse:
    assert here.question is not None, "a question"
    waiting = rescue.waiting(one.staff, one.concern.pk, here.slug, at=one.at)
    url, frame = _url(one, here), _frame(one, here)
    template = _template(here.question)
    if waiting is None and template == QUESTION and (whole := fresh.drawn(one, here, frame["title"], url)):
        return render(request, template, {**frame, "drawn": whole})
    ticket = rescue.ticket(one.concern.pk, here.slug, one.staff)
    if waiting is None:
        form = one.form(here.question, url, ticket)
    else:
        typed = Typed({name: tuple(waiting.getlist(name)) for name in waiting}, done=False)
        about = one.about(here.question, typed)
        form = FORMS[here.question].shown(typed, about=about, url=url, ticket=ticket)
    context = {**frame, "form": form, "rescued": waiting is not None}
    return render(request, template, context)


def _frame(one: Draft, here: Step) -> dict[str, Any]:
    """What stands around every page of the form."""
    back = path.before(here, one.answers)
    certainty = one.answers.certainty
    return {
        "draft": one,
        "step": here,
        "title": questions.title(here.question, one.answers) if here.question else "",
        "journey": certainty.label if certainty else "",
        "section": here.section,
        "sections": len(questions.Section),
        "back_url": _url(one, back) if back else reverse("notifications:mine"),
        "contact": _who_to_call(one),
    }


def _who_to_call(one: Draft) -> Number | None:
    """For somebody at work who knows already, the head of the field; for parents the family unit."""
    told = questions.told_too_much(one.answers)
    at_work = questions.asks_person(one.answers) and bool(told - {Person.PARENTS})
    return one.answering(*((HEAD,) if at_work else ()), FAMILY)


def _template(question: Question) -> str:
    special = {Question.PERSON, Question.THEY_KNOW, Question.CHILDS_FEAR, Question.FILER}
    return f"notifications/filing/{question}.html" if question in special else QUESTION


# --- saving --------------------------------------------------------------------------------------


def _post(request: StaffRequest, one: Draft, here: Step) -> HttpResponse:
    handling = request.POST.get(HANDLING, "")
    if here.question is not None:
        return _post_question(request, one, here, handling)
    if handling in (CLOSE, HIDE):
        return _leave(request, handling)
    if not path.is_open(here, one.answers):
        return _to(one, path.next_step(one.answers))
    if here.kind is Kind.CHECK:
        return _send(request, one, here)
    return _pass(one, here)


def _post_question(request: StaffRequest, one: Draft, here: Step, handling: str) -> HttpResponse:
    assert here.question is not None, "a question"
    form = _bound(one, here)
    rescue.forget(one.staff, one.concern.pk, here.slug)
    if handling in (CLOSE, HIDE, SEARCH, MORE):
        _save_as_is(one, here.question, form)
        return _to(one, here) if handling in (SEARCH, MORE) else _leave(request, handling)
    if not form.is_valid():
        _save(one, here.question, form.typed(done=False))
        context = {**_frame(one, here), "form": form}
        return render(request, _template(here.question), context, status=422)
    return _to(one, path.next_step(_accept(one, here.question, form)))


def _accept(one: Draft, question: Question, form: QuestionForm) -> Answers:
    """A valid answer is saved; who it is decides at once whom the filer may still be sent to."""
    typed = _with_circle(one, question, form.typed(done=True))
    _save(one, question, typed)
    if question is Question.CERTAINTY and typed.one("certainty") not in set(Certainty):
        for helper in HELPERS:
            if helper in one.stored.typed:
                _save(one, helper, Typed({}, done=False))
                one.stored.typed[helper] = Typed({}, done=False)
    return one.after(question, typed)


def _save_as_is(one: Draft, question: Question, form: QuestionForm) -> None:
    """Close, hide, search, autosave: kept as typed; done stays done only while it is still valid."""
    done = one.stored.of(question).done and form.is_valid()
    typed = form.typed(done=done)
    _save(one, question, _with_circle(one, question, typed) if done else typed)


def _with_circle(one: Draft, question: Question, typed: Typed) -> Typed:
    """Who it is, with who is kept out; once the child's place is known that is worked out again."""
    if question is Question.CHILD:
        _include_the_place(one, typed)
    if question is not Question.PERSON:
        return typed
    return filing.with_circle(
        typed, one.answers, one.concern, child_unit=one.child_unit, by=one.staff, at=one.at
    )


def _include_the_place(one: Draft, child: Typed) -> None:
    person = one.stored.of(Question.PERSON)
    if not person.done or not questions.asks_person(one.answers):
        return
    one.stored.typed[Question.CHILD] = child
    person = _with_circle(one, Question.PERSON, person)
    _save(one, Question.PERSON, person)
    one.stored.typed[Question.PERSON] = person


def _save(one: Draft, question: Question, typed: Typed) -> None:
    filing.save_step(one.concern, one.opened, question, typed, by=one.staff, at=one.at)


def _bound(one: Draft, here: Step) -> QuestionForm:
    assert here.question is not None, "a question"
    post = one.request.POST
    typed = Typed({name: tuple(post.getlist(name)) for name in post}, done=False)
    about = one.about(here.question, typed)
    return FORMS[here.question](post, about=about, url=_url(one, here), saved=one.saved)


def _pass(one: Draft, here: Step) -> HttpResponse:
    """Advice was read; so was the page for people over 18."""
    if here.moment:
        shown = filing_advice.shown_now(one, here.moment)
        filing.note_advice(one.concern, here.moment, shown, by=one.staff, at=one.at)
    elif here.kind is Kind.ADULT:
        seen = {path.ADULT_SEEN: 1}
        filing.note_advice(one.concern, path.ADULT_SEEN, seen, by=one.staff, at=one.at)
    facts = answers.facts_in(
        one.stored, one.concern, today=one.today, filer_is_leader=one.answers.filer_is_leader
    )
    return _to(one, path.next_step(facts))


def _send(request: StaffRequest, one: Draft, here: Step) -> HttpResponse:
    try:
        filing.send(one.concern, by=one.staff, at=one.at)
    except NotReady as not_ready:
        return _to(one, not_ready.step)
    return redirect("notifications:receipt", one.concern.pk)


def _leave(request: StaffRequest, handling: str) -> HttpResponse:
    if handling == HIDE:
        lock(request)
        return redirect("hide")
    return redirect("notifications:mine")


def _to(one: Draft, step: Step) -> HttpResponse:
    return redirect(_url(one, step))


def _url(one: Draft, step: Step) -> str:
    return reverse("notifications:step", args=[one.concern.pk, step.slug])
