"""A case changes hands: to another team and back, past somebody who steps aside or is kept out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beredskab.access.acts import Act
from beredskab.access.models import ExclusionCause
from beredskab.access.page import StaffRequest, page
from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff, Team
from notifications.exclusion import directory, keeping_out
from notifications.exclusion.keeping_out import NobodyLeft, NotToBeKeptOut
from notifications.forms.handling import ConfirmForm
from notifications.forms.moving import ExcludeForm, ReturnForm, TransferForm
from notifications.models import Concern
from notifications.other_teams import transferring
from notifications.other_teams.transferring import CannotReceive, NothingToReturn
from notifications.routing import Detour
from notifications.views.case import ask, done, is_sealed, on_case, typed
from notifications.views.refused import went

WHY_NOT = {
    Detour.MEMBER: gettext_lazy("somebody in the team is suspected"),
    Detour.BELOW: gettext_lazy("somebody who leads the team is suspected"),
    Detour.EMPTY: gettext_lazy("nobody in the team may see the case"),
}


@page(reads=["GET"], act=Act.HANDLE_CONCERN)
def passed_on(request: StaffRequest) -> HttpResponse:
    """What other teams have not answered yet, and what we have not; of theirs only the reference."""
    now = timezone.now()
    found = transferring.passed_on(request.user, at=now)
    context = {"found": found, "nothing": not (found.sent or found.received or found.answered)}
    return render(request, "notifications/inbox/passed_on.html", context)


@page(reads=["GET"], writes=["POST"])
@on_case
def transfer(request: StaffRequest, concern: Concern) -> HttpResponse:
    """Pass the case on; teams that may not have it are named with the reason."""
    now = timezone.now()
    found = transferring.targets(concern, at=now)
    form = TransferForm(typed(request), targets=found)
    if request.method == "POST" and form.is_valid():
        team = get_object_or_404(Team, pk=form.cleaned_data["team"], municipality=request.municipality)
        reason = form.cleaned_data["reason"]
        try:
            if went(form, lambda: transferring.transfer(concern, team, reason, by=request.user, at=now)):
                messages.success(request, _("The case is passed on to %(team)s.") % {"team": team.name})
                return redirect("notifications:inbox")
        except CannotReceive:
            form.add_error("team", _("The team cannot have the case any more. Choose another one."))
    shut = [{"name": one.name, "why": WHY_NOT[one.why_not]} for one in found if one.why_not]
    return ask(request, concern, "transfer", form, shut=shut, is_sealed=is_sealed(concern))


@page(reads=["GET"], writes=["POST"])
@on_case
def send_back(request: StaffRequest, concern: Concern) -> HttpResponse:
    """Return the case to the team it came from."""
    form = ReturnForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            transferring.send_back(concern, form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except (CannotReceive, NothingToReturn):
            messages.warning(request, _("The case cannot be returned. Pass it on to another team instead."))
            return redirect("notifications:concern", concern.pk)
        messages.success(request, _("The case is returned."))
        return redirect("notifications:inbox")
    return ask(request, concern, "send_back", form)


@page(reads=["GET"], writes=["POST"])
@on_case
def step_aside(request: StaffRequest, concern: Concern) -> HttpResponse:
    """Too close to the case: somebody else takes it, and oneself sees it no more."""
    form = ConfirmForm(typed(request), submit=gettext_lazy("Step aside"))
    if request.method == "POST":
        try:
            keeping_out.step_aside(concern, by=request.user, at=timezone.now())
        except NobodyLeft:
            messages.warning(request, _nobody_left())
            return redirect("notifications:transfer", concern.pk)
        messages.success(request, _("You have stepped aside. A colleague takes the case."))
        return redirect("notifications:inbox")
    return ask(request, concern, "step_aside", form)


@page(reads=["GET"], writes=["POST"])
@on_case
def exclude(request: StaffRequest, concern: Concern) -> HttpResponse:
    """Keep a person out from now on, and see what they have read until now."""
    searched = request.POST.get("search", "").strip()
    people = directory.choices(request.user, search=searched).people if searched else []
    people = [one for one in people if one[0] != str(concern.own_of)]
    is_search = request.method == "POST" and ("look" in request.POST or not people)
    form = ExcludeForm(None if is_search else typed(request), people=people, initial={"search": searched})
    if not is_search and request.method == "POST" and form.is_valid():
        person = get_object_or_404(request.municipality.staff, pk=form.cleaned_data["person"])
        return _exclude(request, concern, person, ExclusionCause(form.cleaned_data["cause"]))
    nobody = is_search and not people
    response = ask(request, concern, "exclude", form, nobody=nobody, has_searched=is_search)
    response.status_code = 422 if nobody else response.status_code
    return response


def _exclude(request: StaffRequest, concern: Concern, person: Staff, cause: ExclusionCause) -> HttpResponse:
    try:
        keeping_out.exclude(concern, person, cause, by=request.user, at=timezone.now())
    except NobodyLeft:
        messages.warning(request, _nobody_left())
        return redirect("notifications:transfer", concern.pk)
    except NotToBeKeptOut:
        messages.warning(request, _("Who filed the notification cannot be kept out."))
        return redirect("notifications:exclude", concern.pk)
    times = Entry.objects.filter(concern=concern.pk, verb="concern.read", actor_id=person.pk).count()
    if times:
        read = ngettext(
            "The person has read the case %(n)s time", "The person has read the case %(n)s times", times
        )
        messages.warning(request, read % {"n": times})
    return done(request, concern, _("The person is kept out of the case from now on."))


def _nobody_left() -> str:
    return _("Then nobody in the team could handle the case. Pass it on to another team first.")
