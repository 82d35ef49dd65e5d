"""The language of the page: a cookie, else the municipality's.

Never part of a path, so that the code on a poster works for everybody.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from beredskab.access.page import StaffRequest, page
from beredskab.ui import emergency

QUERY = "sprog"
YEAR = 365 * 24 * 3600


def known(code: str) -> bool:
    """Whether the portal speaks that language."""
    return code in dict(settings.LANGUAGES)


def remember(response: HttpResponse, code: str) -> None:
    """Keep the language on this machine; sign-in calls it with the profile's language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )


def language_of(request: HttpRequest) -> str:
    """Cookie, else what the municipality of the host speaks (from its emergency file: no statement)."""
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if known(code):
        return code
    own = emergency.for_host(request.META.get("HTTP_HOST", "")).language
    return own if known(own) else settings.LANGUAGE_CODE


class LanguageMiddleware:
    """Activates the language; `?sprog=nb` sets the cookie and leads to the same page without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get(QUERY, "")
        if request.method == "GET" and known(asked):
            return self._switch(request, asked)
        code = language_of(request)
        translation.activate(code)
        request.LANGUAGE_CODE = code  # as Django's own middleware does
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    def _switch(self, request: HttpRequest, code: str) -> HttpResponse:
        query = request.GET.copy()
        del query[QUERY]
        # a path that begins with two slashes would name another host
        path = "/" + request.path.lstrip("/")
        response = HttpResponseRedirect(path + (f"?{query.urlencode()}" if query else ""))
        response["Cache-Control"] = "no-store"
        remember(response, code)
        return response


@page(reads=[], writes=["POST"], public=True)
def choose_language(request: StaffRequest) -> HttpResponse:
    """`POST /sprog/`: the cookie, and the profile of whoever is logged in; back to where it was chosen."""
    code = request.POST.get(QUERY, "")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = HttpResponseRedirect(back if safe else reverse("home"))
    if known(code):
        remember(response, code)
        if request.user.is_authenticated:
            request.user.language = code
            request.user.save(update_fields=["language"])
    return response
