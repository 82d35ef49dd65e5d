"""How reading went, month by month: kept by the worker when a month begins, so that nobody recounts it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from zoneinfo import ZoneInfo

from beredskab.organisation.models import Municipality, Unit
from plans.following.matrix import Figures, Now, figures, rows_by
from plans.following.people import people_of, record_at
from plans.models import ReadingTrend

MONTHS = 3
AT_ONCE = 25  # units whose people are held in memory together


@dataclass(frozen=True)
class Past:
    """How many had read everything on a day, how many only missed a new version, and the others."""

    day: dt.date
    read_all: int
    only_new: int
    others: int


def past_of(unit: Unit, today: dt.date) -> list[Past]:
    """What was kept of a unit and everything below it when the last three months began. One statement."""
    days = month_starts(today, MONTHS)
    kept = ReadingTrend.objects.filter(unit=unit, day__in=days).order_by("day")
    return [Past(one.day, one.read_all, one.only_new, one.others) for one in kept]


def standing_on(day: dt.date, told: Figures) -> Past:
    """The bar of a day in the same chart."""
    return Past(day, told.read_all, told.only_new, told.people - told.read_all - told.only_new)


def remember_months(municipality: Municipality, at: dt.datetime) -> None:
    """Keep every month's beginning that is not kept yet, from the facts of that day."""
    today = at.astimezone(ZoneInfo(municipality.timezone)).date()
    for day in month_starts(today + dt.timedelta(days=1), MONTHS):
        if not ReadingTrend.objects.filter(unit__municipality=municipality, day=day).exists():
            remember(municipality, day)


def remember(municipality: Municipality, day: dt.date) -> None:
    """Keep how every unit with everything below it stood when the day began; again changes nothing."""
    units = {unit.pk: unit for unit in Unit.objects.filter(municipality=municipality)}
    counted: dict[int, Figures] = defaultdict(Figures)
    seen: dict[int, set[int]] = defaultdict(set)
    rest = iter(units.values())
    while some := list(islice(rest, AT_ONCE)):
        for staff, places, told in _stood(some, municipality, day):
            for unit in {above for place in places for above in _line(place, units)}:
                if staff not in seen[unit]:
                    seen[unit].add(staff)
                    counted[unit] += told
    ReadingTrend.objects.bulk_create(
        [_kept(unit, day, counted[pk]) for pk, unit in units.items() if counted[pk].people],
        ignore_conflicts=True,
    )


def month_starts(today: dt.date, count: int) -> list[dt.date]:
    """The first days of this month and of those before, oldest first, without today."""
    days: list[dt.date] = []
    day = today.replace(day=1)
    while len(days) < count:
        if day < today:
            days.append(day)
        day = (day - dt.timedelta(days=1)).replace(day=1)
    return days[::-1]


def _stood(
    units: Sequence[Unit], municipality: Municipality, day: dt.date
) -> list[tuple[int, frozenset[int], Figures]]:
    moment = dt.datetime.combine(day, dt.time.min, tzinfo=ZoneInfo(municipality.timezone))
    people = people_of(units, day)
    rows = rows_by(people, record_at(municipality, people, moment), (), Now.of(municipality, moment))
    return [(row.person.staff.pk, row.person.units, figures([row])) for row in rows]


def _line(unit: int, units: Mapping[int, Unit]) -> list[int]:
    """The unit and those above it."""
    found: list[int] = []
    place: int | None = unit
    while place is not None and place not in found and place in units:
        found.append(place)
        place = units[place].parent_id
    return found


def _kept(unit: Unit, day: dt.date, told: Figures) -> ReadingTrend:
    one = standing_on(day, told)
    return ReadingTrend(unit=unit, day=day, read_all=one.read_all, only_new=one.only_new, others=one.others)
