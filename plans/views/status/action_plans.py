"""The action plans: all of them, one with its measures, and making or correcting one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.guard import may
from beredskab.access.page import StaffRequest, page
from plans.forms.measures import PlanForm
from plans.implementation import access, measures, measures_at
from plans.implementation.measures_at import MeasureStanding, PlanReport
from plans.models import ActionPlan
from plans.views.status.pieces import Asked, asked_of, crumbs_to


@page(reads=["GET"], act=Act.SEE_STATUS)
def action_plans(request: StaffRequest) -> HttpResponse:
    """The action plans; where there is one, it is opened at once."""
    asked = asked_of(request)
    plans = list(access.action_plans_for(request.user))
    if len(plans) == 1:
        return redirect(reverse("plans:action_plan", args=[plans[0].pk]) + asked.query)
    reports = measures_at.plans_at(plans, asked.day, known_on=asked.known_on)
    crumbs = crumbs_to((_("Action plans"), ""))
    shown = {"asked": asked, "form": asked.form, "reports": reports, "crumbs": crumbs}
    context = {**shown, "may_edit": may(request.user, Act.EDIT_MEASURES)}
    return render(request, "plans/status/action_plans.html", context, status=asked.code)


@page(reads=["GET"], act=Act.SEE_STATUS)
def action_plan(request: StaffRequest, plan: int) -> HttpResponse:
    """The measures of an action plan by chapter, all of them or those with one status."""
    asked = asked_of(request)
    found = get_object_or_404(access.action_plans_for(request.user), pk=plan)
    report = measures_at.plan_at(found, asked.day, known_on=asked.known_on)
    shown = request.GET.get("show", "")
    rows = [row for row in report.rows if shown in ("", row.status.value)]
    context = {
        "asked": asked,
        "form": asked.form,
        "report": report,
        "chapters": _by_chapter(rows),
        "filters": _filters(report, shown, asked),
        "may_edit": access.may_edit_action_plan(request.user, found),
        **_neighbours(found),
        "crumbs": crumbs_to((found.name, "")),
    }
    return render(request, "plans/status/action_plan.html", context, status=asked.code)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def new(request: StaffRequest) -> HttpResponse:
    """Begin an action plan."""
    form = PlanForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = measures.make_plan(form.facts(), by=request.user, at=timezone.now())
        except measures.RefusedMeasure as refused:
            form.refuse(refused)
        else:
            return redirect("plans:action_plan", made.pk)
    return _plan_page(request, form, _("New action plan"), crumbs_to((_("New action plan"), "")))


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def change(request: StaffRequest, plan: int) -> HttpResponse:
    """Correct name, period and partners of an action plan."""
    found = get_object_or_404(access.action_plans_edited_by(request.user), pk=plan)
    form = PlanForm(request.POST or None, by=request.user, plan=found)
    back = reverse("plans:action_plan", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        try:
            measures.change_plan(found, form.facts(), by=request.user, at=timezone.now())
        except measures.RefusedMeasure as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The action plan is saved."))
            return redirect(back)
    return _plan_page(
        request, form, _("Edit the action plan"), crumbs_to((found.name, back), (_("Edit"), ""))
    )


def _neighbours(plan: ActionPlan) -> dict[str, ActionPlan | None]:
    """The plans of the periods before and after."""
    beside = list(ActionPlan.objects.filter(Q(followed_by=plan) | Q(follows=plan)))
    return {
        "before": next((one for one in beside if one.pk == plan.follows_id), None),
        "after": next((one for one in beside if one.follows_id == plan.pk), None),
    }


def _plan_page(
    request: StaffRequest, form: PlanForm, title: str, crumbs: list[tuple[str, str]]
) -> HttpResponse:
    shown = {"form": form, "title": title, "crumbs": crumbs}
    return render(request, "plans/status/plan_form.html", shown, status=422 if form.errors else 200)


def _by_chapter(rows: list[MeasureStanding]) -> list[tuple[str, list[MeasureStanding]]]:
    """Chapters in the order of the plan; measures without one come first."""
    chapters: dict[tuple[int, str], list[MeasureStanding]] = {}
    for row in rows:
        chapter = row.measure.chapter
        key = (chapter.position, chapter.title) if chapter else (0, "")
        chapters.setdefault(key, []).append(row)
    return [(title, chapters[place, title]) for place, title in sorted(chapters)]


def _filters(report: PlanReport, shown: str, asked: Asked) -> list[dict[str, object]]:
    choices = [("", _("All"), report.distribution.denominator)]
    choices += [(x.status.value, str(x.status.label), x.count) for x in report.distribution.shares if x.count]
    return [
        {
            "label": label,
            "url": f"?{urlencode({**asked.parts, **({'show': value} if value else {})})}",
            "current": value == shown,
            "count": count,
        }
        for value, label, count in choices
    ]
