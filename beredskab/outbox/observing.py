"""How mail and work are going, seen by the worker, for the health page. Nothing here counts concerns.

Whoever runs the portal may be somebody whom a concern is about: how many mails wait would tell that there is
one. So mail is well or not, and work about concerns is named without a number.
"""

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Min, Q

from beredskab.access.acting import as_role
from beredskab.outbox.models import Check, Duty, Message

EVERY = dt.timedelta(minutes=1)
MAIL_MAY_WAIT = dt.timedelta(minutes=15)
#: After so many tries, each later than the one before, a mail has waited about as long.
TRIED = 5
#: A duty that failed so often does not mend itself.
FAILED_AFTER = 3
MAIL, WORK, DISK = "mail", "work", "disk"
FULL, NEARLY_FULL = 0.95, 0.85


def observe(*, at: dt.datetime, using: str) -> None:
    """Look at mail, work and disk, and leave what was seen; at most once a minute."""
    last = Check.objects.using(using).filter(name=MAIL).values_list("at", flat=True).first()
    if last is not None and dt.timedelta(0) <= at - last < EVERY:
        return
    for name, is_well, told in (_mail(at, using), _work(using), _disk()):
        _leave(name, is_well, told, at, using)


def leave(name: str, *, is_well: bool, at: dt.datetime, **told: object) -> None:
    """Leave for the health page what a command or a duty saw; the check of that name finds words."""
    with as_role("clock") as alias:
        _leave(name, is_well, told, at, alias)


def _leave(name: str, is_well: bool, told: dict[str, object], at: dt.datetime, using: str) -> None:
    Check.objects.using(using).update_or_create(
        name=name, defaults={"at": at, "is_well": is_well, "told": told}
    )


def _mail(at: dt.datetime, using: str) -> tuple[str, bool, dict[str, object]]:
    """Not well: something waits for longer than a quarter of an hour. Names the faults, counts nothing."""
    late = at - MAIL_MAY_WAIT
    stuck = Message.objects.using(using).filter(
        Q(due_at__lt=late) | Q(attempts__gte=TRIED),
        handed_over_at__isnull=True,
        given_up_at__isnull=True,
    )
    faults = sorted({fault for fault in stuck.values_list("fault", flat=True).distinct() if fault})
    return MAIL, not stuck.exists(), {"faults": faults}


def _work(using: str) -> tuple[str, bool, dict[str, object]]:
    """Not well: work has failed three times and does not mend itself. Concerns are not counted."""
    failing = Duty.objects.using(using).filter(done_at__isnull=True, attempts__gte=FAILED_AFTER)
    plain = failing.exclude(ids__has_key="concern")
    counted = Counter(plain.values_list("name", "fault"))
    since = plain.aggregate(since=Min("due_at"))["since"]
    told: dict[str, object] = {
        "failing": [{"name": n, "fault": f, "count": c} for (n, f), c in sorted(counted.items())],
        "about_concerns": failing.filter(ids__has_key="concern").exists(),
        "since": since.isoformat() if since else None,
    }
    return WORK, not failing.exists(), told


def _disk() -> tuple[str, bool, dict[str, object]]:
    """Where the worker writes, per folder; the fullest decides."""
    folders = dict(_folders())
    fullest = max((used for used, _free in folders.values()), default=0.0)
    told = {
        "folders": {name: {"used": used, "free": free} for name, (used, free) in folders.items()},
        "fullest": fullest,
    }
    return DISK, fullest < FULL, told


def _folders() -> Iterator[tuple[str, tuple[float, int]]]:
    """Share that is used, rounded, and free gigabytes, of each file system that we write to."""
    seen = set()
    for name in ("VAR", "RENDERED", "KEYS"):
        path = getattr(settings, name)
        if not path.is_dir() or path.stat().st_dev in seen:
            continue
        seen.add(path.stat().st_dev)
        usage = shutil.disk_usage(path)
        yield name, (round(1 - usage.free / usage.total, 2), usage.free // 1024**3)
