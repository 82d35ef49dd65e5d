"""Counting a month once it has settled, and writing what may be told. What is written never changes.

A month is told a fortnight after its end, when both clocks have run out. The year so far is told in totals;
who notified, ages and reasons are told once, with the year's last month: a table told twice could be
subtracted from itself. The worker's role counts; nobody else can.
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connections, transaction

from beredskab.access.acting import as_role
from beredskab.organisation.models import Municipality
from beredskab.outbox import duties
from notifications.models import BehindPublication, Concern, Publication
from notifications.statistics import codes, hiding
from notifications.statistics.hiding import Behind, Range, Told

PUBLISH = "notifications.publish_figures"
SETTLES = dt.timedelta(days=14)
#: How far back a first publication looks: concerns are not older than the portal.
YEARS_BACK = 11
CLOCKS = ("assessed", "receipt")
Tally = dict[tuple[str, str], tuple[int, int, int]]


def ask(concern: Concern) -> None:
    """Let the worker tell of the month of this concern when it has settled; asking again changes nothing."""
    assert concern.received_at is not None, "it is filed"
    zone = ZoneInfo(concern.municipality.timezone)
    local = concern.received_at.astimezone(zone)
    for month in {local.month, 12}:
        due = settled_at(local.year, month, zone)
        key = f"{concern.municipality_id} {local.year}-{month:02}"
        duties.ask(PUBLISH, key, due=due, municipality=concern.municipality_id)


@duties.duty(PUBLISH)
def publish(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part."""
    catch_up(Municipality.objects.get(pk=int(str(ids["municipality"]))), at=at)


def settled_at(year: int, month: int, zone: ZoneInfo) -> dt.datetime:
    """When a month may be told. Pure."""
    return _start_of(year, month + 1, zone) + SETTLES


def catch_up(municipality: Municipality, *, at: dt.datetime) -> int:
    """Tell every month that has settled and was not told, in order; returns how many. Safe to repeat."""
    zone = ZoneInfo(municipality.timezone)
    this_year = at.astimezone(zone).year
    told = 0
    for year in range(this_year - YEARS_BACK, this_year + 1):
        with as_role("clock") as alias:
            rows = Publication.objects.using(alias).filter(municipality=municipality, year=year)
            done = set(rows.values_list("month", flat=True))
        months = [m for m in range(1, 13) if m not in done and settled_at(year, m, zone) <= at]
        counted = _tally(municipality, year, zone, last=months[-1]) if months else []
        # This year and the last are told also when they are empty: that they are told must say nothing.
        if done or any(counted) or year >= this_year - 1:
            for month in months:
                tell(municipality, year, month, _added(counted[:month]), at)
            told += len(months)
    return told


def tell(municipality: Municipality, year: int, month: int, counted: Tally, at: dt.datetime) -> None:
    """Write what may be told of the year until the end of this month, of the counts since January."""
    received, *late = counted.get(("all", ""), (0, 0, 0))
    before, behind = _last(municipality, year, month)
    figures: dict[str, Any] = {}
    numbers: dict[str, Any] = {}
    for clock, count in zip(CLOCKS, late, strict=True):
        told, kept = hiding.next_telling(behind[clock], before[clock], received, count)
        figures["received"] = told.received.as_json()
        figures[clock] = told.late.as_json()
        numbers[clock] = list(dataclasses.astuple(kept))
    if month == 12:
        figures["tables"] = _tables(counted, year, Range(**figures["received"]))
        figures["code_list"] = codes.notifiers_of(year).version
    row = Publication(municipality=municipality, year=year, month=month, figures=figures, published_at=at)
    with as_role("clock") as alias, transaction.atomic(using=alias):
        row.save(using=alias, force_insert=True)
        BehindPublication(publication=row, numbers=numbers).save(using=alias, force_insert=True)


def _tables(counted: Tally, year: int, total: Range) -> dict[str, dict[str, int | None]]:
    notifiers = dict.fromkeys(codes.notifiers_of(year).labels, 0)
    ages = dict.fromkeys(codes.AGES, 0)
    topics = dict.fromkeys(codes.TOPICS, 0)
    for (kind, word), (number, _assessed, _receipt) in counted.items():
        if kind == "notifier":
            notifiers[codes.notifier_code(word, year)] += number
        elif kind == "age":
            ages[word if word in ages else "unknown"] += number
        elif kind == "topic":
            topics[word if word in topics else "unknown"] += number
    # Reasons are several to a concern and have no total that is told: nothing follows from the others.
    reasons = {word: number if number >= hiding.SMALL else None for word, number in topics.items()}
    return {
        "notifier": hiding.table(notifiers, total),
        "age": hiding.table(ages, total),
        "reason": reasons,
    }


def _last(municipality: Municipality, year: int, month: int) -> tuple[dict[str, Told], dict[str, Behind]]:
    """What was told of the year before this month, and what is behind it."""
    with as_role("clock") as alias:
        rows = (
            BehindPublication.objects.using(alias)
            .select_related("publication")
            .filter(
                publication__municipality=municipality, publication__year=year, publication__month__lt=month
            )
        )
        last = rows.order_by("-publication__month").first()
    if last is None:
        return dict.fromkeys(CLOCKS, Told()), dict.fromkeys(CLOCKS, Behind())
    figures = last.publication.figures
    received = Range(**figures["received"])
    before = {clock: Told(received, Range(**figures[clock])) for clock in CLOCKS}
    return before, {clock: _behind(*last.numbers[clock]) for clock in CLOCKS}


def _behind(received: int, *kept: Any) -> Behind:
    """As it was stored. Before ADR 20 the last number that was told exactly stood there instead of ranges."""
    if len(kept) == 1:
        return Behind(received, tuple((at, low, high) for at, low, high in kept[0]))
    _late, late, base = kept
    return Behind(received, ((base, late, late),) if base else ())


def _tally(municipality: Municipality, year: int, zone: ZoneInfo, *, last: int) -> list[Tally]:
    """Of each month until the last: (kind, word) -> how many, assessed late, receipts late."""
    months: list[Tally] = []
    with as_role("clock") as alias, connections[alias].cursor() as cursor:
        for month in range(1, last + 1):
            start, end = _start_of(year, month, zone), _start_of(year, month + 1, zone)
            cursor.execute(
                "SELECT * FROM notifications_tally(%s, %s, %s, %s, %s)",
                [municipality.pk, start, end, start.date(), end.date()],
            )
            months.append({(kind, word): (n, a, r) for kind, word, n, a, r in cursor.fetchall()})
    return months


def _added(months: list[Tally]) -> Tally:
    """The months together."""
    total: Tally = {}
    for month in months:
        for key, (number, assessed, receipt) in month.items():
            n, a, r = total.get(key, (0, 0, 0))
            total[key] = (n + number, a + assessed, r + receipt)
    return total


def _start_of(year: int, month: int, zone: ZoneInfo) -> dt.datetime:
    """The first moment of a month; the thirteenth is next January."""
    year, month = (year + 1, 1) if month == 13 else (year, month)
    return dt.datetime(year, month, 1, tzinfo=zone)


def last_day(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])
