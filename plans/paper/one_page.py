"""A plan on a page: who calls whom, drawn from the routing rules, and what everybody does first."""

import datetime as dt

from django.template.loader import render_to_string

from beredskab.organisation.models import Municipality
from plans import access
from plans.paper import number_sheets, who_calls
from plans.paper.printing import AIR, Paper, print_fonts, safe_colour, scaled


def compose(
    municipality: Municipality, subject: str, paper: Paper, at: dt.datetime, dated: str
) -> tuple[str, str] | None:
    """The page of the plan in force with this slug; None without such a plan or without rules."""
    plan = access.plans_for(access.Viewer(municipality, None)).filter(slug=subject).first()
    matrix = who_calls.matrix(municipality, plan.kind, at) if plan else None
    if plan is None or matrix is None:
        return None
    context = {
        "municipality": municipality,
        "plan": plan,
        "matrix": matrix,
        "first": number_sheets.first_numbers(municipality, at),
        "address": municipality.short_address or municipality.host,
        "dated": dated,
    }
    colour = safe_colour(municipality.primary_colour)
    style = render_to_string("print/one_page.css", {"fonts": print_fonts(), "colour": colour, "air": AIR})
    size = f"@page {{ size: {paper.height}mm {paper.width}mm }}\n"
    return render_to_string("print/one_page.html", context), scaled(style, paper.scale) + size
