"""Everybody of a municipality, a page at a time, for whoever administers it. Says nothing of concerns."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.administration.staffing import access
from beredskab.organisation.models import Membership, Staff, Unit

PAGE = 50
WORKING, WITHOUT_PROFESSION, WITHOUT_WORK, LEFT = "working", "no-profession", "no-work", "left"
SHOWN = (WORKING, WITHOUT_PROFESSION, WITHOUT_WORK, LEFT)
SHOWN_TO_LEADERS = (WORKING, WITHOUT_PROFESSION)


@dataclass(frozen=True)
class Look:
    """Which people: of a unit, in which state, whose name or mail holds these words, after whom."""

    show: str = WORKING
    unit: Unit | None = None
    words: str = ""
    after: int | None = None


@dataclass(frozen=True)
class Page:
    """Fifty people by name, how many there are in all, and the id to go on after; None at the end."""

    people: Sequence[Staff]
    count: int
    next_after: int | None


def page_of(staff: Staff, look: Look, today: dt.date) -> Page:
    """Five statements at most, however many people there are. A leader sees their own units' people there."""
    people = access.people_managed_by(staff, today)
    found = _of(people, look, today)
    count = found.count()
    start = people.filter(pk=look.after).values_list("name", "pk").first() if look.after else None
    if start:
        found = found.filter(Q(name__gt=start[0]) | Q(name=start[0], pk__gt=start[1]))
    jobs = Membership.objects.current(today).select_related("unit", "profession")
    if not access.is_administrator(staff):
        jobs = jobs.filter(unit__in=access.units_managed_by(staff))
    shown = list(
        found.order_by("name", "pk").prefetch_related(Prefetch("memberships", jobs, to_attr="jobs"))[
            : PAGE + 1
        ]
    )
    return Page(shown[:PAGE], count, shown[PAGE - 1].pk if len(shown) > PAGE else None)


def units_with_counts(staff: Staff, today: dt.date) -> list[Unit]:
    """Every unit as a tree: `depth` below the top, `people` at work in it. One statement."""
    if not guard.may(staff, Act.ADMINISTER):
        return []
    working = Q(memberships__staff__is_active=True) & _current("memberships__", today)
    units = list(
        Unit.objects.filter(municipality=staff.municipality_id)
        .select_related("leader")
        .annotate(people=Count("memberships__staff", filter=working, distinct=True))
        .order_by("name", "pk")
    )
    return _as_tree(units)


def _of(people: QuerySet[Staff], look: Look, today: dt.date) -> QuerySet[Staff]:
    jobs = Membership.objects.filter(_current("", today), staff=OuterRef("pk"))
    if look.show == LEFT:
        people = people.filter(is_active=False)
    elif look.show == WITHOUT_WORK:
        people = people.filter(~Exists(jobs), is_active=True)
    elif look.show == WITHOUT_PROFESSION:
        people = people.filter(Exists(jobs), ~Exists(jobs.filter(profession__isnull=False)), is_active=True)
    else:
        people = people.filter(is_active=True)
    if look.unit is not None:
        mine = Membership.objects.filter(staff=OuterRef("pk"), unit=look.unit)
        people = people.filter(Exists(mine if look.show == LEFT else jobs.filter(unit=look.unit)))
    for word in look.words.split():
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return people


def _current(prefix: str, today: dt.date) -> Q:
    begun = Q(**{f"{prefix}starts_on__isnull": True}) | Q(**{f"{prefix}starts_on__lte": today})
    return begun & (Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": today}))


def _as_tree(units: Sequence[Unit]) -> list[Unit]:
    below: dict[int | None, list[Unit]] = {}
    known = {unit.pk for unit in units}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    found: list[Unit] = []

    def walk(parent: int | None, depth: int) -> None:
        for unit in below.get(parent, ()):
            unit.depth = depth  # type: ignore[attr-defined]  # for the page
            found.append(unit)
            walk(unit.pk, depth + 1)

    walk(None, 0)
    return found
