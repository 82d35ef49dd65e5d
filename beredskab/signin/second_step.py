"""Between the right password and the session: whom we wait for, and where they wanted to go.

Kept in the visitor's own session for five minutes; nobody is signed in by it.
"""

import datetime as dt
import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from beredskab.organisation.models import Staff
from beredskab.signin import codes, entering
from beredskab.signin.entering import Level

PENDING, SECONDS = "pending", 5 * 60


def expect(request: HttpRequest, staff: Staff, wanted: str) -> HttpResponse:
    """The password was right: on to the code, or to setting up the app. The session gets a new key."""
    request.session.flush()
    request.session[PENDING] = {"staff": staff.pk, "since": int(time.time()), "next": wanted}
    return redirect("signin:code" if codes.has_second_factor(staff) else "signin:set_up")


def expected(request: HttpRequest) -> Staff | None:
    """Whose code we wait for; None when nobody gave a password in the last minutes."""
    told = _told(request)
    if not told or int(time.time()) - int(told["since"]) > SECONDS:
        return None
    return Staff.objects.select_related("municipality").filter(pk=told["staff"], is_active=True).first()


def secret_for(request: HttpRequest) -> str:
    """The secret that the person is setting up; the same while the page is open."""
    told = _told(request)
    if "secret" not in told:
        request.session[PENDING] = told = {**told, "secret": codes.new_secret()}
    return str(told["secret"])


def let_in(request: HttpRequest, staff: Staff, *, at: dt.datetime) -> str:
    """The code was right: a session of their own; where they wanted to go."""
    wanted = str(_told(request).get("next", ""))
    entering.enter(request, staff, method=entering.LOCAL, level=Level.SUBSTANTIAL, at=at)
    return ours(request, wanted)


def ours(request: HttpRequest, target: str) -> str:
    """The address, if it lies in the portal; else the front page."""
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def _told(request: HttpRequest) -> dict[str, Any]:
    told: dict[str, Any] = request.session.get(PENDING, {})
    return told
