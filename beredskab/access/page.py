"""Every view says by `@page` who may open it and with which methods it may write."""

import functools
import re
from collections.abc import Callable, Iterable
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag

from beredskab.access import guard
from beredskab.access.acting import serving
from beredskab.access.acts import Act
from beredskab.organisation import kept
from beredskab.organisation.models import Municipality, Staff

P = ParamSpec("P")

# House rule 7: reading and refusal traces, "opened" in the ledger, the session, what it unlocked, renders.
READ_MAY_WRITE = ("audit_entry", "django_session", "vault_ticket", "plans_render")
OPENED = 'UPDATE "notifications_message" SET "read_at" = %s WHERE'
SHARED_FOR = 60  # seconds
WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\s+"?(\w+)', re.IGNORECASE)


class StaffRequest(HttpRequest):
    """The request of somebody who is logged in."""

    user: Staff
    municipality: Municipality


class WroteWhileReading(RuntimeError):
    """A GET tried to change data: a fault in our code."""


View = Callable[Concatenate[StaffRequest, P], HttpResponse]


def page(
    *,
    reads: Iterable[str] = ("GET",),
    writes: Iterable[str] = (),
    act: Act | None = None,
    public: bool = False,
    for_every_cache: bool = False,
    on_lost_session: Callable[..., HttpResponse] | None = None,
) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Declare a view: its methods, the act it needs, and whether it opens without login.

    `on_lost_session(request, **kwargs)` receives a POST that came without a session or with an old CSRF
    token, so that nothing typed is lost. HEAD follows GET. `for_every_cache`: what anybody sees without
    login is the same for all, and may lie in a cache between them and us for a minute.
    """
    allowed = {method.upper() for method in (*reads, *writes)}
    writing = {method.upper() for method in writes}
    if "GET" in allowed:
        allowed.add("HEAD")

    def declare(view: View[P]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def serve(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            if not public and not request.user.is_authenticated:
                if request.method == "POST" and on_lost_session is not None:
                    return on_lost_session(request, **kwargs)
                return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
            if act is not None and not guard.may(cast(Staff, request.user), act):
                raise PermissionDenied(act)
            if request.method in writing:
                with serving():
                    response = view(cast(StaffRequest, request), *args, **kwargs)
            else:
                with serving(), kept.reading(), connection.execute_wrapper(_refuse_writes):
                    response = view(cast(StaffRequest, request), *args, **kwargs)
            response = _close(request, response)
            return _shared(request, response) if for_every_cache else response

        serve.on_lost_session = on_lost_session  # type: ignore[attr-defined]  # asked by the CSRF failure view
        serve.declared = {"public": public, "act": act, "methods": sorted(allowed)}  # type: ignore[attr-defined]  # read by the matrix test
        return serve

    return declare


def _refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    found = WRITE.match(sql)
    if found and found.group(1) not in READ_MAY_WRITE and not sql.startswith(OPENED):
        raise WroteWhileReading(found.group(1))
    return execute(sql, params, many, context)


def _close(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What a logged-in person saw stays out of every cache."""
    if request.user.is_authenticated and "Cache-Control" not in response:
        response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Cookie"])
    return response


def _shared(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """For somebody whom we know nothing of: a minute in every cache, then asked about by its ETag.

    Whoever brings a session, or words of a search, gets an answer of their own. A number that changes is
    a minute old at most.
    """
    known = {settings.SESSION_COOKIE_NAME, "messages"} & set(request.COOKIES)
    is_plain = request.method in ("GET", "HEAD") and response.status_code == 200 and not response.cookies
    if (
        not is_plain
        or "Cache-Control" in response
        or known
        or request.user.is_authenticated
        or "find" in request.GET
    ):
        return response
    response["Cache-Control"] = f"public, max-age={SHARED_FOR}, must-revalidate"
    set_response_etag(response)
    unchanged = get_conditional_response(request, etag=response["ETag"], response=response)
    return cast(HttpResponse, unchanged)
