"""The dissemination log: what was told where, and with whom."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from plans.following import disseminating
from plans.following.matrix import Now
from plans.following.people import book_of, people_of
from plans.forms.dissemination import DisseminationForm, WithdrawForm
from plans.models import Dissemination
from plans.views.looking import Look, crumbs_to, look_of


@page(reads=["GET"], act=Act.FOLLOW_READING)
def log(request: StaffRequest) -> HttpResponse:
    """Everything recorded for the unit and below it, the newest first."""
    look = look_of(request)
    crumbs = [*crumbs_to(look), (_("Dissemination log"), "")]
    shown = {"unit": look.unit, "entries": disseminating.log_of(look.below), "crumbs": crumbs}
    return render(request, "plans/leader/disseminations.html", shown)


@page(reads=["GET"], writes=["POST"], act=Act.RECORD_DISSEMINATION)
def record(request: StaffRequest) -> HttpResponse:
    """Record a meeting, network, course or drill."""
    look, at = look_of(request), timezone.now()
    form = _form(request, look)
    if request.method == "POST" and form.is_valid():
        try:
            made = disseminating.record(look.unit, form.told(), by=request.user, at=at)
        except disseminating.NotInTheUnit:
            form.add_error("people", _("Somebody you chose did not work in the unit that day"))
        else:
            messages.success(request, _("It stands in the log."))
            return redirect("plans:dissemination", made.pk)
    log_url = f"{reverse('plans:disseminations')}?unit={look.unit.pk}"
    crumbs = [*crumbs_to(look), (_("Dissemination log"), log_url), (_("Record something"), "")]
    shown = {"form": form, "unit": look.unit, "crumbs": crumbs}
    return render(request, "plans/leader/record.html", shown, status=422 if form.errors else 200)


@page(reads=["GET"], writes=["POST"], act=Act.FOLLOW_READING)
def one(request: StaffRequest, dissemination: int) -> HttpResponse:
    """One entry with who took part; a mistake can be taken back."""
    look = look_of(request)
    found = (
        Dissemination.objects.filter(unit__in=look.followed, pk=dissemination)
        .select_related("unit", "recorded_by", "withdrawn_by")
        .first()
    )
    if found is None:
        raise Http404("dissemination")
    if request.method == "POST":
        disseminating.withdraw(found, by=request.user, at=timezone.now())
        return redirect("plans:dissemination", found.pk)
    log_url = f"{reverse('plans:disseminations')}?unit={found.unit_id}"
    shown = {
        "entry": found,
        "people": found.participants.order_by("name"),
        "versions": found.versions.order_by("section_id"),
        "form": WithdrawForm(),
        "crumbs": [*crumbs_to(look), (_("Dissemination log"), log_url), (found.get_occasion_display(), "")],
    }
    return render(request, "plans/leader/dissemination.html", shown)


def _form(request: StaffRequest, look: Look) -> DisseminationForm:
    now = Now.of(request.municipality, timezone.now())
    lines = [line for line in book_of(request.municipality).lines if line.version.must_acknowledge]
    people = [(one.staff.pk, one.staff.name) for one in people_of(look.below, now.today)]
    return DisseminationForm(request.POST or None, lines=lines, people=people, today=now.today)
