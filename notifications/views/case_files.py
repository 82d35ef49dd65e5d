"""The files of a case, as pictures: a page of their own, so that nobody sees one without wanting to."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from beredskab.access.page import StaffRequest, page
from beredskab.audit import trail
from beredskab.vault import safe
from beredskab.vault.safe import Opened
from notifications import access
from notifications.attachments import keeping
from notifications.models import Concern
from notifications.views import purposes
from notifications.views.filing_files import as_picture


@page(reads=["GET"])
def case_files(request: StaffRequest, concern: uuid.UUID) -> HttpResponse:
    """Every file of the case with its pages."""
    row = _readable(request, concern)
    if purposes.is_missing(request, row):
        return purposes.ask(request, concern)
    context = {"concern": row, "files": keeping.of_concern(_opened(request, row))}
    return render(request, "notifications/case/files.html", context)


@page(reads=["GET"])
def case_file_page(request: StaffRequest, concern: uuid.UUID, file: uuid.UUID, number: int) -> HttpResponse:
    """One page, for somebody of the team; the reading is traced like every other."""
    row = _readable(request, concern)
    if purposes.is_missing(request, row):
        return redirect("notifications:case_files", concern)
    return as_picture(keeping.page_of(_opened(request, row), file, number))


def _readable(request: StaffRequest, concern: uuid.UUID) -> Concern:
    row = access.concerns_for(request.user).filter(pk=concern).first()
    if row is None:
        trail.record_refusal(request.user.pk, "concern", at=timezone.now())
        raise Http404
    return row


def _opened(request: StaffRequest, row: Concern) -> Opened:
    why = purposes.said(request, row.pk)
    purpose = why.value if why else "file"
    return safe.open_for(row.pk, by=request.user, at=timezone.now(), purpose=purpose)
