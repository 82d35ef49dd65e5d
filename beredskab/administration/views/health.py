"""The doors for machines: monitoring and load balancer. No login, no session, no person's data."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.http import require_safe

from beredskab.administration import health

PREFIX = "/sundhed/"
_HEADERS = {"Cache-Control": "no-store"}


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """For monitoring: 200 when everything is well, else 503."""
    found = health.look(at=timezone.now())
    facts = {
        "status": "well" if found.is_well else "unwell",
        "database": found.database,
        "worker": found.worker,
        "keys": found.keys,
        "ledger": found.ledger,
    }
    return JsonResponse(facts, status=200 if found.is_well else 503, headers=_HEADERS)


@require_safe
def living(request: HttpRequest) -> HttpResponse:
    """For a load balancer: 200 while the process runs.

    It asks nobody: a stalled worker or a database that is away must not take the phone numbers off the air.
    """
    return JsonResponse({"status": "living"}, headers=_HEADERS)


for _door in (show, living):  # read by the matrix test, as of every page
    _door.declared = {"public": True, "act": None, "methods": ["GET", "HEAD"]}  # type: ignore[attr-defined]


class MachineDoors:
    """Answers machines before host names, sessions and languages are looked at.

    A load balancer asks by address, and must get its answer also when the database is away.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request.resolver_match = match = resolve(request.path_info)
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return answer
