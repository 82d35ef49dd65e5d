"""One person's reading history, for their leader and for themselves; who has left; the paper list."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.audit import trail
from plans.following import history, leaving
from plans.following.matrix import Now, rows_by
from plans.following.people import book_of, people_of
from plans.paper import printing
from plans.views.looking import Look, crumbs_to, look_of


@page(reads=["GET"], act=Act.FOLLOW_READING)
def person(request: StaffRequest, person: int) -> HttpResponse:
    """What somebody of the leader's units was asked to read, and when they read it."""
    look = look_of(request)
    now = Now.of(request.municipality, timezone.now())
    found = people_of(look.followed, now.today, ids=[person])
    if not found:
        raise Http404("person")
    shown = {
        "person": found[0],
        "history": history.history_of(found[0].staff),
        "today": now.today,
        "crumbs": [*crumbs_to(look), (_("Reading history"), "")],
    }
    return render(request, "plans/leader/person.html", shown)


@page(reads=["GET"])
def mine(request: StaffRequest) -> HttpResponse:
    """The same facts about oneself."""
    shown = {
        "person": None,
        "history": history.history_of(request.user),
        "today": timezone.localdate(),
        "crumbs": [(_("What I have read"), "")],
    }
    return render(request, "plans/leader/person.html", shown)


@page(reads=["GET"], act=Act.FOLLOW_READING)
def leavers(request: StaffRequest) -> HttpResponse:
    """What those had read who have left the unit or one below it."""
    look = look_of(request)
    crumbs = [*crumbs_to(look), (_("Those who have left"), "")]
    shown = {"unit": look.unit, "records": leaving.left(look.below), "crumbs": crumbs}
    return render(request, "plans/leader/leavers.html", shown)


@page(reads=["GET"], act=Act.FOLLOW_READING)
def paper(request: StaffRequest) -> HttpResponse:
    """A list for the staff meeting: who misses what, with room for a signature."""
    look = look_of(request)
    if printing.why_off():
        return render(request, "plans/leader/no_paper.html", {"unit": look.unit}, status=503)
    made = _printed(look, request)
    at = timezone.now()
    trail.record(request.user.pk, "reading.exported", look.unit.pk, at=at, format="pdf", rows="people")
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="personalemoede.pdf"'
    return response


def _printed(look: Look, request: StaffRequest) -> bytes:
    now = Now.of(request.municipality, timezone.now())
    people = people_of([look.unit], now.today)
    record = book_of(request.municipality).record([one.staff.pk for one in people])
    rows = [row for row in rows_by(people, record, (), now) if not row.is_away]
    words = {"unit": look.unit, "rows": rows, "today": now.today, "municipality": request.municipality}
    style = {
        "fonts": printing.print_fonts(),
        "colour": printing.safe_colour(request.municipality.primary_colour),
    }
    css = render_to_string("print/staff_meeting.css", style)
    return printing.press(render_to_string("print/staff_meeting.html", words), css).pdf
