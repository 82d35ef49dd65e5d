"""The sets of recommendations that are followed; and writing one of the municipality's own."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.guard import may
from beredskab.access.page import StaffRequest, page
from plans.forms.frameworks import AreaForm, FrameworkForm, RecommendationForm, Refusable
from plans.implementation import access, progress
from plans.implementation import framework_making as making
from plans.models import FocusArea, Framework, Recommendation
from plans.views.status.pieces import asked_of, crumbs_to


@page(reads=["GET"], act=Act.SEE_STATUS)
def frameworks(request: StaffRequest) -> HttpResponse:
    """Every set of recommendations that is followed here, and drafts of own ones."""
    asked = asked_of(request)
    shown = {
        "reports": progress.frameworks_at(request.municipality, asked.day, known_on=asked.known_on),
        "drafts": access.frameworks_for(request.user).filter(in_force_from__isnull=True).order_by("name"),
        "may_edit": may(request.user, Act.EDIT_MEASURES),
        "crumbs": crumbs_to((_("Sets of recommendations"), "")),
    }
    return render(request, "plans/status/frameworks.html", shown)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def new(request: StaffRequest) -> HttpResponse:
    """Begin a set of the municipality's own."""
    form = FrameworkForm(request.POST or None)
    title = _("New set of recommendations")
    return _saved(
        request, form, title, _crumbs((title, "")),
        lambda: _workbench(making.make_framework(form.facts(), by=request.user, at=timezone.now())),
    )  # fmt: skip


@page(reads=["GET"], act=Act.EDIT_MEASURES)
def edit(request: StaffRequest, framework: int) -> HttpResponse:
    """The workbench: focus areas and recommendations of a draft; what is in force is only looked at."""
    found = _own(request, framework)
    rows = found.recommendations.select_related("focus_area", "drawn_in").order_by("number")
    by_area: dict[int, list[Recommendation]] = {}
    for one in rows:
        by_area.setdefault(one.drawn_in_id, []).append(one)
    versions = access.frameworks_edited_by(request.user).filter(name=found.name).order_by("-version")
    shown = {
        "framework": found,
        "areas": [(area, by_area.get(area.pk, [])) for area in found.focus_areas.order_by("number")],
        "has_recommendations": bool(by_area),
        "versions": versions,
        "crumbs": _crumbs((found.name, "")),
    }
    return render(request, "plans/status/framework_edit.html", shown)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def facts(request: StaffRequest, framework: int) -> HttpResponse:
    """Name, title and source of a draft."""
    found = _own(request, framework)
    form = FrameworkForm(request.POST or None, framework=found)
    return _saved(
        request, form, _("Name and source"), _inside(found, _("Name and source")),
        lambda: _workbench(making.change_framework(found, form.facts(), by=request.user, at=timezone.now())),
    )  # fmt: skip


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def new_area(request: StaffRequest, framework: int) -> HttpResponse:
    """Another focus area."""
    return _area(request, _own(request, framework), None)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def edit_area(request: StaffRequest, area: int) -> HttpResponse:
    """Number and words of a focus area."""
    found = _own_area(request, area)
    return _area(request, found.framework, found)


def _area(request: StaffRequest, framework: Framework, area: FocusArea | None) -> HttpResponse:
    form = AreaForm(request.POST or None, framework=framework, area=area)

    def save() -> HttpResponse:
        making.save_area(framework, form.facts(), area=area, by=request.user, at=timezone.now())
        return _workbench(framework)

    title = _("Focus area")
    return _saved(request, form, title, _inside(framework, title), save)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def new_recommendation(request: StaffRequest, framework: int) -> HttpResponse:
    """Another recommendation."""
    return _recommendation(request, _own(request, framework), None)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def edit_recommendation(request: StaffRequest, recommendation: int) -> HttpResponse:
    """Number and words of a recommendation."""
    found = _own_recommendation(request, recommendation)
    return _recommendation(request, found.framework, found)


def _recommendation(request: StaffRequest, framework: Framework, one: Recommendation | None) -> HttpResponse:
    form = RecommendationForm(request.POST or None, framework=framework, recommendation=one)

    def save() -> HttpResponse:
        told = form.facts()
        making.save_recommendation(framework, told, recommendation=one, by=request.user, at=timezone.now())
        return _workbench(framework)

    title = _("Recommendation")
    return _saved(request, form, title, _inside(framework, title), save)


