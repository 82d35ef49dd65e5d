import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from beredskab.signin import entering
from beredskab.signin.entering import BEGAN, BOOKKEEPING_SECONDS, IDLE, SEEN, begin


class SessionClock:
    """Ends a session that has been idle or has lived too long; notes its use at most once a minute.

    Rights are read anew on every request and an inactive person is nobody (StaffBackend.get_user), so what
    was taken away ends at the next click.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            if SEEN not in request.session:
                begin(request)
            self._tick(request, int(time.time()))
        return self.get_response(request)

    def _tick(self, request: HttpRequest, now: int) -> None:
        idle = now - request.session[SEEN]
        may_be_idle = request.session.get(IDLE, settings.SESSION_IDLE_SECONDS)
        if idle > may_be_idle or now - request.session[BEGAN] > settings.SESSION_COOKIE_AGE:
            logout(request)
        elif idle >= BOOKKEEPING_SECONDS:
            request.session[SEEN] = now


class StepUp:
    """Whoever opens what is said about a child shows again who they are, when that is some time ago.

    Asked before anything is looked up: an id that is there and one that never was get the same answer. Only
    opening asks; what somebody has typed is taken in. Filing is never held up (rule A-12).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """None lets the page be opened."""
        if request.method not in ("GET", "HEAD") or not request.user.is_authenticated:
            return None
        entering.keep_idle(request)
        match = request.resolver_match
        name = match.view_name if match else ""
        if not (settings.STEP_UP_GAPS & kwargs.keys() or name in settings.STEP_UP_PAGES):
            return None
        if not entering.is_sure_enough(request):
            return redirect("signin:not_sure_enough")
        if not entering.has_proved(request):
            return redirect(f"{reverse('signin:prove')}?{urlencode({'next': request.path})}")
        entering.keep_proved(request)
        return None
