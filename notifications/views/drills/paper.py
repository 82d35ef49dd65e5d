"""The result of a drill on paper, with a watermark on every page. Nobody's name stands on it."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.audit import trail
from notifications.drills import access, gaps, results
from notifications.drills.words import Ask, Hurdle
from notifications.models import Drill
from notifications.views.drills.pieces import facts_of, figures_of, teams_of
from notifications.vocabulary import Stage
from plans.paper import printing


@page(reads=["GET"], act=Act.PLAN_DRILLS)
def paper(request: StaffRequest, drill: int) -> HttpResponse:
    """For the staff meeting and the committee: the case, how it went, what is missing."""
    own = access.drills_for(request.user).select_related("municipality")
    found = get_object_or_404(own, pk=drill)
    if found.stage is not Stage.FINISHED:
        raise Http404(drill)
    if printing.why_off():
        return render(request, "notifications/drills/no_paper.html", {"drill": found}, status=503)
    at = timezone.now()
    trail.record(request.user.pk, "drill.printed", found.pk, at=at)
    response = HttpResponse(_printed(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="oevelse-{found.starts_on.isoformat()}.pdf"'
    return response


def _printed(drill: Drill) -> bytes:
    result = results.of(drill, at=timezone.now())
    context = {
        "drill": drill,
        "language": get_language(),
        "municipality": drill.municipality,
        "facts": facts_of(drill),
        "result": result,
        "figures": figures_of(result, is_over=True),
        "asks": [(ask.label, result.asks[ask.value]) for ask in Ask if ask.value in result.asks],
        "hurdles": [(one.label, result.hurdles[one.value]) for one in Hurdle if one.value in result.hurdles],
        "teams": teams_of(result),
        "gaps": gaps.of(result),
    }
    style = {
        "word": _("DRILL"),
        "footer": _("Drill with an invented case"),
        "fonts": printing.print_fonts(),
        "colour": printing.safe_colour(drill.municipality.primary_colour),
    }
    css = render_to_string("print/drill.css", style)
    return printing.press(render_to_string("print/drill.html", context), css).pdf
