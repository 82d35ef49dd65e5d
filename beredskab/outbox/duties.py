"""Work that is due at a moment. A duty's function is found by name; it runs once, or again after a crash."""

import datetime as dt
import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q

from beredskab.access.acting import as_role
from beredskab.outbox.models import Duty

Work = Callable[[dict[str, object], dt.datetime], None]
_known: dict[str, Work] = {}
LEASE = dt.timedelta(minutes=10)
log = logging.getLogger(__name__)


def duty(name: str) -> Callable[[Work], Work]:
    """Declare what a duty's name means: `work(ids, at)`; it must be safe to repeat."""

    def declare(work: Work) -> Work:
        _known[name] = work
        return work

    return declare


def ask(name: str, key: str, *, due: dt.datetime, **ids: object) -> None:
    """Ask for work once: the same name and key again changes nothing."""
    Duty.objects.bulk_create([Duty(name=name, key=key, ids=ids, due_at=due)], ignore_conflicts=True)


def lease(*, at: dt.datetime, using: str, limit: int = 20) -> list[Duty]:
    """Take duties that are due and that no living worker holds."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    taken = list(
        Duty.objects.using(using)
        .filter(free, due_at__lte=at, done_at__isnull=True)
        .select_for_update(skip_locked=True)
        .order_by("due_at")[:limit]
    )
    Duty.objects.using(using).filter(pk__in=[d.pk for d in taken]).update(leased_until=at + LEASE)
    return taken


def do(one: Duty, *, at: dt.datetime) -> bool:
    """Do one duty in its own transaction; a fault leaves it to be tried again, later each time.

    Returns whether it was done. The work runs as the application's role and opens other doors by itself.
    """
    try:
        with transaction.atomic():
            _known[one.name](one.ids, at)
    except Exception as fault:  # the worker must outlive any one duty
        pause = dt.timedelta(seconds=30 * 2 ** min(one.attempts, 7))
        _note(one, leased_until=None, due_at=at + pause, fault=type(fault).__name__)
        log.error("duty %s failed: %s", one.name, type(fault).__name__)
        return False
    _note(one, done_at=at, leased_until=None, fault="")
    return True


def _note(one: Duty, **found: object) -> None:
    with as_role("clock") as alias:
        Duty.objects.using(alias).filter(pk=one.pk).update(attempts=one.attempts + 1, **found)
