from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from beredskab.access.acting import acting_as


class ActingMiddleware:
    """A logged-in request is one transaction as that person; what failed with 5xx is taken back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with acting_as(request.user):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response
