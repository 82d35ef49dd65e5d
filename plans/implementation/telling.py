"""Putting the plan into practice: saying how far a recommendation or a measure is."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden, require
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from plans.implementation.progress import action_plans_of
from plans.models import Measure, MeasureStatus, Recommendation, RecommendationStatus
from plans.vocabulary import Level, Status


class RefusedStatus(ValueError):
    """What was said cannot stand in the history; the text says why."""


@dataclass(frozen=True)
class Statement:
    """What somebody says: one of the eight words, one sentence, and the day it holds for."""

    status: Status
    sentence: str
    as_of: dt.date
    responsible: str = ""
    next_on: dt.date | None = None


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
    return entry


@act
def set_measure_status(
    measure: Measure, statement: Statement, *, by: Staff, at: dt.datetime
) -> MeasureStatus:
    """Add a line to the history of a measure. Raises as set_recommendation_status does."""
    require(by, Act.SET_STATUS)
    if not action_plans_of(by.municipality).filter(pk=measure.plan_id).exists():
        raise Forbidden("another municipality's action plan")
    told_on = _checked(statement, by.municipality, at)
    entry = MeasureStatus.objects.create(
        measure=measure,
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
    return entry


def _checked(statement: Statement, municipality: Municipality, at: dt.datetime) -> dt.date:
    told_on = today(municipality, at)
    if not statement.sentence.strip():
        raise RefusedStatus("A status needs a sentence.")
    if statement.as_of > told_on:
        raise RefusedStatus("A status cannot hold for a day that has not come.")
    return told_on
