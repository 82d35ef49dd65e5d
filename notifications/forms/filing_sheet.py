"""The answers read again: on the check page, on the full copy, and by the team that handles them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import QueryDict

from notifications.drafting.answers import Stored
from notifications.forms.filing import FORMS
from notifications.forms.filing_base import About, Choices, QuestionForm
from notifications.guide import questions
from notifications.guide.answers import Answers
from notifications.guide.questions import Asked, Section
from notifications.guide.typed import Typed
from notifications.protecting import is_hidden, words_for_hidden
from notifications.vocabulary import Question

#: How somebody came to the answer is nobody's business later.
NOT_SHOWN = frozenset({Question.DOUBT_TOLD, Question.DOUBT_SHOWN, Question.DOUBT_SEEN})
#: Pages of the form whose heading does not say what a single answer is about.
ASKS_MUCH = frozenset({Question.WHEN_WHERE, Question.CHILD, Question.FILER})


@dataclass(frozen=True)
class Row:
    """One line: what was asked, what was answered; ``is_quote`` for the child's own words."""

    label: str
    words: str
    is_quote: bool = False
    field: str = ""

    @property
    def line(self) -> str:
        """Both in one line: »Where? The playground«, »Birth date: 1 February 2021«."""
        if not self.label:
            return self.words
        return f"{self.label} {self.words}" if self.label[-1] in "?." else f"{self.label}: {self.words}"


@dataclass(frozen=True)
class Entry:
    """One question with its lines, and where it can be changed."""

    question: Question
    slug: str
    title: str
    rows: tuple[Row, ...]

    @property
    def is_labelled(self) -> bool:
        """Whether a line needs its own question: »Yes« alone says nothing on a page that asks for much."""
        return len(self.rows) > 1 or self.question in ASKS_MUCH


@dataclass(frozen=True)
class Group:
    """One of the five sections."""

    section: Section
    entries: tuple[Entry, ...]


def sheet(
    stored: Stored,
    a: Answers,
    today: dt.date,
    *,
    people: Choices = (),
    units: Choices = (),
    hides_place: bool = False,
) -> list[Group]:
    """Every question on the path with its answer. ``people`` and ``units`` name what was chosen.

    ``hides_place`` leaves out what would tell where a protected family is (rule N-60).
    """
    about = About(answers=a, today=today, people=people, units=units)
    asked = [one for one in questions.asked_of(a) if one.id not in NOT_SHOWN]
    groups = []
    for section in Section:
        entries = tuple(_entry(one, stored, about, hides_place) for one in asked if one.section is section)
        if entries:
            groups.append(Group(section, entries))
    return groups


def chosen_people(stored: Stored) -> frozenset[int]:
    """Ids of the people named in Q3b, to be looked up by the caller."""
    return _numbers(stored.of(Question.PERSON).all("persons"))


def _numbers(words: Iterable[str]) -> frozenset[int]:
    return frozenset(int(one) for one in words if one.isascii() and one.isdigit())


def _entry(asked: Asked, stored: Stored, about: About, hides_place: bool) -> Entry:
    title = str(questions.title(asked.id, about.answers))
    rows = _rows(asked.id, stored.of(asked.id), about, title)
    if hides_place:
        rows = tuple(_hidden(row) if is_hidden(asked.id, row.field) else row for row in rows)
    return Entry(asked.id, asked.slug, title, rows)


def _hidden(row: Row) -> Row:
    return replace(row, words=words_for_hidden())


def _rows(question: Question, typed: Typed, about: About, title: str) -> tuple[Row, ...]:
    """The fields with an answer; one that bears the question itself needs no label of its own."""
    data = QueryDict(mutable=True)
    for name, values in typed.data.items():
        data.setlist(name, list(values))
    form: QuestionForm = FORMS[question](data, about=about)
    form.is_valid()
    return tuple(
        Row("" if label == title else label, words, is_quote=name == "words", field=name)
        for name, label, words in form.lines()
    )
