"""A case: reading it, and every act on it. Who may not see it gets the page of a case that never was."""

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.access.page import StaffRequest, page
from beredskab.audit import trail
from beredskab.organisation.models import Team
from beredskab.vault import safe
from notifications import access, handling
from notifications.case.readings import PurposeNeeded
from notifications.exclusion import exclusions, keeping_out
from notifications.forms.handling import (
    AssessmentForm,
    CloseForm,
    ConfirmForm,
    CorrectionForm,
    NoteForm,
    PurposeForm,
    SettleForm,
)
from notifications.handling import AlreadyClaimed, NotDone
from notifications.lifecycle import ForbiddenMove
from notifications.models import Concern, Note
from notifications.views import case_page, purposes
from notifications.views.case_file import CaseFile, open_case
from notifications.views.refused import went

CaseView = Callable[[StaffRequest, Concern], HttpResponse]


def read_or_404(request: StaffRequest, concern: uuid.UUID) -> CaseFile:
    """The case, opened, for a reader of its team. The same refusal is written whether it exists or not."""
    now = timezone.now()
    try:
        return open_case(request.user, concern, at=now, purpose=purposes.said(request, concern))
    except Concern.DoesNotExist:
        trail.record_refusal(request.user.pk, "concern", at=now)
        raise Http404 from None


def handled_or_404(request: StaffRequest, concern: uuid.UUID) -> Concern:
    """The row of a case, unopened, for somebody of its team; 403 for who filed it themselves."""
    readable = access.concerns_for(request.user).select_related("unit", "team", "claimed_by")
    found = readable.filter(pk=concern).first()
    if found is None:
        trail.record_refusal(request.user.pk, "concern", at=timezone.now())
        raise Http404
    access.require_handling(request.user, found)
    found.municipality = request.user.municipality
    return found


def on_case(view: CaseView) -> Callable[[StaffRequest, uuid.UUID], HttpResponse]:
    """Fetch the case for an act; a move that is not possible any more leads back to the case and says so.

    Who has not said why they come is asked before the page of the act. A post is not held up: something may
    have been typed, and the act is traced with a purpose of its own.
    """

    @functools.wraps(view)
    def act(request: StaffRequest, concern: uuid.UUID) -> HttpResponse:
        row = handled_or_404(request, concern)
        if request.method != "POST" and purposes.is_missing(request, row):
            return purposes.ask(request, concern)
        try:
            return view(request, row)
        except AlreadyClaimed as refusal:
            context = case_page.taken(refusal.concern)
            return render(request, "notifications/case/taken.html", context, status=409)
        except PurposeNeeded:
            return purposes.ask(request, concern)
        except ForbiddenMove:
            messages.warning(request, _("That is not possible any more: the case has moved on."))
            return redirect("notifications:concern", concern)

    return act


def is_sealed(concern: Concern) -> bool:
    """Whether it opens by a member's passphrase alone: a closed team's, when that is sealed (rule A-60)."""
    is_closed = concern.team is not None and concern.team.kind == Team.Kind.CLOSED
    return is_closed and safe.lies_with_members(concern.pk)


def typed(request: StaffRequest) -> QueryDict | None:
    """What was posted, if anything was: a form without fields posts nothing and is still a post."""
    return request.POST if request.method == "POST" else None


@page(reads=["GET"])
def concern(request: StaffRequest, concern: uuid.UUID) -> HttpResponse:
    """The whole case: what to do next, what not to overlook, what was sent, what has happened."""
    try:
        file = read_or_404(request, concern)
    except PurposeNeeded:
        return purposes.ask(request, concern)
    context = case_page.of(file, reader=request.user, now=timezone.now())
    return render(request, "notifications/case/case.html", context)


@page(reads=[], writes=["POST"])
@on_case
def say_purpose(request: StaffRequest, concern: Concern) -> HttpResponse:
    """Why a colleague's case is opened; asked once in a visit."""
    form = PurposeForm(request.POST, concern=concern.pk)
    if not form.is_valid():
        return purposes.ask(request, concern.pk, form)
    purposes.keep(request, concern.pk, form.cleaned_data["purpose"])
    return redirect(purposes.way_back(concern.pk, form.cleaned_data["to"]))


@page(reads=[], writes=["POST"])
@on_case
def claim(request: StaffRequest, concern: Concern) -> HttpResponse:
    """One press; if two press at once, the second is told who has it."""
    handling.claim(concern, by=request.user, at=timezone.now())
    return done(request, concern, _("You are responsible for the case now."))


@page(reads=["GET"], writes=["POST"])
@on_case
def release(request: StaffRequest, concern: Concern) -> HttpResponse:
    """Give the case back to the team."""
    form = ConfirmForm(typed(request), submit=gettext_lazy("Give the case back"))
    if request.method == "POST":
        handling.release(concern, by=request.user, at=timezone.now())
        return done(request, concern, _("The case is given back to the team."))
    return ask(request, concern, "release", form)


