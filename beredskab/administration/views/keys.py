"""What is done to keys: one person suggests, another approves, an operator does it at the machine."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access import four_eyes, guard
from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.administration.forms.keys import KeyChangeForm
from beredskab.administration.models import KeyChange, KeyChangeKind
from beredskab.administration.safekeeping import changing, overview


@page(reads=["GET"])
def keys(request: StaffRequest) -> HttpResponse:
    """Where the keys are, what waits for a second pair of eyes, and what was done."""
    _require(request)
    now, place = timezone.now(), request.municipality
    changes = list(changing.changes_for(request.user)[: overview.MOST_SHOWN])
    teams = overview.teams_of(changes, place)
    waiting = [one for one in changes if one.decided_at is None]
    usable = [one for one in changes if changing.is_usable(one, at=now)]
    past = [one for one in changes if one not in waiting and one not in usable]
    context = {
        "facts": overview.facts(place),
        "waiting": [(one, _words(one, teams), one.proposed_by_id == request.user.pk) for one in waiting],
        "usable": [(one, _words(one, teams), overview.command_of(one, place)) for one in usable],
        "past": [(one, _words(one, teams)) for one in past],
        "may_suggest": guard.may(request.user, Act.ADMINISTER),
        "may_approve": guard.may(request.user, Act.APPROVE_KEYS),
        "crumbs": [*_administration(request), (_("Keys"), "")],
    }
    return render(request, "administration/keys.html", context)


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def suggest(request: StaffRequest) -> HttpResponse:
    """A new key for a team, or new sheets. Nothing changes yet."""
    posted = request.POST if request.method == "POST" else None
    form = KeyChangeForm(posted, municipality=request.municipality)
    if form.is_bound and form.is_valid():
        try:
            changing.propose(**form.suggestion(), by=request.user, at=timezone.now())
            messages.success(request, _("Suggested. Another person has to approve it."))
            return redirect("administration:keys")
        except four_eyes.AlreadyWaiting:
            form.add_error(None, _("The same is suggested already, and nobody has decided yet."))
    crumbs = [
        *_administration(request),
        (_("Keys"), reverse("administration:keys")),
        (_("Suggest a change"), ""),
    ]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "administration/suggest_key.html", context, status=422 if form.errors else 200)


@page(reads=[], writes=["POST"])
def decide(request: StaffRequest, change: UUID) -> HttpResponse:
    """Yes or no to what somebody else suggested; one's own is taken back."""
    _require(request)
    found = get_object_or_404(KeyChange, pk=change, municipality=request.user.municipality_id)
    approve = request.POST.get("decision") == "approve"
    changing.decide(found, approve=approve, by=request.user, at=timezone.now())
    messages.success(
        request,
        _("Approved. It is done at the machine within a week.")
        if approve
        else _("Turned down. Nothing has changed."),
    )
    return redirect("administration:keys")


def _require(request: StaffRequest) -> None:
    if not changing.may_look(request.user):
        raise PermissionDenied(Act.APPROVE_KEYS)


def _administration(request: StaffRequest) -> list[tuple[str, str]]:
    """For whoever may go there: an approver comes from elsewhere."""
    may = guard.may(request.user, Act.ADMINISTER)
    return [(_("Administration"), reverse("administration:home"))] if may else []


def _words(one: KeyChange, teams: Mapping[str, str]) -> str:
    if one.kind == KeyChangeKind.TEAM:
        return _("A new key for the team %(team)s") % {"team": teams.get(one.about, one.about)}
    offices = ", ".join(one.told.get("offices", ()))
    return _("The recovery key on three new sheets, kept by: %(offices)s") % {"offices": offices}
