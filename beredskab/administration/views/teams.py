"""Who belongs to a team: for who leads it and for a second pair of eyes. Asked anew every some months."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access import four_eyes, guard
from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.administration.forms.staffing import IntervalForm, MemberForm
from beredskab.administration.models import RecertificationLine
from beredskab.administration.staffing import recertifying, rights
from beredskab.administration.staffing.rights import HANDLE, Right
from beredskab.administration.staffing.words import words_of_request
from beredskab.organisation.models import Team


@page(reads=["GET"], writes=["POST"])
def team(request: StaffRequest, team: str) -> HttpResponse:
    """Its people, what is asked of it, what waits; who leads it may ask for one more."""
    found = get_object_or_404(recertifying.teams_for(request.user), slug=team)
    right = Right(team=found, permission=HANDLE)
    if request.method == "POST" and not rights.may_ask(request.user, right):
        raise PermissionDenied(Act.LEAD_TEAM)
    form = MemberForm(request.POST if request.method == "POST" else None, municipality=request.municipality)
    if form.is_bound and form.is_valid():
        try:
            rights.ask(form.person(), right, by=request.user, at=timezone.now())
            messages.success(request, _("Asked for. Another person has to say yes."))
            return redirect("administration:team", found.slug)
        except four_eyes.AlreadyWaiting:
            form.add_error("email", _("That was asked for already, and waits for a yes."))
        except rights.HasItAlready:
            form.add_error("email", _("Belongs to the team already"))
    return _shown(request, found, form if rights.may_ask(request.user, right) else None)


@page(reads=[], writes=["POST"])
def answer(request: StaffRequest, team: str, line: UUID) -> HttpResponse:
    """Still belongs to the team, or does not."""
    found = get_object_or_404(recertifying.teams_for(request.user), slug=team)
    one = get_object_or_404(RecertificationLine, pk=line, recertification__team=found)
    keep = request.POST.get("keep") == "yes"
    try:
        recertifying.answer(one, keep=keep, by=request.user, at=timezone.now())
        messages.success(request, _("Saved.") if keep else _("Taken away."))
    except rights.LastOfTeam:
        words = _("Nobody else belongs to the team. Notifications would reach nobody.")
        messages.error(request, words)
    return redirect("administration:team", found.slug)


@page(reads=[], writes=["POST"])
def begin(request: StaffRequest, team: str) -> HttpResponse:
    """Ask the team now."""
    found = get_object_or_404(recertifying.teams_for(request.user), slug=team)
    recertifying.begin(found, by=request.user, at=timezone.now())
    messages.success(request, _("The team is asked from today."))
    return redirect("administration:team", found.slug)


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def interval(request: StaffRequest) -> HttpResponse:
    """How often every team is asked."""
    posted = request.POST if request.method == "POST" else None
    form = IntervalForm(posted, initial={"months": request.municipality.recertification_months})
    if form.is_bound and form.is_valid():
        recertifying.set_interval(form.cleaned_data["months"], by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("administration:rights")
    title = _("How often teams are asked")
    context = {
        "form": form,
        "title": title,
        "crumbs": [(_("Access"), reverse("administration:rights")), (title, "")],
    }
    return render(request, "administration/person_form.html", context, status=422 if form.errors else 200)


def _shown(request: StaffRequest, found: Team, form: MemberForm | None) -> HttpResponse:
    asked = recertifying.running(found)
    lines = recertifying.lines_of(asked) if asked else []
    waiting = rights.requests_for(request.user).filter(team=found)
    context: dict[str, Any] = {
        "team": found,
        "asked": asked,
        "lines": [(one, recertifying.may_answer(request.user, found, one)) for one in lines],
        "people": recertifying.people_of(found),
        "waiting": [(one, words_of_request(one), rights.may_decide(request.user, one)) for one in waiting],
        "form": form,
        "may_begin": guard.may(request.user, Act.APPROVE_RIGHTS)
        or guard.may(request.user, Act.LEAD_TEAM, found),
        "crumbs": [(_("Access"), reverse("administration:rights")), (found.name, "")],
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "administration/team.html", context, status=status)
