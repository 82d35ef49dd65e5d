"""Plans that municipalities share: who shares what with whom, what is new, and taking it over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.access.four_eyes import AlreadyWaiting
from beredskab.access.page import StaffRequest, page
from plans import showing
from plans.editing import editions
from plans.forms.sharing import OfferForm
from plans.implementation import access as action_plan_access
from plans.models import Sharing
from plans.sharing import access, agreeing, standing, taking
from plans.sharing.standing import Stage, Standing

NEWS = (Stage.OFFERED, Stage.NEW, Stage.BEGUN)
FORMER = (Stage.DECLINED, Stage.ENDED)


@page(reads=["GET"])
def shared_plans(request: StaffRequest) -> HttpResponse:
    """Both directions: what we take over, and what others take over from us."""
    access.require_part(request.user)
    every = standing.standings_for(request.user)
    now = [one for one in every if one.stage not in FORMER]
    context = {
        "taken": [one for one in now if not one.is_owner],
        "given": [one for one in now if one.is_owner],
        "former": [one for one in every if one.stage in FORMER],
        "action_plans": action_plan_access.shared_action_plans_for(request.user),
        "may_offer": guard.may(request.user, Act.SHARE_PLANS),
        "crumbs": _crumbs(request),
    }
    return render(request, "plans/sharing/list.html", context)


@page(reads=["GET"], writes=["POST"], act=Act.SHARE_PLANS)
def offer(request: StaffRequest) -> HttpResponse:
    """Offer a plan to another municipality."""
    plans, partners = access.plans_offered_by(request.user), access.partners_for(request.user)
    form = OfferForm(request.POST or None, plans=list(plans), partners=list(partners))
    if request.method == "POST" and form.is_valid():
        plan, partner = form.chosen()
        try:
            made = agreeing.offer(plan, partner, by=request.user, at=timezone.now())
        except AlreadyWaiting:
            form.add_error("partner", _("The plan is shared with this municipality, or the offer waits."))
        else:
            messages.success(request, _("Sent. Whoever decides in %s has been told.") % partner.name)
            return redirect("plans:sharing", made.pk)
    context = {"form": form, "crumbs": _crumbs(request, _("Offer a plan"))}
    return render(request, "plans/sharing/offer.html", context, status=422 if form.errors else 200)


@page(reads=["GET"])
def sharing(request: StaffRequest, sharing: UUID) -> HttpResponse:
    """One of them: who has what in force, and to a partner what is new, word by word."""
    access.require_part(request.user)
    found = _found(request, sharing)
    context = {"one": found, "sharing": found.sharing, "crumbs": _crumbs(request, found.sharing.source.title)}
    if not found.is_owner:
        context |= _of_partner(request, found)
    return render(request, "plans/sharing/sharing.html", context)


@page(reads=[], writes=["POST"], act=Act.SHARE_PLANS)
def answer(request: StaffRequest, sharing: UUID) -> HttpResponse:
    """The partner says yes or no; the owner takes an offer back."""
    found = get_object_or_404(access.sharings_for(request.user), pk=sharing)
    at = timezone.now()
    if request.POST.get("decision") != "accept":
        agreeing.decline(found, by=request.user, at=at)
        messages.success(request, _("The offer is off. Nothing was changed."))
        return redirect("plans:shared_plans")
    try:
        agreeing.accept(found, by=request.user, at=at)
    except agreeing.PlanIsTaken:
        words = _("Your own plan of this kind follows another already, or you share it yourselves.")
        messages.warning(request, f"{words} {_('End that first, and then say yes.')}")
    else:
        messages.success(request, _("You share the plan now. Your editor has been told."))
    return redirect("plans:sharing", sharing)


@page(reads=["GET"], writes=["POST"], act=Act.SHARE_PLANS)
def leave(request: StaffRequest, sharing: UUID) -> HttpResponse:
    """A page of its own asks first; what the partner has in force stays in force."""
    found = _found(request, sharing)
    if not found.sharing.is_live:
        return redirect("plans:sharing", sharing)
    if request.method == "POST":
        agreeing.leave(found.sharing, by=request.user, at=timezone.now())
        messages.success(request, _("You no longer share the plan. The edition in force stays in force."))
        return redirect("plans:shared_plans")
    crumbs = _crumbs(request, _("Stop sharing"), to=found.sharing)
    return render(request, "plans/sharing/leave.html", {"one": found, "crumbs": crumbs})


@page(reads=[], writes=["POST"], act=Act.EDIT_PLAN)
def take_over(request: StaffRequest, sharing: UUID) -> HttpResponse:
    """The owner's edition becomes our draft; then it goes to approval as every draft does."""
    found = get_object_or_404(access.sharings_taken_over_by(request.user), pk=sharing)
    try:
        draft = taking.take_over(found, by=request.user, at=timezone.now())
    except editions.NotADraft:
        messages.warning(
            request, _("An edition of yours waits for approval. Take this one over when that is decided.")
        )
        return redirect("plans:sharing", sharing)
    messages.success(
        request,
        _("Taken over into your draft. Readers see it when somebody else of yours has approved it."),
    )
    return redirect("plans:hand_in", draft.plan.slug)


def _of_partner(request: StaffRequest, found: Standing) -> dict[str, Any]:
    """What is new for this partner, and what it has to look after itself."""
    one = found.sharing
    editions_there = access.editions_offered_to(request.user).in_force().defer("contacts_shown")
    offered = editions_there.filter(plan=one.source_id).first() if found.stage in NEWS else None
    if offered is None:
        return {"hidden": standing.hidden_by_owner(one) if one.is_live else []}
    names = showing.profession_names(request.municipality)
    return {
        "offered": offered,
        "news": standing.news(one, offered),
        "own_plan": agreeing.own_plan(one) if one.waits_for_answer else None,
        "naming": standing.naming_the_owner(one, offered),
        "professions": standing.professions_missing(offered, names),
        "hidden": standing.hidden_by_owner(one) if one.is_live else [],
    }


def _found(request: StaffRequest, pk: UUID) -> Standing:
    found = standing.standing_of(pk, request.user)
    if found is None:
        raise Http404(str(pk))
    return found


def _crumbs(request: StaffRequest, last: str = "", *, to: Sharing | None = None) -> list[tuple[str, str]]:
    """From the part of the portal that this person knows: editing, or the status."""
    edits = guard.may(request.user, Act.EDIT_PLAN) or guard.may(request.user, Act.APPROVE_PLAN)
    start = (_("Editing"), reverse("plans:editing")) if edits else (_("Status"), reverse("plans:status"))
    here = [start, (_("Shared plans"), reverse("plans:shared_plans") if last else "")]
    if to is not None:
        here.append((to.source.title, reverse("plans:sharing", args=[to.pk])))
    return [*here, (last, "")] if last else here
