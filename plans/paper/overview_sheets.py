"""The recommendations on one sheet: focus areas as columns, a card each with number, title and state.

Our own layout; the publication is named at the foot. A title that could not be read in the publication is
said to be missing, unless the municipality has added it.
"""

import datetime as dt
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from beredskab.organisation.models import Municipality
from plans.implementation import progress, telling
from plans.models import PaperWords
from plans.paper.card_printing import picture
from plans.paper.printing import AIR, PICTURE, Paper, print_fonts, safe_colour, scaled
from plans.vocabulary import Status

_SYMBOL = re.compile(r'<symbol id="status-([a-z-]+)"([^>]*)>(.*?)</symbol>', re.DOTALL)


def compose(
    municipality: Municipality, _subject: str, paper: Paper, at: dt.datetime, dated: str
) -> tuple[str, str] | None:
    """The sheet with every recommendation's state on the municipality's own day."""
    report = progress.framework_at(municipality, telling.today(municipality, at))
    shapes = status_shapes()
    areas = [(area, [(row, shapes[row.status.value]) for row in rows]) for area, rows in report.by_area]
    context = {
        "municipality": municipality,
        "report": report,
        "areas": areas,
        "own": PaperWords.objects.filter(municipality=municipality).defer("logo").first(),
        "picture": PICTURE,
        "legend": [(shapes[one.value], one.label) for one in Status],
        "dated": dated,
    }
    style = render_to_string(
        "print/recommendations.css",
        {"fonts": print_fonts(), "colour": safe_colour(municipality.primary_colour), "air": AIR},
    )
    size = f"@page {{ size: {paper.height}mm {paper.width}mm }}\n"
    return render_to_string("print/recommendations.html", context), scaled(style, paper.scale) + size


@lru_cache(maxsize=1)
def status_shapes() -> dict[str, SafeString]:
    """Status -> the shape of the web pages as a picture of its own; decoration, the word stands beside it."""
    drawn = (Path(settings.BASE_DIR) / "static" / "img" / "icons.svg").read_text(encoding="utf-8")
    return {
        name.replace("-", "_"): picture(
            f'<svg xmlns="http://www.w3.org/2000/svg" class="shape"{attributes}>{inner}</svg>'
        )
        for name, attributes, inner in _SYMBOL.findall(drawn)
    }
