"""The one door into a session: who came in, how, and how sure we are of it. Rules A-12 and A-13."""

import datetime as dt
import time
from enum import StrEnum

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from beredskab.audit import trail
from beredskab.organisation.models import Staff

BEGAN, SEEN, PROVED, METHOD, LEVEL, IDLE = "began", "seen", "proved", "method", "level", "idle"
BOOKKEEPING_SECONDS = 60
LOCAL, DEMO = "local", "demo"


class Level(StrEnum):
    """How sure whoever vouches for a person is (NSIS): a notification is opened from `substantial` on."""

    LOW = "low"
    SUBSTANTIAL = "substantial"
    HIGH = "high"


def enter(request: HttpRequest, staff: Staff, *, method: str, level: Level, at: dt.datetime) -> None:
    """A new session with a new key; what lay in the one before is gone."""
    request.session.flush()
    login(request, staff, backend="beredskab.signin.backends.StaffBackend")
    begin(request)
    request.session[METHOD], request.session[LEVEL] = method, level.value
    trail.record(staff.pk, "staff.signed_in", staff.pk, at=at, method=method.partition(":")[0], level=level)


def begin(request: HttpRequest) -> None:
    """Start the clocks of a session that has just signed in: it has just proved who it is."""
    now = int(time.time())
    request.session[BEGAN] = request.session[SEEN] = request.session[PROVED] = now


def prove(request: HttpRequest) -> None:
    """The person has shown again who they are."""
    request.session[PROVED] = int(time.time())


def has_proved(request: HttpRequest) -> bool:
    """Whether they did so lately, or have opened notifications ever since."""
    return int(time.time()) - int(request.session.get(PROVED, 0)) <= settings.STEP_UP_SECONDS


def keep_proved(request: HttpRequest) -> None:
    """Somebody at work on notifications is not asked again and again; noted at most once a minute."""
    if int(time.time()) - int(request.session.get(PROVED, 0)) >= BOOKKEEPING_SECONDS:
        prove(request)


def keep_idle(request: HttpRequest) -> None:
    """How long this session may lie unused: what the person's municipality says, from the next page on."""
    assert isinstance(request.user, Staff), "asked of somebody who is signed in"
    seconds = request.user.municipality.idle_seconds
    if request.session.get(IDLE) != seconds:
        request.session[IDLE] = seconds


def is_sure_enough(request: HttpRequest) -> bool:
    """Whether whoever vouched for the person is sure enough for what is said about a child."""
    return str(request.session.get(LEVEL, Level.SUBSTANTIAL)) != Level.LOW


def method_of(request: HttpRequest) -> str:
    """`local`, `demo`, or the protocol and provider that vouched for the person."""
    return str(request.session.get(METHOD, LOCAL))
