"""Editions as a whole: which there were, an old one as a draft, a draft thrown away; sections in order."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from plans import access
from plans.editing import arranging, editions
from plans.forms.intervening import NewSectionForm
from plans.models import EditionSection, Plan
from plans.views.editing import back_to, plan_crumbs
from plans.views.editing_blocks import in_a_draft
from plans.vocabulary import EditionState


@page(reads=["GET"])
def history(request: StaffRequest, plan: str) -> HttpResponse:
    """Every edition that readers have seen, with who approved it, and what can be done with it."""
    found = get_object_or_404(access.plans_worked_on_by(request.user), slug=plan)
    known = found.editions.select_related(
        "approved_by", "submitted_by", "brings_back", "origin__source__plan__municipality"
    )
    context = {
        "plan": found,
        "editions": known.once_published().defer("contacts_shown").order_by("-number"),
        "open": editions.in_the_making(found),
        "may_edit": access.may_edit(request.user, found),
        "crumbs": plan_crumbs(found, _("Editions")),
    }
    return render(request, "plans/editing/editions.html", context)


@page(reads=[], writes=["POST"])
def restore(request: StaffRequest, plan: str, number: int) -> HttpResponse:
    """An old edition's words as a new draft."""
    found = _edited(request, plan)
    old = get_object_or_404(found.editions.once_published(), number=number)
    old.plan = found
    try:
        editions.restore(old, by=request.user, at=timezone.now())
    except editions.DraftInTheWay:
        messages.warning(request, _("There is a draft already. Publish it, or throw it away first."))
        return redirect("plans:editions", found.slug)
    told = _("The draft says what edition %d said. Readers see it when it is published.") % number
    messages.success(request, told)
    return redirect("plans:edit_plan", found.slug)


@page(reads=["GET"], writes=["POST"])
@in_a_draft
def discard(request: StaffRequest, plan: str) -> HttpResponse:
    """A page of its own asks first."""
    found = _edited(request, plan)
    draft = editions.in_the_making(found)
    if draft is None or draft.state != EditionState.DRAFT:
        return redirect("plans:edit_plan", found.slug)
    if request.method == "POST":
        draft.plan = found
        editions.discard(draft, by=request.user, at=timezone.now())
        messages.success(request, _("The draft is thrown away."))
        return redirect("plans:edit_plan", found.slug)
    worked_on = draft.lines.filter(version__frozen_at__isnull=True).select_related("version")
    context = {"plan": found, "draft": draft, "worked_on": [line.version.title for line in worked_on]}
    context["crumbs"] = plan_crumbs(found, _("Throw the draft away?"))
    return render(request, "plans/editing/discard.html", context)


@page(reads=["GET"], writes=["POST"])
@in_a_draft
def new_section(request: StaffRequest, plan: str) -> HttpResponse:
    """A section begins with its title; its blocks come next."""
    found = _edited(request, plan)
    now = editions.in_the_making(found) or editions.in_force(found)
    lines = EditionSection.objects.filter(edition=now).order_by("position")
    chapters = dict.fromkeys(filter(None, lines.values_list("version__chapter", flat=True)))
    form = NewSectionForm(request.POST or None, chapters=list(chapters))
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        draft = editions.open_draft(found, by=request.user, at=at)
        told = form.cleaned_data
        made = arranging.begin_section(draft, told["title"], told["chapter"], by=request.user, at=at)
        messages.success(request, _("The section is in the draft. Add its first block."))
        return back_to(made.section)
    context = {"plan": found, "form": form, "crumbs": plan_crumbs(found, _("New section"))}
    return render(request, "plans/editing/new_section.html", context, status=422 if form.errors else 200)


@page(reads=[], writes=["POST"])
@in_a_draft
def place(request: StaffRequest, section: int) -> HttpResponse:
    """One place up or down in the plan, out of the draft, or back to what readers see."""
    found = get_object_or_404(access.sections_worked_on_by(request.user), pk=section)
    editions.require_editor(request.user, found.plan)
    at = timezone.now()
    draft = editions.open_draft(found.plan, by=request.user, at=at)
    match request.POST.get("to"):
        case "up" | "down" as way:
            arranging.move_section(draft, found, down=way == "down", by=request.user, at=at)
        case "out":
            arranging.take_out(draft, found, by=request.user, at=at)
            messages.success(request, _("The section goes out of the plan with the next edition."))
        case "back":
            editions.take_back(draft, found, by=request.user, at=at)
            messages.success(request, _("Your changes of the section are thrown away."))
    return redirect("plans:edit_plan", found.plan.slug)


def _edited(request: StaffRequest, slug: str) -> Plan:
    found = get_object_or_404(access.plans_worked_on_by(request.user), slug=slug)
    editions.require_editor(request.user, found)
    return found
