"""One measure: how far it is, who does what, what shows it, and what colleagues say."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.guard import may
from beredskab.access.page import StaffRequest, page
from plans.forms.measures import CommentForm, EvidenceForm, MeasureForm, ResponsibleForm
from plans.forms.status import MeasureStatusForm
from plans.implementation import access, evidence, measures, measures_at, people, rounds, telling
from plans.implementation.measures_at import MeasureStanding
from plans.models import ActionPlan, Evidence, Measure, Responsible
from plans.views.status.pieces import crumbs_to


@page(reads=["GET"], writes=["POST"], act=Act.SEE_STATUS)
def measure(request: StaffRequest, measure: int) -> HttpResponse:
    """One measure with everything about it; whoever may, says how far it is."""
    found = _followed(request, measure)
    may_tell = may(request.user, Act.SET_STATUS) or people.answers_for(request.user, found)
    crumbs = crumbs_to(*_way(found), (_name(found), ""))
    return _told(request, found, "plans:measure", crumbs, may_tell=may_tell)


@page(reads=["GET"], writes=["POST"])
def mine_one(request: StaffRequest, measure: int) -> HttpResponse:
    """The same for somebody who answers for the measure, and follows nothing else."""
    found = get_object_or_404(
        _measures().filter(pk__in=people.measures_of(request.user).values("pk")),
        pk=measure,
    )
    crumbs = [(_("My measures"), reverse("plans:my_measures")), (_name(found), "")]
    return _told(request, found, "plans:my_measure", crumbs, may_tell=True)


def _told(
    request: StaffRequest, found: Any, door: str, crumbs: list[tuple[str, str]], *, may_tell: bool
) -> HttpResponse:
    at = timezone.now()
    today = telling.today(request.municipality, at)
    places = [one for one in measures_at.places_of(found) if one.municipality == request.user.municipality_id]
    form = MeasureStatusForm(request.POST or None, today=today, places=places)
    if request.method == "POST" and may_tell and form.is_valid():
        telling.set_measure_status(found, form.statement(), by=request.user, at=at)
        messages.success(request, _("The status is saved, and the earlier ones are kept."))
        return redirect(door, found.pk)
    standing = measures_at.plan_at(found.plan, today).row(found)
    context = {
        **_shown(request, found, standing),
        "today": today,
        "form": form if may_tell else None,
        "confirms": may_tell and standing is not None and standing.entry is not None and not standing.derived,
        "crumbs": crumbs,
    }
    return render(request, "plans/status/measure.html", context, status=422 if form.errors else 200)


def _shown(request: StaffRequest, found: Any, standing: MeasureStanding | None) -> dict[str, Any]:
    own = found.plan.municipality_id == request.user.municipality_id
    return {
        "measure": found,
        "standing": standing,
        "history": list(measures_at.history_of_measure(found)),
        "responsible": found.responsible.select_related("staff", "deputy"),
        "serves": found.recommendations.select_related("framework").order_by("framework", "number"),
        "verdict": getattr(found, "verdict", None),
        "came_from": getattr(found, "came_from", None),
        "see_also": found.see_also.order_by("position"),
        "evidence": found.evidence.filter(withdrawn_at__isnull=True).select_related("owner"),
        "comments": found.comments.select_related("said_by"),
        "comment_form": CommentForm(prefix="comment"),
        "may_edit": own and may(request.user, Act.EDIT_MEASURES),
        "follows": may(request.user, Act.SEE_STATUS),
    }


@page(reads=["GET"])
def mine(request: StaffRequest) -> HttpResponse:
    """The measures that name this person, with how far each is."""
    today = telling.today(request.municipality, timezone.now())
    named = set(people.measures_of(request.user).values_list("pk", flat=True))
    plans = ActionPlan.objects.filter(measures__in=named).distinct()
    reports = measures_at.plans_at(list(plans), today)
    rows = [row for one in reports for row in one.all_rows if row.measure.pk in named]
    return render(
        request, "plans/status/mine.html", {"rows": rows, "links": rounds.links_waiting_for(request.user)}
    )


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def add(request: StaffRequest, plan: int) -> HttpResponse:
    """A new measure of an action plan."""
    found = get_object_or_404(access.action_plans_edited_by(request.user), pk=plan)
    form = MeasureForm(request.POST or None, plan=found, by=request.user)
    crumbs = crumbs_to((found.name, reverse("plans:action_plan", args=[found.pk])), (_("New measure"), ""))
    return _saved(request, form, found, None, _("New measure"), crumbs)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def change(request: StaffRequest, measure: int) -> HttpResponse:
    """Correct what is said about a measure."""
    found = _edited(request, measure)
    form = MeasureForm(request.POST or None, plan=found.plan, by=request.user, measure=found)
    return _saved(request, form, found.plan, found, _("Edit the measure"), _beyond(found, _("Edit")))


def _saved(
    request: StaffRequest,
    form: MeasureForm,
    plan: ActionPlan,
    measure: Measure | None,
    title: str,
    crumbs: list[tuple[str, str]],
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            saved = measures.save_measure(
                plan, form.facts(), measure=measure, by=request.user, at=timezone.now()
            )
        except measures.RefusedMeasure as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The measure is saved."))
            return redirect("plans:measure", saved.pk)
    shown = {"form": form, "title": title, "crumbs": crumbs}
    return render(request, "plans/status/plan_form.html", shown, status=422 if form.errors else 200)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def responsible(request: StaffRequest, measure: int) -> HttpResponse:
    """Who does what with the measure."""
    found = _edited(request, measure)
    form = ResponsibleForm(request.POST or None, plan=found.plan)
    if request.method == "POST" and form.is_valid():
        try:
            measures.name_responsible(found, **form.named(), by=request.user, at=timezone.now())
        except measures.RefusedMeasure as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("It is saved."))
            return redirect("plans:measure_responsible", found.pk)
    named = found.responsible.select_related("staff", "deputy")
    shown = {"form": form, "measure": found, "named": named, "crumbs": _beyond(found, _("Responsible"))}
    return render(request, "plans/status/responsible.html", shown, status=422 if form.errors else 200)


@page(reads=[], writes=["POST"], act=Act.EDIT_MEASURES)
def release(request: StaffRequest, responsible: int) -> HttpResponse:
    """Somebody no longer answers for the measure."""
    plans = access.action_plans_edited_by(request.user)
    named = Responsible.objects.select_related("measure__plan").filter(measure__plan__in=plans)
    found = get_object_or_404(named, pk=responsible)
    measures.release_responsible(found, by=request.user, at=timezone.now())
    return redirect("plans:measure_responsible", found.measure_id)


@page(reads=["GET"], writes=["POST"])
def show(request: StaffRequest, measure: int) -> HttpResponse:
    """Evidence for a measure: what shows how far it is, and how long it shows that."""
    found = _answered(request, measure)
    at = timezone.now()
    today = telling.today(request.municipality, at)
    form = EvidenceForm(request.POST or None, municipality=request.municipality, today=today)
    if request.method == "POST" and form.is_valid():
        evidence.add(found, form.shown(), by=request.user, at=at)
        messages.success(request, _("It is saved."))
        return redirect(_door(request, found), found.pk)
    crumbs = _beyond_door(request, found, _("Add evidence"))
    shown = {"form": form, "title": _("What shows it?"), "crumbs": crumbs}
    return render(request, "plans/status/plan_form.html", shown, status=422 if form.errors else 200)


@page(reads=[], writes=["POST"])
def withdraw(request: StaffRequest, evidence_id: int) -> HttpResponse:
    """Take evidence of a measure back."""
    own = Evidence.objects.filter(municipality=request.user.municipality_id, measure__isnull=False)
    found = get_object_or_404(own.select_related("measure__plan"), pk=evidence_id)
    assert found.measure is not None
    if not telling.may_tell(request.user, found.measure):
        raise Http404(evidence_id)
    evidence.withdraw(found, by=request.user, at=timezone.now())
    return redirect(_door(request, found.measure), found.measure_id)


@page(reads=[], writes=["POST"])
def comment(request: StaffRequest, measure: int) -> HttpResponse:
    """Say something to the colleagues about a measure."""
    found = _answered(request, measure)
    form = CommentForm(request.POST, prefix="comment")
    if form.is_valid():
        evidence.comment(found, form.cleaned_data["text"], by=request.user, at=timezone.now())
        return redirect(_door(request, found), found.pk)
    crumbs = _beyond_door(request, found, _("Comment"))
    shown = {"form": form, "title": _("Comment"), "crumbs": crumbs}
    return render(request, "plans/status/plan_form.html", shown, status=422)


@page(reads=[], writes=["POST"])
def confirm(request: StaffRequest, measure: int) -> HttpResponse:
    """What was said last still holds."""
    found = _answered(request, measure)
    at = timezone.now()
    today = telling.today(request.municipality, at)
    standing = measures_at.plan_at(found.plan, today).row(found)
    if standing is not None and standing.entry is not None and not standing.derived:
        telling.confirm_measure(standing.entry, by=request.user, at=at)
        messages.success(request, _("The status is confirmed from today."))
    return redirect(_door(request, found), found.pk)


def _measures() -> "QuerySet[Measure]":
    """With places, and what the measure was before and is to become."""
    beside = ("verdict__goes_on_as__plan", "came_from__measure__plan")
    return measures_at.measures_with_places().select_related("chapter", "plan__municipality", *beside)


def _followed(request: StaffRequest, measure: int) -> Any:
    plans = access.action_plans_for(request.user)
    return get_object_or_404(_measures(), plan__in=plans, pk=measure)


def _edited(request: StaffRequest, measure: int) -> Measure:
    plans = access.action_plans_edited_by(request.user)
    return get_object_or_404(Measure.objects.select_related("plan", "chapter"), plan__in=plans, pk=measure)


def _answered(request: StaffRequest, measure: int) -> Measure:
    found = get_object_or_404(Measure.objects.select_related("plan"), pk=measure)
    if not telling.may_tell(request.user, found):
        raise Http404(measure)
    return found


def _door(request: StaffRequest, measure: Measure) -> str:
    follows = access.action_plans_for(request.user).filter(pk=measure.plan_id).exists()
    return "plans:measure" if follows else "plans:my_measure"


def _name(measure: Measure) -> str:
    return _("Measure %(number)s") % {"number": measure.number}


def _way(measure: Measure) -> list[tuple[str, str]]:
    return [(measure.plan.name, reverse("plans:action_plan", args=[measure.plan_id]))]


def _beyond(measure: Measure, here: str) -> list[tuple[str, str]]:
    return crumbs_to(
        *_way(measure), (_name(measure), reverse("plans:measure", args=[measure.pk])), (here, "")
    )


def _beyond_door(request: StaffRequest, measure: Measure, here: str) -> list[tuple[str, str]]:
    door = _door(request, measure)
    if door == "plans:measure":
        return _beyond(measure, here)
    mine = (_("My measures"), reverse("plans:my_measures"))
    return [mine, (_name(measure), reverse(door, args=[measure.pk])), (here, "")]
