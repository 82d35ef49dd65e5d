"""Where one is in the plan: breadcrumbs and the side menu."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from plans.models import EditionSection
from plans.views.lens import Lens

Crumbs = list[tuple[str, str]]
_ASCII = (("æ", "ae"), ("ø", "oe"), ("å", "aa"))


def section_url(line: EditionSection, lens: Lens | None = None) -> str:
    return _path(line.edition.plan.slug, line.section.slug) + (lens.query if lens else "")


@lru_cache(maxsize=2000)  # a list of sections asks for each of them; addresses never change
def _path(plan: str, section: str) -> str:
    return reverse("plans:section", args=[plan, section])


def crumbs(line: EditionSection, *, below: str = "") -> Crumbs:
    """Plans > this plan > this section, and one step further where a page lies below the section."""
    plan = line.edition.plan
    here = section_url(line) if below else ""
    found = [
        (_("Preparedness plan"), reverse("plans:index")),
        (plan.title, reverse("plans:plan", args=[plan.slug])),
        (line.version.title, here),
    ]
    return [*found, (below, "")] if below else found


def chapter_id(name: str) -> str:
    """The anchor of a chapter on the page of the plan."""
    plain = name.lower()
    for letter, letters in _ASCII:
        plain = plain.replace(letter, letters)
    return "k-" + (slugify(plain) or "0")


def side_menu(lines: Iterable[EditionSection], here: EditionSection, lens: Lens) -> list[Any]:
    """The chapters of this plan; the one we are in is open."""
    own = [line for line in lines if line.edition_id == here.edition_id]
    plan_url = reverse("plans:plan", args=[here.edition.plan.slug]) + lens.query
    return [
        _entry(chapter, list(group), here, lens, plan_url)
        for chapter, group in groupby(own, key=lambda line: line.version.chapter)
    ]


def _entry(
    chapter: str, group: list[EditionSection], here: EditionSection, lens: Lens, plan_url: str
) -> dict[str, Any]:
    is_open = any(line.pk == here.pk for line in group)
    children = [
        {
            "label": line.version.title,
            "url": section_url(line, lens),
            "current": line.pk == here.pk,
        }
        for line in group
    ]
    return {
        "label": chapter or here.edition.plan.title,
        "url": f"{plan_url}#{chapter_id(chapter)}",
        "current": False,
        "children": children if is_open else [],
    }
