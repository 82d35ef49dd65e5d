"""The wheel on paper: the drawing, and every turn as a row."""

import datetime as dt

from django.template.loader import render_to_string

from beredskab.organisation.models import Municipality
from plans.implementation.telling import today
from plans.models import YearlyTask
from plans.paper.card_printing import picture
from plans.paper.printing import Paper, print_fonts, safe_colour
from plans.yearly import drawing
from plans.yearly.wheel import wheel_of

FIRST, LAST = 2000, 2200


def compose(
    municipality: Municipality, subject: str, _paper: Paper, at: dt.datetime, dated: str
) -> tuple[str, str] | None:
    """The school year that begins in the year `subject`."""
    if not subject.isdigit() or not FIRST <= int(subject) <= LAST:
        return None
    tasks = YearlyTask.objects.filter(municipality=municipality).select_related("staff", "unit")
    wheel = wheel_of(tasks, municipality, int(subject), today(municipality, at))
    context = {
        "municipality": municipality,
        "language": municipality.language,
        "wheel": wheel,
        "drawing": picture(_standing_alone(drawing.draw(wheel))),
        "legend": [(picture(_standing_alone(shape)), word) for shape, word in drawing.legend()],
        "rows": [(one, picture(_standing_alone(drawing.marker(one)))) for one in wheel.turns],
        "dated": dated,
    }
    style = {"fonts": print_fonts(), "colour": safe_colour(municipality.primary_colour)}
    return render_to_string("print/yearly.html", context), render_to_string("print/yearly.css", style)


def _standing_alone(svg: str) -> str:
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
