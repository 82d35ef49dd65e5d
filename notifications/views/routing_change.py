"""Changing who receives what: suggest a whole table, see what moves, and a second person decides."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access import four_eyes
from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden, may
from beredskab.access.page import StaffRequest, page
from beredskab.organisation.models import Municipality
from notifications import prose
from notifications.forms.routing import DecisionForm, TableForm, WithdrawForm
from notifications.models import RouteProposal
from notifications.models.route_proposal import ProposalState
from notifications.routes import moves, proposals, rulebook
from notifications.routes.cells import Table, table_of_json
from notifications.routes.moves import Goes, Moved
from notifications.views.routing import Words, crumbs, rows_of
from notifications.vocabulary import Topic

T = TypeVar("T")
#: Groups of moved combinations on one page; a change that moves more says how many.
SHOWN = 60


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_ROUTING)
def change(request: StaffRequest) -> HttpResponse:
    """The whole table as a form; first what would move, then sent to a second person."""
    at, municipality = timezone.now(), request.municipality
    before = rulebook.table_of(municipality)
    form = TableForm(request.POST or None, table=before, municipality=municipality)
    context: dict[str, Any] = {"form": form, "crumbs": crumbs(_("Change the table"))}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("handling") == "send":
            return _send(request, form, context)
        context |= _shown(municipality, before, form.table(), Words.of(municipality))
        context["findings"] = proposals.faults(municipality, form.table(), at=at)
    status = 422 if form.errors else 200
    return render(request, "notifications/routing/change.html", context, status=status)


def _send(request: StaffRequest, form: TableForm, context: dict[str, Any]) -> HttpResponse:
    try:
        sent = proposals.propose(
            form.table(), note=form.cleaned_data["note"], by=request.user, at=timezone.now()
        )
    except proposals.NothingChanged:
        form.add_error(None, _("Nothing is changed: this is the table in force."))
    except four_eyes.AlreadyWaiting:
        form.add_error(None, _("Another suggestion waits. It has to be decided first."))
    except proposals.LeavesSomebodyOut as refusal:
        form.add_error(None, _("The table cannot be sent: some concerns would reach nobody."))
        context["findings"] = refusal.findings
    else:
        messages.success(request, _("Sent. It is in force when a second person has approved it."))
        return redirect("notifications:routing_proposal", sent.pk)
    return render(request, "notifications/routing/change.html", context, status=422)


@page(reads=["GET"], writes=["POST"], act=Act.SEE_ROUTING)
def proposal(request: StaffRequest, proposal: uuid.UUID) -> HttpResponse:
    """A suggestion: what it changes, what it moves, and the buttons of whoever decides."""
    rows = RouteProposal.objects.filter(municipality=request.municipality)
    found = get_object_or_404(rows.select_related("proposed_by", "decided_by"), pk=proposal)
    if request.method == "POST":
        return _decide(request, found)
    before, after = table_of_json(found.before), table_of_json(found.table)
    words = Words.of(request.municipality)
    context = {
        "proposal": found,
        "state": STATES[ProposalState(found.state)](),
        "crumbs": crumbs(_("Suggested change")),
        "rows": rows_of(after, words),
        "changes": changes(before, after, words),
        "form": _form(request, found),
        "is_own": found.proposed_by_id == request.user.pk,
        **_shown(request.municipality, before, after, words),
    }
    return render(request, "notifications/routing/proposal.html", context)


def _form(request: StaffRequest, found: RouteProposal) -> DecisionForm | WithdrawForm | None:
    if found.state != RouteProposal.State.WAITING:
        return None
    if found.proposed_by_id == request.user.pk:
        return WithdrawForm()
    return DecisionForm() if may(request.user, Act.APPROVE_ROUTING) else None


def _decide(request: StaffRequest, found: RouteProposal) -> HttpResponse:
    verb = {"godkend": proposals.approve, "afvis": proposals.reject}.get(request.POST.get("handling", ""))
    try:
        if verb is not None:
            verb(found, by=request.user, at=timezone.now())
    except Forbidden:
        messages.error(request, _("Whoever suggested the change cannot approve it."))
    except proposals.NotDecided:
        messages.info(request, _("It was decided already."))
    except proposals.OutOfDate:
        messages.error(request, _("The table in force has changed since. Turn it down and suggest it again."))
    except proposals.LeavesSomebodyOut:
        messages.error(request, _("The table cannot be approved: some concerns would reach nobody."))
    return redirect("notifications:routing_proposal", found.pk)


STATES = {
    ProposalState.WAITING: lambda: _("Waits for a second person"),
    ProposalState.APPROVED: lambda: _("Approved and put in force"),
    ProposalState.REJECTED: lambda: _("Turned down"),
    ProposalState.WITHDRAWN: lambda: _("Taken back"),
}


# --- what changes and what moves ------------------------------------------------------------------


def changes(before: Table, after: Table, words: Words) -> list[str]:
    """Which rules are new, gone, other than before, or asked in another order."""
    was, becomes = ({line.name: line for line in table} for table in (before, after))
    found = [_("New: %(rule)s") % {"rule": name} for name in becomes if name not in was]
    found += [_("Gone: %(rule)s") % {"rule": name} for name in was if name not in becomes]
    found += [
        _("Changed: %(rule)s") % {"rule": name}
        for name, line in becomes.items()
        if name in was and was[name] != line
    ]
    kept = [name for name in was if name in becomes]
    if kept != [name for name in becomes if name in was]:
        found.append(_("The order is another one."))
    return found


def _shown(municipality: Municipality, before: Table, after: Table, words: Words) -> dict[str, Any]:
    on = proposals.today(municipality, timezone.now())
    found = proposals.moved(municipality, before, after, on=on)
    return {
        "compared": True,
        "moved_number": moves.count(found),
        "moved_groups": len(found),
        "moved": [_in_words(one, words) for one in found[:SHOWN]],
    }


def _in_words(one: Moved, words: Words) -> dict[str, Any]:
    return {
        "number": one.number,
        "facts": "; ".join(_facts(one, words)) or _("Every combination"),
        "team": _change(_team(one.before), _team(one.after)),
        "phone": _change(_phone(one.before, words), _phone(one.after, words)),
    }


def _change(before: str, after: str) -> dict[str, Any]:
    """Only what moves is shown as moving: the team, the number, or both."""
    return {"before": before, "after": after, "moves": before != after}


def _listed(some: Sequence[T], every: Mapping[T, object], but: str) -> str:
    """The values in words; most of them by what is left out, which is shorter to read."""
    others = [value for value in every if value not in some]
    if others and len(some) > len(others):
        return but % {"others": ", ".join(str(every[value]) for value in others)}
    return ", ".join(str(every[value]) for value in some)


def _facts(one: Moved, words: Words) -> list[str]:
    parts = [
        _listed(one.suspects, prose.SUSPECTS, _("whoever is suspected but %(others)s")),
        _listed(one.topics, {topic: topic.label for topic in Topic}, _("every topic but %(others)s")),
        ", ".join(str(certainty.label) for certainty in one.certainties),
        ", ".join(words.name("profession", slug) for slug in one.professions),
        {None: "", True: _("the child is in danger now"), False: _("not in danger now")}[one.is_acute],
        {None: "", True: _("in working hours"), False: _("outside working hours")}[one.is_open],
        words.name("unit", one.unit) if one.unit else "",
    ]
    return [part for part in parts if part]


def _team(goes: Goes | None) -> str:
    return goes.team if goes is not None else _("Nobody")


def _phone(goes: Goes | None, words: Words) -> str:
    if goes is None or not goes.phone:
        return _("no number")
    return words.name("phone", goes.phone)
