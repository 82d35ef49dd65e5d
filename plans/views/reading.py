"""Reading the plan: a section, and saying that one has read it."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from plans import access, checking, in_force, reading, searching, showing, since_read
from plans.forms.reading import AcknowledgeForm
from plans.models import EditionSection
from plans.numbers.contacts import contacts_in_force
from plans.views import pieces, trying
from plans.views.lens import lens_of
from plans.views.menus import crumbs


@page(reads=["GET"], writes=["POST"], public=True, for_every_cache=True)
def section(request: StaffRequest, plan: str, section: str) -> HttpResponse:
    """One section of the edition in force, for the reader's profession, with its acknowledgement."""
    viewer = access.viewer_of(request)
    line, lines = _line_in_force(viewer, plan, section)
    if request.method == "POST" and viewer.staff is None:
        return redirect_to_login(request.path)
    names = showing.profession_names(viewer.municipality)
    lens = lens_of(request, viewer, names)
    questions = trying.tried(request, viewer, line, lens)
    sent = trying.sent_form(questions)
    confirm = AcknowledgeForm(
        None if sent else request.POST or None, initial={"version": line.version.number}
    )
    if sent is not None and sent.is_valid():
        return trying.take(request, line, sent)
    if confirm.is_valid():
        return _acknowledge(request, line, confirm.cleaned_data["version"])
    context = {
        "line": line,
        "version": line.version,
        "lens": lens,
        "menu": pieces.menu(viewer, lines, line, lens),
        "crumbs": crumbs(line),
        "audience": [names.get(slug, slug) for slug in line.version.professions],
        "appeared": in_force.appeared(line),
        **_body(request, viewer, pieces.body(viewer, line, lens, names, now())),
        "form_url": checking.form_step_url(line.version.form_step) if viewer.staff else "",
        "taken_down": in_force.hidden_blocks(viewer, line) if viewer.staff else 0,
        "questions": trying.drawn(request, viewer, line, questions),
        "confirm": confirm,
        "form": sent or confirm,
        **_standing(request, viewer, lines, line),
    }
    return render(request, "plans/section.html", context, status=422 if request.method == "POST" else 200)


def _body(request: HttpRequest, viewer: access.Viewer, body: pieces.Body) -> dict[str, Any]:
    """The section's words; for whoever comes from a search, with what they looked for marked."""
    words = request.GET.get("find", "")
    wanted = searching.pattern_of(viewer, words) if words else None
    if wanted is None:
        return {"body": body}
    return {"body": replace(body, html=searching.mark(body.html, wanted)), "looked_for": words[:80]}


def _line_in_force(
    viewer: access.Viewer, plan: str, section: str
) -> tuple[EditionSection, list[EditionSection]]:
    """The section's line and the lines of all plans in force; 404 when nothing of it may be seen."""
    lines = reading.lines_in_force(viewer)
    for line in lines:
        if line.section.slug == section and line.edition.plan.slug == plan:
            return line, lines
    raise Http404(section)


def _acknowledge(request: StaffRequest, line: EditionSection, seen: int) -> HttpResponse:
    here = reverse("plans:section", args=[line.edition.plan.slug, line.section.slug])
    try:
        reading.acknowledge(line, version_number=seen, by=request.user, at=now())
    except reading.SectionMovedOn:
        return redirect(f"{here}?changed=1")
    return redirect(f"{here}#acknowledged")


def _standing(
    request: HttpRequest, viewer: access.Viewer, lines: list[EditionSection], line: EditionSection
) -> dict[str, Any]:
    """How the reader stands to this section, and what is next on their list."""
    if viewer.staff is None:
        return {}
    found = reading.reading_of(viewer.staff, lines)
    item = next(one for one in found.items if one.line.pk == line.pk)
    rest = [one for one in found.missing if one.line.pk != line.pk]
    contacts = contacts_in_force(viewer.municipality, now(), viewer.unit)
    return {
        "item": item,
        "news": next(iter(since_read.news_of(viewer, [item], contacts)), None),
        "following": rest[0] if rest else None,
        "overdue": item.ruling.is_overdue(localdate()),
        "moved_on": _("The section changed while you read it. Read the new version and confirm it.")
        if request.GET.get("changed")
        else "",
    }
