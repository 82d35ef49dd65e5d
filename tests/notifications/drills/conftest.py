"""A municipality with a plan in force, and a drill that Dorte plans for the kindergarten."""

import datetime as dt
from dataclasses import replace

import pytest

from beredskab.access.acting import as_role
from beredskab.outbox.models import Message
from notifications.drills import planning, playing, running, scenarios
from notifications.drills.planning import Draft
from notifications.models import DrillPlayer
from notifications.routes import rulebook
from notifications.vocabulary import Step
from plans import demo
from plans.editing import starting
from tests.build import monday_at
from tests.cast import make_person

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
BELT = scenarios.all_scenarios()["baeltet-inden-afhentning"]
RIGHT = {
    Step.FIRST: {"first": ["call"], "call": ["familieraadgivningen"]},
    Step.JUDGE: {
        "danger": ["maybe"],
        "certainty": ["suspicion"],
        "topics": ["physical"],
        "suspects": ["home"],
    },
    Step.PARENTS: {"parents": ["not_told"]},
    Step.HURDLES: {"hurdles": ["number", "plan"]},
}
WRONG = {
    Step.FIRST: {"first": ["wait"], "call": ["none"]},
    Step.JUDGE: {
        "danger": ["no"],
        "certainty": ["concern"],
        "topics": ["absence"],
        "suspects": ["leader"],
    },
    Step.PARENTS: {"parents": ["involve_first"]},
    Step.HURDLES: {"hurdles": ["number"]},
}


@pytest.fixture
def ready(town, dorte):
    """The routing table that a municipality starts with."""
    rulebook.start(town.municipality)
    return town


@pytest.fixture
def published(ready, hanne, dorte):
    """A plan in force as well."""
    starting.found(ready.municipality)
    demo.fill_contacts(ready.municipality)
    demo.publish_first(ready.municipality, "social-kontrol", hanne, dorte)
    demo.publish_first(ready.municipality, "overgreb", hanne, dorte)
    return ready


@pytest.fixture
def crew(ready, anna, bo, ole):
    """Six people of the kindergarten, Bo leads them."""
    more = [make_person(f"{name} Nielsen", ready.kindergarten, "paedagog") for name in ("Per", "Rie", "Siv")]
    return [anna, bo, ole, *more]


def draft(town, **more):
    facts = Draft(
        BELT.title,
        BELT.situation,
        BELT.case,
        monday_at(8).date(),
        monday_at(8).date() + 7 * DAY,
        units=[town.kindergarten],
    )
    return replace(facts, **more)


@pytest.fixture
def planned(ready, crew, dorte):
    return planning.plan(draft(ready), by=dorte, at=monday_at(8))


@pytest.fixture
def running_drill(planned, dorte):
    return running.start(planned, by=dorte, at=monday_at(9))


def part_of(staff, drill):
    return DrillPlayer.objects.get(drill=drill, staff=staff)


def play(drill, staff, said, at=None):
    """Go through all pages."""
    for step in Step:
        playing.answer(part_of(staff, drill), step, said[step], by=staff, at=at or monday_at(10))
    return part_of(staff, drill)


def promised(kind):
    with as_role("clock") as alias:
        found = Message.objects.using(alias).filter(kind=kind).select_related("recipient")
        return sorted(one.recipient.name for one in found)
