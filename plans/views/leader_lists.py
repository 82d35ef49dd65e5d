"""What a leader takes away from the screen: files for a spreadsheet. Who took it stands in the trail."""

from django.http import Http404, HttpResponse
from django.utils import timezone

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.audit import trail
from beredskab.ui.spreadsheets import FORMATS, Table
from plans.following import overview
from plans.following.words import people_table, sections_table, units_table
from plans.views.leader import section_rows, unit_rows
from plans.views.looking import SECTIONS, UNITS, Look, look_of


@page(reads=["GET"], act=Act.FOLLOW_READING)
def reading_list(request: StaffRequest, ending: str) -> HttpResponse:
    """What is on the screen as CSV, Excel or OpenDocument."""
    if ending not in FORMATS:
        raise Http404(ending)
    look = look_of(request)
    table = _table(look)
    trail.record(
        request.user.pk,
        "reading.exported",
        look.unit.pk,
        at=timezone.now(),
        format=ending,
        rows=look.rows,
        lines=len(table.rows),
    )
    make, media_type = FORMATS[ending]
    response = HttpResponse(make(table), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="laest.{ending}"'
    return response


def _table(look: Look) -> Table:
    at = timezone.now()
    if look.rows == UNITS:
        units = overview.units(look.looked, look.groups, at, chapter=look.chapter)
        return units_table(unit_rows(look, units), units.columns)
    if look.rows == SECTIONS:
        return sections_table(section_rows(overview.sections(look.looked, at)))
    people = overview.people(look.looked, at, chapter=look.chapter, show=look.show, page=look.page)
    return people_table(people.matrix, people.rows)
