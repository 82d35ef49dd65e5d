"""Sheets and whole plans as PDFs: what the worker has made is given out, what is missing is asked for."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden, may
from beredskab.access.page import StaffRequest, page
from plans import access
from plans.paper import sheets
from plans.paper.printing import PAPERS

KINDS = {
    "anbefalinger": "recommendations",
    "lommekort": "pocket",
    "kontakter": "contacts",
    "teamkort": "control-team",
}
OF_A_PLAN = {"paa-en-side": "one-page", "personalemoede": "handout"}


@page(reads=["GET"], writes=["POST"])
def sheet(request: StaffRequest, sheet: str) -> HttpResponse:
    """A sheet for staff; the one that shows the status is for those who may see the status."""
    if sheet not in KINDS:
        raise Http404(sheet)
    kind = KINDS[sheet]
    if kind == "recommendations" and not may(request.user, Act.SEE_STATUS):
        raise Forbidden(Act.SEE_STATUS)
    size = request.GET.get("format", "").lower()
    size = size if size in sheets.KINDS[kind].sizes else sheets.KINDS[kind].sizes[0]
    order = sheets.Order(request.municipality, kind, size)
    url = f"{reverse('plans:sheet', args=[sheet])}?format={size}"
    return given(request, order, url, reverse("plans:posters"))


@page(reads=["GET"], writes=["POST"], public=True, for_every_cache=True)
def plan_pdf(request: StaffRequest, plan: str) -> HttpResponse:
    """The public part of the plan in force, the same file for everybody."""
    viewer = access.viewer_of(request)
    order = sheets.Order(viewer.municipality, "plan", next(iter(PAPERS)), plan)
    url = f"{reverse('plans:plan_pdf', args=[plan])}?format=a4"
    return given(request, order, url, reverse("plans:plan", args=[plan]))


@page(reads=["GET"], writes=["POST"])
def of_a_plan(request: StaffRequest, plan: str, sheet: str) -> HttpResponse:
    """The plan on one page, or what has changed as slides for the staff meeting."""
    if sheet not in OF_A_PLAN:
        raise Http404(sheet)
    kind = OF_A_PLAN[sheet]
    size = request.GET.get("format", "").lower()
    size = size if size in sheets.KINDS[kind].sizes else "a4"
    order = sheets.Order(request.municipality, kind, size, plan)
    url = f"{reverse('plans:plan_sheet', args=[plan, sheet])}?format={size}"
    return given(request, order, url, reverse("plans:posters"))


@page(reads=["GET"], writes=["POST"])
def guide(request: StaffRequest, role: str) -> HttpResponse:
    """The quick guide of a role, for anybody who works here: a leader prints it for a new colleague."""
    order = sheets.Order(request.municipality, "guide", "a4", role)
    return given(request, order, f"{reverse('plans:guide', args=[role])}?format=a4", reverse("help"))


def given(request: StaffRequest, order: sheets.Order, url: str, back: str) -> HttpResponse:
    """The file as the worker made it, or the page that asks for it; `url` carries the format."""
    at = timezone.now()
    if request.method == "POST":
        if not sheets.is_there(order, at=at):
            raise Http404(order.kind)
        sheets.ask_for(order, at=at)
        return redirect(f"{url}&asked=1")
    file = sheets.kept(order, at=at)
    if file is None or file.pdf is None:
        if file is None and not sheets.is_there(order, at=at):
            raise Http404(order.kind)
        refusal = sheets.refusal_text(file) if file else ""
        shown = {"url": url, "back": back, "refusal": refusal, "asked": "asked" in request.GET}
        waiting = render(request, "plans/posters/sheet.html", shown)
        waiting["Cache-Control"] = "no-store"  # the file may be there the next moment
        return waiting
    response = HttpResponse(bytes(file.pdf), content_type="application/pdf")
    name = sheets.file_name(file, order.municipality)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
