"""Before the first question: what each degree means, how long it takes, and whom to call instead."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.ui.numbers import numbers_for
from notifications import access, filing
from notifications.forms.filing import StartForm
from notifications.forms.filing_who import CERTAINTY_HINTS
from notifications.guide import path
from notifications.guide.wording import in_sentence
from notifications.views.filing_draft import Number
from notifications.vocabulary import Certainty, UnknownWord

DOUBT = "doubt"
IN_DOUBT = frozenset({"tvivl", "i-tvivl", DOUBT})

#: Below the heading of the start page, which says the first half already.
LEADS: dict[str, object] = {
    Certainty.CONCERN: _("You have seen signs that the child is not well, but do not know why."),
    Certainty.SUSPICION: CERTAINTY_HINTS[Certainty.SUSPICION],
    Certainty.KNOWLEDGE: _(
        "The child has told it clearly, somebody has admitted it, or you have seen it yourself."
    ),
}


@page(reads=["GET"], writes=["POST"], act=Act.FILE_CONCERN)
def start(request: StaffRequest) -> HttpResponse:
    """The start page of one degree. Reading it stores nothing; the button makes the draft."""
    form = StartForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        concern = filing.start(
            form.cleaned_data["key"],
            certainty=form.cleaned_data["certainty"],
            unborn=form.cleaned_data["unborn"],
            by=request.user,
            at=timezone.now(),
        )
        return redirect("notifications:draft", concern.pk)
    certainty = _degree(request)
    third = numbers_for(request).third
    context = {
        "call": third and Number(third.name, in_sentence(third.name), third.number),
        "form": form,
        "unborn_form": StartForm(initial=_initial(request), unborn=True, auto_id="unborn_%s"),
        "certainty": Certainty(certainty) if certainty in set(Certainty) else None,
        "leads_school": filing.leads_school(request.user, on=timezone.localdate()),
        "meaning": LEADS.get(certainty, ""),
    }
    status = 422 if form.errors else 200
    return render(request, "notifications/filing/start.html", context, status=status)


@page(reads=["GET"], act=Act.FILE_CONCERN)
def at_step(request: StaffRequest, step: str) -> HttpResponse:
    """A section of the plan points at this step: one's newest draft opens there, else the form begins."""
    if step not in path.BY_SLUG:
        raise Http404(step)
    draft = access.drafts_for(request.user).order_by("-started_at").values_list("pk", flat=True).first()
    return redirect("notifications:step", draft, step) if draft else redirect("notifications:file")


@page(reads=["GET"], act=Act.FILE_CONCERN)
def choose(request: StaffRequest) -> HttpResponse:
    """Concern, suspicion or knowledge? The three words, and three questions that decide."""
    degrees = [{"word": one.label, "value": one, "meaning": CERTAINTY_HINTS[one]} for one in Certainty]
    leads_school = filing.leads_school(request.user, on=timezone.localdate())
    context = {"degrees": degrees, "leads_school": leads_school}
    return render(request, "notifications/filing/choose.html", context)


def _initial(request: StaffRequest) -> dict[str, object]:
    return {"key": uuid.uuid4(), "certainty": _degree(request)}


def _degree(request: StaffRequest) -> str:
    asked = request.GET.get("grad", "") or request.POST.get("certainty", "")
    if asked in IN_DOUBT:
        return DOUBT
    try:
        return Certainty.read(asked).value if asked else ""
    except UnknownWord:
        return ""
