"""Q10: the files of one's own draft or sent notification. Reached from check page and receipt."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.vault import safe
from notifications.attachments import keeping, limits
from notifications.attachments.opening import Unsuitable
from notifications.forms.attaching import AttachForm
from notifications.views.filing_draft import Draft, open_own, own


@page(reads=["GET"], writes=["POST"], act=Act.FILE_CONCERN)
def files(request: StaffRequest, draft: uuid.UUID) -> HttpResponse:
    """What is attached, how to attach more, and what not to photograph."""
    one = open_own(request, draft, timezone.now())
    form = _form(request)
    if request.method == "POST" and form.is_valid() and _take_in(form, one):
        return redirect("notifications:files", draft)
    if request.method == "POST" and form.cleaned_data.get("chosen") and form.too_large:
        _take_in(form, one)  # one was too large; the others are kept all the same
    return _show(request, one, form)


@page(reads=[], writes=["POST"], act=Act.FILE_CONCERN)
def remove_file(request: StaffRequest, draft: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """Take a file out of a draft again."""
    concern = own(request, draft)
    if not keeping.throw_away(concern, file, by=request.user, at=timezone.now()):
        raise Http404
    return redirect("notifications:files", draft)


@page(reads=["GET"], act=Act.FILE_CONCERN)
def file_page(request: StaffRequest, draft: uuid.UUID, file: uuid.UUID, number: int) -> HttpResponse:
    """One page of one's own file, as a picture."""
    concern = own(request, draft)
    opened = safe.open_for(concern.pk, by=request.user, at=timezone.now(), purpose="file", own=True)
    if opened.is_part:
        raise Http404
    return as_picture(keeping.page_of(opened, file, number))


def as_picture(content: bytes | None) -> HttpResponse:
    """A picture that no cache keeps, under a name that says nothing; 404 where there is none."""
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/jpeg")
    response["Content-Disposition"] = 'inline; filename="side.jpg"'
    return response


def _form(request: StaffRequest) -> AttachForm:
    if request.method != "POST":
        return AttachForm()
    data, sent = request.POST, request.FILES  # reading them is what lets the file arrive
    return AttachForm(data, sent, too_large=getattr(request, "has_too_large_file", False))


def _take_in(form: AttachForm, one: Draft) -> bool:
    """Keep each of them; what is not suitable is said, with its name, and the rest is kept."""
    for sent in form.cleaned_data["chosen"]:
        try:
            keeping.take_in(one.concern, sent.name or "", sent.read(), by=one.staff, at=one.at)
        except Unsuitable as refused:
            form.add_error("chosen", f"{sent.name}: {refused.words}")
    return not form.errors


def _show(request: StaffRequest, one: Draft, form: AttachForm) -> HttpResponse:
    kept = keeping.of_concern(one.opened)
    may_add = keeping.may_add(one.staff, one.concern) and not one.opened.is_part
    context = {
        "concern": one.concern,
        "draft": one,
        "files": kept,
        "form": form if len(kept) < limits.MOST_FILES and may_add else None,
        "is_part": one.opened.is_part,
        "family": one.answering("familieraadgivningen"),
    }
    status = 422 if form.errors else 200
    return render(request, "notifications/filing/files.html", context, status=status)
