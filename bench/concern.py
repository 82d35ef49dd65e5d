"""The concern at scale: 1,000 and 500,000 concerns over ten years and 40 teams, with both access layers on.

Two databases of their own are filled (filling.py) and measured in turns, so that a noisy moment hits both.
Every page runs through the whole middleware as Cia, whose open work is the same in both: what grows is what
is behind it. Times are the median of the samples.
"""

import statistics
import time
import uuid
from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.models import Count, Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench import filling
from bench.pages import signed_in
from bench.registry import Measure, at_most, part
from beredskab.access.acting import acting_as
from beredskab.organisation.models import Municipality, Staff
from notifications import access
from notifications.statistics import publishing

SIZES = {"beredskab_bench_small": 1_000, "beredskab_bench_large": 500_000}
MILLISECONDS, GROWTH = 200, 1.3
ROUNDS, SAMPLES, WARM = 10, 3, 2


@part("concern")
def concern() -> Iterator[Measure]:
    """Milliseconds at 500,000, and how much slower than at 1,000."""
    began = time.perf_counter()
    for database, number in SIZES.items():
        connections.close_all()
        filling.make(database, number)
    yield Measure("concern", "making both data sets", round(time.perf_counter() - began, 1), "s")
    for database, number in SIZES.items():
        yield Measure("concern", f"working out the years of {number}", _publish(database), "s")
    times = _measure()
    for page in times["beredskab_bench_large"]:
        large = [ms for turn in times["beredskab_bench_large"][page] for ms in turn]
        spread = f"ms ({min(large):.0f}-{max(large):.0f})"
        median = statistics.median(large)
        yield Measure("concern", f"{page}: 500,000", round(median, 1), spread, at_most(MILLISECONDS))
        growth = round(_growth(*(times[database][page] for database in SIZES)), 2)
        yield Measure("concern", f"{page}: growth from 1,000", growth, "times", at_most(GROWTH))


def _growth(small: list[list[float]], large: list[list[float]]) -> float:
    """How much slower: each turn against the one beside it, so that what else the machine does falls out."""
    turns = zip(small, large, strict=True)
    return statistics.median(statistics.median(b) / statistics.median(a) for a, b in turns)


def _publish(database: str) -> float:
    """Seconds the worker takes to tell of ten years at once."""
    _use(database)
    began = time.perf_counter()
    publishing.catch_up(Municipality.objects.get(slug="eksempel"), at=timezone.now())
    return round(time.perf_counter() - began, 1)


def _measure() -> dict[str, dict[str, list[list[float]]]]:
    """database -> page -> turn -> milliseconds, the databases in turns."""
    times: dict[str, dict[str, list[list[float]]]] = {database: {} for database in SIZES}
    for _round in range(ROUNDS):
        for database in SIZES:
            _use(database)
            cia, dorte = signed_in("cia"), signed_in("dorte")
            for page, (client, path) in _pages(cia, dorte).items():
                for _again in range(WARM):
                    _milliseconds(client, path)
                found = [_milliseconds(client, path) for _sample in range(SAMPLES)]
                times[database].setdefault(page, []).append(found)
    _use(filling.TEMPLATE)
    return times


def _pages(cia: Client, dorte: Client) -> dict[str, tuple[Client, str]]:
    find = reverse("notifications:find")
    return {
        "inbox": (cia, reverse("notifications:inbox")),
        "closed cases": (cia, reverse("notifications:closed")),
        "case page": (cia, reverse("notifications:concern", args=[_really_filed()])),
        "search by reference": (cia, f"{find}?reference=BK-BENCH-{filling.OPEN_OF_CIA}"),
        "statistics": (dorte, reverse("notifications:statistics")),
    }


def _really_filed() -> uuid.UUID:
    """A case of the demo that Cia opens without being asked why."""
    cia = Staff.objects.get(email="cia@eksempel.example")
    with acting_as(cia):
        hers = access.concerns_for(cia).filter(Q(claimed_by=cia) | Q(claimed_by=None))
        real = hers.exclude(reference__startswith="BK-BENCH").annotate(marks=Count("child_indexes"))
        return real.order_by("-marks", "filed_at")[0].pk


def _milliseconds(client: Client, path: str) -> float:
    began = time.perf_counter()
    answer: Any = client.get(path)
    took = (time.perf_counter() - began) * 1000
    if answer.status_code not in (200, 302):
        raise SystemExit(f"bench: {path} answers with {answer.status_code}")
    return took


def _use(database: str) -> None:
    """Every connection of this process goes to that database from now on."""
    connections.close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = database
