"""What the worker does on each round. `bin/manage work` calls it; tests call it with a clock of their own."""

import datetime as dt
import logging

from django.conf import settings
from django.utils.module_loading import import_string

from beredskab.access.acting import as_role
from beredskab.audit import chain
from beredskab.outbox import delivery, duties, observing
from beredskab.outbox.models import Heartbeat

log = logging.getLogger(__name__)


def deliver(*, at: dt.datetime) -> int:
    """Hand over every message that is due; returns how many went. Leases are committed before mail goes."""
    with as_role("clock") as alias:
        taken = delivery.lease(at=at, using=alias)
    went = 0
    for message in taken:
        with as_role("clock") as alias:
            went += delivery.hand_over(message, at=at, using=alias)
    return went


def do_duties(*, at: dt.datetime) -> int:
    """Do every duty that is due; returns how many were done."""
    with as_role("clock") as alias:
        taken = duties.lease(at=at, using=alias)
    done = 0
    for one in taken:
        done += duties.do(one, at=at)
    return done


def seal(*, limit: int = 1000) -> int:
    """Seal the trail's new rows into the hash chain; returns how many."""
    with as_role("auditor") as alias:
        return chain.seal_pending(using=alias, limit=limit)


def other_parts(*, at: dt.datetime) -> None:
    """What apps above this one do on each round; one that fails does not hold up the next."""
    for name in settings.ROUND_PARTS:
        try:
            import_string(name)(at=at)
        except Exception as fault:  # the worker must outlive any one part
            log.error("%s failed: %s", name, type(fault).__name__)


def beat(worker: str, *, at: dt.datetime) -> None:
    """Tell the health page that this worker lives."""
    with as_role("clock") as alias:
        Heartbeat.objects.using(alias).update_or_create(worker=worker, defaults={"at": at})


def observe(*, at: dt.datetime) -> None:
    """Leave for the health page how mail, work and disk are; once a minute."""
    with as_role("clock") as alias:
        observing.observe(at=at, using=alias)
