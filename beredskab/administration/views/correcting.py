"""A person's name, e-mail and phone put right, and a second step set up anew after a lost phone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access import four_eyes
from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.administration.forms.staffing import CorrectForm, ResetForm
from beredskab.administration.staffing import access, correcting
from beredskab.administration.staffing.correcting import Origin
from beredskab.administration.staffing.showing import way_to
from beredskab.organisation.models import Staff
from beredskab.signin import codes


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def correct(request: StaffRequest, person: int) -> HttpResponse:
    """Name, e-mail, phone; the page says who else writes them, and what the next list does."""
    found = _somebody(request, person)
    form = CorrectForm(_posted(request), person=found)
    if form.is_bound and form.is_valid():
        try:
            waits = correcting.correct(found, form.facts(), by=request.user, at=timezone.now())
            messages.success(
                request, _("Saved. Another person says yes to the e-mail.") if waits else _("Saved.")
            )
            return redirect("administration:person", found.pk)
        except correcting.Taken:
            form.add_error("email", _("Somebody else here has that e-mail"))
        except four_eyes.AlreadyWaiting:
            form.add_error("email", _already())
    lead = _origin(correcting.origin_of(found))
    return _form(request, form, found, _("Correct name, e-mail and phone"), lead)


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def reset(request: StaffRequest, person: int) -> HttpResponse:
    """The phone is lost: look once more who asks, and the next sign-in sets up both anew."""
    found = _somebody(request, person)
    if found.pk == request.user.pk or not codes.has_second_factor(found):
        raise Http404
    form = ResetForm(_posted(request))
    if form.is_bound and form.is_valid():
        try:
            waits = correcting.reset(found, by=request.user, at=timezone.now())
            gone = _("Done. The next sign-in sets up the app and the codes anew.")
            messages.success(request, _("Asked for. Another person has to say yes.") if waits else gone)
            return redirect("administration:person", found.pk)
        except four_eyes.AlreadyWaiting:
            form.add_error(None, _already())
    lead = _(
        "The app on the phone and the recovery codes stop working. The password stays. At the next sign-in "
        "the person sets up both anew."
    )
    return _form(request, form, found, _("The phone is lost"), lead)


@page(reads=[], writes=["POST"])
def decide(request: StaffRequest, change: UUID) -> HttpResponse:
    """Yes or no to what somebody else asked; one's own is taken back."""
    found = get_object_or_404(correcting.changes_for(request.user), pk=change)
    approve = request.POST.get("decision") == "approve"
    try:
        correcting.decide(found, approve=approve, by=request.user, at=timezone.now())
        words = _("In force from now on.") if approve else _("Turned down. Nothing has changed.")
        messages.success(request, words)
    except correcting.Taken:
        messages.error(request, _("Somebody else here has that e-mail"))
    return redirect("administration:rights")


def _origin(origin: Origin) -> str:
    return {
        Origin.HAND: _("Written by hand. What you correct stays."),
        Origin.DIRECTORY: _(
            "All three come from the municipality’s staff system. Correct them there as well: the next time "
            "it sends the person, it writes over what stands here."
        ),
        Origin.NUMBERED_LIST: _(
            "All three come from the staff list, which finds the person by the employee number. Correct them "
            "there as well: the next list writes over what stands here."
        ),
        Origin.LIST: _(
            "All three come from the staff list, which finds the person by the e-mail. Correct the e-mail "
            "there first: otherwise the next list takes in somebody new, and this person leaves."
        ),
    }[origin]


def _already() -> str:
    return _("That was asked for already, and waits for a yes.")


def _somebody(request: StaffRequest, person: int) -> Staff:
    people = access.people_managed_by(request.user, timezone.localdate())
    return get_object_or_404(people.filter(is_active=True), pk=person)


def _posted(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _form(request: StaffRequest, form: Any, found: Staff, title: str, lead: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "note": _two_persons() if correcting.needs_two(found) else "",
        "person": found,
        "crumbs": [*way_to(request, found), (title, "")],
    }
    return render(request, "administration/person_form.html", context, status=422 if form.errors else 200)


def _two_persons() -> str:
    return _(
        "This person has access that two persons gave. Another e-mail and a new second step therefore wait "
        "for another person’s yes."
    )
