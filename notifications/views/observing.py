"""The notes of an observation period: one's own, beside the agreement with oneself."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from notifications import access
from notifications.filing import AlreadySent
from notifications.forms.observing import ObservationForm
from notifications.observing import notes
from notifications.views.filing_draft import open_own, own


@page(reads=["GET"], writes=["POST"], act=Act.FILE_CONCERN)
def observations(request: StaffRequest, draft: uuid.UUID) -> HttpResponse:
    """What one has noted so far, and one more."""
    one = open_own(request, draft, timezone.now())
    if one.is_sent:
        return redirect("notifications:receipt", draft)
    form = ObservationForm(request.POST or None, today=one.today)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            notes.add(one.concern, said["seen_on"] or one.today, said["text"], by=one.staff, at=one.at)
        except AlreadySent:
            return redirect("notifications:receipt", draft)
        return redirect("notifications:observations", draft)
    context = {"draft": one, "concern": one.concern, "form": form, "notes": notes.of_draft(one.opened)}
    status = 422 if form.errors else 200
    return render(request, "notifications/observing/notes.html", context, status=status)


@page(reads=[], writes=["POST"], act=Act.FILE_CONCERN)
def remove_observation(request: StaffRequest, draft: uuid.UUID, note: uuid.UUID) -> HttpResponse:
    """Take one note out again."""
    concern = own(request, draft)
    if not notes.remove(concern, note, by=request.user, at=timezone.now()):
        raise Http404
    return redirect("notifications:observations", draft)


@page(reads=[], writes=["POST"], act=Act.FILE_CONCERN)
def use_observations(request: StaffRequest, draft: uuid.UUID) -> HttpResponse:
    """Go on to a notification with the notes in its account."""
    concern = own(request, draft)
    if not access.may_continue(request.user, concern):
        raise Http404
    notes.put_into_account(concern, by=request.user, at=timezone.now())
    return redirect("notifications:step", draft, "set-og-hoert")
