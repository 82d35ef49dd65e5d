"""What Anna tells in the world of the tests, word by word, and what becomes of it."""

import datetime as dt
import uuid
from typing import Any

from beredskab.organisation.models import Staff
from notifications import demo_stories as stories
from notifications import handling
from notifications.demo_stories import Story
from notifications.handling import Finding
from notifications.models import Concern
from notifications.vocabulary import Question

HOUR = dt.timedelta(hours=1)
NO_CONCERN = uuid.UUID(int=7)

# What Anna types. The canary test looks for every one of these everywhere.
ACCOUNT = "Han greb barnet i armen og lukkede døren til det mørke rum."
WORDS = "Barnet sagde: jeg vil hjem."
CHILD = "Dreng på stue Blå"
SAFE_CONTACT = "Ring til mormor om formiddagen"
WORKPLACE = "Børnehuset Solsikken, stue Blå"
REASON = "Barnet er ikke alene med den ansatte i dag."
ACT = "Fagchefen har flyttet den ansatte."
NOTE = "Mødet er aftalt til i morgen."
STAFF_LIST = "navn;email;enhed;profession\nNy Nielsen;ny@eksempel.example;Solgården;Kok\nFejl;;;\n".encode()
QUESTION = "Hvad gør jeg med en dreng på 5, der er bange for at gå hjem?"
MESSAGE = "Er barnet alene med kollegaen i dag?"


def about_ole(people: dict[str, Staff]) -> Story:
    """A colleague is suspected; Cia takes the case, assesses, writes a note and asks Anna."""

    def then(concern: Concern, people: Any, at: dt.datetime) -> None:
        cia = people["cia"]
        handling.claim(concern, by=cia, at=at + HOUR / 4)
        handling.assess(concern, Finding(False, REASON, ACT), by=cia, at=at + HOUR / 2)
        handling.add_note(concern, NOTE, by=cia, at=at + HOUR / 2)
        handling.message_filer(concern, MESSAGE, by=cia, at=at + HOUR, waits_for_answer=True)

    told = {
        **stories.GAPS,
        Question.DANGER: {"danger": "no"},
        Question.TOPIC: {"topics": ("physical",)},
        Question.SUSPECT: {"suspects": ("employee",)},
        Question.PERSON: {"persons": (str(people["ole"].pk),)},
        Question.TOGETHER: {"together": "unknown"},
        Question.CHILDS_WORDS: {"said": "yes", "words": WORDS, "told": "not_said"},
        Question.ACCOUNT: {"account": ACCOUNT},
        Question.CHILD: {
            "name": CHILD,
            "unit": str(people["anna"].unit.pk),  # type: ignore[union-attr]
            "born_0": "3",
            "born_1": "5",
            "born_2": "2022",
        },
        Question.INTERPRETER: {"interpreter": "no", "safe_contact": SAFE_CONTACT},
        Question.FILER: {"phone": "12 34 56 00", "workplace": WORKPLACE, "leaves": "16.00"},
    }
    return Story("about ole", "anna", 3 * HOUR, "suspicion", told, then)
