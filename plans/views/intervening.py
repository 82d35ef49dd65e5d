"""Stepping in alone: hide a block, go back to the edition before; and the second person's answer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from plans import access
from plans.contents import of_block
from plans.editing import editions
from plans.forms.intervening import ReasonForm
from plans.models import Block, Intervention
from plans.release import intervening, publishing, releasing
from plans.views.editing import back_to, crumbs, plan_crumbs
from plans.vocabulary import BlockType


@page(reads=["GET"], writes=["POST"])
def hide_block(request: StaffRequest, section: int, key: UUID) -> HttpResponse:
    """Take a block away from all readers at once; it asks why, and a colleague looks at it."""
    found = get_object_or_404(access.sections_worked_on_by(request.user), pk=section)
    editions.require_editor(request.user, found.plan)
    version = editions.version_in_force(found)
    block = Block.objects.filter(version=version, key=key).exclude(type=BlockType.STOP).first()
    if version is None or block is None:
        raise Http404(str(key))
    form = ReasonForm(request.POST or None, submit=_("Hide it from all readers now"))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        intervening.hide_block(found.plan, found, key, reason=reason, by=request.user, at=timezone.now())
        messages.success(request, _("Readers no longer see the block. A colleague has been asked to look."))
        return back_to(found, f"blok-{key}")
    context = {
        "section": found,
        "words": of_block(block).words(),
        "form": form,
        "crumbs": crumbs(found, version.title, _("Hide the block")),
    }
    return render(request, "plans/editing/hide_block.html", context, status=422 if form.errors else 200)


@page(reads=["GET"], writes=["POST"])
def go_back(request: StaffRequest, plan: str) -> HttpResponse:
    """The edition before is in force again at once; what changes for readers is shown first."""
    found = get_object_or_404(access.plans_worked_on_by(request.user), slug=plan)
    editions.require_editor(request.user, found)
    current, earlier = editions.in_force(found), intervening.earlier_edition(found)
    form = ReasonForm(request.POST or None, submit=_("Go back now"))
    if request.method == "POST" and form.is_valid() and current and earlier:
        reason = form.cleaned_data["reason"]
        made = intervening.go_back(found, reason=reason, by=request.user, at=timezone.now())
        assert made.edition is not None
        told = _("Edition %d is in force. A colleague has been asked to look.") % made.edition.number
        messages.success(request, told)
        return redirect("plans:edit_plan", found.slug)
    context = {
        "plan": found,
        "current": current,
        "earlier": earlier,
        "differences": releasing.between(current, earlier) if current and earlier else [],
        "form": form,
        "crumbs": plan_crumbs(found, _("Go back to the edition before")),
    }
    return render(request, "plans/editing/go_back.html", context, status=422 if form.errors else 200)


@page(reads=[], writes=["POST"])
def decide(request: StaffRequest, intervention: int) -> HttpResponse:
    """The second person says that it stands, or undoes it; whoever stepped in may undo it too."""
    plans = access.plans_worked_on_by(request.user)
    found = get_object_or_404(Intervention.objects.filter(plan__in=plans), pk=intervention)
    at = timezone.now()
    try:
        if request.POST.get("decision") == "undo":
            intervening.undo(found, by=request.user, at=at)
            messages.success(request, _("It is undone: readers see the plan as before."))
        else:
            intervening.confirm(found, by=request.user, at=at)
            messages.success(request, _("Confirmed."))
    except publishing.SameEyes:
        messages.warning(request, _("You did it yourself. Somebody else must confirm it."))
    except intervening.NoEarlierEdition:
        messages.warning(request, _("Another edition was published since. Nothing was undone."))
    return redirect(reverse("plans:editing"))
