"""The council's adoption, and whether a plan meets what the law asks of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from plans import access, requirements_check
from plans.editing import editions
from plans.forms.adoption import AdoptionForm
from plans.release import adopting
from plans.views.editing import plan_crumbs


@page(reads=["GET"], writes=["POST"])
def record(request: StaffRequest, plan: str) -> HttpResponse:
    """Which edition the council adopted, when, and the decision itself."""
    found = get_object_or_404(access.plans_worked_on_by(request.user), slug=plan)
    editions.require_editor(request.user, found)
    today = timezone.localdate()
    published = list(found.editions.once_published().defer("contacts_shown").order_by("-number"))
    form = AdoptionForm(request.POST or None, request.FILES or None, editions=published, today=today)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        edition = form.chosen()
        edition.plan = found
        day, minutes, document = told["adopted_on"], told["minutes"], told["document"]
        adopting.record(edition, day, minutes, document=document, by=request.user, at=timezone.now())
        messages.success(request, _("The adoption is recorded. It stands on the plan from now on."))
        return redirect("plans:requirements", found.slug)
    recorded = list(found.adoptions.select_related("edition", "document").defer(*adopting.HEAVY))
    context = {
        "plan": found,
        "form": form,
        "published": published,
        "recorded": recorded,
        "clock": requirements_check.clock_of(found, recorded[0] if recorded else None, on=today),
        "crumbs": plan_crumbs(found, _("The council’s adoption")),
    }
    return render(request, "plans/editing/adoption.html", context, status=422 if form.errors else 200)


@page(reads=["GET"])
def requirements(request: StaffRequest, plan: str) -> HttpResponse:
    """Each demand of the law: met or not, why, and where it is mended."""
    plans = access.plans_worked_on_by(request.user).select_related("municipality")
    found = get_object_or_404(plans, slug=plan)
    [told] = requirements_check.check_plans([found], at=timezone.now())
    context = {"plan": found, "told": told, "crumbs": plan_crumbs(found, _("What the law asks"))}
    return render(request, "plans/editing/requirements.html", context)
