"""The rota: who has the inbox today and the days to come, who is away, and changing both."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.guard import may
from beredskab.access.page import StaffRequest, page
from beredskab.organisation.models import Absence, Team
from notifications.forms.rota import AbsenceForm, ShiftForm
from notifications.rota import absences, shifts
from notifications.rota.shifts import OnDuty

#: Days that the page looks ahead.
AHEAD = 14


@page(reads=["GET"], act=Act.SEE_ROTA)
def rota(request: StaffRequest) -> HttpResponse:
    """Every team of the person: who has the inbox now, and the next two weeks."""
    day = shifts.today(request.municipality, timezone.now())
    teams = list(shifts.teams_for(request.user))
    duty = shifts.on_duty(teams, day, AHEAD)
    days = [day + dt.timedelta(days=n) for n in range(AHEAD)]
    away = shifts.absent([team.pk for team in teams], day, day + dt.timedelta(days=AHEAD))
    context = {
        "teams": [
            {
                "team": team,
                "now": duty.get((team.pk, day), OnDuty()),
                "days": _spans([(one, duty.get((team.pk, one), OnDuty())) for one in days]),
            }
            for team in teams
        ],
        "away": away,
        "may_see_routing": may(request.user, Act.SEE_ROUTING),
        "may_see_statistics": may(request.user, Act.SEE_STATISTICS),
    }
    return render(request, "notifications/rota/rota.html", context)


@page(reads=["GET"], writes=["POST"], act=Act.SEE_ROTA)
def plan(request: StaffRequest, team: str) -> HttpResponse:
    """Holder and deputies of one team for some days."""
    at = timezone.now()
    found = get_object_or_404(shifts.planned_teams_for(request.user), slug=team)
    people = shifts.people_of([found])[found.pk]
    day = shifts.today(request.municipality, at)
    initial = {"starts_on": day, "ends_on": day + dt.timedelta(days=6 - day.weekday())}
    form = ShiftForm(request.POST or None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        shifts.plan(
            found,
            starts_on=told["starts_on"],
            ends_on=told["ends_on"],
            people=form.chosen(),
            by=request.user,
            at=at,
        )
        messages.success(request, _("The rota is saved."))
        return redirect("notifications:rota")
    return _form(request, form, _("Plan the rota"), found)


@page(reads=["GET"], writes=["POST"], act=Act.SEE_ROTA)
def absent(request: StaffRequest, team: str) -> HttpResponse:
    """Somebody of the team is away; anybody of the team may say so."""
    at = timezone.now()
    found = get_object_or_404(shifts.planned_teams_for(request.user), slug=team)
    people = shifts.people_of([found])[found.pk]
    form = AbsenceForm(request.POST or None, people=people, today=shifts.today(request.municipality, at))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        absences.set_absent(
            form.people[told["absent"]],
            since=told["starts_on"],
            until=told["ends_on"],
            stand_in=form.people.get(told["stand_in"]),
            by=request.user,
            at=at,
        )
        messages.success(request, _("The absence is saved. Open cases go on."))
        return redirect("notifications:rota")
    return _form(request, form, _("Somebody is away"), found)


@page(reads=[], writes=["POST"], act=Act.SEE_ROTA)
def back(request: StaffRequest, absence: uuid.UUID) -> HttpResponse:
    """They are back at work."""
    found = get_object_or_404(Absence, pk=absence, staff__municipality=request.user.municipality_id)
    absences.end(found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Saved: back at work."))
    return redirect("notifications:rota")


def _form(request: StaffRequest, form: ShiftForm | AbsenceForm, title: str, team: Team) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "title": title,
        "team": team,
        "crumbs": [(_("Rota"), reverse("notifications:rota")), (title, "")],
    }
    status = 422 if form.errors else 200
    return render(request, "notifications/rota/form.html", context, status=status)


def _spans(days: list[tuple[dt.date, OnDuty]]) -> list[dict[str, Any]]:
    """Neighbouring days with the same people are one line."""
    spans: list[dict[str, Any]] = []
    for day, duty in days:
        if spans and spans[-1]["people"] == duty.people:
            spans[-1]["last"] = day
        else:
            spans.append({"first": day, "last": day, "people": duty.people})
    return spans
