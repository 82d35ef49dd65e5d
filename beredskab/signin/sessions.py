"""Sessions in the database, as Django keeps them; only the reading is prepared: every page reads one."""

import datetime as dt

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from beredskab.prepared import prepared


@prepared
def _session(key: str, now: dt.datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


def end_all(staff: int, *, at: dt.datetime) -> int:
    """Log a person off everywhere; how many sessions ended.

    A session tells whose it is only once it is read, so every open one is: for what is done once in a while.
    """
    theirs = [
        one.session_key
        for one in Session.objects.filter(expire_date__gt=at).iterator()
        if one.get_decoded().get(SESSION_KEY) == str(staff)
    ]
    ended, _each = Session.objects.filter(session_key__in=theirs).delete()
    return ended


class SessionStore(DatabaseStore):
    """The engine that SESSION_ENGINE names."""

    def _get_session_from_db(self) -> Session | None:
        found = _session(self.session_key, timezone.now()) if self.session_key else []
        if not found:
            self._session_key = None
        return found[0] if found else None
