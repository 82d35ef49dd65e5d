"""A quick guide for each role on one page: the numbers, five steps, three things to remember."""

import datetime as dt

from django.template.loader import render_to_string

from beredskab.organisation.models import Municipality
from beredskab.ui.guides import BY_SLUG
from plans.paper import number_sheets
from plans.paper.printing import AIR, Paper, print_fonts, safe_colour, scaled


def compose(
    municipality: Municipality, subject: str, paper: Paper, at: dt.datetime, dated: str
) -> tuple[str, str] | None:
    """The guide with this slug; None when there is none."""
    guide = BY_SLUG.get(subject)
    if guide is None:
        return None
    context = {
        "municipality": municipality,
        "guide": guide,
        "first": number_sheets.first_numbers(municipality, at),
        "address": municipality.short_address or municipality.host,
        "dated": dated,
    }
    colour = safe_colour(municipality.primary_colour)
    style = render_to_string("print/guide.css", {"fonts": print_fonts(), "colour": colour, "air": AIR})
    size = f"@page {{ size: {paper.width}mm {paper.height}mm }}\n"
    return render_to_string("print/guide.html", context), scaled(style, paper.scale) + size
