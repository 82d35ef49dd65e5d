"""The plans as a whole: overview, contents, editions, versions of a section, search."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.organisation.models import Contact
from beredskab.ui.numbers import take_numbers
from plans import access, reading, requirements_check, searching, showing
from plans.editing import comparing
from plans.forms.reading import SearchForm
from plans.models import Block, Edition, EditionSection, SectionVersion
from plans.numbers.contacts import contacts_in_force
from plans.release import adopting
from plans.views import pieces
from plans.views.lens import Lens, lens_of
from plans.views.menus import chapter_id, crumbs, section_url


@page(public=True, for_every_cache=True)
def index(request: StaffRequest) -> HttpResponse:
    """Both plans, and what I am to read in them."""
    viewer = access.viewer_of(request)
    lines = reading.lines_in_force(viewer)
    context = {
        "plans": _plans(lines),
        "my_part": _my_part(viewer, lines),
        "roles": _roles(viewer),
        "search_form": SearchForm(action=reverse("plans:search")),
    }
    return render(request, "plans/index.html", context)


def _my_part(viewer: access.Viewer, lines: list[EditionSection]) -> SafeString | None:
    """What somebody who is logged in is to read."""
    if viewer.staff is None:
        return None
    at = now()
    contacts = contacts_in_force(viewer.municipality, at, viewer.unit)
    return pieces.my_part(viewer, reading.reading_of(viewer.staff, lines), contacts, at)


@page(public=True, for_every_cache=True)
def plan(request: StaffRequest, plan: str) -> HttpResponse:
    """The contents of one plan, by chapter."""
    viewer = access.viewer_of(request)
    found = [line for line in reading.lines_in_force(viewer) if line.edition.plan.slug == plan]
    if not found:
        raise Http404(plan)
    lens = lens_of(request, viewer, showing.profession_names(viewer.municipality))
    edition = found[0].edition
    standing = reading.reading_of(viewer.staff, found) if viewer.staff else reading.Reading()
    adoption = adopting.adoption_of(edition)
    context = {
        "plan": edition.plan,
        "edition": edition,
        "lens": lens,
        "adoption": adoption,
        "clock": requirements_check.clock_of(edition.plan, adoption, on=localdate()),
        "chapters": _chapters(_seen(found, lens), lens, standing),
        "all_count": len(found),
        "crumbs": [(_("Preparedness plan"), reverse("plans:index")), (edition.plan.title, "")],
    }
    return render(request, "plans/plan.html", context)


@page(public=True, for_every_cache=True)
def edition(request: StaffRequest, plan: str, number: int) -> HttpResponse:
    """Any edition that was ever published, whole and as it was, contacts as shown included."""
    viewer = access.viewer_of(request)
    editions = access.editions_for(viewer).select_related("plan", "approved_by")
    found = get_object_or_404(editions, plan__slug=plan, number=number)
    lines = _whole(viewer, found)
    names = showing.profession_names(viewer.municipality)
    at = now()
    current = contacts_in_force(viewer.municipality, at)
    take_numbers(request, current, at)
    frame = showing.Frame(_as_shown(found, viewer, current), at, names, viewer.staff is None)
    sections = [(line, showing.show(_seen_blocks(line.version), frame, None)) for line in lines]
    context = {
        "edition": found,
        "plan": found.plan,
        "adoption": adopting.adoption_of(found),
        "sections": sections,
        "others": _editions_of(viewer, found),
        "crumbs": [
            (_("Preparedness plan"), reverse("plans:index")),
            (found.plan.title, reverse("plans:plan", args=[plan])),
            (_("Edition %(number)s") % {"number": number}, ""),
        ],
    }
    return render(request, "plans/edition.html", context)


@page(public=True, for_every_cache=True)
def versions(request: StaffRequest, plan: str, section: str) -> HttpResponse:
    """What changed in a section and when, block by block."""
    viewer = access.viewer_of(request)
    lines = reading.lines_in_force(viewer)
    line = next((o for o in lines if (o.edition.plan.slug, o.section.slug) == (plan, section)), None)
    if line is None:
        raise Http404(section)
    context = {
        "line": line,
        "versions": _history(viewer, line),
        "crumbs": crumbs(line, below=_("Versions")),
    }
    return render(request, "plans/versions.html", context)


@page(public=True)
def search(request: StaffRequest) -> HttpResponse:
    """Sections in force that hold all the words."""
    viewer = access.viewer_of(request)
    form = SearchForm(request.GET or None, action=reverse("plans:search"))
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = searching.find(viewer, words)
    context = {"form": form, "words": words, "found": found, "query": urlencode({"find": found.words})}
    context["may_edit"] = viewer.staff is not None and guard.may(viewer.staff, Act.EDIT_PLAN)
    return render(request, "plans/search.html", context)


def _roles(viewer: access.Viewer) -> dict[str, str]:
    """For staff whose profession nobody has entered: the ones to choose from."""
    if viewer.staff is None or viewer.staff.professions():
        return {}
    return showing.profession_names(viewer.municipality)


def _plans(lines: Iterable[EditionSection]) -> list[dict[str, Any]]:
    return [
        {"edition": edition, "plan": edition.plan, "count": len(list(group))}
        for edition, group in groupby(lines, key=lambda line: line.edition)
    ]


def _seen(lines: list[EditionSection], lens: Lens) -> list[EditionSection]:
    if lens.professions is None:
        return lines
    return [
        line
        for line in lines
        if not line.version.professions or not lens.professions.isdisjoint(line.version.professions)
    ]


def _chapters(lines: list[EditionSection], lens: Lens, standing: reading.Reading) -> list[dict[str, Any]]:
    items = {item.line.pk: item for item in standing.items}
    return [
        {
            "id": chapter_id(name),
            "name": name,
            "rows": [
                {"line": one, "url": section_url(one, lens), "item": items.get(one.pk)} for one in group
            ],
        }
        for name, group in groupby(lines, key=lambda line: line.version.chapter)
    ]


def _editions_of(viewer: access.Viewer, edition: Edition) -> QuerySet[Edition]:
    """Every edition of the same plan, the newest first, with the one that it brought back."""
    found = access.editions_for(viewer).filter(plan=edition.plan).select_related("brings_back")
    return found.defer("contacts_shown", "brings_back__contacts_shown").order_by("-number")


def _whole(viewer: access.Viewer, edition: Edition) -> QuerySet[EditionSection]:
    seen = Prefetch("version__blocks", queryset=access.blocks_for(viewer), to_attr="seen")
    lines = access.lines_for(viewer).filter(edition=edition)
    return lines.select_related("section", "version").prefetch_related(seen).order_by("position")


def _as_shown(edition: Edition, viewer: access.Viewer, current: dict[str, Contact]) -> dict[str, Contact]:
    """Living numbers for the edition in force, those of its time for an older one."""
    if edition.superseded_at is None:
        return current
    return showing.contacts_as_they_were(edition.contacts_shown, viewer.municipality)


def _history(viewer: access.Viewer, line: EditionSection) -> list[dict[str, Any]]:
    """Newest first: each version with its edition and how it differs from the one before."""
    blocks = Prefetch("blocks", queryset=access.blocks_for(viewer), to_attr="seen")
    editions = Prefetch(
        "lines", queryset=EditionSection.objects.select_related("edition").order_by("edition__number")
    )
    found = SectionVersion.objects.filter(section=line.section_id, frozen_at__isnull=False)
    versions = list(found.order_by("-number").prefetch_related(blocks, editions))
    older: list[SectionVersion | None] = [*versions[1:], None]
    return [_told(one, before) for one, before in zip(versions, older, strict=True)]


def _seen_blocks(version: SectionVersion) -> list[Block]:
    """What the prefetch kept under `seen`: the blocks that this reader may see."""
    return version.seen  # type: ignore[attr-defined, no-any-return]  # to_attr of the prefetch


def _told(version: SectionVersion, before: SectionVersion | None) -> dict[str, Any]:
    blocks = _seen_blocks(version)
    old = _seen_blocks(before) if before else []
    return {
        "version": version,
        "edition": version.lines.all()[0].edition,
        "differences": comparing.compare(old, blocks) if before else [],
        "is_first": before is None,
        "title_before": before.title if before and before.title != version.title else "",
    }
