"""»Hide the screen«: a neutral page of ours, and a session that needs a login to come back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from beredskab.signin import locking


@never_cache
def hide(request: HttpRequest) -> HttpResponse:
    """`/skjul/`: locks first, then shows a page that says nothing about children or cases."""
    locking.lock(request)
    response = render(request, "ui/hidden.html")
    response["Cache-Control"] = "no-store"
    response["Clear-Site-Data"] = '"cache"'
    return response
