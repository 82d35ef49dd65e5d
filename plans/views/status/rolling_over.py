"""An action plan goes on into the next period: a verdict on every measure, on one page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from plans.forms.rolling_over import RollOverForm
from plans.implementation import access, measures_at, rolling_over, telling
from plans.implementation.measures import RefusedMeasure
from plans.implementation.rolling_over import RefusedRollOver
from plans.models import ActionPlan
from plans.views.status.pieces import crumbs_to


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def roll_over(request: StaffRequest, plan: int) -> HttpResponse:
    """Judge the measures, in one go or little by little; then make the plan of the next period."""
    found = get_object_or_404(access.action_plans_edited_by(request.user), pk=plan)
    report = measures_at.plan_at(found, telling.today(request.municipality, timezone.now()))
    form = RollOverForm(
        request.POST or None,
        rows=report.all_rows,
        verdicts=list(rolling_over.verdicts_of(found)),
        following=ActionPlan.objects.filter(follows=found).first(),
    )
    if request.method == "POST" and form.is_valid():
        done = _judged(request, found, form)
        if done is not None:
            return done
    title = _("On to the next period")
    shown = {
        "plan": found,
        "form": form,
        "title": title,
        "crumbs": crumbs_to((found.name, reverse("plans:action_plan", args=[found.pk])), (title, "")),
    }
    return render(request, "plans/status/roll_over.html", shown, status=422 if form.errors else 200)


def _judged(request: StaffRequest, plan: ActionPlan, form: RollOverForm) -> HttpResponse | None:
    """Where to go next; None when something stands in the way, which the form then says."""
    at = timezone.now()
    try:
        rolling_over.judge(plan, form.judged(), by=request.user, at=at)
        if "roll" not in request.POST:
            messages.success(request, _("What becomes of the measures is saved."))
            return redirect("plans:roll_over", plan.pk)
        facts = form.facts()
        if facts is None:
            return None
        new = rolling_over.roll_over(plan, facts, by=request.user, at=at)
    except (RefusedRollOver, RefusedMeasure) as refused:
        form.refuse(refused)
        return None
    messages.success(request, _("The next plan is made, with the measures that go on."))
    return redirect("plans:action_plan", new.pk)
