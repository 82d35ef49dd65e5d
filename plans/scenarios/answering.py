"""Answering a question of a section. The first answer counts; nobody can read back whose it is.

A row holds no person and no time: only an index of the person and the section, made with a key that lies
outside the database (`vault.blind`). The reader's own page makes the same index and finds their answer.
The trail says nothing of it: a trail of who answered when would undo that (rule P-45).
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.organisation import kept
from beredskab.organisation.models import Staff
from beredskab.prepared import prepared
from beredskab.vault import blind
from plans.models import ScenarioAnswer
from plans.scenarios.questions import Question

KIND = "scenario"


class NoSuchOption(Exception):  # errors say what is refused
    """The question has no answer with this number."""


@act
def answer(question: Question, option: int, *, section: int, by: Staff, at: dt.datetime) -> ScenarioAnswer:
    """Keep the person's answer to a question of a section; a second answer changes nothing.

    `option` is the number of the option, from 0. The time is not kept. Raises NoSuchOption.
    """
    guard.require(by, Act.ACKNOWLEDGE_SECTION)
    if not 0 <= option < len(question.options):
        raise NoSuchOption(option)
    made, _is_new = ScenarioAnswer.objects.get_or_create(
        reader=_reader(by, section),
        question=question.mark,
        defaults={
            "section_id": section,
            "unit": by.unit,
            "option": option,
            "right": question.options[option].right,
        },
    )
    return made


def answers_of(staff: Staff, section: int, questions: Iterable[Question]) -> dict[str, int]:
    """Mark of a question -> the option that this person chose. One statement."""
    return dict(_answered(_reader(staff, section), tuple(one.mark for one in questions)))


@prepared
def _answered(reader: bytes, marks: tuple[str, ...]) -> QuerySet[ScenarioAnswer, tuple[str, int]]:
    found = ScenarioAnswer.objects.filter(reader=reader, question__in=marks)
    return found.values_list("question", "option")


def _reader(staff: Staff, section: int) -> bytes:
    """The index of a person in a section. It costs a little on purpose, so a process remembers it."""

    def make() -> bytes:
        return blind.index_of(KIND, f"{staff.pk}|{section}", municipality=staff.municipality_id)

    return kept.PEOPLE.get(("scenario reader", staff.pk, section), make)
