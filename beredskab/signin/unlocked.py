"""The cookie of somebody who has unlocked a closed team, and what they typed before that. Rule A-60."""

import json
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from beredskab.vault.sealed import tickets
from beredskab.vault.sealed.tickets import Held

COOKIE = "__Host-unlocked" if settings.HTTPS else "unlocked"
#: Of a post that came while it was locked: not typed by anybody.
NOISE = frozenset({"csrfmiddlewaretoken"})

Pairs = list[tuple[str, str]]


def bring(request: HttpRequest) -> None:
    """What the browser has, for whoever opens something in this request. No statement."""
    held = tickets.read(request.COOKIES[COOKIE], request.session.session_key)
    tickets.bring(request.user, held)  # type: ignore[arg-type]  # asked of somebody who is signed in
    request.is_unlocked = held is not None  # type: ignore[attr-defined]  # read by the pages: »lock now«


def remember(response: HttpResponse, held: Held) -> None:
    """For a quarter of an hour, for this browser and these pages alone."""
    response.set_cookie(
        COOKIE,
        held.as_cookie(),
        max_age=int(tickets.UNLOCKED_FOR.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """The browser's half goes, where it has one."""
    if COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, samesite="Strict")


def typed_in(post: QueryDict) -> Pairs:
    """Everything that was typed, in its order."""
    return [(name, value) for name in post if name not in NOISE for value in post.getlist(name)]


def as_field(pairs: Iterable[tuple[str, str]]) -> str:
    """The same as one hidden field."""
    return json.dumps(list(pairs))


def from_field(text: str) -> Pairs:
    """As it was; nothing where it is not ours."""
    try:
        found = json.loads(text)
        return [(str(name), str(value)) for name, value in found]
    except (ValueError, TypeError):
        return []
