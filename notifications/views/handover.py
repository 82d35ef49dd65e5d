"""The case goes to the case system: the files are made, sent or downloaded, and the receipt is recorded."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from beredskab.vault import safe
from notifications.forms.handover import HAND_OVER, WAYS, HandOverForm, ReceiptForm
from notifications.handover import channels, document, sending
from notifications.handover.sending import Files, NothingToReceipt
from notifications.lifecycle import allows
from notifications.models import Concern
from notifications.protecting import is_hidden
from notifications.views import case_page, purposes
from notifications.views.case import ask, done, handled_or_404, is_sealed, on_case, read_or_404, typed
from notifications.views.case_file import CaseFile
from notifications.vocabulary import Channel, Move, State
from plans.paper.printing import CannotPrint, font_address, press


@page(reads=["GET"], writes=["POST"])
@on_case
def hand_over(request: StaffRequest, concern: Concern) -> HttpResponse:
    """Hand the case over, or decide with a reason that no copy is needed."""
    form = HandOverForm(typed(request))
    if request.method == "POST" and form.is_valid() and allows(State(concern.state), Move.HAND_OVER):
        return _hand_over(request, concern, form)
    if request.method == "POST" and form.is_valid():
        if sending.latest(concern) is not None:
            return redirect("notifications:handover", concern.pk)
        form.add_error(None, _("Record the decision first. What you have written is still below."))
    way, locked = WAYS[channels.in_use()], is_sealed(concern)
    return ask(request, concern, "hand_over", form, way=way, is_sealed=locked)


def _hand_over(request: StaffRequest, concern: Concern, form: HandOverForm) -> HttpResponse:
    now = timezone.now()
    if form.cleaned_data["choice"] != HAND_OVER:
        sending.decide_nothing(concern, form.cleaned_data["reason"], by=request.user, at=now)
        return done(request, concern, _("It is recorded that the case is not handed over."))
    try:
        files = files_of(read_or_404(request, concern.pk))
    except CannotPrint:
        form.add_error(None, _("The PDF cannot be made right now. Try again in a while."))
        return ask(request, concern, "hand_over", form, way=WAYS[channels.in_use()])
    sending.hand_over(concern, files, by=request.user, at=now)
    return redirect("notifications:handover", concern.pk)


@page(reads=["GET"], writes=["POST"])
@on_case
def handover(request: StaffRequest, concern: Concern) -> HttpResponse:
    """How it stands: sent or not, the files, the receipt."""
    row = sending.latest(concern)
    if row is None:
        return redirect("notifications:hand_over", concern.pk)
    now, form = timezone.now(), ReceiptForm(typed(request) if "number" in request.POST else None)
    if request.method == "POST" and "again" in request.POST:
        try:
            sending.send_again(concern, by=request.user, at=now)
        except NothingToReceipt:
            return redirect("notifications:handover", concern.pk)
        if not is_sealed(concern):
            return done(request, concern, _("It is sent again within a minute."))
        return redirect("notifications:handover", concern.pk)
    if request.method == "POST" and form.is_valid():
        sending.record_receipt(concern, form.cleaned_data["number"], by=request.user, at=now)
        return done(request, concern, _("The receipt is recorded."))
    opened = safe.open_for(concern.pk, by=request.user, at=now, purpose="handover")
    context = {
        "concern": concern,
        "row": row,
        "fault": _fault(row.fault),
        "form": form,
        "number": sending.receipt_of(row, opened),
        "is_sent_by_itself": row.channel in {Channel.FOLDER, Channel.WEBHOOK},
        "is_nothing": row.channel == Channel.NOTHING,
        "is_sealed": is_sealed(concern),
    }
    status = 422 if form.errors or (request.method == "POST") else 200
    return render(request, "notifications/case/handover.html", context, status=status)


def _fault(stored: str) -> str:
    """What went wrong, for somebody who calls those who run the case system; the code stands beside it."""
    if stored.startswith("Status"):
        return _("the case system answered with an error (%(code)s)") % {
            "code": stored.removeprefix("Status")
        }
    return _("the case system could not be reached (%(code)s)") % {"code": stored}


@page(reads=["GET"])
def handover_file(request: StaffRequest, concern: uuid.UUID, kind: str) -> HttpResponse:
    """One of the two files, exactly as it was made."""
    found = handled_or_404(request, concern)
    if purposes.is_missing(request, found):
        return redirect("notifications:handover", concern)
    row = sending.latest(found)
    if row is None or row.file is None or kind not in {"json", "pdf"}:
        raise Http404
    opened = safe.open_for(found.pk, by=request.user, at=timezone.now(), purpose="handover")
    parcel = sending.parcel_of(row, opened, found)
    content, mime = (parcel.file, "application/json") if kind == "json" else (parcel.paper, "application/pdf")
    response = HttpResponse(content, content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{parcel.stem}.{kind}"'
    return response


def files_of(file: CaseFile) -> Files:
    """Both files of an opened case. Raises CannotPrint."""
    made = document.document(
        file.concern,
        answers=answers_of(file),
        happened=file.happened,
        clocks=file.clocks,
        names=file.people,
        made_at=timezone.now(),
    )
    return Files(document.as_text(made), paper_of(file))


def answers_of(file: CaseFile) -> list[dict[str, Any]]:
    """Question by question, in words and with the names of the fields."""
    return [
        {
            "question": entry.question.value,
            "title": entry.title,
            "lines": [
                {
                    "field": row.field,
                    "label": row.label,
                    "text": row.words,
                    "is_quote": row.is_quote,
                    "is_protected": file.concern.is_protected and is_hidden(entry.question, row.field),
                }
                for row in entry.rows
            ],
        }
        for group in file.groups
        for entry in group.entries
        if entry.rows
    ]


def paper_of(file: CaseFile) -> bytes:
    """The case as a PDF: the notification as sent, then everything that happened."""
    municipality = file.concern.municipality
    language = translation.get_language() or "da"
    context = {
        "concern": file.concern,
        "file": file,
        "municipality": municipality,
        "language": language,
        "entries": case_page.chronology(file),
        "filer": file.name_of(file.concern.filed_by_id),
    }
    fonts = {name.replace("-", "_"): font_address(name) for name in ("regular", "semibold")}
    css = render_to_string("print/receipt.css", {"fonts": fonts})
    return press(render_to_string("print/handover.html", context), css).pdf
