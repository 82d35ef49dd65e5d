"""What is wrong with the plans, and where to mend it; and whether they meet the law."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from plans import access, checking, linting
from plans.models import Edition
from plans.vocabulary import EditionState


@page(reads=["GET"])
def overview(request: StaffRequest) -> HttpResponse:
    """The plans one works on, how far each is from being in order, and the other checks."""
    access.require_some_editing(request.user)
    plans = access.plans_worked_on_by(request.user)
    living = Edition.objects.exclude(state=EditionState.SUPERSEDED).filter(plan__in=plans)
    newest = {one.plan_id: one for one in living.select_related("plan").order_by("plan_id", "number")}
    context = {
        "editions": list(newest.values()),
        "others": [(other.name, other.title()) for other in checking.others()],
        "cards": checking.check_cards(request.municipality, at=timezone.now()),
        "crumbs": [(_("Editing"), reverse("plans:editing")), (_("Check of the plans"), "")],
    }
    return render(request, "plans/editing/check.html", context)


@page(reads=["GET"])
def plan(request: StaffRequest, plan: str) -> HttpResponse:
    """Everything that is wrong with the edition in the making, else with the one in force."""
    found = get_object_or_404(access.plans_worked_on_by(request.user), slug=plan)
    living = Edition.objects.exclude(state=EditionState.SUPERSEDED).filter(plan=found)
    edition = get_object_or_404(living.select_related("plan__municipality").order_by("-number")[:1])
    findings = checking.check_edition(edition, at=timezone.now())
    title = _("Check: %s") % found.title
    return _findings(request, title, findings, edition=edition)


@page(reads=["GET"])
def other(request: StaffRequest, check: str) -> HttpResponse:
    """What another part of the portal finds, for example routes that end nowhere."""
    access.require_some_editing(request.user)
    known = {one.name: one for one in checking.others()}
    if check not in known:
        raise Http404(check)
    findings = known[check].check(request.municipality, timezone.now())
    return _findings(request, known[check].title(), linting.in_order(findings))


def _findings(
    request: StaffRequest, title: str, findings: list[linting.Finding], **more: Any
) -> HttpResponse:
    red = [one for one in findings if one.is_red]
    context = {
        "title": title,
        "red": red,
        "yellow": [one for one in findings if not one.is_red],
        "crumbs": [
            (_("Editing"), reverse("plans:editing")),
            (_("Check of the plans"), reverse("plans:check")),
            (title, ""),
        ],
        **more,
    }
    return render(request, "plans/editing/check_findings.html", context)
