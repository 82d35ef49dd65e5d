"""Measures out of and into a spreadsheet; before anything is taken in, every line says what becomes of it."""

import base64
import binascii

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.audit import trail
from beredskab.ui.spreadsheets import FORMATS
from plans.forms.measure_files import TableForm
from plans.implementation import access, measures_at, telling
from plans.implementation.exporting import measures_table
from plans.implementation.importing import Outcome, RefusedImport, import_measures, try_out
from plans.implementation.measure_files import UnreadableFile, read
from plans.models import ActionPlan
from plans.views.status.pieces import crumbs_to


@page(reads=["GET"], act=Act.SEE_STATUS)
def export(request: StaffRequest, plan: int, ending: str) -> HttpResponse:
    """The measures with who answers for them, and how far each is today."""
    if ending not in FORMATS:
        raise Http404(ending)
    found = get_object_or_404(access.action_plans_for(request.user), pk=plan)
    at = timezone.now()
    table = measures_table(measures_at.plan_at(found, telling.today(request.municipality, at)))
    make, media_type = FORMATS[ending]
    response = HttpResponse(make(table), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="tiltag-{found.pk}.{ending}"'
    trail.record(request.user.pk, "measures.exported", found.pk, at=at, format=ending)
    return response


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def take_in(request: StaffRequest, plan: int) -> HttpResponse:
    """Choose a table, look at what becomes of every line, then take it in."""
    found = get_object_or_404(access.action_plans_edited_by(request.user), pk=plan)
    if "table" in request.POST:
        return _apply(request, found)
    form = TableForm(request.POST or None, request.FILES or None)
    outcome, content = None, b""
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"]
        try:
            outcome = try_out(read(content), found.name, found.municipality, at=timezone.now())
        except (UnreadableFile, RefusedImport) as fault:
            form.add_error("file", str(fault))
    way = (found.name, reverse("plans:action_plan", args=[found.pk]))
    shown = {
        "plan": found,
        "form": form if outcome is None else None,
        "outcome": outcome,
        "lines": _fates(outcome) if outcome else [],
        "table": base64.b64encode(content).decode() if outcome else "",
        "crumbs": crumbs_to(way, (_("Take in a table"), "")),
    }
    return render(request, "plans/status/take_in.html", shown, status=422 if form.errors else 200)


def _apply(request: StaffRequest, plan: ActionPlan) -> HttpResponse:
    try:
        file = read(base64.b64decode(request.POST["table"], validate=True))
        outcome = import_measures(file, plan.name, plan.municipality, at=timezone.now(), by=request.user)
    except (UnreadableFile, RefusedImport, binascii.Error):
        messages.error(request, _("The table could not be taken in. Choose the file again."))
        return redirect("plans:take_in_measures", plan.pk)
    words = {"added": len(outcome.added), "changed": len(outcome.changed)}
    messages.success(request, _("Taken in: %(added)d new, %(changed)d changed.") % words)
    return redirect("plans:action_plan", plan.pk)


def _fates(outcome: Outcome) -> list[tuple[str, str, list[str]]]:
    columns = {
        "title": _("Title"),
        "chapter": _("Chapter"),
        "responsible": _("Responsible"),
        "responsible_text": _("Responsible"),
        "owners": _("Owners"),
        "due_on": _("Date"),
        "due_text": _("Date"),
        "note": _("Note"),
        "status_text": _("In the words of the source"),
        "recommendations": _("Serves recommendations"),
    }
    changed = [
        (number, "changed", list(dict.fromkeys(columns[name] for name in outcome.what[number])))
        for number in outcome.changed
    ]
    return [
        *((number, "added", []) for number in outcome.added),
        *changed,
        *((number, "unchanged", []) for number in outcome.unchanged),
        *((number, "kept", []) for number in outcome.not_in_file),
    ]
