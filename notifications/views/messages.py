"""The conversation between the team and the filer; each side writes on a page of its own."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.access.page import StaffRequest, page
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.vault import safe
from notifications import access, handling
from notifications.case import chronology
from notifications.case.chronology import Kind
from notifications.case.waiting_for_filer import mark_read
from notifications.forms.handling import AnswerForm, MessageForm
from notifications.models import Concern
from notifications.views.case import on_case, typed
from notifications.views.filing_draft import with_answers

FAMILY = "familieraadgivningen"
READY = (
    gettext_lazy("When is the child fetched today?"),
    gettext_lazy("Can you write the child's words more exactly?"),
    gettext_lazy("The child goes home as agreed. Continue to tell the parents nothing."),
    gettext_lazy("An adviser comes to talk with the child today at … Do not tell the parents."),
    gettext_lazy("The parents know now. You may say that you have notified."),
)


@page(reads=["GET"], writes=["POST"])
@on_case
def message_filer(request: StaffRequest, concern: Concern) -> HttpResponse:
    """The team writes to the filer; a ready sentence can be put into the field and changed there."""
    if concern.is_taken_down:  # no link leads here: there is no filer with a login to read it
        messages.warning(request, _("The notifier has no login. Call or write to them."))
        return redirect("notifications:concern", concern.pk)
    form = MessageForm(typed(request), initial={"text": _ready(request.GET.get("ready", ""))})
    if request.method == "POST" and form.is_valid():
        text, waits = form.cleaned_data["text"], form.cleaned_data["waits_for_answer"]
        handling.message_filer(concern, text, by=request.user, at=timezone.now(), waits_for_answer=waits)
        messages.success(request, _("The message is sent to the filer."))
        return redirect("notifications:concern", concern.pk)
    context = {"concern": concern, "form": form, "ready": READY}
    return render(request, "notifications/case/message.html", context, status=422 if form.errors else 200)


@page(reads=["GET"], writes=["POST"])
def conversation(request: StaffRequest, concern: uuid.UUID) -> HttpResponse:
    """The filer reads what the team wrote, and answers."""
    now = timezone.now()
    row = access.followed_concerns_for(request.user).select_related("team").filter(pk=concern).first()
    if row is None:
        trail.record_refusal(request.user.pk, "concern", at=now)
        raise Http404
    form = AnswerForm(typed(request))
    if request.method == "POST" and form.is_valid():
        handling.message_team(row, form.cleaned_data["text"], by=request.user, at=now)
        messages.success(request, _("The message is sent."))
        return redirect("notifications:conversation", concern)
    opened = safe.open_for(row.pk, by=request.user, at=now, purpose="conversation", own=True)
    mark_read(row, at=now)
    written = [one for one in chronology.of_concern(opened) if one.kind is Kind.MESSAGE]
    row.municipality = request.municipality
    context = {
        "concern": row,
        "form": form,
        "entries": _entries(written, request.user),
        "call": with_answers(request, row, opened, now).answering(FAMILY),
    }
    return render(
        request, "notifications/messages/conversation.html", context, status=422 if form.errors else 200
    )


def _entries(written: list[chronology.Happened], reader: Staff) -> list[dict[str, Any]]:
    """The team's people by name: a filer knows whom to ask for."""
    names = dict(Staff.objects.filter(pk__in={one.by for one in written}).values_list("pk", "name"))
    return [
        {
            "at": one.at,
            "who": _("You") if one.by == reader.pk else names.get(one.by or 0, ""),
            "what": _("Your message") if one.flag else _("Message from the team"),
            "body": (one.texts or {}).get("text", ""),
            "kind": "message",
        }
        for one in written
    ]


def _ready(number: str) -> str:
    is_one = number.isascii() and number.isdigit() and int(number) < len(READY)
    return str(READY[int(number)]) if is_one else ""
