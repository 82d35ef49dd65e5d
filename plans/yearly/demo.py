"""The demo's annual wheel, invented: two school years of turns, one of them missed."""

import datetime as dt
from zoneinfo import ZoneInfo

from beredskab.organisation.models import Municipality, Staff, Unit
from plans.models import YearlyTask
from plans.vocabulary import Interval, YearlyKind
from plans.yearly import keeping
from plans.yearly.keeping import TaskFacts, tell

MANAGER, LEADER, HOUSE = "dorte", "bo", "solsikken"
# Kind, title, what is to be done, role, first turn, how often.
TASKS: tuple[tuple[YearlyKind, str, str, str, tuple[int, int, int], Interval], ...] = (
    (
        YearlyKind.THEME,
        "Tema: Krop, grænser og rettigheder",
        "Alle klassetrin og alle stuer. Materialet ligger hos skolechefen.",
        "Skolechef",
        (2025, 9, 15),
        Interval.YEAR,
    ),
    (
        YearlyKind.MEETING,
        "Netværk for nøglepersoner",
        "To timer: en sag uden navne, nyt i planen, spørgsmål fra husene.",
        "Leder af PPR",
        (2025, 9, 10),
        Interval.QUARTER,
    ),
    (YearlyKind.THEME, "Tema: Digital vold", "5. til 9. klasse.", "Skolechef", (2026, 2, 9), Interval.YEAR),
    (
        YearlyKind.CONFERENCE,
        "Temadag for alle ledere",
        "Årets status, en øvelse og den nye udgave af planen.",
        "Børne- og ungechef",
        (2026, 3, 12),
        Interval.YEAR,
    ),
    (
        YearlyKind.DRILL,
        "Øvelse i alle huse",
        "En opdigtet sag gennem plan og fordeling.",
        "Dagtilbudschef",
        (2025, 10, 20),
        Interval.HALF_YEAR,
    ),
    (
        YearlyKind.REVISION,
        "Gennemgang af numre og handlekort",
        "Hvert nummer ringes op. Rettelser samme dag.",
        "Beredskabets redaktør",
        (2025, 11, 3),
        Interval.HALF_YEAR,
    ),
    (
        YearlyKind.REVISION,
        "Planen gennemgås med faggrupperne",
        "Rettelser til næste udgave samles i redaktionen.",
        "Børne- og ungechef",
        (2026, 5, 18),
        Interval.YEAR,
    ),
)
HELD: tuple[tuple[int, dt.date, str], ...] = (
    (0, dt.date(2025, 9, 15), ""),
    (0, dt.date(2026, 9, 15), "20 af 22 huse har holdt temaet."),
    (1, dt.date(2025, 9, 10), ""),
    (1, dt.date(2025, 12, 10), ""),
    (1, dt.date(2026, 3, 10), ""),
    (1, dt.date(2026, 6, 10), ""),
    (1, dt.date(2026, 9, 10), "31 nøglepersoner mødte op."),
    (2, dt.date(2026, 2, 9), ""),
    (3, dt.date(2026, 3, 12), ""),
    (4, dt.date(2025, 10, 20), ""),
    (4, dt.date(2026, 4, 20), ""),
    (5, dt.date(2025, 11, 3), ""),
    (5, dt.date(2026, 5, 3), ""),
    (5, dt.date(2026, 11, 3), "To numre var forkerte og er rettet."),
    (6, dt.date(2026, 5, 18), ""),
)


def add(municipality: Municipality, dorte: Staff, at: dt.datetime) -> list[YearlyTask]:
    """The tasks; again changes nothing. Bo's unit does the one with the meeting at Solsikken."""
    facts = [
        TaskFacts(kind, title, dt.date(*first), every, note, role)
        for kind, title, note, role, first, every in TASKS
    ]
    house = Unit.objects.filter(municipality=municipality, slug=HOUSE).first()
    if house is not None:
        title = "Planen på personalemødet i Solsikken"
        told = "Ét afsnit og en øvelse på ti minutter."
        day, every = dt.date(2025, 10, 6), Interval.SECOND_MONTH
        facts.insert(0, TaskFacts(YearlyKind.OTHER, title, day, every, told, unit=house))
    return [keeping.add(one, by=dorte, at=at) for one in facts]


def load(municipality: Municipality) -> None:
    """The wheel, and what became of the turns so far."""
    if YearlyTask.objects.filter(municipality=municipality).exists():
        return
    dorte = Staff.objects.get(email=f"{MANAGER}@{municipality.slug}.example")
    bo = Staff.objects.get(email=f"{LEADER}@{municipality.slug}.example")
    zone = ZoneInfo(municipality.timezone)
    meetings, *tasks = add(municipality, dorte, dt.datetime(2025, 8, 20, 10, tzinfo=zone))
    for place, day, note in HELD:
        at = dt.datetime.combine(day, dt.time(15), zone)
        tell(tasks[place], day, held_on=day, note=note, by=dorte, at=at)
    for month in (dt.date(2025, 10, 6), dt.date(2025, 12, 6), dt.date(2026, 2, 6), dt.date(2026, 4, 6)):
        at = dt.datetime.combine(month, dt.time(15), zone)
        tell(meetings, month, held_on=month, by=bo, at=at)
    at = dt.datetime(2026, 6, 5, 9, tzinfo=zone)
    tell(meetings, dt.date(2026, 6, 6), held_on=None, note="Sommerfest i stedet.", by=bo, at=at)
    tell(meetings, dt.date(2026, 8, 6), held_on=dt.date(2026, 8, 13), by=bo, at=at.replace(month=8, day=13))
