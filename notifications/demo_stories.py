"""What is told in the demo: every child, word and event is invented."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from beredskab.organisation.models import Staff, Unit
from notifications import demo_around, demo_team, handling
from notifications.case import feedback, screening
from notifications.case.screening import Choice
from notifications.handling import Finding
from notifications.handover import sending
from notifications.models import Concern
from notifications.vocabulary import Intake, Letter, Outcome, Question

HOUR = dt.timedelta(hours=1)

Fields = Mapping[str, str | tuple[str, ...]]
Handling = Callable[[Concern, Mapping[str, Staff], dt.datetime], object]


@dataclass(frozen=True)
class Story:
    """Who filed how long ago, with which answers, and what the team has done since."""

    name: str
    filer: str
    ago: dt.timedelta
    certainty: str
    told: Mapping[Question, Fields] = field(default_factory=dict)
    then: Handling | None = None
    is_sent: bool = True
    intake: Intake = Intake.GUIDED
    has_file: bool = False


GAPS: dict[Question, Fields] = {
    Question.INTERPRETER: {"interpreter": "no"},
    Question.TALKED: {"talked": "nobody"},
    Question.WHEN_WHERE: {"about_when": "I går eller i dag", "marks": "unknown"},
}


def stories(now: dt.datetime, people: Mapping[str, Staff]) -> list[Story]:
    """In the order in which they are told; `now` is local, because a child is fetched today."""
    return [
        _fetched_soon(now, people["anna"].unit),
        _hungry_for_weeks(),
        _a_colleague(people),
        Story("the leader", "ulla", 2 * HOUR, "suspicion", {**GAPS, **demo_around.about_the_leader(people)}),
        _sent_abroad(people["ulla"].unit),
        _torn_lip(),
        _closed_case(people["tove"].unit),
        _seen_at_work(
            "again",
            "pia",
            dt.timedelta(hours=31),
            RED,
            "Han er i de samme sko som i foråret.",
            demo_team.decided_by_two,
        ),
        _seen_at_work(
            "passed on", "rasmus", 6 * HOUR, YELLOW, "Hun må ikke lege med drenge mere.", demo_team.passed_on
        ),
        _seen_at_work(
            "not received",
            "asta",
            dt.timedelta(days=3),
            TEETH,
            "Otte huller, og ingen er kommet til de sidste tre tider.",
            demo_team.without_a_receipt,
        ),
        Story(
            "draft",
            "anna",
            HOUR,
            "suspicion",
            {Question.DANGER: {"danger": "no"}, Question.TOPIC: {"topics": ("psychological",)}},
            is_sent=False,
        ),
        _watched(now),
        _from_another_municipality(),
    ]


def _watched(now: dt.datetime) -> Story:
    """Something is wrong, nothing specific: talked about with the leader, looked at again on a day."""
    again = (now + dt.timedelta(days=6)).date()
    parts = {f"review_{n}": str(part) for n, part in enumerate((again.day, again.month, again.year))}
    told = {**demo_around.WATCHED, Question.ENDS: {"end": "talk", **parts}}
    return Story("watched", "tove", 30 * HOUR, "concern", told, demo_around.watch, is_sent=False)


def _from_another_municipality() -> Story:
    """A family moves here; the municipality it leaves sends its summary (section 132)."""
    told = {**demo_around.MOVES_HERE, **GAPS, Question.CHILD: _child("Dreng på 8")}
    return Story("section 132", "ida", HOUR, "concern", told, intake=Intake.ON_BEHALF)


def _child(description: str, unit: Unit | None = None, **more: str) -> Fields:
    return {"name": description, "unit": str(unit.pk) if unit else "unknown", **more}


def _filer(workplace: str) -> Fields:
    return {"phone": "12 34 56 00", "workplace": workplace, "leaves": "16.00"}


def _fetched_soon(now: dt.datetime, unit: Unit | None) -> Story:
    fetched = min(now + HOUR, now.replace(hour=23, minute=45))
    return Story(
        "fetched soon",
        "anna",
        dt.timedelta(minutes=20),
        "knowledge",
        {
            **GAPS,
            Question.DANGER: {"danger": "maybe"},
            Question.TOPIC: {"topics": ("physical",)},
            Question.SUSPECT: {"suspects": ("home",)},
            Question.TOGETHER: {"together": "yes", "pick_up": f"{fetched:%H.%M}"},
            Question.CHILDS_WORDS: {
                "said": "yes",
                "words": "Far slår mig, når jeg spilder.",
                "asked": "Jeg spurgte, hvad der var sket med armen.",
                "told": "not_said",
            },
            Question.ACCOUNT: {
                "account": "Hun ville ikke have trøjen af. Hun gemte armen, da jeg kom tæt på."
            },
            Question.CHILD: _child(
                "Pige på stue Grøn (opdigtet)", unit, born_0="1", born_1="2", born_2="2021"
            ),
            Question.FILER: _filer("Børnehuset Solsikken"),
        },
    )


def _hungry_for_weeks() -> Story:
    return Story(
        "hungry for weeks",
        "yrsa",
        dt.timedelta(hours=21, minutes=40),
        "concern",
        {
            **GAPS,
            Question.DANGER: {"danger": "no"},
            Question.TOPIC: {"topics": ("neglect",)},
            Question.SUSPECT: {"suspects": ("nobody",)},
            Question.CHILDS_WORDS: {"said": "no"},
            Question.ACCOUNT: {
                "account": "Tre gange har der ikke været mad i huset. Barnet er ikke taget på i to måneder.",
                "tried": "Talt med mor om hjælp fra sundhedsplejen. Hun siger ja, men åbner ikke døren.",
            },
            Question.ENDS: {"end": "file"},
            Question.CHILD: _child("Dreng på 10 måneder (opdigtet)"),
            Question.FILER: _filer("Sundhedsplejen"),
        },
    )


def _a_colleague(people: Mapping[str, Staff]) -> Story:
    def then(concern: Concern, people: Mapping[str, Staff], at: dt.datetime) -> None:
        handling.claim(concern, by=people["ida"], at=at + HOUR / 2)
        text = "Er barnet alene med kollegaen i dag?"
        handling.message_filer(concern, text, by=people["ida"], at=at + HOUR, waits_for_answer=True)

    return Story(
        "a colleague",
        "anna",
        3 * HOUR,
        "suspicion",
        {
            **GAPS,
            Question.DANGER: {"danger": "no"},
            Question.TOPIC: {"topics": ("physical", "psychological")},
            Question.SUSPECT: {"suspects": ("employee",)},
            Question.PERSON: {"persons": (str(people["ole"].pk),)},
            Question.TOGETHER: {"together": "unknown"},
            Question.CHILDS_WORDS: {"said": "no"},
            Question.ACCOUNT: {
                "account": "Jeg så ham gribe hårdt fat i et barn og lukke døren til det mørke rum."
            },
            Question.CHILD: _child(
                "Dreng på stue Blå (opdigtet)", people["anna"].unit, born_0="3", born_1="5", born_2="2022"
            ),
            Question.FILER: _filer("Børnehuset Solsikken"),
        },
        then,
    )


def _sent_abroad(unit: Unit | None) -> Story:
    return Story(
        "sent abroad",
        "ulla",
        5 * HOUR,
        "suspicion",
        {
            **GAPS,
            Question.DANGER: {"danger": "no"},
            Question.TOPIC: {"topics": ("honour",)},
            Question.SUSPECT: {"suspects": ("home", "sibling")},
            Question.TOGETHER: {"together": "yes"},
            Question.CHILDS_WORDS: {
                "said": "yes",
                "words": "De siger, jeg skal bo hos min tante efter jul. Min bror holder øje med mig.",
                "told": "knows",
            },
            Question.ACCOUNT: {"account": "Hun er bange for at gå hjem og har fået taget sin telefon."},
            Question.CHILD: _child("Pige på 15 år (opdigtet)", unit, born_0="9", born_1="9", born_2="2011"),
            Question.INTERPRETER: {
                "interpreter": "no",
                "safe_contact": "Hos skolens vejleder, torsdag kl. 10.",
            },
            Question.FILER: _filer("Bakkeskolen"),
        },
    )


def _torn_lip() -> Story:
    def then(concern: Concern, people: Mapping[str, Staff], at: dt.datetime) -> None:
        handling.claim(concern, by=people["cia"], at=at + HOUR)
        reason = "Skaden passer ikke til forklaringen. Barnet er undersøgt på sygehuset samme aften."
        act = "Barnet og mor bor hos mormor, til mødet er holdt. Cia holder kontakten."
        handling.assess(concern, Finding(True, reason, act), by=people["cia"], at=at + 4 * HOUR)
        handling.add_note(concern, "Mødet med sygehuset er aftalt.", by=people["cia"], at=at + 5 * HOUR)

    return Story(
        "torn lip",
        "asta",
        30 * HOUR,
        "suspicion",
        {
            **GAPS,
            Question.WHEN_WHERE: {
                "about_when": "I går eller i dag",
                "marks": "yes",
                "areas": ("mouth", "ear_right"),
            },
            Question.DANGER: {"danger": "no"},
            Question.TOPIC: {"topics": ("physical", "witnessed")},
            Question.SUSPECT: {"suspects": ("home",)},
            Question.TOGETHER: {"together": "yes"},
            Question.CHILDS_WORDS: {"said": "no"},
            Question.ACCOUNT: {
                "account": "Revnet læbebånd og et blåt mærke på øret. Far svarer på alle spørgsmål."
            },
            Question.CHILD: _child("Dreng på 2 år (opdigtet)", born_0="4", born_1="4", born_2="2024"),
            Question.FILER: _filer("Den kommunale tandpleje"),
        },
        then,
        has_file=True,
    )


#: Children of whom several stories tell.
RED = "Dreng på stue Rød (opdigtet)", "6", "6", "2021"
YELLOW = "Pige på stue Gul (opdigtet)", "4", "8", "2020"
TEETH = "Dreng i 2. klasse (opdigtet)", "17", "3", "2018"


def _seen_at_work(
    name: str, filer: str, ago: dt.timedelta, child: tuple[str, str, str, str], account: str, then: Handling
) -> Story:
    """A short concern from somebody's everyday work."""
    who, *born = child
    return Story(
        name,
        filer,
        ago,
        "concern",
        {
            **GAPS,
            Question.DANGER: {"danger": "no"},
            Question.TOPIC: {"topics": ("neglect",)},
            Question.SUSPECT: {"suspects": ("nobody",)},
            Question.CHILDS_WORDS: {"said": "no"},
            Question.ACCOUNT: {"account": account},
            Question.ENDS: {"end": "file"},
            Question.CHILD: _child(who, None, **{f"born_{place}": part for place, part in enumerate(born)}),
            Question.FILER: {"phone": "12 34 56 00"},
        },
        then,
    )


