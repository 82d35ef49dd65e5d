"""»Has this been sent?«: for whoever was given reference, time and fingerprint. Nothing else is shown."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from axes.helpers import get_client_ip_address
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from beredskab.access.page import StaffRequest, page
from notifications.forms.proof import ProofForm
from notifications.proof import keeping
from notifications.proof.keeping import Answered

STATUS = {Answered.HOLDS: 200, Answered.UNKNOWN: 200, Answered.TOO_OFTEN: 429}


@page(reads=["GET"], writes=["POST"], public=True)
def confirm(request: StaffRequest) -> HttpResponse:
    """Yes or no; no is the same for a wrong letter and for what never was."""
    municipality = request.municipality
    form = ProofForm(request.POST or None, zone=ZoneInfo(municipality.timezone))
    answered = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        answered = keeping.confirm(
            municipality.slug,
            said["reference"],
            said["sent"],
            said["fingerprint"],
            address=get_client_ip_address(request) or "",
            at=timezone.now(),
        )
    status = STATUS[answered] if answered else 422 if request.method == "POST" else 200
    return render(
        request, "notifications/proof/confirm.html", {"form": form, "answered": answered}, status=status
    )
