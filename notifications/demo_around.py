"""Around the demo's concerns: questions without a name, notes of observations, a picture, section 132."""

import datetime as dt
import io
import uuid
from collections.abc import Mapping
from typing import Any

from PIL import Image, ImageDraw

from beredskab.access.acting import acting_as
from beredskab.organisation.models import Staff
from notifications.attachments import keeping
from notifications.consulting import asking
from notifications.models import Concern, Consultation
from notifications.observing import notes
from notifications.vocabulary import Question

NAMESPACE = uuid.UUID("0f6f3b0e-9d1c-4d0e-9a53-2f3a1f6b7c02")
HOUR = dt.timedelta(hours=1)

WATCHED: Mapping[Question, Mapping[str, str | tuple[str, ...]]] = {
    Question.DANGER: {"danger": "no"},
    Question.TOPIC: {"topics": ("distress",)},
    Question.SUSPECT: {"suspects": "nobody"},
    Question.CHILDS_WORDS: {"said": "no"},
    Question.ACCOUNT: {
        "account": "Han leger for sig selv og er blevet stille, siden han skiftede stue.",
        "tried": "Vi har talt med hans mor og givet ham en fast voksen om morgenen.",
    },
}
OLD_MUNICIPALITY: Mapping[str, str | tuple[str, ...]] = {
    "channel": "digital",
    "notifier": "municipality",
    "code": "1",
    "who": "Rådgiver Marie Prøve",
    "from_municipality": "Nabokøbing Kommune",
    "assessments": (
        "Familien har haft praktisk støtte i hjemmet siden foråret. Barnet trives i skolen. "
        "Støtten skal fortsætte, når familien er flyttet."
    ),
}
MOVES_HERE: Mapping[Question, Mapping[str, str | tuple[str, ...]]] = {
    Question.RECEIVED: OLD_MUNICIPALITY,
    Question.DANGER: {"danger": "no"},
    Question.TOPIC: {"topics": ("neglect",)},
    Question.SUSPECT: {"suspects": "nobody"},
    Question.CHILDS_WORDS: {"said": "no"},
    Question.ACCOUNT: {"account": "Familien flytter hertil den første i næste måned."},
    Question.ENDS: {"end": "file"},
    Question.FILER: {"phone": "12 34 56 00", "workplace": "Familierådgivningen, Rådhuspladsen 1"},
}


def watch(draft: Concern, people: Mapping[str, Staff], at: dt.datetime) -> None:
    """Two notes of what was seen, for whoever watches a child for a while."""
    with acting_as(draft.filed_by):
        seen = (
            (5, "Han sad for sig selv i garderoben, til alle andre var gået ud."),
            (2, "Han spiste ikke sin madpakke og sagde, at han havde ondt i maven."),
        )
        for days, words in seen:
            notes.add(draft, (at - dt.timedelta(days=days)).date(), words, by=draft.filed_by, at=at)


def attach(draft: Concern, by: Staff, at: dt.datetime) -> None:
    """A page of an invented journal: words, never a child."""
    page = Image.new("RGB", (900, 520), "white")
    draw = ImageDraw.Draw(page)
    lines = ("JOURNALNOTE (OPDIGTET)", "", "Flænge i overlæbens bånd.", "Blåt mærke bag højre øre.")
    for number, line in enumerate(lines):
        draw.text((60, 60 + number * 60), line.encode("latin-1", "replace").decode("latin-1"), "black")
    kept = io.BytesIO()
    page.save(kept, "PNG")
    keeping.take_in(draft, "journalnote.png", kept.getvalue(), by=by, at=at)


def ask(people: Mapping[str, Staff], now: dt.datetime) -> None:
    """One question that was answered, and one that waits; asking again changes nothing."""
    answered = _question(
        "pia",
        "Et barn på stuen siger tit, at det ikke vil hjem om fredagen. Er det nok til at underrette?",
        people,
        now - 26 * HOUR,
    )
    if answered is not None:
        words = "Skriv ned, hvad barnet siger, og hvornår. Ring til os i morgen, så taler vi om det sammen."
        asking.write(answered, words, by=people["cia"], at=now - 22 * HOUR)
    _question(
        "ulla",
        "En elev kommer ofte uden overtøj. Hvordan taler vi med familien om det første gang?",
        people,
        now - 2 * HOUR,
    )


def _question(who: str, text: str, people: Mapping[str, Staff], at: dt.datetime) -> Consultation | None:
    key = uuid.uuid5(NAMESPACE, who)
    with acting_as(people[who]):
        if asking.asked_by(people[who]).exists():
            return None
        return asking.ask(key, text, by=people[who], at=at)


def about_the_leader(people: Mapping[str, Staff]) -> dict[Question, dict[str, Any]]:
    """Ulla's answers about the head of her school: it goes to the closed group, which is sealed."""
    unit = people["ulla"].unit
    return {
        Question.DANGER: {"danger": "no"},
        Question.TOPIC: {"topics": ("psychological",)},
        Question.SUSPECT: {"suspects": ("leader",)},
        Question.PERSON: {"persons": (str(people["vagn"].pk),)},
        Question.TOGETHER: {"together": "unknown"},
        Question.CHILDS_WORDS: {"said": "no"},
        Question.ACCOUNT: {
            "account": "To gange har han råbt ad barnet bag den lukkede dør, og barnet kom ud og græd."
        },
        Question.CHILD: {"name": "Dreng i 4. klasse (opdigtet)", "unit": str(unit.pk) if unit else "unknown"},
        Question.FILER: {"phone": "12 34 56 00", "workplace": "Bakkeskolen", "leaves": "16.00"},
    }
