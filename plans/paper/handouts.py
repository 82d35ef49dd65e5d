"""For the staff meeting: what has changed in the plan, what to talk about, and where to read on."""

import datetime as dt
from typing import TypeVar

from django.template.loader import render_to_string

from beredskab.organisation.models import Municipality
from plans import access, in_force
from plans.models import EditionSection
from plans.paper import number_sheets
from plans.paper.card_printing import qr_code
from plans.paper.printing import Paper, print_fonts, safe_colour

Thing = TypeVar("Thing")
NOTES, SECTIONS = 4, 5  # on one slide


def compose(
    municipality: Municipality, subject: str, paper: Paper, at: dt.datetime, dated: str
) -> tuple[str, str] | None:
    """The change note of the edition in force as slides, one thought on each; None without an edition."""
    viewer = access.Viewer(municipality, None)
    lines = [line for line in in_force.lines(viewer) if line.edition.plan.slug == subject]
    if not lines:
        return None
    edition = lines[0].edition
    address = municipality.short_address or municipality.host
    notes = [line.strip("-• ") for line in edition.change_note.splitlines() if line.strip()]
    context = {
        "municipality": municipality,
        "plan": edition.plan,
        "edition": edition,
        "notes": _slides(notes, NOTES),
        "changed": _slides(_changed(lines), SECTIONS),
        "first": number_sheets.first_numbers(municipality, at),
        "address": address,
        "code": qr_code(f"https://{address}/plan/{edition.plan.slug}/") if address else "",
        "dated": dated,
    }
    style = {"fonts": print_fonts(), "colour": safe_colour(municipality.primary_colour)}
    return render_to_string("print/handout.html", context), render_to_string("print/handout.css", style)


def _slides(things: list[Thing], most: int) -> list[list[Thing]]:
    """So many on each, shared out evenly: none stands alone on the last one."""
    slides = -(-len(things) // most)
    return [things[len(things) * n // slides : len(things) * (n + 1) // slides] for n in range(slides)]


def _changed(lines: list[EditionSection]) -> list[EditionSection]:
    """The sections that are new in this edition, the first dozen."""
    published = lines[0].edition.published_at
    return [line for line in lines if line.version.frozen_at == published][:12]
