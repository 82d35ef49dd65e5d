"""My page: what the portal knows about me, and what is mine to change."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from beredskab.administration.about_me import AboutMe, about
from beredskab.organisation.models import Staff


@page(reads=["GET"])
def mine(request: StaffRequest) -> HttpResponse:
    """Everybody's own; nobody else's."""
    found = about(request.user)
    context = {"rows": _rows(request.user, found), "access": _access(found), "crumbs": [(_("My page"), "")]}
    return render(request, "administration/mine.html", context)


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
