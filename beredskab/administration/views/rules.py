"""Rules that two persons decide: one suggests, another approves."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beredskab.access import four_eyes, guard
from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.administration import rules
from beredskab.administration.forms.rules import RulesForm
from beredskab.administration.models import RuleChange
from beredskab.administration.rules import Rules


@page(reads=["GET"])
def overview(request: StaffRequest) -> HttpResponse:
    """The rules in force, what waits, and what was decided before."""
    _require(request)
    found = list(rules.changes_for(request.user)[:20])
    waiting = next((one for one in found if one.decided_at is None), None)
    context = {
        "rows": _rows(rules.in_force(request.municipality)),
        "waiting": waiting,
        "changed": _changed(waiting) if waiting else [],
        "is_own": waiting is not None and waiting.proposed_by_id == request.user.pk,
        "history": [(one, _changed(one)) for one in found if one.decided_at],
        "may_suggest": guard.may(request.user, Act.ADMINISTER),
        "may_approve": guard.may(request.user, Act.APPROVE_RULES),
        "crumbs": [*_administration(request), (_("Rules that two persons decide"), "")],
    }
    return render(request, "administration/rules.html", context)


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def suggest(request: StaffRequest) -> HttpResponse:
    """What shall be in force when another person has approved it."""
    posted = request.POST if request.method == "POST" else None
    form = RulesForm(posted, now=rules.in_force(request.municipality))
    if form.is_bound and form.is_valid():
        try:
            rules.propose(form.rules(), by=request.user, at=timezone.now())
            messages.success(request, _("Suggested. Another person has to approve it."))
            return redirect("administration:rules")
        except rules.NothingChanged:
            form.add_error(None, _("Nothing was different."))
        except four_eyes.AlreadyWaiting:
            form.add_error(None, _("Another change waits. It is decided first."))
    way = (_("Rules that two persons decide"), reverse("administration:rules"))
    crumbs = [*_administration(request), way, (_("Suggest a change"), "")]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "administration/suggest_rules.html", context, status=422 if form.errors else 200)


@page(reads=[], writes=["POST"])
def decide(request: StaffRequest, change: UUID) -> HttpResponse:
    """Yes or no to what somebody else suggested; one's own is taken back."""
    _require(request)
    found = get_object_or_404(rules.changes_for(request.user), pk=change)
    approve = request.POST.get("decision") == "approve"
    try:
        rules.decide(found, approve=approve, by=request.user, at=timezone.now())
    except rules.OutOfDate:
        messages.error(request, _("The rules were changed in between. Turn it down, and suggest it again."))
        return redirect("administration:rules")
    told = _("In force from now on.") if approve else _("Turned down. Nothing has changed.")
    messages.success(request, told)
    return redirect("administration:rules")


def _require(request: StaffRequest) -> None:
    if not rules.may_see(request.user):
        raise PermissionDenied(Act.APPROVE_RULES)


def _administration(request: StaffRequest) -> list[tuple[str, str]]:
    if guard.may(request.user, Act.ADMINISTER):
        return [(_("Administration"), reverse("administration:home"))]
    return [(_("Home"), reverse("home"))]


def _rows(found: Rules) -> list[dict[str, Any]]:
    return [{"key": words, "value": _said(name, found)} for name, words in _names().items()]


def _changed(change: RuleChange) -> list[dict[str, Any]]:
    """What is different, before and after."""
    before, after = Rules.of_json(change.before), Rules.of_json(change.told)
    return [
        {"key": words, "value": f"{_said(name, before)} → {_said(name, after)}"}
        for name, words in _names().items()
        if _said(name, before) != _said(name, after)
    ]


def _names() -> dict[str, Any]:
    after = _("Kept after: %(outcome)s")
    days = {name: after % {"outcome": words} for name, words in rules.outcomes().items()}
    return {"line": _("Leaders above a suspected employee"), **days}


def _said(name: str, found: Rules) -> str:
    if name == "line":
        return _("are kept out") if found.exclude_line else _("may read")
    days = found.days.get(name)
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days} if days else "–"