def _closed_case(unit: Unit | None) -> Story:
    def then(concern: Concern, people: Mapping[str, Staff], at: dt.datetime) -> None:
        cia = people["cia"]
        handling.claim(concern, by=cia, at=at + HOUR)
        handling.assess(
            concern, Finding(False, "Ingen fare nu. Familien vil gerne have hjælp."), by=cia, at=at + 5 * HOUR
        )
        handling.send_receipt(concern, by=cia, at=at + 26 * HOUR)
        screening.decide(
            concern, Choice(Outcome.INQUIRY, "Familien ønsker støtte."), by=cia, at=at + 50 * HOUR
        )
        feedback.give(concern, Letter.STARTED, by=cia, at=at + 51 * HOUR)
        demo_team.hand_over(concern, by=cia, at=at + 51 * HOUR)
        sending.record_receipt(concern, "26/10482", by=cia, at=at + 52 * HOUR)
        handling.close(concern, by=cia, at=at + 52 * HOUR)

    return Story(
        "closed case",
        "tove",
        dt.timedelta(days=9),
        "concern",
        {
            **GAPS,
            Question.DANGER: {"danger": "no"},
            Question.TOPIC: {"topics": ("distress",)},
            Question.SUSPECT: {"suspects": ("nobody",)},
            Question.CHILDS_WORDS: {"said": "no"},
            Question.ACCOUNT: {"account": "Han trækker sig og vil ikke lege. Mor er alene og meget træt."},
            Question.ENDS: {"end": "file"},
            Question.CHILD: _child(RED[0], unit, born_0=RED[1], born_1=RED[2], born_2=RED[3]),
            Question.FILER: _filer("Børnehuset Solsikken"),
        },
        then,
    )
