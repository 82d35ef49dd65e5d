"""How far the measures of action plans are at a date, places and parts included. Reads; changes nothing.

Two statements, however many plans: the measures with where they are carried out, and what was last said.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Value
from django.db.models.functions import JSONObject

from beredskab.organisation.models import Municipality
from plans.implementation.frameworks import followed, framework_named
from plans.implementation.progress import framework_at, last_said
from plans.implementation.sums import Distribution, distribution, from_below, is_stale
from plans.models import ActionPlan, Measure, MeasureStatus, Succession
from plans.vocabulary import Status

OVER = frozenset({Status.DONE, Status.DROPPED})


@dataclass(frozen=True)
class Place:
    """Where a measure is carried out: a municipality, or one of its units."""

    municipality: int
    unit: int | None
    name: str

    @property
    def key(self) -> str:
        """As a form sends it: `m7` or `u12`."""
        return f"u{self.unit}" if self.unit else f"m{self.municipality}"


@dataclass(frozen=True)
class PlaceStanding:
    """How far a measure is in one place; unknown before anybody has said anything there."""

    place: Place
    status: Status
    entry: MeasureStatus | None
    stale: bool


@dataclass(frozen=True)
class MeasureStanding:
    """A measure at a date; `entry` is None before anything was said of it as a whole.

    `derived` says that the status comes from its places or parts, which were told of later.
    """

    measure: Measure
    roles: tuple[str, ...]
    status: Status
    entry: MeasureStatus | None
    stale: bool
    overdue: bool
    derived: bool = False
    places: tuple[PlaceStanding, ...] = ()
    parts: tuple["MeasureStanding", ...] = ()

    @property
    def sentence(self) -> str:
        """What was said with the status that stands; empty where it comes from below."""
        return self.entry.sentence if self.entry and not self.derived else ""

    @property
    def told_on(self) -> dt.date | None:
        """The newest day that anything here holds for."""
        days = [self.entry.as_of] if self.entry else []
        days += [one.entry.as_of for one in self.places if one.entry]
        days += [one.told_on for one in self.parts if one.told_on]
        return max(days, default=None)


@dataclass(frozen=True)
class PlanReport:
    """The measures of an action plan at a date. Every measure of the plan is in it at any date."""

    plan: ActionPlan
    at: dt.date
    rows: tuple[MeasureStanding, ...]

    @property
    def distribution(self) -> Distribution:
        return distribution(row.status for row in self.rows)

    @property
    def all_rows(self) -> list[MeasureStanding]:
        """Measures and their parts, each part after its measure. For lists; never for counting."""
        return [one for row in self.rows for one in (row, *row.parts)]

    def row(self, measure: Measure) -> MeasureStanding | None:
        """How one measure or part stands."""
        return next((one for one in self.all_rows if one.measure.pk == measure.pk), None)


def plan_at(plan: ActionPlan, at: dt.date, *, known_on: dt.date | None = None) -> PlanReport:
    """Where an action plan stands at the end of a day."""
    return plans_at([plan], at, known_on=known_on)[0]


def plans_at(
    plans: Sequence[ActionPlan], at: dt.date, *, known_on: dt.date | None = None
) -> list[PlanReport]:
    """Where several action plans stand at the end of a day, in the order given."""
    said = MeasureStatus.objects.filter(measure__plan__in=plans)
    entries: dict[int, list[MeasureStatus]] = defaultdict(list)
    for entry in last_said(said, at, known_on, "measure_id", "municipality_id", "unit_id"):
        entries[entry.measure_id].append(entry)
    every = list(_measures(plans))
    parts: dict[int | None, list[Any]] = defaultdict(list)
    for measure in every:
        parts[measure.parent_id].append(measure)
    rows: dict[int, list[MeasureStanding]] = defaultdict(list)
    for measure in parts[None]:  # a part never counts a second time
        rows[measure.plan_id].append(_standing(measure, entries, parts, at))
    return [PlanReport(plan, at, tuple(rows[plan.pk])) for plan in plans]


def places_of(measure: Any) -> tuple[Place, ...]:
    """Where it is carried out: the units that were named, and whole municipalities without any.

    `measure` comes from `measures_with_places`. Empty for a measure that is done in one place.
    """
    if not measure.is_local:
        return ()
    named: dict[int, list[Place]] = defaultdict(list)
    for one in measure.where_units:
        named[one["municipality"]].append(Place(one["municipality"], one["id"], one["name"]))
    whole = [{"id": measure.plan.municipality_id, "name": measure.plan.municipality.name}]
    return tuple(
        place
        for one in [*whole, *measure.where_partners]
        for place in named.get(one["id"], [Place(one["id"], None, one["name"])])
    )


def measures_with_places() -> "QuerySet[Measure]":
    """Measures with `roles`, `where_units` and `where_partners`, in the order of their plans."""
    roles = ArrayAgg(
        "responsible__role",
        filter=Q(responsible__role__gt=""),
        order_by="responsible__position",
        default=Value([]),
    )
    units = Measure.units.through.objects.filter(measure=OuterRef("pk")).order_by("unit__name")
    partners = ActionPlan.partners.through.objects.filter(actionplan=OuterRef("plan"))
    return (
        Measure.objects.select_related("chapter", "plan__municipality")
        .annotate(
            roles=roles,
            where_units=ArraySubquery(
                units.values(one=JSONObject(id="unit", name="unit__name", municipality="unit__municipality"))
            ),
            where_partners=ArraySubquery(
                partners.order_by("municipality__name").values(
                    one=JSONObject(id="municipality", name="municipality__name")
                )
            ),
        )
        .order_by("plan", "position")
    )


def _measures(plans: Sequence[ActionPlan]) -> Any:
    return measures_with_places().filter(plan__in=plans)


def _standing(
    measure: Any,
    entries: dict[int, list[MeasureStatus]],
    parts: dict[int | None, list[Any]],
    at: dt.date,
) -> MeasureStanding:
    after = dt.timedelta(days=measure.plan.confirmed_for)
    said = {(entry.municipality_id, entry.unit_id): entry for entry in entries.get(measure.pk, [])}
    own = said.get((None, None))
    places = tuple(_place(one, said, at, after) for one in places_of(measure))
    below = tuple(_standing(part, entries, parts, at) for part in parts[measure.pk])
    derived = from_below(
        (own.as_of, Status(own.status)) if own else None,
        [
            *((one.entry.as_of if one.entry else None, one.status) for one in places),
            *((one.told_on, one.status) for one in below),
        ],
    )
    status = derived or (Status(own.status) if own else Status.UNKNOWN)
    is_over = status in OVER
    return MeasureStanding(
        measure=measure,
        roles=tuple(measure.roles),
        status=status,
        entry=own,
        stale=_is_stale(own, derived, places, is_over=is_over, at=at, after=after),
        overdue=bool(measure.due_on and measure.due_on < at and not is_over),
        derived=derived is not None,
        places=places,
        parts=below,
    )


def _is_stale(
    own: MeasureStatus | None,
    derived: Status | None,
    places: Iterable[PlaceStanding],
    *,
    is_over: bool,
    at: dt.date,
    after: dt.timedelta,
) -> bool:
    if derived is not None:
        return any(one.stale for one in places)
    return bool(own and not is_over and is_stale(own.as_of, at, after))


def _place(
    place: Place,
    said: dict[tuple[int | None, int | None], MeasureStatus],
    at: dt.date,
    after: dt.timedelta,
) -> PlaceStanding:
    entry = said.get((place.municipality, place.unit))
    status = Status(entry.status) if entry else Status.UNKNOWN
    stale = bool(entry and status not in OVER and is_stale(entry.as_of, at, after))
    return PlaceStanding(place, status, entry, stale)


def action_plans_of(municipality: Municipality) -> "QuerySet[ActionPlan]":
    """The action plans a municipality carries out, newest first: its own, those it shares, and those of
    municipalities that have become part of it."""
    merged = Succession.objects.filter(new=municipality).values("old")
    theirs = Q(municipality=municipality) | Q(partners=municipality)
    inherited = Q(municipality__in=merged) | Q(partners__in=merged)
    return ActionPlan.objects.filter(theirs | inherited).distinct()


def plan_named(municipality: Municipality, name: str) -> ActionPlan | None:
    """The action plan with that name, in any case of letters."""
    return action_plans_of(municipality).filter(name__iexact=name.strip()).first()


def distribution_named(
    municipality: Municipality, name: str, at: dt.date, *, known_on: dt.date | None = None
) -> Distribution:
    """Shares of a framework or an action plan by its name.

    Raises LookupError with a sentence that lists the names there are.
    """
    plan = plan_named(municipality, name)
    if plan is not None:
        return plan_at(plan, at, known_on=known_on).distribution
    if framework_named(municipality, name):
        return framework_at(municipality, at, name, known_on=known_on).distribution
    raise no_such_plan(municipality, name)


def no_such_plan(municipality: Municipality, name: str) -> LookupError:
    """Says which names there are."""
    return LookupError(f"No plan is called {name!r}. There are: {', '.join(_names(municipality))}.")


def _names(municipality: Municipality) -> list[str]:
    frameworks = followed(municipality)
    return [*(one.name for one in frameworks), *action_plans_of(municipality).values_list("name", flat=True)]


def history_of_measure(measure: Measure) -> "QuerySet[MeasureStatus]":
    """Everything that was said about a measure, newest first."""
    return MeasureStatus.objects.filter(measure=measure).select_related("said_by", "municipality", "unit")
