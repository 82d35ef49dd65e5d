"""Saying how far a recommendation or a measure is. What was said stays; correcting is saying it again."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden, may, require
from beredskab.audit import trail
from beredskab.doors.hooks.announcing import announce
from beredskab.doors.vocabulary import Event
from beredskab.organisation.models import Municipality, Staff
from plans.implementation.measures_at import Place, action_plans_of
from plans.implementation.people import answers_for
from plans.models import Measure, MeasureStatus, Recommendation, RecommendationStatus
from plans.vocabulary import Level, Status


class RefusedStatus(ValueError):
    """What was said cannot stand in the history; the text says why."""


@dataclass(frozen=True)
class Statement:
    """What somebody says: one of the eight words, one sentence, and the day it holds for.

    `place` is None for a measure as a whole.
    """

    status: Status
    sentence: str
    as_of: dt.date
    responsible: str = ""
    next_on: dt.date | None = None
    place: Place | None = None


def today(municipality: Municipality, at: dt.datetime) -> dt.date:
    """The municipality's own date at a moment."""
    return at.astimezone(ZoneInfo(municipality.timezone)).date()


@act
def set_recommendation_status(
    recommendation: Recommendation,
    level: Level,
    statement: Statement,
    *,
    by: Staff,
    at: dt.datetime,
) -> RecommendationStatus:
    """Add a line to the history of a recommendation on one level, for their municipality.

    Raises Forbidden, or RefusedStatus for an empty sentence or a day that has not come.
    """
    require(by, Act.SET_STATUS)
    owner = recommendation.framework.municipality_id
    if owner is not None and owner != by.municipality_id:
        raise Forbidden("another municipality's framework")
    told_on = _checked(statement, by.municipality, at)
    entry = RecommendationStatus.objects.create(
        municipality=by.municipality,
        recommendation=recommendation,
        level=level,
        status=statement.status,
        sentence=statement.sentence.strip(),
        as_of=statement.as_of,
        published_on=told_on,
        recorded_at=at,
        said_by=by,
        responsible=statement.responsible.strip(),
        next_on=statement.next_on,
    )
    trail.record(
        by.pk,
        "recommendation.status_set",
        recommendation.pk,
        at=at,
        level=level.value,
        status=statement.status.value,
        as_of=statement.as_of,
    )
    facts = {"recommendation": recommendation.number, "level": level.value}
    announce(by.municipality, Event.STATUS_REPORTED, f"recommendation {entry.pk}", facts, at=at)
    return entry


@act
def set_measure_status(
    measure: Measure, statement: Statement, *, by: Staff, at: dt.datetime
) -> MeasureStatus:
    """Add a line to the history of a measure, as a whole or in one place.

    A manager of a municipality that carries the plan out may, and so may whoever is named as responsible,
    their deputies included. In a place only the people of that municipality. Raises Forbidden, or
    RefusedStatus for an empty sentence or a day that has not come.
    """
    _require_word(measure, by)
    place = statement.place
    if place is not None and place.municipality != by.municipality_id:
        raise Forbidden("another municipality's part of the measure")
    told_on = _checked(statement, by.municipality, at)
    entry = MeasureStatus.objects.create(
        measure=measure,
        municipality_id=place.municipality if place else None,
        unit_id=place.unit if place else None,
        status=statement.status,
        sentence=statement.sentence.strip(),
        as_of=statement.as_of,
        published_on=told_on,
        recorded_at=at,
        said_by=by,
    )
    trail.record(
        by.pk,
        "measure.status_set",
        measure.pk,
        at=at,
        status=statement.status.value,
        as_of=statement.as_of,
    )
    facts = {"action_plan": measure.plan_id, "measure": measure.number}
    announce(by.municipality, Event.STATUS_REPORTED, f"measure {entry.pk}", facts, at=at)
    return entry


def confirm_measure(entry: MeasureStatus, *, by: Staff, at: dt.datetime) -> MeasureStatus:
    """Say today what was said before: it still holds, so it fades no longer. Raises as saying it does."""
    place = Place(entry.municipality_id, entry.unit_id, "") if entry.municipality_id else None
    statement = Statement(Status(entry.status), entry.sentence, today(by.municipality, at), place=place)
    return set_measure_status(entry.measure, statement, by=by, at=at)


def may_tell(by: Staff, measure: Measure) -> bool:
    """Whether this person's word on the measure counts."""
    follows = may(by, Act.SET_STATUS) and action_plans_of(by.municipality).filter(pk=measure.plan_id).exists()
    return follows or answers_for(by, measure)


def _require_word(measure: Measure, by: Staff) -> None:
    if not may_tell(by, measure):
        raise Forbidden("another's measure")


def _checked(statement: Statement, municipality: Municipality, at: dt.datetime) -> dt.date:
    told_on = today(municipality, at)
    if not statement.sentence.strip():
        raise RefusedStatus("A status needs a sentence.")
    if statement.as_of > told_on:
        raise RefusedStatus("A status cannot hold for a day that has not come.")
    return told_on
