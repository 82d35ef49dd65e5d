from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from beredskab.organisation.resolve import municipality_of


class MunicipalityMiddleware:
    """Gives each request its municipality, read from the database only when somebody asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from django.utils.functional import SimpleLazyObject

        request.municipality = SimpleLazyObject(lambda: municipality_of(request))  # type: ignore[attr-defined]  # set for every request, declared by StaffRequest
        return self.get_response(request)
