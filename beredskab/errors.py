"""Error pages. They ask no database: the numbers come from a file that is written when contacts change."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from beredskab.ui import emergency

logger = logging.getLogger(__name__)
BARE = (
    '<!doctype html><html lang="da"><meta charset="utf-8"><title>Ring 112</title>'
    "<h1>Portalen virker ikke lige nu</h1>"
    '<p><a href="tel:112">Ring 112</a> <a href="tel:114">Ring 114</a></p></html>'
)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """The same bytes for the same host, language and status, whoever asks and whatever was asked for."""
    facts = emergency.for_host(request.META.get("HTTP_HOST", ""))
    language = translation.get_language() or facts.language
    try:
        body: str = render_to_string(template, {"emergency": facts, "language": language})
    except Exception:  # an error page may not fail: a missing style sheet must not take the numbers away
        logger.exception("the error page itself could not be drawn")
        body = BARE
    return HttpResponse(body, status=status, headers={"Cache-Control": "no-store"})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent cannot be understood."""
    return _page(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: yours to see, not yours to do. Never used where a concern would be confirmed to exist."""
    return _page(request, "403.html", 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: also the answer to everything that is somebody else's."""
    return _page(request, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the phone still works."""
    return _page(request, "500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "", **_more: Any) -> HttpResponse:
    """403: the form was open for too long, or came from another page.

    A view that declared `on_lost_session` gets the post instead: what was typed in a concern is kept.
    """
    match = request.resolver_match
    rescue = getattr(match.func, "on_lost_session", None) if match else None
    if rescue is not None and match is not None:
        kept: HttpResponse = rescue(request, **match.kwargs)
        return kept
    return form_too_old(request)


def form_too_old(request: HttpRequest) -> HttpResponse:
    """403: nothing could be kept of what was posted; the page says so, with the numbers."""
    return _page(request, "403_csrf.html", 403)
