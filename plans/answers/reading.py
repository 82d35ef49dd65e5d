"""How many have read what they are asked to read. Small units are told of together, or not at all (A-32)."""

import datetime as dt
from dataclasses import dataclass

from beredskab.organisation.models import Municipality
from plans.following.matrix import Figures
from plans.implementation import plan_facts


@dataclass(frozen=True)
class Readers:
    """People at work, and how many of them have read everything they are asked to read."""

    people: int
    have_read_all: int


@dataclass(frozen=True)
class UnitReaders:
    """The people of a unit; the line without a name holds all units with fewer than ten."""

    unit: str | None
    people: int
    have_read_all: int


@dataclass(frozen=True)
class ReadingAnswer:
    """`total` is null where fewer than ten people work."""

    municipality: str
    at: dt.datetime
    total: Readers | None
    units: list[UnitReaders]


def reading(municipality: Municipality, at: dt.datetime) -> ReadingAnswer:
    """All together, and unit by unit."""
    total, units = plan_facts.readers(municipality, at)
    if total.people < plan_facts.SMALLEST:
        return ReadingAnswer(municipality.slug, at, None, [])
    return ReadingAnswer(municipality.slug, at, _readers(total), [_unit(name, one) for name, one in units])


def _readers(told: Figures) -> Readers:
    return Readers(told.people, told.read_all)


def _unit(name: str, told: Figures) -> UnitReaders:
    return UnitReaders(name or None, told.people, told.read_all)
