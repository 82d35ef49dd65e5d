"""The municipality's directory: what its groups mean here, and who would leave when many do."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.doors.forms.groups import MeaningForm
from beredskab.doors.models import Mapping
from beredskab.doors.scim import groups as meanings
from beredskab.doors.scim import held as leavers
from beredskab.doors.views.tokens import crumbs, require


@page(reads=["GET"])
def groups(request: StaffRequest) -> HttpResponse:
    """Every group with what it means; what waits for a second person stands first."""
    require(request)
    known = list(meanings.mappings_for(request.user))
    of_group: dict[UUID, list[Mapping]] = {}
    for one in known:
        of_group.setdefault(one.group_id, []).append(one)
    waiting = [one for one in known if one.in_force_since is None]
    context = {
        "groups": [(one, of_group.get(one.pk, [])) for one in meanings.groups_for(request.user)],
        "waiting": [(one, one.proposed_by_id == request.user.pk) for one in waiting],
        "may_say": guard.may(request.user, Act.ADMINISTER),
        "may_approve": guard.may(request.user, Act.APPROVE_PROVIDER),
        "crumbs": crumbs(request, _("Groups of the directory")),
    }
    return render(request, "doors/groups.html", context)


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def group(request: StaffRequest, group: UUID) -> HttpResponse:
    """Say what a group means."""
    found = get_object_or_404(meanings.groups_for(request.user), pk=group)
    posted = request.POST if request.method == "POST" else None
    form = MeaningForm(posted, municipality=request.user.municipality_id)
    if form.is_bound and form.is_valid():
        made = meanings.propose(found, form.chosen(), by=request.user, at=timezone.now())
        waits = made.in_force_since is None
        messages.success(
            request, _("Suggested. Another person has to approve it.") if waits else _("In use from now on.")
        )
        return redirect("doors:groups")
    trail = [
        *crumbs(request, _("Groups of the directory"))[:2],
        (_("Groups of the directory"), reverse("doors:groups")),
    ]
    context = {"form": form, "group": found, "crumbs": [*trail, (found.name, "")]}
    return render(request, "doors/group.html", context, status=422 if form.errors else 200)


@page(reads=[], writes=["POST"])
def decide(request: StaffRequest, mapping: UUID) -> HttpResponse:
    """The second person says yes, or the meaning ends."""
    require(request)
    found = get_object_or_404(meanings.mappings_for(request.user), pk=mapping)
    now = timezone.now()
    if request.POST.get("decision") == "approve":
        meanings.approve(found, by=request.user, at=now)
        messages.success(request, _("In use from now on."))
    else:
        meanings.end(found, by=request.user, at=now)
        messages.success(request, _("Ended. What the group gave is taken back."))
    return redirect("doors:groups")


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def held(request: StaffRequest) -> HttpResponse:
    """Who the directory wants gone, and the yes or no."""
    people = leavers.held_for(request.user)
    now, answer, status = timezone.now(), request.POST.get("answer", ""), 200
    if request.method == "POST" and answer == "keep":
        leavers.keep_them(by=request.user, at=now)
        messages.success(request, _("They stay. The directory may ask again."))
        return redirect("doors:overview")
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        seen_many = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 8 else 0
        left = leavers.let_them_leave(seen=seen_many, by=request.user, at=now) if answer == "leave" else 0
        if left:
            told = ngettext("%(count)d person has left.", "%(count)d people have left.", left)
            messages.success(request, told % {"count": left})
            return redirect("doors:overview")
        status = 422
    context = {"people": people, "is_more": status == 422, "crumbs": crumbs(request, _("Many would leave"))}
    return render(request, "doors/held.html", context, status=status)
