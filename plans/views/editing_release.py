"""From the editor's hands to the readers: hand in, look through, publish or send back."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from beredskab.ui.templatetags.ui import moment as ui_moment
from plans import access, showing
from plans.editing import editions
from plans.forms.release import ALL, NOBODY, SOME, DecisionForm, HandInForm
from plans.linting import Finding
from plans.models import Edition, Plan
from plans.release import planning, publishing, releasing
from plans.vocabulary import EditionState


@page(reads=["GET"], writes=["POST"])
def hand_in(request: StaffRequest, plan: str) -> HttpResponse:
    """What has changed, and who must read it again; then the draft goes to somebody else."""
    found, edition = _in_the_making(request, plan)
    editions.require_editor(request.user, found)
    if edition is None or edition.state != EditionState.DRAFT:
        return redirect("plans:edit_plan", found.slug)
    today = timezone.localdate()
    release = releasing.release_of(edition, on=today)
    form = HandInForm(
        request.POST or None,
        sections=release.sections,
        professions=list(showing.profession_names(request.municipality).items()),
        people=releasing.people_by_profession(edition, on=today),
        today=today,
        initial=_proposed(edition, release.sections),
    )
    if request.method == "POST" and form.is_valid():
        return _hand_in(request, found, edition, form)
    context = _context(found, edition, _("Send to approval"), release=release, form=form)
    return render(request, "plans/editing/hand_in.html", context, status=422 if form.errors else 200)


@page(reads=["GET"], writes=["POST"])
def review(request: StaffRequest, plan: str) -> HttpResponse:
    """The second pair of eyes: every difference, then publish. The editor sees it too, and may not."""
    found, edition = _in_the_making(request, plan)
    if edition is None or edition.state != EditionState.REVIEW:
        return redirect("plans:edit_plan", found.slug)
    may_publish = access.may_approve(request.user, found)
    faults: list[Finding] = []
    now = timezone.localtime()
    form = DecisionForm(request.POST or None, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            _publish(request, edition, form.publish_at(), now)
        except publishing.SameEyes:
            form.add_error(None, _("You have written in this edition. Somebody else must publish it."))
        except publishing.NotInOrder as refusal:
            form.add_error(None, _("The check found faults that must be mended before publishing."))
            faults = refusal.findings
        else:
            return redirect("plans:edit_plan", found.slug)
    release = releasing.release_of(edition, on=timezone.localdate())
    asked = _reader_names(request, release.sections)
    context = _context(found, edition, _("Approve"), release=release, form=form)
    context["sections"] = [(section, asked[section.pk]) for section in release.sections]
    context["may_publish"] = may_publish
    context["faults"] = faults
    return render(request, "plans/editing/review.html", context, status=422 if form.errors else 200)


@page(reads=[], writes=["POST"])
def send_back(request: StaffRequest, plan: str) -> HttpResponse:
    """From review to draft again: the editor takes it back, or the approver wants it changed."""
    found, edition = _in_the_making(request, plan)
    if edition is not None and edition.state == EditionState.REVIEW:
        publishing.send_back(edition, by=request.user, at=timezone.now())
        messages.success(request, _("The edition is a draft again."))
    return redirect("plans:edit_plan", found.slug)


@page(reads=[], writes=["POST"])
def withdraw(request: StaffRequest, plan: str) -> HttpResponse:
    """What was to be published on a day waits for approval again."""
    found, edition = _in_the_making(request, plan)
    if edition is not None and edition.is_planned:
        planning.withdraw(edition, by=request.user, at=timezone.now())
        messages.success(request, _("Withdrawn. The edition waits for approval again."))
    return redirect("plans:edit_plan", found.slug)


def _publish(
    request: StaffRequest, edition: Edition, publish_at: dt.datetime | None, now: dt.datetime
) -> None:
    if publish_at is None:
        publishing.publish(edition, by=request.user, at=now)
        messages.success(request, _("Edition %d is published.") % edition.number)
    else:
        planning.plan_publishing(edition, publish_at, by=request.user, at=now)
        told = {"number": edition.number, "at": ui_moment(publish_at)}
        messages.success(request, _("Edition %(number)d is approved, and published %(at)s.") % told)


def _proposed(edition: Edition, sections: list[releasing.ChangedSection]) -> dict[str, Any]:
    """The note that is there already; for what was taken over, whom the owner has asked to read again.

    Of a plan's first edition everybody reads what they are to confirm: nothing was read before.
    """
    told: dict[str, Any] = {"change_note": edition.change_note}
    if edition.number == 1:
        told |= {f"who_{one.pk}": ALL for one in sections if one.is_to_be_read}
    for one in (section for section in sections if section.is_taken_over):
        asked = one.owners_reread
        some = list(asked.professions) if asked else []
        told[f"who_{one.pk}"] = NOBODY if asked is None else SOME if some else ALL
        told[f"some_{one.pk}"] = some
    return told


def _hand_in(request: StaffRequest, plan: Plan, edition: Edition, form: HandInForm) -> HttpResponse:
    note = form.cleaned_data["change_note"]
    try:
        publishing.hand_in(
            edition, change_note=note, rereads=form.rereads(), by=request.user, at=timezone.now()
        )
    except publishing.NothingChanged:
        messages.warning(request, _("The draft says the same as the edition in force."))
    else:
        messages.success(request, _("Sent. Whoever approves the plan has been told."))
    return redirect("plans:edit_plan", plan.slug)


def _in_the_making(request: StaffRequest, slug: str) -> tuple[Plan, Edition | None]:
    """The plan with the edition that is being worked on, in one statement where there is one."""
    plans = access.plans_worked_on_by(request.user)
    open_ones = Edition.objects.open().select_related("plan__municipality", "submitted_by")
    edition = open_ones.filter(plan__in=plans, plan__slug=slug).first()
    if edition is not None:
        return edition.plan, edition
    return get_object_or_404(plans, slug=slug), None


def _reader_names(request: StaffRequest, sections: list[releasing.ChangedSection]) -> dict[int, str]:
    """Who is asked to read each section again, in words."""
    names = showing.profession_names(request.municipality)
    found = {}
    for section in sections:
        if section.reread is None:
            found[section.pk] = _("Nobody is asked to read it again.")
        elif section.reread.professions:
            who = ", ".join(names.get(slug, slug) for slug in section.reread.professions)
            found[section.pk] = _("Read again by: %s") % who
        else:
            found[section.pk] = _("Read again by everybody it is for.")
    return found


def _context(plan: Plan, edition: Edition, title: str, **more: Any) -> dict[str, Any]:
    steps = [
        (_("Editing"), reverse("plans:editing")),
        (plan.title, reverse("plans:edit_plan", args=[plan.slug])),
        (title, ""),
    ]
    return {"plan": plan, "edition": edition, "title": title, "crumbs": steps, **more}
