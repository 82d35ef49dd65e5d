"""»Hide the screen«: a neutral page of ours, and a session that needs a login to come back."""

from django.http import HttpResponse
from django.shortcuts import render

from beredskab.access.page import StaffRequest, page
from beredskab.signin import locking


@page(reads=["GET"], writes=["POST"], public=True)
def hide(request: StaffRequest) -> HttpResponse:
    """`/skjul/`: locks first, then shows a page that says nothing about children or cases."""
    locking.lock(request)
    response = render(request, "ui/hidden.html")
    response["Cache-Control"] = "no-store"
    response["Clear-Site-Data"] = '"cache"'
    return response
