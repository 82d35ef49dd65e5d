"""One person: for an administrator all of it, for a leader where they work and when they are away."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from beredskab.administration import leaving
from beredskab.administration.forms.staffing import AwayForm, EmployForm, JobForm, LeaveForm, TakeOnForm
from beredskab.administration.models import PersonChangeKind
from beredskab.administration.staffing import access, away, correcting, employing, rights
from beredskab.administration.staffing.showing import facts_of, way_to
from beredskab.administration.staffing.words import words_of, words_of_request
from beredskab.organisation.models import Membership, Profession, Staff


@page(reads=["GET"])
def person(request: StaffRequest, person: int) -> HttpResponse:
    """Everything there is to say and do; a leader sees neither roles nor teams."""
    today = timezone.localdate()
    people = correcting.with_way_in(access.people_managed_by(request.user, today))
    found = get_object_or_404(people, pk=person)
    is_administrator = access.is_administrator(request.user)
    jobs = list(access.jobs_managed_by(request.user, today).filter(staff=found).order_by("order", "pk"))
    context: dict[str, Any] = {
        "person": found,
        "rows": facts_of(found, is_administrator=is_administrator, has_app=found.has_app),
        "jobs": jobs,
        "today": today,
        "is_administrator": is_administrator,
        "may_say_away": away.may_say_away(request.user, found, today),
        "is_self": found.pk == request.user.pk,
        "crumbs": [*way_to(request), (_("One person"), "")],
    }
    if context["may_say_away"]:
        context["absences"] = list(away.absences_of(found, today))
    if is_administrator:
        context["rights"] = [(one, words_of(one)) for one in rights.rights_of(found)]
        waiting = rights.requests_for(request.user).filter(staff=found)
        context["waiting"] = [(one, words_of_request(one)) for one in waiting]
        context["changes"] = [PersonChangeKind(kind).label for kind in found.way_in_changes]
        context["may_reset"] = found.has_app and not context["is_self"]
    return render(request, "administration/person.html", context)


@page(reads=["GET"], writes=["POST"])
def take_on(request: StaffRequest) -> HttpResponse:
    """Somebody begins."""
    access.require_some(request.user)
    form = TakeOnForm(_posted(request), **_places(request))
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            found, is_new = employing.take_on(
                told["email"],
                told["name"],
                told["phone"],
                form.job(),
                by=request.user,
                at=timezone.now(),
            )
            words = _("Saved. There is a login now.") if is_new else _("Saved. The login was there already.")
            messages.success(request, words)
            return redirect("administration:person", found.pk)
        except employing.HasATeam:
            form.add_error("email", _has_a_team())
        except employing.ListedTwice:
            form.add_error("email", _("Works there already, with that profession"))
    lead = _("They sign in with their work login. A mail tells them that the portal is there.")
    return _form(request, form, _("Somebody new"), lead, None)


@page(reads=["GET"], writes=["POST"])
def employ(request: StaffRequest, person: int) -> HttpResponse:
    """One employment more."""
    found = _somebody(request, person, timezone.localdate())
    form = EmployForm(_posted(request), **_places(request))
    if form.is_bound and form.is_valid():
        try:
            employing.employ(found, form.job(), by=request.user, at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("administration:person", found.pk)
        except employing.HasATeam:
            form.add_error(None, _has_a_team())
        except employing.ListedTwice:
            form.add_error("profession", _("Works there already, with that profession"))
    return _form(request, form, _("Works here as well"), "", found)


@page(reads=["GET"], writes=["POST"])
def job(request: StaffRequest, person: int, job: int) -> HttpResponse:
    """Another profession, or other days."""
    today = timezone.localdate()
    found = _somebody(request, person, today)
    one = get_object_or_404(access.jobs_managed_by(request.user, today).filter(staff=found), pk=job)
    professions = Profession.objects.filter(municipality=request.municipality)
    form = JobForm(_posted(request), job=one, units=[one.unit], professions=professions)
    if form.is_bound and form.is_valid():
        try:
            employing.change(one, form.job(one.unit), by=request.user, at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect(_after(request, found))
        except employing.ListedTwice:
            form.add_error("profession", _("Works there already, with that profession"))
    is_listed = one.source != Membership.Source.HAND
    lead = _("The staff list said this. The next list may say it again.") if is_listed else ""
    return _form(request, form, one.unit.name, lead, found)


@page(reads=["GET"], writes=["POST"])
def say_away(request: StaffRequest, person: int) -> HttpResponse:
    """Away or on leave from a day on."""
    today = timezone.localdate()
    found = _somebody(request, person, today)
    if not away.may_say_away(request.user, found, today):
        raise Http404
    people = access.colleagues_of(found, today, by=request.user)
    form = AwayForm(_posted(request), people=people, today=today)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        away.say(
            found,
            since=told["since"],
            until=told["until"],
            stand_in=form.people.get(told["stand_in"]),
            is_leave=told["is_leave"] == "yes",
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Saved. What cannot wait goes on."))
        return redirect(_after(request, found))
    return _form(request, form, _("Away or on leave"), "", found)


@page(reads=[], writes=["POST"])
def back(request: StaffRequest, person: int, absence: UUID) -> HttpResponse:
    """Back at work, or not going after all."""
    today = timezone.localdate()
    found = _somebody(request, person, today)
    one = get_object_or_404(away.absences_of(found, today), pk=absence)
    away.say_back(one, by=request.user, at=timezone.now())
    messages.success(request, _("Saved: back at work."))
    return redirect(_after(request, found))


@page(reads=["GET"], writes=["POST"])
def leave(request: StaffRequest, person: int) -> HttpResponse:
    """Somebody leaves: what happens by itself, what one does oneself, and the last day."""
    today = timezone.localdate()
    found = _somebody(request, person, today)
    if found.pk == request.user.pk:
        raise Http404
    form = LeaveForm(_posted(request), today=today)
    if form.is_bound and form.is_valid():
        try:
            day = form.cleaned_data["last_day"]
            employing.leave(found, last_day=day, by=request.user, at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect(_after(request, found))
        except leaving.LastAdministrator:
            form.add_error(None, last_administrator())
    jobs = access.jobs_managed_by(request.user, today).filter(staff=found).order_by("order", "pk")
    context = {
        "form": form,
        "person": found,
        "jobs": jobs,
        "answers_alone": access.answers_alone_for(request.user, found, today),
        "crumbs": [*way_to(request, found), (_("Somebody leaves"), "")],
    }
    return render(request, "administration/leaver.html", context, status=422 if form.errors else 200)


def last_administrator() -> str:
    """Why the last one stays."""
    return _("Nobody else administers the portal. Name another administrator first.")


def _has_a_team() -> str:
    return _("This person belongs to a receiving team. An administrator enters where they work.")


def _somebody(request: StaffRequest, person: int, today: dt.date) -> Staff:
    return get_object_or_404(access.people_managed_by(request.user, today), pk=person)


def _posted(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _places(request: StaffRequest) -> dict[str, Any]:
    return {
        "units": access.units_managed_by(request.user),
        "professions": Profession.objects.filter(municipality=request.municipality),
    }


def _after(request: StaffRequest, found: Staff) -> str:
    """The person's page; the list once a leader has ended the last employment there."""
    if access.may_manage(request.user, found, timezone.localdate()):
        return reverse("administration:person", args=[found.pk])
    return way_to(request)[-1][1]


def _form(request: StaffRequest, form: Any, title: str, lead: str, found: Staff | None) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "person": found,
        "crumbs": [*way_to(request, found), (title, "")],
    }
    return render(request, "administration/person_form.html", context, status=422 if form.errors else 200)
