"""Sparring: the page that asks, the talk, and the team's list."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.vault import safe
from notifications.consulting import asking
from notifications.forms.consulting import AskForm, LineForm
from notifications.models import Consultation
from notifications.vocabulary import Suspect

SHOWN = 50


@page(reads=["GET"], writes=["POST"], act=Act.FILE_CONCERN)
def ask(request: StaffRequest) -> HttpResponse:
    """Ask the team without saying the child's name."""
    form = AskForm(request.POST or None, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid() and not form.wants_another_look():
        said = form.cleaned_data
        suspects = map(Suspect, said["suspects"])
        one = asking.ask(said["key"], said["text"], suspects, by=request.user, at=timezone.now())
        messages.success(request, _("The question is sent. You get a mail when there is an answer."))
        return redirect("notifications:consultation", one.pk)
    status = 422 if form.errors or form.hints else 200
    return render(request, "notifications/consulting/ask.html", {"form": form}, status=status)


@page(reads=["GET"], writes=["POST"], act=Act.FILE_CONCERN)
def consultation(request: StaffRequest, consultation: uuid.UUID) -> HttpResponse:
    """The asker's own question with the answers."""
    one = _or_404(request, asking.asked_by(request.user), consultation)
    return _talk(request, one, "notifications:consultation")


@page(reads=[], writes=["POST"], act=Act.FILE_CONCERN)
def make_notification(request: StaffRequest, consultation: uuid.UUID) -> HttpResponse:
    """Go on as a notification; what was written is there already."""
    one = _or_404(request, asking.asked_by(request.user), consultation)
    draft = asking.make_notification(one, by=request.user, at=timezone.now())
    return redirect("notifications:draft", draft.pk)


@page(reads=["GET"], act=Act.HANDLE_CONCERN)
def questions(request: StaffRequest) -> HttpResponse:
    """What the person's teams were asked: what waits stands first."""
    rows = asking.consultations_for(request.user)
    waiting = rows.filter(waits_since__isnull=False).order_by("waits_since")[:SHOWN]
    answered = rows.filter(waits_since__isnull=True).order_by("-answered_at")[:SHOWN]
    context = {"waiting": waiting, "answered": answered}
    return render(request, "notifications/consulting/questions.html", context)


@page(reads=["GET"], writes=["POST"], act=Act.HANDLE_CONCERN)
def answer(request: StaffRequest, consultation: uuid.UUID) -> HttpResponse:
    """A question as the team reads and answers it."""
    one = _or_404(request, asking.consultations_for(request.user), consultation)
    return _talk(request, one, "notifications:answer_question")


def _talk(request: StaffRequest, one: Consultation, door: str) -> HttpResponse:
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not form.wants_another_look():
        asking.write(one, form.cleaned_data["text"], by=request.user, at=timezone.now())
        messages.success(request, _("It is sent."))
        return redirect(door, one.pk)
    is_asker = one.asked_by_id == request.user.pk
    now = timezone.now()
    opened = safe.open_for(one.pk, by=request.user, at=now, purpose="consultation", own=is_asker)
    context = {
        "consultation": one,
        "entries": _entries(asking.lines_of(one, opened), request.user),
        "form": form,
        "is_asker": is_asker,
        "may_write": is_asker or asking.may_answer(request.user, one),
    }
    status = 422 if form.errors or form.hints else 200
    return render(request, "notifications/consulting/talk.html", context, status=status)


def _entries(lines: list[asking.Line], reader: Staff) -> list[dict[str, Any]]:
    """The team by name; the asker by workplace to the team, which needs no more to answer."""
    names = dict(Staff.objects.filter(pk__in={one.by for one in lines}).values_list("pk", "name"))
    return [
        {
            "at": one.at,
            "who": _("You") if one.by == reader.pk else names.get(one.by, ""),
            "what": _("Question") if one.from_asker else _("Answer"),
            "body": one.text,
            "kind": "message",
        }
        for one in lines
    ]


def _or_404(request: StaffRequest, rows: Any, pk: uuid.UUID) -> Consultation:
    found: Consultation | None = rows.select_related("team").filter(pk=pk).first()
    if found is None:
        trail.record_refusal(request.user.pk, "consultation", at=timezone.now())
        raise Http404
    return found
