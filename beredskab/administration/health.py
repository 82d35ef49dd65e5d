"""Whether the portal is well: the database answers, worker and keys are in place, the ledger matches."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error
from django.db.models import Max

from beredskab.outbox.models import Check, Heartbeat
from beredskab.vault import keys

log = logging.getLogger(__name__)

# The worker looks round every few seconds; one slow duty is no alarm, a dead worker is.
WORKER_MAY_BE_SILENT = dt.timedelta(minutes=2)
# The ledger is checked every hour, once there is anything to check.
CHECK_MAY_BE_OLD = dt.timedelta(hours=3)


@dataclass(frozen=True)
class Health:
    """Four plain facts, and nothing that helps an attacker."""

    database: bool
    worker: bool
    keys: bool
    ledger: bool

    @property
    def is_well(self) -> bool:
        """All four."""
        return self.database and self.worker and self.keys and self.ledger


def look(*, at: dt.datetime) -> Health:
    """Ask all four; what cannot answer is not well."""
    return Health(
        database=_holds(_database_answers),
        worker=_holds(lambda: _worker_lives(at)),
        keys=_holds(keys.are_well),
        ledger=_holds(lambda: _ledger_matches(at)),
    )


def _database_answers() -> bool:
    Heartbeat.objects.exists()
    return True


def _ledger_matches(at: dt.datetime) -> bool:
    """What was promised was delivered, when it was last looked at; no look any more is unwell."""
    checks = Check.objects.values_list("at", "is_well")
    return all(is_well and at - last < CHECK_MAY_BE_OLD for last, is_well in checks)


def _worker_lives(at: dt.datetime) -> bool:
    last = Heartbeat.objects.aggregate(last=Max("at"))["last"]
    return last is not None and at - last < WORKER_MAY_BE_SILENT


def _holds(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except (Error, OSError) as fault:
        log.error("health: %s", type(fault).__name__)
        return False
