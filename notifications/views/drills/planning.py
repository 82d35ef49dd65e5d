"""Planning a drill, following it, and what it showed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden, may
from beredskab.access.page import StaffRequest, page
from beredskab.organisation.models import Staff, Team, Unit
from notifications.drills import access, gaps, measures, planning, results, running, scenarios
from notifications.drills.gaps import Missing
from notifications.drills.participants import people_of
from notifications.drills.planning import RefusedDrill
from notifications.drills.results import Result
from notifications.drills.words import Ask
from notifications.forms.drill_parts import GapForm
from notifications.forms.drills import DrillForm, initial_days, initial_of, initial_of_case
from notifications.models import Drill
from notifications.views.drills.pieces import crumbs, facts_of, figures_of, teams_of
from notifications.vocabulary import Stage
from plans.access import units_followed_by
from plans.implementation.access import action_plans_edited_by
from plans.models import Measure


@page(reads=["GET"])
def overview(request: StaffRequest) -> HttpResponse:
    """My part in drills, my team's, and those that I plan or follow."""
    staff = request.user
    plans, kept = may(staff, Act.PLAN_DRILLS), Q(drill__aborted_at__isnull=True)
    context = {
        "mine": access.players_of(staff).filter(kept).order_by("-told_at"),
        "announced": access.announced_to(staff),
        "cases": access.cases_for(staff).filter(kept).order_by("-arrived_at"),
        "may_plan": plans,
        "today": planning.today(request.municipality, timezone.now()),
        "drills": access.drills_for(staff).select_related("planned_by") if plans else [],
    }
    return render(request, "notifications/drills/overview.html", context)


@page(reads=["GET"], act=Act.PLAN_DRILLS)
def choose(request: StaffRequest) -> HttpResponse:
    """Which invented case?"""
    context = {
        "scenarios": scenarios.all_scenarios().values(),
        "own": scenarios.OWN,
        "crumbs": crumbs((_("Plan a drill"), "")),
    }
    return render(request, "notifications/drills/choose.html", context)


@page(reads=["GET"], writes=["POST"], act=Act.PLAN_DRILLS)
def new(request: StaffRequest, scenario: str) -> HttpResponse:
    """From a case of the catalogue, or an empty one."""
    today = planning.today(request.municipality, timezone.now())
    found = scenarios.all_scenarios().get(scenario)
    if found is None and scenario != scenarios.OWN:
        raise Http404(scenario)
    initial = (
        initial_of_case(found.title, found.situation, found.case, today) if found else initial_days(today)
    )
    return _plan(request, initial, None, _("Plan a drill"))


@page(reads=["GET"], writes=["POST"], act=Act.PLAN_DRILLS)
def change(request: StaffRequest, drill: int) -> HttpResponse:
    """Until it begins."""
    found = _planned(request, drill)
    if found.stage is not Stage.PLANNED:
        raise Http404(drill)
    return _plan(request, initial_of(found), found, _("Change the drill"))


@page(reads=["GET"], act=Act.PLAN_DRILLS)
def one(request: StaffRequest, drill: int) -> HttpResponse:
    """The drill: what it is, who answered when, how it went, what is missing."""
    at = timezone.now()
    units = units_followed_by(request.user)
    found = _followed(request, drill, units)
    result = results.of(found, at=at)
    is_over = found.stage is Stage.FINISHED  # before that a number that grows would tell of each answer
    asks = [(ask.label, result.asks[ask.value]) for ask in Ask if ask.value in result.asks]
    context = {
        "drill": found,
        "facts": facts_of(found),
        "result": result,
        "figures": figures_of(result, is_over=is_over),
        "asks": asks if is_over and result.is_told else [],
        "people": people_of(found, found.starts_on) if found.stage is Stage.PLANNED else [],
        "players": access.named_to(request.user, found, units) if found.started_at else [],
        "teams": teams_of(result),
        "gaps": _gaps(found, result) if is_over else [],
        "may_plan": found.planned_by_id == request.user.pk or access.is_manager(request.user),
        "may_measure": may(request.user, Act.EDIT_MEASURES),
        "today": planning.today(request.municipality, at),
        "crumbs": crumbs((found.title, "")),
    }
    return render(request, "notifications/drills/drill.html", context)


@page(reads=[], writes=["POST"], act=Act.PLAN_DRILLS)
def start(request: StaffRequest, drill: int) -> HttpResponse:
    """Begin now."""
    try:
        running.start(_planned(request, drill), by=request.user, at=timezone.now())
    except RefusedDrill:
        messages.error(request, _("Nobody takes part. Change who does."))
    else:
        messages.success(request, _("The drill has begun. The participants get a mail."))
    return redirect("notifications:drill", drill)


@page(reads=[], writes=["POST"], act=Act.PLAN_DRILLS)
def finish(request: StaffRequest, drill: int) -> HttpResponse:
    """End it now."""
    running.finish(_planned(request, drill), by=request.user, at=timezone.now())
    messages.success(request, _("The drill is finished. Nobody can answer any longer."))
    return redirect("notifications:drill", drill)


