"""The law's own forms begin here: taken down for somebody else, and absence of 15 %."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from notifications import filing
from notifications.forms.filing import BeginForm
from notifications.vocabulary import Intake


@page(reads=["GET"], writes=["POST"], act=Act.HANDLE_CONCERN)
def take_down(request: StaffRequest) -> HttpResponse:
    """Somebody called, wrote or came: the team takes it down with the time at which it truly arrived."""
    return _begin(request, Intake.ON_BEHALF, "notifications/intake/take_down.html")


@page(reads=["GET"], writes=["POST"], act=Act.FILE_CONCERN)
def absence(request: StaffRequest) -> HttpResponse:
    """A head of school, when absence is all there is; everybody else is shown the guided form."""
    if not filing.leads_school(request.user, on=timezone.localdate()):
        return redirect("notifications:file")
    return _begin(request, Intake.ABSENCE, "notifications/intake/absence.html")


def _begin(request: StaffRequest, intake: Intake, template: str) -> HttpResponse:
    key: dict[str, Any] = {"key": uuid.uuid4()}
    form = BeginForm(request.POST or None, initial=key, words=_("Start"))
    if request.method == "POST" and form.is_valid():
        draft = filing.start(form.cleaned_data["key"], intake=intake, by=request.user, at=timezone.now())
        return redirect("notifications:draft", draft.pk)
    status = 422 if form.errors else 200
    return render(request, template, {"form": form}, status=status)
