"""Sessions in the database, as Django keeps them; the reading is prepared, because every page reads one."""

import datetime as dt

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from beredskab.prepared import Prepared

_SESSION: Prepared[Session] = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now), str, dt.datetime
)


class SessionStore(DatabaseStore):
    """The engine that SESSION_ENGINE names."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSION.first(self.session_key, timezone.now())
        if found is None:
            self._session_key = None
        return found
