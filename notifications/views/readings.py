"""Who has read the case, when and why; and the draft of what a citizen is told about that."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from beredskab.access.page import StaffRequest, page
from notifications.case import readings
from notifications.models import Concern
from notifications.views.case import on_case


@page(reads=["GET"])
@on_case
def seen_by(request: StaffRequest, concern: Concern) -> HttpResponse:
    """Every opening with name, time and purpose, newest first."""
    zone = ZoneInfo(request.municipality.timezone)
    context = {"concern": concern, "visits": readings.visits(readings.of_concern(concern), zone)}
    return render(request, "notifications/case/seen_by.html", context)


@page(reads=["GET"])
@on_case
def access_report(request: StaffRequest, concern: Concern) -> HttpResponse:
    """The draft for the citizen: days and purposes, no names. Printed, looked at and released by a person."""
    zone = ZoneInfo(request.municipality.timezone)
    found = readings.of_concern(concern)
    context = {
        "concern": concern,
        "days": readings.for_citizen(found, zone, filer=concern.own_of),
        "made_at": timezone.now(),
    }
    return render(request, "notifications/case/access_report.html", context)
