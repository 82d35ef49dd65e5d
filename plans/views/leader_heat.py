"""Where the plan is hard: how a leader's houses answer the questions of its sections, in words only."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.organisation.models import Membership
from plans import access, reading
from plans.scenarios import heat
from plans.scenarios.heat import Cell, Heat
from plans.views.looking import Look, crumbs_to, look_of

AT_ONCE = 6
"""How many units stand beside each other."""
KINDS = {Heat.MOST: "done", Heat.SOME: "new", Heat.FEW: "missing"}


@page(reads=["GET"], act=Act.FOLLOW_READING)
def heat_map(request: StaffRequest) -> HttpResponse:
    """Questions as rows, units of five or more as columns; never a person, never a number of one."""
    look = look_of(request)
    lines = reading.lines_in_force(access.Viewer(request.municipality, request.user))
    large = _of_five_or_more(look)
    units, asked = heat.heat_map(lines, look.below, at_work=large)
    first = AT_ONCE * (look.page - 1)
    shown = slice(first, first + AT_ONCE)
    here = reverse("plans:heat_map") + look.query(page=0)
    context = {
        "look": look,
        "unit": look.unit,
        "units": units[shown],
        "rows": [(one, [_cell(cell) for cell in one.cells[shown]]) for one in asked],
        "is_small": look.unit.pk not in large and len(look.below) == 1,
        "newer_url": f"{here}&page={look.page - 1}" if look.page > 1 else "",
        "older_url": f"{here}&page={look.page + 1}" if len(units) > first + AT_ONCE else "",
        "crumbs": [*crumbs_to(look), (_("Where is the plan hard?"), "")],
    }
    return render(request, "plans/leader/heat.html", context)


def _of_five_or_more(look: Look) -> set[int]:
    """The units where at least five people work today. One statement."""
    employed = Membership.objects.current(timezone.localdate()).order_by()
    here = employed.filter(unit__in=look.below, staff__is_active=True).values("unit")
    counted = here.annotate(people=Count("staff", distinct=True))
    return {row["unit"] for row in counted if row["people"] >= heat.FIRST}


def _cell(cell: Cell | None) -> dict[str, str]:
    if cell is None:
        return {"kind": "not_relevant", "text": _("Fewer than five")}
    words = {
        Heat.MOST: _("Most answer rightly"),
        Heat.SOME: _("About half answer rightly"),
        Heat.FEW: _("Few answer rightly"),
    }
    return {"kind": KINDS[cell.heat], "text": words[cell.heat], "heat": str(cell.heat)}
