"""The demo's concerns: invented children, filed and handled through the same doors as real ones.

Each story has a place in time before now, so that the inbox of the demo always has something due soon,
something waiting and something done. Running it again changes nothing.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.utils import timezone

from beredskab.access.acting import acting_as
from beredskab.organisation.models import Municipality, Staff
from beredskab.vault import safe
from notifications import demo_around, demo_duty, demo_figures, filing
from notifications.demo_stories import Story, stories
from notifications.drafting import answers
from notifications.guide import path, questions, stops
from notifications.guide.answers import GIVEN_FOR, Answers
from notifications.guide.path import Kind
from notifications.guide.typed import Typed
from notifications.models import Concern
from notifications.oversight import controlling
from notifications.routes import rulebook, trial
from notifications.vocabulary import Question

NAMESPACE = uuid.UUID("5b2a3f6e-0d53-4f0e-8a57-6c1f0f6d9e11")


def load(municipality: Municipality) -> None:
    """The routing table and every story that is not there yet."""
    rulebook.start(municipality)
    people = {person.email.split("@")[0]: person for person in municipality.staff.all()}
    now = timezone.now()
    for story in stories(now.astimezone(ZoneInfo(municipality.timezone)), people):
        _tell(story, people, now)
    demo_duty.load(municipality, people, now)
    demo_around.ask(people, now)
    demo_figures.load(municipality, now)
    controlling.draw(municipality, at=now)
    trial.ask_for(municipality, at=now)


def _tell(story: Story, people: Mapping[str, Staff], now: dt.datetime) -> None:
    filer, at, key = people[story.filer], now - story.ago, uuid.uuid5(NAMESPACE, story.name)
    with acting_as(filer):
        if Concern.objects.filter(idempotency_key=uuid.uuid5(key, str(filer.pk))).exists():
            return
        draft = filing.start(key, certainty=story.certainty, intake=story.intake, by=filer, at=at)
        _answer(draft, story, filer, at)
        if story.has_file:
            demo_around.attach(draft, filer, at)
        if story.is_sent:
            filing.send(draft, by=filer, at=at)
    if story.then is not None:
        story.then(draft, people, at)


def _answer(draft: Concern, story: Story, filer: Staff, at: dt.datetime) -> None:
    """Walk the form as far as the story's answers go, seeing the advice on the way."""
    opened = safe.open_for(draft.pk, by=filer, at=at, purpose="filing")
    while True:
        facts = answers.facts_in(answers.all_of(opened), draft, today=at.date())
        step = path.next_step(facts)
        if step.moment is not None:
            codes = {str(code): 1 for code in stops.unseen(step.moment, facts)}
            filing.note_advice(draft, step.moment, codes, by=filer, at=at)
        elif step.question is not None and step.question in story.told:
            typed = _typed(step.question, story, facts)
            if step.question is Question.PERSON:
                typed = filing.with_circle(typed, facts, draft, child_unit=None, by=filer, at=at)
            filing.save_step(draft, opened, step.question, typed, by=filer, at=at)
        else:
            assert step.kind is Kind.CHECK or not story.is_sent, f"{story.name} has no answer to {step.slug}"
            return


def _typed(question: Question, story: Story, facts: Answers) -> Typed:
    """The story's answer as the form would keep it."""
    data = {name: _values(value) for name, value in story.told[question].items()}
    if depends := questions.given_for(question, facts):
        data[GIVEN_FOR] = tuple(sorted(depends))
    return Typed(data)


def _values(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
