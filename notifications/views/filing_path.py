"""»Just show me what to do«: the plan's advice for role, certainty and suspected person. Makes no draft."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.vault.safe import Opened
from notifications import filing
from notifications.drafting.answers import Stored
from notifications.forms.showing import ShowMeForm
from notifications.guide import stops
from notifications.guide.answers import Answers
from notifications.guide.parents import towards_parents
from notifications.guide.stops import Code, Moment
from notifications.models import Concern
from notifications.views import filing_advice
from notifications.views.filing_draft import Draft
from notifications.vocabulary import Certainty, Suspect, Together, Topic, UnknownWord
from plans import in_force
from plans.access import viewer_of

#: Sections of the plan for each suspected person, and for a concern about nobody in particular.
SECTIONS: dict[Suspect | None, tuple[str, ...]] = {
    None: ("bekymring",),
    Suspect.HOME: ("mistanke-hjem",),
    Suspect.SIBLING: ("mistanke-hjem", "andet-barn"),
    Suspect.EMPLOYEE: ("mistanke-ansat",),
    Suspect.LEADER: ("mistanke-leder",),
    Suspect.CHILD: ("andet-barn",),
    Suspect.PLACEMENT: ("anbragte-boern",),
    Suspect.OTHER: ("nettet",),
    Suspect.UNKNOWN: ("mistanke-hjem",),
}
HONOUR = ("aere",)


@page(reads=["GET"], act=Act.FILE_CONCERN)
def show_me(request: StaffRequest) -> HttpResponse:
    """The questions on top, the advice below; reading it stores nothing."""
    form = ShowMeForm(_asked(request))
    form.is_valid()
    a = _answers(form, filing.leads(request.user))
    is_asked = bool(a.certainty or a.suspects or a.topics)
    context = {
        "form": form,
        "blocks": _blocks(request, a) if is_asked else [],
        "towards_parents": towards_parents(a) if is_asked else None,
        "sections": _sections(request, a) if is_asked else [],
        "start_url": f"{reverse('notifications:file')}?grad={a.path_certainty or ''}",
    }
    return render(request, "notifications/filing/show_me.html", context)


def _asked(request: StaffRequest) -> QueryDict:
    """The query, with the plan's own Danish word for how sure (`grad`) understood too."""
    asked = request.GET.copy()
    try:
        if not asked.get("certainty") and asked.get("grad"):
            asked["certainty"] = Certainty.read(str(asked["grad"])).value
    except UnknownWord:
        pass
    return asked


def _answers(form: ShowMeForm, is_leader: bool) -> Answers:
    """As if the form had been answered; »today« counts as not known, which is the careful reading."""
    said = form.cleaned_data
    return Answers(
        certainty=Certainty(said["certainty"]) if said.get("certainty") else None,
        suspects=frozenset(map(Suspect, said.get("suspects", []))),
        topics=frozenset(map(Topic, said.get("topics", []))),
        together=Together.UNKNOWN,
        filer_is_leader=is_leader,
    )


def _blocks(request: StaffRequest, a: Answers) -> list[filing_advice.Block]:
    nobody = Concern(municipality=request.municipality)
    one = Draft(request, nobody, Opened(uuid.UUID(int=0), b""), Stored(), a, timezone.now())
    due = [code for moment in (Moment.TODAY, Moment.TOPIC) for code in stops.due(moment, a)]
    codes = tuple(dict.fromkeys(code for code in due if code is not Code.SAME_PATH))
    return [replace(block, level=2) for block in filing_advice.blocks(one, codes)]


def _sections(request: StaffRequest, a: Answers) -> list[dict[str, str]]:
    """The sections in force that say more: those for one's own role, or all where none is."""
    wanted = {slug for suspect in a.suspects or {None} for slug in SECTIONS[suspect]}
    wanted |= set(HONOUR) if a.topics & {Topic.CONTROL, Topic.HONOUR} else set()
    lines = [line for line in in_force.lines(viewer_of(request)) if line.section.slug in wanted]
    mine = request.user.professions()
    own = [line for line in lines if not line.version.professions or mine & set(line.version.professions)]
    return [
        {
            "title": line.version.title,
            "url": reverse("plans:section", args=[line.edition.plan.slug, line.section.slug]),
            "language": line.edition.plan.language,
        }
        for line in own or lines
    ]
