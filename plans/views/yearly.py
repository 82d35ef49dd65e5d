"""The annual wheel: page and paper, its tasks and turns, and the file that a calendar fetches."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.guard import may
from beredskab.access.page import StaffRequest, page
from beredskab.outbox import calendar
from plans.forms.yearly import AddressForm, TaskForm, TurnForm
from plans.implementation.telling import today as today_of
from plans.models import YearlyTask
from plans.paper import sheets
from plans.views.sheets import given
from plans.yearly import access, addresses, drawing, happening, keeping, wheel
from plans.yearly.happening import Held
from plans.yearly.paper import FIRST, LAST
from plans.yearly.turns import school_year_of
from plans.yearly.wheel import Turn


@page(reads=["GET"])
def overview(request: StaffRequest) -> HttpResponse:
    """The wheel of a school year, all of it or what one does oneself."""
    today = today_of(request.municipality, timezone.now())
    year = _year(request, today)
    is_mine = request.GET.get("show") == "mine"
    tasks = access.tasks_of(request.user) if is_mine else access.tasks_for(request.user)
    drawn = wheel.wheel_of(tasks, request.municipality, year, today, plans=not is_mine)
    shown = {
        "wheel": drawn,
        "drawing": drawing.draw(drawn),
        "legend": drawing.legend(),
        "rows": [
            (one, drawing.marker(one), one.task is not None and access.may_tell(request.user, one.task), held)
            for one, held in _offered(request, drawn.turns, today)
        ],
        "is_mine": is_mine,
        "filters": _filters(year, is_mine),
        "before": year - 1,
        "after": year + 1,
        "may_edit": may(request.user, Act.EDIT_MEASURES),
    }
    return render(request, "plans/yearly/wheel.html", shown)


@page(reads=["GET"])
def task(request: StaffRequest, yearly: int) -> HttpResponse:
    """One task with its turns from two years back to a year ahead."""
    found = get_object_or_404(access.tasks_for(request.user), pk=yearly)
    today = today_of(request.municipality, timezone.now())
    around = (today - dt.timedelta(days=730), today + dt.timedelta(days=366))
    shown = {
        "task": found,
        "who": wheel.who_does(found),
        "turns": _offered(request, wheel.turns_between([found], *around, today), today),
        "is_over": found.until is not None and found.until < today,
        "may_tell": access.may_tell(request.user, found),
        "may_edit": may(request.user, Act.EDIT_MEASURES),
        "crumbs": _crumbs((found.title, "")),
    }
    return render(request, "plans/yearly/task.html", shown)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def add(request: StaffRequest) -> HttpResponse:
    """Put something into the wheel."""
    form = TaskForm(request.POST or None, municipality=request.municipality)
    if request.method == "POST" and form.is_valid():
        made = keeping.add(form.facts(), by=request.user, at=timezone.now())
        messages.success(request, _("It stands in the annual wheel."))
        return redirect("plans:yearly_task", made.pk)
    title = _("New in the annual wheel")
    return _form_page(request, form, title, _crumbs((title, "")))


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_MEASURES)
def change(request: StaffRequest, yearly: int) -> HttpResponse:
    """Correct what, who and when."""
    found = get_object_or_404(access.tasks_edited_by(request.user), pk=yearly)
    form = TaskForm(request.POST or None, municipality=request.municipality, task=found)
    if request.method == "POST" and form.is_valid():
        keeping.change(found, form.facts(), by=request.user, at=timezone.now())
        messages.success(request, _("It is saved."))
        return redirect("plans:yearly_task", found.pk)
    return _form_page(request, form, _("Edit"), _inside(found, _("Edit")))


@page(reads=[], writes=["POST"], act=Act.EDIT_MEASURES)
def end(request: StaffRequest, yearly: int) -> HttpResponse:
    """It comes back no more."""
    found = get_object_or_404(access.tasks_edited_by(request.user), pk=yearly)
    keeping.end(found, by=request.user, at=timezone.now())
    messages.success(request, _("It comes back no more. What became of its turns stays."))
    return redirect("plans:yearly_task", found.pk)


@page(reads=["GET"], writes=["POST"])
def turn(request: StaffRequest, yearly: int, day: str) -> HttpResponse:
    """Say what became of a turn."""
    found = get_object_or_404(access.tasks_for(request.user), pk=yearly)
    due_on = _day(day)
    if not access.may_tell(request.user, found) or not keeping.is_turn(found, due_on):
        raise Http404(day)
    at = timezone.now()
    form = TurnForm(request.POST or None, due_on=due_on, today=today_of(request.municipality, at))
    if request.method == "POST" and form.is_valid():
        keeping.tell(found, due_on, **form.told(), by=request.user, at=at)
        messages.success(request, _("It is saved."))
        return redirect("plans:yearly_task", found.pk)
    title = _("What became of it?")
    crumbs = _inside(found, title)
    shown = {"form": form, "title": title, "task": found, "due_on": due_on, "crumbs": crumbs}
    return render(request, "plans/yearly/turn.html", shown, status=422 if form.errors else 200)


@page(reads=["GET"], writes=["POST"])
def pdf(request: StaffRequest, year: int) -> HttpResponse:
    """The wheel on paper, made by the worker."""
    if not FIRST <= year <= LAST:
        raise Http404(year)
    order = sheets.Order(request.municipality, "yearly", "a4", str(year))
    url = f"{reverse('plans:yearly_pdf', args=[year])}?format=a4"
    return given(request, order, url, f"{reverse('plans:yearly')}?year={year}")


@page(reads=["GET"], writes=["POST"])
def address(request: StaffRequest) -> HttpResponse:
    """The secret address for a calendar: make it, see it once, take it back."""
    secret, now, handling = "", timezone.now(), request.POST.get("handling", "")
    if request.method == "POST" and handling == "revoke":
        addresses.revoke(by=request.user, at=now)
    elif request.method == "POST" and handling == "make":
        secret = addresses.make(only_mine="only_mine" in request.POST, by=request.user, at=now)
    current = addresses.current(request.user)
    there = request.build_absolute_uri(reverse("plans:yearly_calendar", args=[secret])) if secret else ""
    shown = {
        "current": current,
        "address": there,
        "form": AddressForm(
            has_address=current is not None, initial={"only_mine": current is not None and current.only_mine}
        ),
        "crumbs": _crumbs((_("In your calendar"), "")),
    }
    status = 422 if request.method == "POST" and handling not in ("make", "revoke") else 200
    return render(request, "plans/yearly/address.html", shown, status=status)


@page(reads=["GET"], public=True)
def calendar_file(request: StaffRequest, secret: str) -> HttpResponse:
    """For a calendar, which has no login. An address that is not in use is a missing page."""
    found = addresses.find(secret)
    if found is None or found.staff.municipality_id != request.municipality.pk:
        raise Http404
    now = timezone.now()
    with translation.override(found.staff.language or found.staff.municipality.language):
        content = calendar.text(
            addresses.due_of(found, today_of(request.municipality, now)),
            feed=found.pk,
            title=_("Annual wheel"),
            portal=settings.PORTAL_URL,
            domain=settings.MAIL_DOMAIN,
            at=now,
        )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="aarshjul.ics"'
    response["Cache-Control"] = "no-store"
    return response


def _offered(request: StaffRequest, turns: Iterable[Turn], today: dt.date) -> list[tuple[Turn, Held | None]]:
    """Each turn with what may have been it, for whoever keeps the wheel; they confirm it with one press."""
    turns, keeps = list(turns), may(request.user, Act.EDIT_MEASURES)
    offers = happening.offers(turns, request.municipality, today) if keeps else {}
    return [(one, offers.get((one.task.pk, one.due_on)) if one.task else None) for one in turns]


def _year(request: StaffRequest, today: dt.date) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
    return year if FIRST <= year <= LAST else school_year_of(today)


def _filters(year: int, is_mine: bool) -> list[dict[str, object]]:
    return [
        {"label": _("All"), "url": f"?year={year}", "current": not is_mine},
        {"label": _("What I do"), "url": f"?year={year}&show=mine", "current": is_mine},
    ]


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Http404(text) from None


def _form_page(
    request: StaffRequest, form: TaskForm, title: str, crumbs: list[tuple[str, str]]
) -> HttpResponse:
    shown = {"form": form, "title": title, "crumbs": crumbs}
    return render(request, "plans/status/plan_form.html", shown, status=422 if form.errors else 200)


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Annual wheel"), reverse("plans:yearly")), *more]


def _inside(found: YearlyTask, here: str) -> list[tuple[str, str]]:
    return _crumbs((found.title, reverse("plans:yearly_task", args=[found.pk])), (here, ""))
