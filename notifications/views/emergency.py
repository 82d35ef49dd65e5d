"""Opening a case of another team in an emergency; and, for who leads the team, judging that afterwards."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.audit import trail
from notifications.forms.moving import EmergencyForm
from notifications.other_teams import emergency_access
from notifications.other_teams.emergency_access import NothingThere, TooOften
from notifications.views.case import typed
from notifications.vocabulary import Emergency


@page(reads=["GET"], writes=["POST"], act=Act.HANDLE_CONCERN)
def break_glass(request: StaffRequest) -> HttpResponse:
    """Reference and reason; the same refusal for a case that never was and for one that stays shut."""
    now, form = timezone.now(), EmergencyForm(typed(request))
    if request.method == "POST" and form.is_valid():
        reason = Emergency(form.cleaned_data["reason"])
        try:
            concern = emergency_access.break_glass(
                form.cleaned_data["reference"], reason, by=request.user, at=now
            )
            return redirect("notifications:concern", concern)
        except NothingThere:
            trail.record_refusal(request.user.pk, emergency_access.REFUSED, at=now)
            form.add_error("reference", _("There is no case with this reference that you can open"))
        except TooOften:
            form.add_error(None, _("You have tried too many references. Wait an hour, or call the team."))
    context = {"form": form, "hours": emergency_access.LASTS.seconds // 3600}
    return render(request, "notifications/emergency/open.html", context, status=422 if form.errors else 200)


@page(reads=["GET"], act=Act.JUDGE_EMERGENCY)
def emergencies(request: StaffRequest) -> HttpResponse:
    """What has been opened in the teams that the person leads, and waits for a word."""
    waiting = emergency_access.waiting_for(request.user)[:100]
    return render(request, "notifications/emergency/judge.html", {"glasses": waiting})


@page(reads=[], writes=["POST"], act=Act.JUDGE_EMERGENCY)
def judge(request: StaffRequest, glass: uuid.UUID) -> HttpResponse:
    """In order, or not."""
    row = get_object_or_404(emergency_access.waiting_for(request.user), pk=glass)
    is_in_order = request.POST.get("verdict") == "in_order"
    emergency_access.judge(row, is_in_order=is_in_order, by=request.user, at=timezone.now())
    messages.success(request, _("Your judgement is saved."))
    return redirect("notifications:emergencies")
