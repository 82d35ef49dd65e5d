"""Why somebody opens a case that a colleague has: asked once in a visit, whichever page they come by."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beredskab.access.facts import facts_of
from beredskab.access.page import StaffRequest
from notifications.case.readings import ASKED, needs_purpose
from notifications.forms.handling import PurposeForm
from notifications.models import Concern
from notifications.vocabulary import Purpose

#: Of the session: concern -> why it is opened in this visit.
PURPOSES = "purposes"


def said(request: StaffRequest, concern: uuid.UUID) -> Purpose | None:
    """What was answered in this visit; it ends with the session."""
    word = request.session.get(PURPOSES, {}).get(str(concern), "")
    return Purpose(word) if word in ASKED else None


def keep(request: StaffRequest, concern: uuid.UUID, purpose: str) -> None:
    """For the rest of the visit."""
    kept = request.session.get(PURPOSES, {})
    request.session[PURPOSES] = {**kept, str(concern): purpose}


def is_missing(request: StaffRequest, concern: Concern) -> bool:
    """Whether the reader has to say why before a page of this case is shown."""
    in_team = concern.team_id in facts_of(request.user).teams
    return said(request, concern.pk) is None and needs_purpose(concern, request.user, in_team=in_team)


def ask(request: StaffRequest, concern: uuid.UUID, form: PurposeForm | None = None) -> HttpResponse:
    """The page that asks, in the place of the one that was wanted; nothing of the case stands on it."""
    shown = form or PurposeForm(concern=concern, initial={"to": request.path})
    status = 422 if shown.errors else 200
    return render(request, "notifications/case/purpose.html", {"form": shown}, status=status)


def way_back(concern: uuid.UUID, to: str) -> str:
    """The page of the case that was wanted; the case itself for every other address. Pure."""
    case = reverse("notifications:concern", args=[concern])
    return to if to.startswith(case) and "//" not in to else case
