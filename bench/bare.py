"""A bare Django view: session, user and one query."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from beredskab.organisation.models import Municipality


def bare(request: HttpRequest) -> HttpResponse:
    """What Django itself costs for a logged-in person."""
    assert request.user.is_authenticated, "the bench signs in"
    municipality = Municipality.objects.get(pk=request.user.municipality_id)
    return HttpResponse(f"{request.user} {municipality}")


urlpatterns = [path("", bare)]