@page(reads=["GET"], writes=["POST"])
@on_case
def assess(request: StaffRequest, concern: Concern) -> HttpResponse:
    """The 24-hour assessment."""
    form = AssessmentForm(typed(request))
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        if went(form, lambda: handling.assess(concern, form.finding(), by=request.user, at=now)):
            return done(request, concern, _("The assessment is saved."))
    return ask(request, concern, "assess", form, reads_case=True)


@page(reads=["GET"], writes=["POST"])
@on_case
def send_receipt(request: StaffRequest, concern: Concern) -> HttpResponse:
    """The receipt to the filer, shown before it is sent."""
    outside = concern.is_taken_down
    words = gettext_lazy("Record the receipt") if outside else gettext_lazy("Send the receipt")
    form = ConfirmForm(typed(request), submit=words)
    if request.method == "POST":
        handling.send_receipt(concern, by=request.user, at=timezone.now())
        return done(request, concern, _("The receipt is recorded.") if outside else _("The receipt is sent."))
    # where to write to stands in the notification
    return ask(request, concern, "receipt", form, text=handling.receipt_words(concern), reads_case=outside)


@page(reads=["GET"], writes=["POST"])
@on_case
def close(request: StaffRequest, concern: Concern) -> HttpResponse:
    """The check list; what is missing needs a reason."""
    missing = handling.missing_before_close(concern)
    form = CloseForm(typed(request), missing=missing)
    if request.method == "POST" and form.is_valid():
        now, reason = timezone.now(), form.cleaned_data.get("reason", "")
        try:
            if went(form, lambda: handling.close(concern, by=request.user, at=now, reason=reason)):
                return done(request, concern, _("The case is closed."))
        except NotDone:
            return redirect("notifications:close", concern.pk)
    return ask(request, concern, "close", form, checks=case_page.checks(missing))


@page(reads=["GET"], writes=["POST"])
@on_case
def reopen(request: StaffRequest, concern: Concern) -> HttpResponse:
    """Take a closed case up again."""
    form = ConfirmForm(typed(request), submit=gettext_lazy("Reopen the case"))
    if request.method == "POST":
        handling.reopen(concern, by=request.user, at=timezone.now())
        return done(request, concern, _("The case is open again, and you are responsible."))
    return ask(request, concern, "reopen", form)


@page(reads=["GET"], writes=["POST"])
@on_case
def add_note(request: StaffRequest, concern: Concern) -> HttpResponse:
    """An internal note, on a page of its own so that nobody sends it by mistake."""
    form = NoteForm(typed(request))
    if request.method == "POST" and form.is_valid():
        handling.add_note(concern, form.cleaned_data["text"], by=request.user, at=timezone.now())
        return done(request, concern, _("The internal note is saved."))
    return ask(request, concern, "note", form)


@page(reads=["GET"], writes=["POST"])
def correct_note(request: StaffRequest, concern: uuid.UUID, note: uuid.UUID) -> HttpResponse:
    """What was wrong in a note: a new one beside it, which says what it corrects."""

    @on_case
    def correct(request: StaffRequest, concern: Concern) -> HttpResponse:
        form = CorrectionForm(typed(request))
        if request.method == "POST" and form.is_valid():
            text = form.cleaned_data["text"]
            row = get_object_or_404(Note, concern=concern, pk=note)
            handling.add_note(concern, text, by=request.user, at=timezone.now(), corrects=row)
            return done(request, concern, _("The correction is saved."))
        wrong = case_page.note_of(read_or_404(request, concern.pk), note)
        if wrong is None:
            raise Http404
        return ask(request, concern, "correct_note", form, wrong=wrong)

    return correct(request, concern)


@page(reads=["GET"], writes=["POST"])
@on_case
def settle(request: StaffRequest, concern: Concern) -> HttpResponse:
    """Who is suspected, instead of everybody at the place."""
    form = SettleForm(typed(request), people=exclusions.people_at_excluded_places(concern))
    if request.method == "POST" and form.is_valid():
        keeping_out.settle(concern, form.chosen(), by=request.user, at=timezone.now())
        return done(request, concern, _("It is saved who is suspected."))
    return ask(request, concern, "settle", form)


def ask(
    request: StaffRequest,
    concern: Concern,
    template: str,
    form: Any,
    *,
    reads_case: bool = False,
    **more: Any,
) -> HttpResponse:
    """The page of an act: its form, and where it helps the case to read again beside it."""
    file = read_or_404(request, concern.pk) if reads_case else None
    boxes = case_page.caution_words(file) if file else []
    context = {"concern": concern, "form": form, "file": file, "cautions": boxes, **more}
    status = 422 if form.errors else 200
    return render(request, f"notifications/case/{template}.html", context, status=status)


def done(request: StaffRequest, concern: Concern, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("notifications:concern", concern.pk)
