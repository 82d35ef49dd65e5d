import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

BEGAN, SEEN = "began", "seen"
BOOKKEEPING_SECONDS = 60


def begin(request: HttpRequest) -> None:
    """Start the clock of a session that has just signed in."""
    now = int(time.time())
    request.session[BEGAN] = request.session[SEEN] = now


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
        if idle > settings.SESSION_IDLE_SECONDS or now - request.session[BEGAN] > settings.SESSION_COOKIE_AGE:
            logout(request)
        elif idle >= BOOKKEEPING_SECONDS:
            request.session[SEEN] = now
