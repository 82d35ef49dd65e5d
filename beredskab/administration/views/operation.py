"""How the portal runs, and how far a municipality is with starting."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.administration import health, operation, starting
from beredskab.administration.health import Answer, State
from beredskab.administration.role_names import SHORT
from beredskab.outbox import observing

BADGES = {State.WELL: "success", State.LOOK: "warning", State.ABSENT: "warning", State.UNWELL: "error"}


@page(reads=["GET"], act=Act.ADMINISTER)
def operate(request: StaffRequest) -> HttpResponse:
    """Every part of the portal: what needs somebody first, then what is well."""
    answers = health.ask_all(request.municipality, at=timezone.now())
    rows = [_row(one) for one in answers]
    work = health.seen().get(observing.WORK)
    context = {
        "trouble": [row for row in rows if row["state"] != State.WELL],
        "well": [row for row in rows if row["state"] == State.WELL],
        "is_unwell": health.worst(answers) == State.UNWELL,
        "work": work.told if work and not work.is_well else None,
        "crumbs": [(_("Administration"), reverse("administration:home")), (_("How it runs"), "")],
    }
    return render(request, "administration/operation.html", context)


@page(reads=[], writes=["POST"], act=Act.ADMINISTER)
def try_again(request: StaffRequest) -> HttpResponse:
    """What failed is taken up at once."""
    operation.try_again(by=request.user, at=timezone.now())
    messages.success(request, _("The worker tries again now. Look again in a minute."))
    return redirect("administration:operation")


@page(reads=["GET"])
def start(request: StaffRequest) -> HttpResponse:
    """From an empty database to a municipality that works, for whoever has a part in it."""
    if not starting.may_see(request.user):
        raise PermissionDenied
    steps = starting.guide(request.user, at=timezone.now())
    done = sum(one.is_done for one in steps)
    context = {
        "steps": [(one, SHORT[one.step.role]) for one in steps],
        "done": done,
        "all": len(steps),
        "progress": _("%(done)d of %(all)d steps are done") % {"done": done, "all": len(steps)},
        "crumbs": _crumbs(request),
    }
    return render(request, "administration/start.html", context)


def _crumbs(request: StaffRequest) -> list[tuple[str, str]]:
    if not guard.may(request.user, Act.ADMINISTER):
        return [(_("Home"), reverse("home")), (_("Getting started"), "")]
    return [(_("Administration"), reverse("administration:home")), (_("Getting started"), "")]


def _row(answer: Answer) -> dict[str, Any]:
    found = answer.finding
    words = {
        State.WELL: _("Well"),
        State.LOOK: _("Look at it"),
        State.ABSENT: _("Not set up"),
        State.UNWELL: _("Does not work"),
    }
    return {
        "check": answer.check,
        "state": found.state,
        "found": found,
        "badge": BADGES[found.state],
        "word": words[found.state],
    }
