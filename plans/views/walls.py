"""Where posters hang, all posters of a unit in one file, and all posters of the municipality made anew."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.organisation.models import Unit
from plans import access
from plans.forms.walls import HangForm, RunForm
from plans.models import ActionCard, Hanging, PosterRun
from plans.paper import batches, posters, walls
from plans.paper.printing import PAPERS


@page(reads=["GET"])
def overview(request: StaffRequest) -> HttpResponse:
    """The units whose walls this person keeps, with how many posters hang and how many are old."""
    units = access.wall_units_for(request.user, timezone.localdate())
    found = walls.counts(units)
    rows = [(unit, *found.get(unit.pk, (0, 0))) for unit in units]
    context = {"rows": rows, "crumbs": [(_("Posters"), reverse("plans:posters")), (_("On the walls"), "")]}
    return render(request, "plans/posters/walls.html", context)


@page(reads=["GET"], writes=["POST"])
def unit(request: StaffRequest, unit: str) -> HttpResponse:
    """What hangs in one unit; a poster is written down here."""
    found = _unit(request, unit)
    at = timezone.now()
    cards = list(access.cards_for(access.viewer_of(request)))
    form = HangForm(request.POST or None, cards=cards)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        card = next(one for one in cards if one.slug == told["card"])
        facts = {"version": told["version"], "size": told["size"], "room": told["room"]}
        try:
            walls.hang(found, card, **facts, by=request.user, at=at)
        except walls.NeverPrinted:
            form.add_error("version", _("There has never been a poster of this card with this version"))
        else:
            messages.success(request, _("It is written down."))
            return redirect("plans:wall", found.slug)
    hanging = walls.hanging_in(found)
    context = {
        "unit": found,
        "form": form,
        "hanging": [(one, _new_one(one)) for one in hanging],
        "old": sum(not one.is_current for one in hanging),
        "sizes": [(size.upper(), _zip_url(found, size)) for size in PAPERS],
        "crumbs": [
            (_("Posters"), reverse("plans:posters")),
            (_("On the walls"), reverse("plans:walls")),
            (found.name, ""),
        ],
    }
    return render(request, "plans/posters/wall.html", context, status=422 if form.errors else 200)


@page(reads=[], writes=["POST"])
def decide(request: StaffRequest, unit: str, hanging: int) -> HttpResponse:
    """Taken down, or replaced by the new one."""
    found = _unit(request, unit)
    mine = Hanging.objects.select_related("card__municipality", "poster__unit", "unit__municipality")
    one = get_object_or_404(mine, pk=hanging, unit=found)
    at = timezone.now()
    if request.POST.get("decision") == "replaced":
        try:
            walls.replace(one, by=request.user, at=at)
            messages.success(request, _("The new one is written down in the same room."))
        except walls.NeverPrinted:
            messages.warning(request, _("The new poster is being made. Try again in a moment."))
    elif request.POST.get("decision") == "down":
        walls.take_down(one, by=request.user, at=at)
        messages.success(request, _("Written down: the poster hangs no more."))
    return redirect("plans:wall", found.slug)


@page(reads=["GET"], writes=["POST"])
def bundle(request: StaffRequest, unit: str) -> HttpResponse:
    """Every poster of the unit's roles in one ZIP; what is missing is asked for."""
    found = _unit(request, unit)
    at = timezone.now()
    size = request.GET.get("format", "a4").lower()
    size = size if size in PAPERS else "a4"
    if request.method == "POST":
        batches.ask_for_bundle(found, size, at=at)
        return redirect(f"{_zip_url(found, size)}&asked=1")
    ready = batches.bundle(found, size, at=at)
    if ready.missing or not ready.files:
        context = {
            "unit": found,
            "bundle": ready,
            "all": len(ready.files) + len(ready.missing) + len(ready.refused),
            "url": _zip_url(found, size),
            "asked": "asked" in request.GET,
        }
        return render(request, "plans/posters/bundle.html", context)
    response = HttpResponse(batches.zipped(ready.files), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="plakater-{found.slug}_{size.upper()}.zip"'
    return response


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_PLAN)
def run(request: StaffRequest) -> HttpResponse:
    """All posters of the municipality: start, look, stop, go on."""
    at = timezone.now()
    latest = PosterRun.objects.filter(municipality=request.municipality).select_related("asked_by").first()
    form = RunForm(request.POST if "decision" not in request.POST and request.POST else None)
    if request.method == "POST":
        try:
            if "decision" in request.POST and latest is not None:
                decision = batches.stop if request.POST["decision"] == "stop" else batches.resume
                decision(latest, by=request.user, at=at)
                return redirect("plans:poster_run")
            if form.is_valid():
                batches.start(request.municipality, form.cleaned_data["sizes"], by=request.user, at=at)
                return redirect("plans:poster_run")
        except batches.RunsAlready:
            messages.info(request, _("The posters are being made already."))
            return redirect("plans:poster_run")
    context = {
        "form": form,
        "run": latest,
        "all": len(latest.work) if latest else 0,
        "crumbs": [(_("Editing"), reverse("plans:editing")), (_("All posters"), "")],
    }
    return render(request, "plans/editing/poster_run.html", context, status=422 if form.errors else 200)


def _unit(request: StaffRequest, slug: str) -> Unit:
    found = [one for one in access.wall_units_for(request.user, timezone.localdate()) if one.slug == slug]
    if not found:
        raise Http404(slug)
    found[0].municipality = request.municipality
    return found[0]


def _zip_url(unit: Unit, size: str) -> str:
    return f"{reverse('plans:poster_bundle', args=[unit.slug])}?{urlencode({'format': size})}"


def _new_one(one: walls.OnTheWall) -> str:
    """Where the PDF is that replaces this one."""
    card: ActionCard = one.hanging.card
    return posters.path_of(card, one.asked, one.hanging.size)
