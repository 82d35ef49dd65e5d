"""Who may what: giving, taking away, and the second pair of eyes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access import four_eyes, guard
from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.administration import leaving
from beredskab.administration.forms.staffing import ConfirmForm, GiveForm
from beredskab.administration.models import RightRequest
from beredskab.administration.staffing import access, correcting, recertifying, rights
from beredskab.administration.staffing.showing import way_to
from beredskab.administration.staffing.words import choices, words_of, words_of_request
from beredskab.administration.views.person import last_administrator
from beredskab.organisation.models import Staff


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def give(request: StaffRequest, person: int) -> HttpResponse:
    """Choose one right; where two persons decide it waits for the second."""
    found = _somebody(request, person)
    held = {one.key for one in rights.rights_of(found)}
    posted = request.POST if request.method == "POST" else None
    form = GiveForm(posted, groups=choices(request.municipality, held))
    if form.is_bound and form.is_valid():
        try:
            made = rights.ask(found, form.chosen(), by=request.user, at=timezone.now())
            words = _("Asked for. Another person has to say yes.") if made else _("Given.")
            messages.success(request, words)
            return redirect("administration:person", found.pk)
        except (four_eyes.AlreadyWaiting, rights.HasItAlready):
            form.add_error("right", _("That was asked for already, and waits for a yes."))
    context = {
        "form": form,
        "person": found,
        "title": _("Give access"),
        "lead": _(
            "What opens notifications, decides something or runs the portal is given by two persons. "
            "Whoever leads the team hears of it."
        ),
        "crumbs": [*way_to(request, found), (_("Give access"), "")],
    }
    return render(request, "administration/person_form.html", context, status=422 if form.errors else 200)


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def take_away(request: StaffRequest, person: int) -> HttpResponse:
    """Look once more, and then it is gone at the person's next click."""
    found = _somebody(request, person)
    told = request.POST if request.method == "POST" else request.GET
    right = rights.right_of(request.municipality, told.get("right", ""))
    if right is None or not rights.has(found, right):
        raise Http404
    form = ConfirmForm(
        request.POST if request.method == "POST" else None,
        words=_("Take it away"),
        initial={"right": right.key},
    )
    if form.is_bound and form.is_valid():
        try:
            rights.take_away(found, right, by=request.user, at=timezone.now())
            messages.success(request, _("Taken away."))
            return redirect("administration:person", found.pk)
        except leaving.LastAdministrator:
            form.add_error(None, last_administrator())
        except rights.LastOfTeam:
            form.add_error(None, _("Nobody else belongs to the team. Notifications would reach nobody."))
    context = {
        "form": form,
        "person": found,
        "title": _("Take access away"),
        "lead": words_of(right),
        "crumbs": [*way_to(request, found), (_("Take access away"), "")],
    }
    return render(request, "administration/person_form.html", context, status=422 if form.errors else 200)


@page(reads=["GET"])
def overview(request: StaffRequest) -> HttpResponse:
    """What waits for a second pair of eyes, what was decided last, and which teams are asked about."""
    _require(request)
    waiting = list(rights.requests_for(request.user))
    context: dict[str, Any] = {
        "waiting": [
            (
                one,
                words_of_request(one),
                rights.may_decide(request.user, one),
                one.proposed_by_id == request.user.pk,
            )
            for one in waiting
        ],
        "changes": [
            (one, correcting.may_decide(request.user, one), one.proposed_by_id == request.user.pk)
            for one in correcting.changes_for(request.user)
        ],
        "decided": [(one, words_of_request(one)) for one in rights.decided_for(request.user)[:20]],
        "teams": recertifying.states_for(request.user, timezone.localdate()),
        "may_set": access.is_administrator(request.user),
        "may_see_login": guard.may(request.user, Act.APPROVE_PROVIDER)
        or access.is_administrator(request.user),
        "months": request.municipality.recertification_months,
        "crumbs": crumbs_to_rights(request),
    }
    return render(request, "administration/rights.html", context)


@page(reads=[], writes=["POST"])
def decide(request: StaffRequest, change: UUID) -> HttpResponse:
    """Yes or no to what somebody else asked for; one's own is taken back."""
    _require(request)
    mine = RightRequest.objects.filter(municipality=request.user.municipality_id)
    found = get_object_or_404(mine.select_related("team"), pk=change)
    approve = request.POST.get("decision") == "approve"
    rights.decide(found, approve=approve, by=request.user, at=timezone.now())
    messages.success(request, _("Given.") if approve else _("Turned down. Nothing has changed."))
    return redirect("administration:rights")


def crumbs_to_rights(request: StaffRequest) -> list[tuple[str, str]]:
    """Below the administration for who administers."""
    here = (_("Access"), "")
    if access.is_administrator(request.user):
        return [(_("Administration"), reverse("administration:home")), here]
    return [here]


def _require(request: StaffRequest) -> None:
    acts = (Act.ADMINISTER, Act.APPROVE_RIGHTS, Act.LEAD_TEAM)
    if not any(guard.may(request.user, one) for one in acts):
        raise PermissionDenied(Act.APPROVE_RIGHTS)


def _somebody(request: StaffRequest, person: int) -> Staff:
    people = access.people_managed_by(request.user, timezone.localdate())
    return get_object_or_404(people.filter(is_active=True), pk=person)
