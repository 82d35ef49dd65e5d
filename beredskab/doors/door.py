"""Every view for another system says by `@door` what a token must be for; who it is, a cookie never says."""

import functools
from collections.abc import Callable, Iterable
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.csrf import csrf_exempt

from beredskab.doors import tokens
from beredskab.doors.models import Token
from beredskab.doors.problems import problem
from beredskab.doors.vocabulary import Scope

P = ParamSpec("P")
Refuse = Callable[[int, str], HttpResponse]


class DoorRequest(HttpRequest):
    """The request of a system that was let in."""

    token: Token


View = Callable[Concatenate[DoorRequest, P], HttpResponse]


def door(
    scope: Scope | None,
    *,
    reads: Iterable[str] = ("GET",),
    writes: Iterable[str] = (),
    refuse: Refuse = problem,
) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Declare a view for systems: its methods, and the scope a token needs; None for any token.

    `refuse(status, detail)` makes the answers to who is not let in. What is read has an ETag and is asked
    about again each time.
    """
    allowed = sorted({*reads, *writes, *({"HEAD"} if "GET" in reads else ())})

    def declare(view: View[P]) -> Callable[..., HttpResponse]:
        @csrf_exempt  # no cookie is looked at: another site has nothing to ride on
        @functools.wraps(view)
        def serve(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                answer = refuse(405, f"Allowed: {', '.join(allowed)}.")
                answer["Allow"] = ", ".join(allowed)
                return _kept_nowhere(answer)
            refusal = _let_in(request, scope, refuse)
            if refusal is not None:
                return _kept_nowhere(refusal)
            mine = cast(DoorRequest, request)
            with translation.override(mine.token.municipality.language):
                answer = view(mine, *args, **kwargs)
            is_read = request.method in ("GET", "HEAD") and answer.status_code == 200
            return _asked_about_again(request, answer) if is_read else _kept_nowhere(answer)

        serve.declared = {"public": True, "act": None, "methods": allowed}  # type: ignore[attr-defined]  # read by the matrix test
        return serve

    return declare


def _let_in(request: HttpRequest, scope: Scope | None, refuse: Refuse) -> HttpResponse | None:
    kind, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    try:
        if kind.lower() != "bearer" or not secret.strip():
            raise tokens.NotLetIn
        request.token = tokens.admit(secret.strip(), scope, at=timezone.now())  # type: ignore[attr-defined]  # DoorRequest
    except tokens.NotLetIn:
        answer = refuse(401, "Send a token that is in use: Authorization: Bearer …")
        answer["WWW-Authenticate"] = 'Bearer realm="Beredskabsportalen"'
        return answer
    except tokens.NotForThis:
        return refuse(403, f"The token has no scope {scope}.")
    except tokens.TooOften:
        answer = refuse(429, "Too many requests in a minute.")
        answer["Retry-After"] = "60"
        return answer
    return None


def _kept_nowhere(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer


def _asked_about_again(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"], answer["Vary"] = "private, no-cache", "Authorization"
    if "ETag" not in answer:
        set_response_etag(answer)
    found = get_conditional_response(request, etag=answer["ETag"], response=answer)
    return cast(HttpResponse, found)
