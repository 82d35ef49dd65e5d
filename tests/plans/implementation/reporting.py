"""An action plan with measures, what is said of them, and a report."""

import datetime as dt

from plans.implementation import measures
from plans.implementation.measures import MeasureFacts
from plans.implementation.reports import making
from plans.implementation.reports.content import Wanted
from plans.implementation.telling import Statement, set_measure_status

NOW = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)
TODAY = NOW.date()
JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)


def add(plan, number, dorte):
    facts = MeasureFacts(number=number, title=f"Tiltag {number}")
    return measures.save_measure(plan, facts, by=dorte, at=NOW)


def say(measure, status, day, dorte):
    return set_measure_status(measure, Statement(status, "Sådan.", day), by=dorte, at=NOW)


def make(plan, day, dorte, told=TODAY):
    return making.make(Wanted(plan, day, told), by=dorte, at=NOW)
