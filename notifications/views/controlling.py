"""The controller's page: openings that were drawn, one after the other."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from notifications.case.readings import purpose_in
from notifications.models import ReadingCheck
from notifications.oversight import controlling

SHOWN = 50


@page(reads=["GET"], act=Act.CONTROL_READINGS)
def readings_to_check(request: StaffRequest) -> HttpResponse:
    """What waits, oldest first."""
    checks = [shown(one) for one in controlling.waiting_for(request.user)[:SHOWN]]
    return render(request, "notifications/control/readings.html", {"checks": checks})


@page(reads=[], writes=["POST"], act=Act.CONTROL_READINGS)
def judge_reading(request: StaffRequest, check: uuid.UUID) -> HttpResponse:
    """In order, or to be asked about."""
    row = get_object_or_404(controlling.waiting_for(request.user), pk=check)
    is_in_order = request.POST.get("verdict") == "in_order"
    controlling.judge(row, is_in_order=is_in_order, by=request.user, at=timezone.now())
    messages.success(request, _("Your judgement is saved."))
    return redirect("notifications:readings_to_check")


def shown(one: ReadingCheck) -> dict[str, Any]:
    """A drawn opening in words."""
    return {
        "pk": one.pk,
        "who": one.reader.name,
        "reference": one.reference,
        "team": one.team.name,
        "at": one.at,
        "purpose": purpose_in(one.purpose).label,
        "was_responsible": one.was_responsible,
    }
