"""My page: what the portal knows about me, and what is mine to change."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from beredskab.administration import approving, welcoming
from beredskab.administration.about_me import AboutMe, about
from beredskab.administration.forms.staffing import OwnAwayForm
from beredskab.administration.staffing import access
from beredskab.administration.staffing import away as absences
from beredskab.organisation.models import Staff


@page(reads=["GET"])
def mine(request: StaffRequest) -> HttpResponse:
    """Everybody's own; nobody else's."""
    found = about(request.user)
    context = {
        "rows": _rows(request.user, found),
        "access": _access(found),
        "elsewhere": found.elsewhere,
        "in_closed_team": found.in_closed_team,
        "decides": bool(approving.decisions_for(request.user)) and not access.is_administrator(request.user),
        "crumbs": [(_("My page"), "")],
    }
    return render(request, "administration/mine.html", context)


@page(reads=[], writes=["POST"])
def welcomed(request: StaffRequest) -> HttpResponse:
    """The first visit of a role is put away, or every one is shown again."""
    if "again" in request.POST:
        welcoming.show_again(by=request.user, at=timezone.now())
    else:
        welcoming.put_away(request.POST.get("role", ""), by=request.user, at=timezone.now())
    return redirect("home")


@page(reads=["GET"], writes=["POST"])
def away(request: StaffRequest) -> HttpResponse:
    """Somebody says of themselves that they are away; a leave is said by who leads them."""
    today, me = timezone.localdate(), request.user
    people = access.colleagues_of(me, today, by=me)
    form = OwnAwayForm(request.POST if request.method == "POST" else None, people=people, today=today)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        absences.say(
            me,
            since=told["since"],
            until=told["until"],
            stand_in=form.people.get(told["stand_in"]),
            is_leave=False,
            by=me,
            at=timezone.now(),
        )
        messages.success(request, _("Saved. What cannot wait goes on."))
        return redirect("administration:mine_away")
    context = {
        "form": form,
        "absences": absences.absences_of(me, today),
        "crumbs": [(_("My page"), reverse("administration:mine")), (_("When I am away"), "")],
    }
    return render(request, "administration/my_absence.html", context, status=422 if form.errors else 200)


@page(reads=[], writes=["POST"])
def back(request: StaffRequest, absence: UUID) -> HttpResponse:
    """Back at work, or not going after all."""
    one = get_object_or_404(absences.absences_of(request.user, timezone.localdate()), pk=absence)
    absences.say_back(one, by=request.user, at=timezone.now())
    messages.success(request, _("Saved: back at work."))
    return redirect("administration:mine_away")


def _rows(staff: Staff, found: AboutMe) -> list[dict[str, object]]:
    jobs = [f"{job.unit.name}{f' · {job.profession.name}' if job.profession else ''}" for job in found.jobs]
    return [
        {"key": _("Name"), "value": staff.name},
        {"key": _("Work e-mail"), "value": staff.email},
        {"key": _("Work phone"), "value": staff.phone or "–"},
        {"key": _("Where you work"), "lines": jobs or [_("No employment")]},
    ]


def _access(found: AboutMe) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [{"key": _("Roles"), "lines": found.roles}]
    for key, lines in (
        (_("Teams whose notifications you handle"), found.teams),
        (_("Teams you lead"), found.led_teams),
        (_("Units you lead"), found.led_units),
    ):
        if lines:
            rows.append({"key": key, "lines": lines})
    return rows