@page(reads=["GET"], writes=["POST"], act=Act.PLAN_DRILLS)
def abort(request: StaffRequest, drill: int) -> HttpResponse:
    """Stop it, after asking."""
    found = _planned(request, drill)
    if request.method == "POST":
        planning.abort(found, by=request.user, at=timezone.now())
        messages.success(request, _("The drill is stopped. It counts nowhere."))
        return redirect("notifications:drill", drill)
    text = _("Nobody is asked any longer, and the drill counts nowhere. What was answered is not shown.")
    return _confirm(request, found, _("Stop the drill?"), text, _("Stop the drill"))


@page(reads=["GET"], writes=["POST"], act=Act.PLAN_DRILLS)
def delete(request: StaffRequest, drill: int) -> HttpResponse:
    """Delete it, after asking."""
    found = _planned(request, drill)
    if found.stage is Stage.RUNNING:
        raise Http404(drill)
    if request.method == "POST":
        planning.delete(found, by=request.user, at=timezone.now())
        messages.success(request, _("The drill is deleted."))
        return redirect("notifications:drills")
    text = _("The case, the answers and the result are deleted. Measures that came of it stay.")
    return _confirm(request, found, _("Delete the drill?"), text, _("Delete the drill"))


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def gap(request: StaffRequest, drill: int, gap: str) -> HttpResponse:
    """A gap becomes a measure of an action plan."""
    at = timezone.now()
    found = _followed(request, drill)
    missing = next((one for one in gaps.of(results.of(found, at=at)) if one.code == gap), None)
    if found.stage is not Stage.FINISHED or missing is None:
        raise Http404(gap)
    plans = list(action_plans_edited_by(request.user))
    form = GapForm(request.POST or None, plans=plans, initial={"title": missing.measure})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        plan = form.plans[told["plan"]]
        made = measures.propose(found, missing, plan, told["title"], by=request.user, at=at)
        messages.success(request, _("The gap is a measure now. Say who does it, and by when."))
        return redirect("plans:measure", made.pk)
    back = (found.title, reverse("notifications:drill", args=[found.pk]))
    context = {"form": form, "gap": missing, "plans": plans, "crumbs": crumbs(back, (_("Add a measure"), ""))}
    return render(request, "notifications/drills/gap.html", context, status=422 if form.errors else 200)


def _gaps(drill: Drill, result: Result) -> list[tuple[Missing, Measure | None]]:
    """Each gap with the measure it became."""
    made = measures.made_of(drill)
    return [(one, made.get(one.code)) for one in gaps.of(result)]


def _plan(request: StaffRequest, initial: dict[str, Any], drill: Drill | None, title: str) -> HttpResponse:
    units, teams = _choices(request.user)
    form = DrillForm(
        request.POST or None, municipality=request.municipality, units=units, teams=teams, initial=initial
    )
    is_good = request.method == "POST" and form.is_valid()
    if is_good and (made := _saved(request, form, drill)) is not None:
        messages.success(request, _("The drill is saved. It begins by itself on its first day."))
        return redirect("notifications:drill", made.pk)
    context = {"form": form, "title": title, "drill": drill, "crumbs": crumbs((title, ""))}
    return render(request, "notifications/drills/plan.html", context, status=422 if form.errors else 200)


def _saved(request: StaffRequest, form: DrillForm, drill: Drill | None) -> Drill | None:
    try:
        return planning.plan(form.draft(), by=request.user, at=timezone.now(), drill=drill)
    except RefusedDrill as refused:
        form.add_error(refused.field, REFUSED[refused.field]())
    except Forbidden:
        form.add_error("people", _("Name only people of the units that you lead"))
    return None


REFUSED: dict[str, Callable[[], str]] = {
    "starts_on": lambda: _("The day has passed"),
    "ends_on": lambda: _("The last day is before the first"),
    "units": lambda: _("Choose at least one unit or name somebody"),
    "title": lambda: _("The drill has begun, and cannot be changed"),
}


def _choices(staff: Staff) -> tuple[list[Unit], list[Team]]:
    """A manager plans for every unit and team, a leader for the units they lead."""
    if access.is_manager(staff):
        place = staff.municipality
        return list(place.units.order_by("name")), list(place.teams.order_by("name"))
    return units_followed_by(staff), []


def _followed(request: StaffRequest, drill: int, units: list[Unit] | None = None) -> Drill:
    own = access.drills_for(request.user, units).select_related("municipality", "planned_by")
    return get_object_or_404(own, pk=drill)


def _planned(request: StaffRequest, drill: int) -> Drill:
    own = access.drills_planned_by(request.user).select_related("municipality")
    return get_object_or_404(own, pk=drill)


def _confirm(request: StaffRequest, drill: Drill, title: str, text: str, action: str) -> HttpResponse:
    back = reverse("notifications:drill", args=[drill.pk])
    context = {
        "drill": drill,
        "title": title,
        "text": text,
        "action": action,
        "back": back,
        "crumbs": crumbs((drill.title, back), (title, "")),
    }
    return render(request, "notifications/drills/confirm.html", context)
