"""The read-only doors for other systems (`/api/v1/`): status, recommendations, reading, contacts."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from beredskab.access.page import StaffRequest, page
from beredskab.doors.door import DoorRequest, door
from beredskab.doors.problems import problem
from beredskab.doors.vocabulary import Scope
from plans.answers import contacts as numbers
from plans.answers import description
from plans.answers import reading as readers
from plans.answers import status as standing
from plans.implementation.telling import today


@page(reads=["GET"], public=True)
def openapi(request: StaffRequest) -> HttpResponse:
    """What can be asked, and what is answered: the same for everybody."""
    return JsonResponse(description.document())


@door(Scope.STATUS)
def status(request: DoorRequest) -> HttpResponse:
    """How far the action plans are."""
    day = _day(request)
    return _answer(standing.action_plans(request.token.municipality, day)) if day else _no_day()


@door(Scope.RECOMMENDATIONS)
def recommendations(request: DoorRequest) -> HttpResponse:
    """How far the national recommendations are."""
    day = _day(request)
    return _answer(standing.recommendations(request.token.municipality, day)) if day else _no_day()


@door(Scope.READING)
def reading(request: DoorRequest) -> HttpResponse:
    """How many have read the plan."""
    return _answer(readers.reading(request.token.municipality, _minute()))


@door(Scope.CONTACTS)
def contacts(request: DoorRequest) -> HttpResponse:
    """The numbers in force."""
    internal = Scope.INTERNAL_CONTACTS in request.token.scopes
    return _answer(numbers.contacts(request.token.municipality, _minute(), internal=internal))


def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """What is not there is told in the words of the other doors."""
    if request.method not in ("GET", "HEAD"):
        answer = problem(405, "Nothing is written here.")
        answer["Allow"] = "GET, HEAD"
    else:
        answer = problem(404, "There is no such door. See /api/v1/openapi.json.")
    answer["Cache-Control"] = "no-store"
    return answer


nowhere.declared = {"public": True, "act": None, "methods": ["GET", "HEAD"]}  # type: ignore[attr-defined]  # read by the matrix test


def _day(request: DoorRequest) -> dt.date | None:
    said = request.GET.get("at", "")
    try:
        return dt.date.fromisoformat(said) if said else today(request.token.municipality, timezone.now())
    except ValueError:
        return None


def _no_day() -> HttpResponse:
    return problem(400, "at is a day such as 2026-06-01.")


def _minute() -> dt.datetime:
    """Whole minutes, so that the same answer has the same ETag for a while."""
    return timezone.now().replace(second=0, microsecond=0)


def _answer(told: Any) -> HttpResponse:
    return JsonResponse(asdict(told))