@page(reads=[], writes=["POST"], act=Act.EDIT_MEASURES)
def remove_area(request: StaffRequest, area: int) -> HttpResponse:
    """Take an empty focus area out."""
    found = _own_area(request, area)
    return _unless_refused(
        request, found.framework, lambda: making.remove_area(found, by=request.user, at=timezone.now())
    )


@page(reads=[], writes=["POST"], act=Act.EDIT_MEASURES)
def remove_recommendation(request: StaffRequest, recommendation: int) -> HttpResponse:
    """Take a recommendation out of a draft."""
    found = _own_recommendation(request, recommendation)
    return _unless_refused(
        request,
        found.framework,
        lambda: making.remove_recommendation(found, by=request.user, at=timezone.now()),
    )


@page(reads=[], writes=["POST"], act=Act.EDIT_MEASURES)
def put_in_force(request: StaffRequest, framework: int) -> HttpResponse:
    """From today it is followed."""
    found = _own(request, framework)
    try:
        making.put_in_force(found, by=request.user, at=timezone.now())
    except making.RefusedFramework:
        messages.error(request, _("Write at least one recommendation first."))
        return _workbench(found)
    messages.success(request, _("The recommendations are followed from today."))
    return redirect("plans:framework_status", found.pk)


@page(reads=[], writes=["POST"], act=Act.EDIT_MEASURES)
def begin_version(request: StaffRequest, framework: int) -> HttpResponse:
    """A draft of the next version; what is in force stays until it is ready."""
    return _workbench(making.begin_version(_own(request, framework), by=request.user, at=timezone.now()))


@page(reads=[], writes=["POST"], act=Act.EDIT_MEASURES)
def discard(request: StaffRequest, framework: int) -> HttpResponse:
    """Throw a draft away."""
    found = _own(request, framework)
    try:
        making.discard(found, by=request.user, at=timezone.now())
    except making.RefusedFramework:
        messages.error(request, _("What is in force stays as it is. Begin a new version to change it."))
        return _workbench(found)
    messages.success(request, _("The draft is thrown away."))
    return redirect("plans:frameworks")


def _saved(
    request: StaffRequest,
    form: Refusable,
    title: str,
    crumbs: list[tuple[str, str]],
    save: Callable[[], HttpResponse],
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            return save()
        except making.RefusedFramework as refused:
            if not refused.field:
                words = _("What is in force stays as it is. Begin a new version to change it.")
                messages.error(request, words)
                return redirect("plans:frameworks")
            form.refuse(refused)
    shown = {"form": form, "title": title, "crumbs": crumbs}
    return render(request, "plans/status/plan_form.html", shown, status=422 if form.errors else 200)


def _unless_refused(request: StaffRequest, framework: Framework, do: Callable[[], object]) -> HttpResponse:
    try:
        do()
    except making.RefusedFramework:
        messages.error(request, _("It is in use, or in force, and stays."))
    return _workbench(framework)


def _workbench(framework: Framework) -> HttpResponse:
    return redirect("plans:edit_framework", framework.pk)


def _own(request: StaffRequest, framework: int) -> Framework:
    return get_object_or_404(access.frameworks_edited_by(request.user), pk=framework)


def _own_area(request: StaffRequest, area: int) -> FocusArea:
    own = access.frameworks_edited_by(request.user)
    return get_object_or_404(FocusArea.objects.select_related("framework"), framework__in=own, pk=area)


def _own_recommendation(request: StaffRequest, recommendation: int) -> Recommendation:
    own = access.frameworks_edited_by(request.user)
    found = Recommendation.objects.select_related("framework", "focus_area")
    return get_object_or_404(found, framework__in=own, pk=recommendation)


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs_to((_("Sets of recommendations"), reverse("plans:frameworks")), *more)


def _inside(framework: Framework, here: str) -> list[tuple[str, str]]:
    return _crumbs((framework.name, reverse("plans:edit_framework", args=[framework.pk])), (here, ""))
