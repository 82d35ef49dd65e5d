"""What to look at once more before sending, because the parents can usually read it (rule N-69). Pure.

Points out and never refuses. It finds too much rather than too little, and says where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from notifications.consulting.hints import Hint, Looks, hints_in
from notifications.drafting.answers import Stored
from notifications.guide.people import people_in
from notifications.vocabulary import Part, Question

#: Where somebody writes in their own words, and what identifies somebody is not asked for.
TEXTS: dict[Question, tuple[str, ...]] = {
    Question.RECEIVED: ("assessments",),
    Question.ABSENCE: ("record", "causes", "tried", "parents_view"),
    Question.CHILDS_WORDS: ("words", "asked"),
    Question.CHILDS_FEAR: ("fears",),
    Question.ACCOUNT: ("account", "worry", "tried", "going_well"),
    Question.WHEN_WHERE: ("about_when", "place", "marks_text"),
    Question.THEY_KNOW: ("know",),
}
#: Where names are asked for; an address or another person's CPR number may still have slipped in.
NAMED: dict[Question, tuple[str, ...]] = {
    Question.CHILD: ("name", "mother", "parents", "lives_with", "other_unit"),
    Question.INTERPRETER: ("safe_contact",),
}
#: Children whose own parents are others than this child's.
OTHERS_CHILDREN = frozenset({Part.EXPOSED, Part.OTHER_CHILD})
MOST = 8


class Why(StrEnum):
    """Why something is pointed out; the gravest first."""

    PROTECTED = "protected"  # an address, and the family is protected
    CPR = "cpr"  # somebody's, and not the child's own
    OTHER_CHILD = "other_child"
    ADDRESS = "address"
    NAME = "name"


@dataclass(frozen=True)
class Notice:
    """A few words of the text, why they are pointed out, and the question in which they stand."""

    why: Why
    words: str
    question: Question


def notices(stored: Stored) -> tuple[Notice, ...]:
    """Everything worth a second look, the gravest first, each once, and not more than anybody reads."""
    found = dict.fromkeys(_all(stored))
    order = list(Why)
    return tuple(sorted(found, key=lambda one: order.index(one.why))[:MOST])


def _all(stored: Stored) -> Iterator[Notice]:
    child = stored.of(Question.CHILD)
    is_protected, cpr = bool(child.one("protected")), re.sub(r"\D", "", child.one("cpr"))
    names, others = _names(stored), _other_children(stored)
    for question, text, asks_names in _texts(stored):
        for hint in hints_in(text):
            if (why := _why(hint, is_protected, cpr, names)) and not (asks_names and why is Why.NAME):
                yield Notice(why, hint.words, question)
        for name in sorted(others):
            if not asks_names and re.search(rf"\b{re.escape(name)}\b", text):
                yield Notice(Why.OTHER_CHILD, name, question)


def _texts(stored: Stored) -> Iterator[tuple[Question, str, bool]]:
    for asks_names, fields in ((False, TEXTS), (True, NAMED)):
        for question, names in fields.items():
            for name in names:
                if text := stored.of(question).one(name):
                    yield question, text, asks_names
    for one in people_in(stored.of(Question.OTHERS)):
        yield Question.OTHERS, f"{one.who} {one.contact}", True


def _why(hint: Hint, is_protected: bool, cpr: str, names: frozenset[str]) -> Why | None:
    if hint.looks is Looks.CPR:
        return None if re.sub(r"\D", "", hint.words) == cpr else Why.CPR
    if hint.looks is Looks.ADDRESS:
        return Why.PROTECTED if is_protected else Why.ADDRESS
    if hint.looks is Looks.NAME and not set(re.split(r"[ -]", hint.words)) <= names:
        return Why.NAME
    return None


def _names(stored: Stored) -> frozenset[str]:
    """Words of the names that are asked for: nobody is told that the child's own name is a name."""
    child = stored.of(Question.CHILD)
    told = [child.one(name) for name in NAMED[Question.CHILD]]
    told += [one.who for one in people_in(stored.of(Question.OTHERS))]
    told.append(stored.of(Question.PERSON).one("typed_name"))
    return frozenset(word for text in told for word in _capitalised(text))


def _other_children(stored: Stored) -> frozenset[str]:
    theirs = [one.who for one in people_in(stored.of(Question.OTHERS)) if one.part in OTHERS_CHILDREN]
    own = set(_capitalised(stored.of(Question.CHILD).one("name")))
    return frozenset(word for text in theirs for word in _capitalised(text) if word not in own)


def _capitalised(text: str) -> list[str]:
    return re.findall(r"\b[A-ZÆØÅÉ][a-zæøåéü]{2,}\b", text)
