"""A whole plan on paper: contents with page numbers, bookmarks, edition and adoption; public blocks only."""

import datetime as dt
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string

from beredskab.organisation.models import Municipality
from plans import access, in_force, showing
from plans.models import Adoption, Block, EditionSection
from plans.numbers.contacts import contacts_in_force
from plans.paper.printing import Paper, print_fonts, safe_colour


def compose(
    municipality: Municipality, subject: str, _paper: Paper, at: dt.datetime, dated: str
) -> tuple[str, str] | None:
    """The edition in force of the plan with this slug, as anybody may read it; None when there is none."""
    context = told(municipality, subject, at, dated)
    if context is None:
        return None
    style = {"fonts": print_fonts(), "colour": safe_colour(municipality.primary_colour)}
    return render_to_string("print/plan.html", context), render_to_string("print/plan.css", style)


def told(municipality: Municipality, subject: str, at: dt.datetime, dated: str) -> dict[str, Any] | None:
    """The words of that edition, chapter by chapter."""
    viewer = access.Viewer(municipality, None)
    lines = [line for line in in_force.lines(viewer) if line.edition.plan.slug == subject]
    if not lines:
        return None
    edition = lines[0].edition
    adoptions = Adoption.objects.filter(plan=edition.plan_id, edition__number__lte=edition.number)
    return {
        "municipality": municipality,
        "plan": edition.plan,
        "edition": edition,
        "adoption": adoptions.first(),
        "chapters": _chapters(lines, viewer, at),
        "dated": dated,
    }


def _chapters(
    lines: list[EditionSection], viewer: access.Viewer, at: dt.datetime
) -> list[tuple[str, list[tuple[EditionSection, showing.Shown]]]]:
    """The sections under their chapters, with every block ready to print; one statement for all."""
    blocks: dict[int, list[Block]] = {}
    versions = [line.version_id for line in lines]
    for block in access.blocks_for(viewer).filter(version__in=versions):
        blocks.setdefault(block.version_id, []).append(block)
    municipality = viewer.municipality
    names = showing.profession_names(municipality)
    frame = showing.Frame(contacts_in_force(municipality, at), at, names, public_only=True)
    return [
        (name, [(one, showing.show(blocks.get(one.version_id, ()), frame, None)) for one in group])
        for name, group in groupby(lines, key=lambda line: line.version.chapter)
    ]
