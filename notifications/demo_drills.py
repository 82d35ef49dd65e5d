"""The demo's drills: one finished last month, one that runs, one that is announced. All of it invented."""

import datetime as dt
from collections.abc import Mapping

from beredskab.organisation.models import Municipality, Staff, Unit
from notifications.drills import access, planning, playing, receiving, running, scenarios
from notifications.drills.judging import Said
from notifications.drills.planning import Draft
from notifications.models import Drill, DrillPlayer
from notifications.vocabulary import Step, Urgency

DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
FINISHED, RUNNING, NEXT = "baeltet-inden-afhentning", "moerkt-depot", "den-tomme-madpakke"

SURE: Mapping[Step, Said] = {
    Step.FIRST: {"first": ["call"], "call": ["familieraadgivningen"]},
    Step.JUDGE: {
        "danger": ["maybe"],
        "certainty": ["suspicion"],
        "topics": ["physical"],
        "suspects": ["home"],
    },
    Step.PARENTS: {"parents": ["not_told"]},
    Step.HURDLES: {"hurdles": []},
}
UNSURE: Mapping[Step, Said] = {
    Step.FIRST: {"first": ["leader"], "call": ["none"]},
    Step.JUDGE: {
        "danger": ["no"],
        "certainty": ["concern"],
        "topics": ["physical"],
        "suspects": ["home"],
    },
    Step.PARENTS: {"parents": ["ask_first"]},
    Step.HURDLES: {"hurdles": ["number", "law"]},
}
BESIDE: Mapping[Step, Said] = {**SURE, Step.PARENTS: {"parents": ["involve_first"]}}
COLLEAGUE: Mapping[Step, Said] = {
    **SURE,
    Step.FIRST: {"first": ["leader"], "call": ["fagchef"]},
    Step.JUDGE: {
        "danger": ["no"],
        "certainty": ["knowledge"],
        "topics": ["physical"],
        "suspects": ["employee"],
    },
    Step.PARENTS: {"parents": ["ask_first"]},
}
#: Who answered the finished drill, so many minutes after it began, and how.
ANSWERED: tuple[tuple[str, int, Mapping[Step, Said]], ...] = (
    ("anna", 25, SURE),
    ("bo", 50, SURE),
    ("tove", 95, UNSURE),
    ("ulla", 190, BESIDE),
    ("vagn", 300, SURE),
    ("yrsa", 1500, UNSURE),
)


def load(municipality: Municipality, people: Mapping[str, Staff], now: dt.datetime) -> None:
    """Running it again changes nothing."""
    if Drill.objects.filter(municipality=municipality).exists():
        return
    units = {unit.slug: unit for unit in municipality.units.all()}
    morning = now.replace(hour=8, minute=0, second=0, microsecond=0)
    houses = [units[slug] for slug in ("solsikken", "bakkeskolen", "sundhedsplejen", "tandplejen")]
    begun = morning - 40 * DAY
    dorte, bo = people["dorte"], people["bo"]
    first = planning.plan(_draft(FINISHED, begun, 7, units=houses), by=dorte, at=begun - 3 * DAY)
    running.start(first, by=dorte, at=begun)
    for name, minutes, said in ANSWERED:
        _answer(first, people[name], said, begun + minutes * MINUTE)
    _receive(first, people["cia"])
    running.finish(first, by=dorte, at=begun + 8 * DAY)
    lately = now - 5 * HOUR
    second = planning.plan(
        _draft(RUNNING, lately, 6, units=[units["solsikken"]], is_announced=False), by=bo, at=lately
    )
    running.start(second, by=bo, at=lately)
    _answer(second, people["tove"], COLLEAGUE, lately + 40 * MINUTE)
    ahead = _draft(NEXT, morning + 20 * DAY, 7, units=[units["bakkeskolen"]])
    planning.plan(ahead, by=dorte, at=now)


def _draft(
    slug: str, begins: dt.datetime, days: int, *, units: list[Unit], is_announced: bool = True
) -> Draft:
    one = scenarios.all_scenarios()[slug]
    starts = begins.date()
    return Draft(
        one.title,
        one.situation,
        one.case,
        starts,
        starts + days * DAY,
        is_announced=is_announced,
        units=units,
    )


def _answer(drill: Drill, who: Staff, said: Mapping[Step, Said], at: dt.datetime) -> None:
    player = DrillPlayer.objects.filter(drill=drill, staff=who).first()
    for step in Step if player else ():
        assert player is not None
        playing.answer(player, step, said[step], by=who, at=at)


def _receive(drill: Drill, who: Staff) -> None:
    for case in access.cases_for(who).filter(drill=drill):
        receiving.claim(case, by=who, at=case.arrived_at + 20 * MINUTE)
        receiving.assess(case, Urgency.TODAY, is_theirs=True, by=who, at=case.arrived_at + 3 * HOUR)
