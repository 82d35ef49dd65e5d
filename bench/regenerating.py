"""Five hundred posters made anew by a real worker in a process of its own, stopped once and resumed."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from bench.registry import Measure, at_least, at_most
from beredskab.organisation.models import Municipality, Staff, Unit
from plans.models import PosterFile, PosterRun
from plans.paper import batches, posters

POSTERS = 500
STOPPED_AFTER, WATCHED = 40, 6.0  # posters; seconds
PATIENCE = 45 * 60.0
SLUG = "bench-papir"


def measured(municipality: Municipality) -> Iterator[Measure]:
    """How long it takes, that it stands still when stopped, and that nothing is made twice or left out."""
    by = Staff.objects.get(email="hanne@eksempel.example")
    run = _asked_for(municipality, by)
    begun = time.monotonic()
    with _worker():
        _wait(lambda: _position(run) >= STOPPED_AFTER)
        batches.stop(run, by=by, at=timezone.now())
        time.sleep(WATCHED)  # the handful in hand is finished
        stood = _position(run)
        time.sleep(WATCHED)
        moved = _position(run) - stood
        batches.resume(run, by=by, at=timezone.now())
        _wait(lambda: _state(run) == PosterRun.State.FINISHED)
    taken = time.monotonic() - begun - 2 * WATCHED
    run.refresh_from_db()
    kept = PosterFile.objects.filter(poster__unit__slug__startswith=SLUG, refusal="").count()
    yield Measure("print", f"{POSTERS} posters by the worker", round(taken), "s")
    yield Measure("print", "posters made in that run", run.made, "", at_least(POSTERS))
    yield Measure("print", "posters kept after it", kept, "", at_least(POSTERS))
    yield Measure("print", "posters refused in it", run.refused, "", at_most(0))
    yield Measure("print", "posters made while it was stopped", moved, "", at_most(0))
    yield Measure("print", "largest process of that worker", _largest(), "MB")
    _units(municipality).delete()


def _asked_for(municipality: Municipality, by: Staff) -> PosterRun:
    """Units of our own where nobody works yet: each has every card, and all are made for the first time."""
    PosterRun.objects.filter(municipality=municipality, state=PosterRun.State.RUNNING).delete()
    _units(municipality).delete()
    many = POSTERS // posters.cards_in_force(municipality).count() + 1
    Unit.objects.bulk_create(
        Unit(municipality=municipality, name=f"Bænkhuset {number}", slug=f"{SLUG}-{number}")
        for number in range(many)
    )
    run = batches.start(municipality, ["a4"], by=by, at=timezone.now())
    ours = set(_units(municipality).values_list("pk", flat=True))
    run.work = [one for one in run.work if one[2] in ours][:POSTERS]
    run.save(update_fields=["work"])
    return run


def _units(municipality: Municipality) -> QuerySet[Unit]:
    return Unit.objects.filter(municipality=municipality, slug__startswith=SLUG)


@contextmanager
def _worker() -> Iterator[None]:
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "work"]
    child = subprocess.Popen(command, cwd=settings.BASE_DIR)
    try:
        yield
    finally:
        child.terminate()
        child.wait(timeout=60)


def _position(run: PosterRun) -> int:
    return PosterRun.objects.values_list("position", flat=True).get(pk=run.pk)


def _state(run: PosterRun) -> str:
    return PosterRun.objects.values_list("state", flat=True).get(pk=run.pk)


def _wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > end:
            raise TimeoutError("the worker did not come to an end")
        time.sleep(1)


def _largest() -> int:
    """Megabytes of the largest process that this one has waited for: the worker, or the press below it."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
