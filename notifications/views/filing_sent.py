"""What the filer sees of what was sent: receipt, the two PDFs, the list of one's own."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from notifications import access, filing, receipt_files, receipts
from notifications.attachments import keeping
from notifications.case.waiting_for_filer import waiting_for
from notifications.consulting import asking
from notifications.drafting import bundles
from notifications.filing import AlreadySent
from notifications.forms.filing import DiscardForm
from notifications.other_teams import forwarding
from notifications.proof import keeping as proving
from notifications.receipts import Receipt
from notifications.views.filing_check import calls_of, groups_of
from notifications.views.filing_draft import Draft, opened, own
from plans import prose
from plans.paper import printing

#: One's own sent concerns on one page; older ones follow by keyset.
SHOWN = 50


@page(reads=["GET"], act=Act.FILE_CONCERN)
def mine(request: StaffRequest) -> HttpResponse:
    """»My notifications«: drafts first, then what was sent, newest first. Nothing about a child."""
    drafts = access.drafts_for(request.user).order_by("-saved_at")[:SHOWN]
    sent = access.followed_concerns_for(request.user).select_related("team")
    before = request.GET.get("foer", "")
    if before:
        sent = sent.filter(filed_at__lt=_moment(before))
    rows = list(sent.order_by("-filed_at")[: SHOWN + 1])
    context = {
        "drafts": [] if before else drafts,
        "questions": [] if before else asking.asked_by(request.user).order_by("-asked_at")[:SHOWN],
        "sent": rows[:SHOWN],
        "unread": waiting_for(request.user).unread if rows else (),
        "leads_school": filing.leads_school(request.user, on=timezone.localdate()),
        "older": str(rows[SHOWN - 1].filed_at) if len(rows) > SHOWN else "",
    }
    return render(request, "notifications/filing/mine.html", context)


@page(reads=["GET"], act=Act.FILE_CONCERN)
def receipt(request: StaffRequest, draft: uuid.UUID) -> HttpResponse:
    """The receipt of a sent concern; a draft has none yet."""
    one = _sent(request, draft)
    context = {
        "concern": one.concern,
        "receipt": (made := _receipt(one)),
        "points": [prose.render_inline(point) for point in made.points],  # numbers to press
        "appeal": prose.render(made.appeal) if made.appeal else "",
        "case_url": _case_url(request, one),
        "is_waiting": one.concern.receipt_sent_at is None,
        "can_print": not printing.why_off(),
        "children": () if one.opened.is_part else bundles.other_children(one.stored, one.concern.suspects),
        "is_part": one.opened.is_part,
    }
    return render(request, "notifications/filing/receipt.html", context)


@page(reads=["GET"], act=Act.FILE_CONCERN)
def receipt_pdf(request: StaffRequest, draft: uuid.UUID) -> HttpResponse:
    """The receipt without names: reference, times and what to do, nothing about anybody."""
    one = _sent(request, draft)
    return _pdf(receipt_files.nameless(_receipt(one), request.municipality), "kvittering")


@page(reads=["GET"], act=Act.FILE_CONCERN)
def full_copy(request: StaffRequest, draft: uuid.UUID) -> HttpResponse:
    """»The file stays on this computer«: read this before the full copy."""
    concern = own(request, draft)
    if access.may_continue(request.user, concern):
        raise Http404
    context = {"concern": concern, "can_print": not printing.why_off()}
    return render(request, "notifications/filing/full_copy.html", context)


@page(reads=["GET"], act=Act.FILE_CONCERN)
def full_copy_pdf(request: StaffRequest, draft: uuid.UUID) -> HttpResponse:
    """Everything that was sent, as a PDF; nothing of what went to a sealed team (rule A-62)."""
    one = _sent(request, draft)
    if one.opened.is_part:
        raise Http404
    # a picture can show where a protected family lives
    files = [] if one.concern.is_protected else keeping.of_concern(one.opened)
    pictures = keeping.pictures_of(one.opened, files)
    made = receipt_files.full(
        _receipt(one), groups_of(one, for_paper=True), request.municipality, files, pictures
    )
    return _pdf(made, "underretning")


@page(reads=["GET"], act=Act.FILE_CONCERN)
def sheet(request: StaffRequest, draft: uuid.UUID) -> HttpResponse:
    """What was sent, on the screen: the alternative to a file on a shared computer."""
    one = _sent(request, draft)
    context = {
        "concern": one.concern,
        "groups": () if one.opened.is_part else groups_of(one),
        "is_part": one.opened.is_part,
        "files": keeping.of_concern(one.opened),
        "proof": proving.shown(one.concern, one.opened, one.stored),
    }
    return render(request, "notifications/filing/sheet.html", context)


@page(reads=["GET"], writes=["POST"], act=Act.FILE_CONCERN)
def discard(request: StaffRequest, draft: uuid.UUID) -> HttpResponse:
    """»I have notified in another way – delete the draft«."""
    concern = own(request, draft)
    if not access.may_continue(request.user, concern):
        raise Http404
    if request.method == "POST":
        try:
            filing.discard(concern, by=request.user, at=timezone.now())
        except AlreadySent:
            return redirect("notifications:receipt", draft)
        return redirect("notifications:mine")
    context = {"concern": concern, "form": DiscardForm()}
    return render(request, "notifications/filing/discard.html", context)


def _case_url(request: StaffRequest, one: Draft) -> str:
    """Where whoever took it down goes on as a receiver; empty for a filer, and where another team has it."""
    if not one.concern.is_taken_down or not access.may_read(request.user, one.concern):
        return ""
    return reverse("notifications:concern", args=[one.concern.pk])


def _sent(request: StaffRequest, draft: uuid.UUID) -> Draft:
    """A sent concern of one's own, else 404."""
    concern = own(request, draft)
    if not access.may_follow(request.user, concern):
        raise Http404
    return opened(request, concern, timezone.now())


def _receipt(one: Draft) -> Receipt:
    sent_on = forwarding.last_of(one.concern, one.opened)
    calls = calls_of(one)
    proof = proving.shown(one.concern, one.opened, one.stored)
    mark = proof.fingerprint if proof else ""
    return receipts.receipt_of(one.concern, one.answers, one.stored, one.contacts, sent_on, calls, mark)


def _moment(text: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _pdf(content: bytes, name: str) -> HttpResponse:
    """A download whose name says nothing about anybody."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
