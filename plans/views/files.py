"""Handing out documents that belong to a plan."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from beredskab.access.page import StaffRequest, page
from plans import access, files
from plans.vocabulary import FileKind


@page(reads=["GET"], public=True)
def file(request: StaffRequest, file: UUID) -> HttpResponse:
    """The document as the kind that it was found to be; a PDF opens, the rest is saved."""
    viewer = access.viewer_of(request)
    found = get_object_or_404(access.files_for(viewer), pk=file)
    kind = FileKind(found.kind)
    response = HttpResponse(bytes(found.content), content_type=files.CONTENT_TYPES[kind])
    disposition = content_disposition_header(kind is not FileKind.PDF, found.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
