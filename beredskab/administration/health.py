"""Whether the portal is well: the database answers, the worker looks round, the keys are in place."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error
from django.db.models import Max

from beredskab.outbox.models import Heartbeat
from beredskab.vault import keys

log = logging.getLogger(__name__)

# The worker looks round every few seconds; one slow duty is no alarm, a dead worker is.
WORKER_MAY_BE_SILENT = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Health:
    """Three plain facts, and nothing that helps an attacker."""

    database: bool
    worker: bool
    keys: bool

    @property
    def is_well(self) -> bool:
        """All three."""
        return self.database and self.worker and self.keys


def look(*, at: dt.datetime) -> Health:
    """Ask all three; what cannot answer is not well."""
    return Health(
        database=_holds(_database_answers),
        worker=_holds(lambda: _worker_lives(at)),
        keys=_holds(keys.are_well),
    )


def _database_answers() -> bool:
    Heartbeat.objects.exists()
    return True


def _worker_lives(at: dt.datetime) -> bool:
    last = Heartbeat.objects.aggregate(last=Max("at"))["last"]
    return last is not None and at - last < WORKER_MAY_BE_SILENT


def _holds(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except (Error, OSError) as fault:
        log.error("health: %s", type(fault).__name__)
        return False
