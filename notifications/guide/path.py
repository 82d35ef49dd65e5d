"""Which step is next. The path is worked out from the answers each time; no position is stored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from notifications.guide import questions, stops
from notifications.guide.answers import Answers
from notifications.guide.questions import Asked, Section
from notifications.guide.stops import Moment
from notifications.vocabulary import Question


class Kind(StrEnum):
    """What a step is: a question, an advice page, or one of the pages that end a path."""

    QUESTION = "question"
    ADVICE = "advice"
    ADULT = "adult"
    AGREED = "agreed"
    CHECK = "check"


@dataclass(frozen=True)
class Step:
    """One page of the form. ``slug`` stands in its address."""

    kind: Kind
    slug: str
    section: Section
    question: Question | None = None
    moment: Moment | None = None


ADVICE: dict[Moment, Step] = {
    Moment.DANGER: Step(Kind.ADVICE, "raad-1", Section.URGENT, moment=Moment.DANGER),
    Moment.TOPIC: Step(Kind.ADVICE, "raad-2", Section.WHO_AND_WHAT, moment=Moment.TOPIC),
    Moment.TODAY: Step(Kind.ADVICE, "raad-3", Section.WHO_AND_WHAT, moment=Moment.TODAY),
}
ADULT = Step(Kind.ADULT, "over-18", Section.CHILD_AND_YOU)
AGREED = Step(Kind.AGREED, "aftale", Section.SEEN_AND_HEARD)
CHECK = Step(Kind.CHECK, "tjek", Section.CHECK_AND_SEND)

#: The advice of a moment follows this question (the last that is asked of the two for TODAY).
FOLLOWS: dict[Question, Moment] = {
    Question.DANGER: Moment.DANGER,
    Question.TOPIC: Moment.TOPIC,
    Question.TOGETHER: Moment.TODAY,
}
#: What marks that the filer was shown the page for young people over 18.
ADULT_SEEN = "adult"


def _of(asked: Asked) -> Step:
    return Step(Kind.QUESTION, asked.slug, asked.section, question=asked.id)


BY_SLUG: dict[str, Step] = {
    **{asked.slug: _of(asked) for asked in questions.QUESTIONS},
    **{step.slug: step for step in (*ADVICE.values(), ADULT, AGREED, CHECK)},
}


def steps(a: Answers) -> tuple[Step, ...]:
    """Every page that stands on the path as the answers are now, in order."""
    out: list[Step] = []
    for asked in questions.of_form(a):
        if asked.when(a):
            out.append(_of(asked))
        moment = FOLLOWS.get(asked.id)
        if moment and stops.due(moment, a):
            out.append(ADVICE[moment])
        if asked.id is Question.ENDS and questions.ended_early(a):
            return (*out, AGREED)
        if asked.id is Question.CHILD and a.adult:
            out.append(ADULT)
    return (*out, CHECK)


def is_done(step: Step, a: Answers) -> bool:
    """Has the filer been through this page, and is what was answered there still an answer?"""
    if step.moment:
        return not stops.unseen(step.moment, a)
    if step.kind is Kind.ADULT:
        return ADULT_SEEN in a.seen.get(ADULT_SEEN, frozenset())
    if step.question is None:
        return False
    return step.question in a.done and _still_answers(step.question, a)


def _still_answers(question: Question, a: Answers) -> bool:
    """An answer can lose its meaning when another one changes."""
    if question is Question.CERTAINTY:
        return a.certainty is not None
    if question is Question.SUSPECT:
        return bool(a.suspects) or (a.nobody and not a.is_suspicion)
    return a.given_for.get(question, frozenset()) == questions.given_for(question, a)


def next_step(a: Answers) -> Step:
    """The first page on the path that is not done; the check page (or an early end) is the last."""
    return next(step for step in (*steps(a), CHECK) if not is_done(step, a))


def before(step: Step, a: Answers) -> Step | None:
    """The page that »Back« leads to: the one before on the path; None at the start."""
    line = steps(a)
    if step not in line or line.index(step) == 0:
        return None
    return line[line.index(step) - 1]


def is_open(step: Step, a: Answers) -> bool:
    """May this page be shown now: on the path, and nothing before it left undone?"""
    line = steps(a)
    if step not in line:
        return False
    return all(is_done(earlier, a) for earlier in line[: line.index(step)])
