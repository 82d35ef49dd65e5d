"""Who works here: everybody by name, the tree of units, what job titles mean."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.administration import approving, directory, starting
from beredskab.administration.directory import Look
from beredskab.administration.forms.importing import TitlesForm
from beredskab.administration.forms.people import SearchForm
from beredskab.administration.health import Words
from beredskab.administration.importing import meanings
from beredskab.administration.staffing import waiting
from beredskab.organisation.models import Profession, Staff, Unit


@page(reads=["GET"])
def home(request: StaffRequest) -> HttpResponse:
    """What there is to run; for whoever administers nothing, what they are a second pair of eyes for."""
    if guard.may(request.user, Act.ADMINISTER):
        return render(request, "administration/home.html", {})
    cards = list(_to_decide(request.user))
    if not cards:
        raise PermissionDenied(Act.ADMINISTER)
    if starting.may_see(request.user):
        text = _("From an empty portal to a municipality that works, step by step.")
        cards.append(_card(_("Getting started"), text, reverse("administration:start"), 0))
    return render(request, "administration/deciding.html", {"cards": cards})


def _to_decide(staff: Staff) -> Iterator[dict[str, object]]:
    """Cards with what waits on each; the count is the one of the front page."""
    if guard.may(staff, Act.APPROVE_RIGHTS) or guard.may(staff, Act.LEAD_TEAM):
        text = _("Who belongs to which team, and what waits for a second person’s yes.")
        yield _card(_("Access"), text, reverse("administration:rights"), waiting.waiting_for(staff))
    counts = {one.name: count for one, count in approving.waiting_for(staff)}
    for one in approving.decisions_for(staff):
        yield _card(one.title, one.text, one.url, counts.get(one.name, 0))


def _card(title: Words, text: Words, url: str, count: int) -> dict[str, object]:
    told = ngettext("%(n)s waits for your answer", "%(n)s wait for your answer", count) % {"n": count}
    return {"title": title, "text": text, "url": url, "action": told if count else ""}


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def people(request: StaffRequest) -> HttpResponse:
    """Everybody, fifty at a time. A search is posted: a name belongs in no address."""
    return _people(request, [_administration(), (_("People"), "")], directory.SHOWN)


@page(reads=["GET"], writes=["POST"], act=Act.MANAGE_UNIT)
def my_people(request: StaffRequest) -> HttpResponse:
    """The same for a leader: who works in the units they lead, and below."""
    crumbs = [(_("My unit"), reverse("plans:leader")), (_("My employees"), "")]
    return _people(request, crumbs, directory.SHOWN_TO_LEADERS)


def _people(request: StaffRequest, crumbs: list[tuple[str, str]], shown: tuple[str, ...]) -> HttpResponse:
    form = SearchForm(request.POST or None)
    look = _look(request, form.cleaned_data["words"] if form.is_bound and form.is_valid() else "")
    found = directory.page_of(request.user, look, timezone.localdate())
    context = {
        "page_of": found,
        "today": timezone.localdate(),
        "form": form,
        "look": look,
        "filters": [_filter(request, look, show) for show in shown],
        "next_url": _url(request, look, found.next_after) if found.next_after and not look.words else "",
        "first_url": _url(request, look) if look.after else "",
        "is_administrator": crumbs[0] == _administration(),
        "all_url": request.path,
        "crumbs": crumbs,
    }
    return render(request, "administration/people.html", context, status=422 if form.errors else 200)


@page(reads=["GET"], act=Act.ADMINISTER)
def units(request: StaffRequest) -> HttpResponse:
    """The tree of units with leaders and how many work there."""
    shown = directory.units_with_counts(request.user, timezone.localdate())
    crumbs = [_administration(), (_("Units"), "")]
    return render(request, "administration/units.html", {"units": shown, "crumbs": crumbs})


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def titles(request: StaffRequest) -> HttpResponse:
    """What the titles of the staff system mean: who reads which part of the plan."""
    found = meanings.titles_of(request.municipality)
    professions = list(Profession.objects.filter(municipality=request.municipality))
    form = TitlesForm(request.POST or None, titles=found, professions=professions)
    if request.method == "POST" and form.is_valid():
        changed = meanings.say(form.meant(), by=request.user, at=timezone.now())
        told = ngettext(
            "Saved. %(count)d employment has another profession now.",
            "Saved. %(count)d employments have another profession now.",
            changed,
        )
        messages.success(request, told % {"count": changed})
        return redirect("administration:titles")
    unsaid = sum(not one.is_known for one in form.titles)
    crumbs = [_administration(), (_("Job titles"), "")]
    context = {"form": form, "titles": form.titles, "unsaid": unsaid, "crumbs": crumbs}
    return render(request, "administration/titles.html", context, status=422 if form.errors else 200)


def _look(request: StaffRequest, words: str) -> Look:
    told = request.GET
    show = told.get("show", "")
    after = told.get("after", "")
    wanted = told.get("unit", "")
    units = Unit.objects.filter(municipality=request.municipality, slug=wanted)
    return Look(
        show if show in directory.SHOWN else directory.WORKING,
        units.first() if wanted.isprintable() else None,
        words,
        int(after) if after.isascii() and after.isdigit() and len(after) < 18 else None,
    )


def _filter(request: StaffRequest, look: Look, show: str) -> dict[str, object]:
    words = {
        directory.WORKING: _("With a login"),
        directory.WITHOUT_PROFESSION: _("Without a profession"),
        directory.WITHOUT_WORK: _("Without an employment"),
        directory.LEFT: _("Have left"),
    }
    url = _url(request, Look(show, look.unit))
    return {"label": words[show], "url": url, "current": look.show == show}


def _url(request: StaffRequest, look: Look, after: int | None = None) -> str:
    told = {"show": look.show}
    if look.unit:
        told["unit"] = look.unit.slug
    if after:
        told["after"] = str(after)
    return f"{request.path}?{urlencode(told)}"


def _administration() -> tuple[str, str]:
    return (_("Administration"), reverse("administration:home"))
