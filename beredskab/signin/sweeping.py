"""What signing in leaves behind goes by itself: sessions that ended, failed tries, answers nobody fetched.

The privacy page promises it (administration/time_limits.py). The worker comes by on each round.
"""

import datetime as dt

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session

from beredskab.signin.models import PostedAnswer

EVERY = dt.timedelta(minutes=5)
_last: list[dt.datetime] = []


def look_round(*, at: dt.datetime) -> None:
    """Sweep, every five minutes at the most: rounds come every two seconds."""
    if _last and dt.timedelta(0) <= at - _last[-1] < EVERY:
        return
    _last[:] = [at]
    sweep(at=at)


def sweep(*, at: dt.datetime) -> None:
    """Delete what is over. Safe to repeat, and for several workers at once."""
    Session.objects.filter(expire_date__lt=at).delete()
    AccessAttempt.objects.filter(attempt_time__lt=at - settings.AXES_COOLOFF_TIME).delete()
    PostedAnswer.objects.filter(until__lt=at).delete()
