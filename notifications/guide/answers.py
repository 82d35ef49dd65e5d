"""What the path needs to know of the answers. The words themselves stay where they are, sealed.

An answer is kept as it was typed (``Typed``), so that nothing is lost when it is not yet valid;
``read`` turns the answers of one draft into the few facts that decide which page comes next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from notifications.guide.birth import born, is_adult
from notifications.guide.typed import Typed
from notifications.vocabulary import (
    STRICT_TOPICS,
    Certainty,
    Danger,
    Intake,
    Question,
    Suspect,
    Together,
    Topic,
)

#: Beside the typed fields: the other answers that this one was given for.
GIVEN_FOR = "given_for"

E = TypeVar("E", bound=StrEnum)


class Told(StrEnum):
    """Q7: what the child knows about the filer passing it on."""

    KNOWS = "knows"
    ASKED_NOT = "asked_not"
    NOT_SAID = "not_said"


class Person(StrEnum):
    """Q13: whom the filer has talked with."""

    LEADER = "leader"
    COLLEAGUE = "colleague"
    PARENTS = "parents"
    SUSPECT = "suspect"
    NOBODY = "nobody"
    OTHERS = "others"


class End(StrEnum):
    """The three honest ends of a concern."""

    TALK = "talk"
    SPARRING = "sparring"
    FILE = "file"


@dataclass(frozen=True)
class Answers:
    """The facts of one draft that decide its path."""

    done: frozenset[Question] = frozenset()
    unborn: bool = False
    intake: Intake = Intake.GUIDED
    danger: Danger | None = None
    certainty: Certainty | None = None
    in_doubt: bool = False
    doubts: tuple[bool | None, bool | None, bool | None] = (None, None, None)
    topics: frozenset[Topic] = frozenset()
    suspects: frozenset[Suspect] = frozenset()
    nobody: bool = False
    together: Together | None = None
    child_spoke: bool = False
    told: Told | None = None
    talked_with: frozenset[Person] = frozenset()
    end: End | None = None
    adult: bool = False
    others: bool = False
    # set by the caller, who alone knows the directory: is a leader of the filer kept out of this?
    leader_is_out: bool = False
    filer_is_leader: bool = False
    seen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    # what an answer was given for: Q4 about a friend says nothing about a father added later
    given_for: Mapping[Question, frozenset[str]] = field(default_factory=dict)

    @property
    def is_taken_down(self) -> bool:
        """Somebody of the team writes down what another person says: »you« in the form is not the writer."""
        return self.intake is Intake.ON_BEHALF

    @property
    def guess(self) -> Certainty | None:
        """What the three helper questions came to: the first yes decides; None while open."""
        for answer, reading in zip(
            self.doubts,
            (Certainty.KNOWLEDGE, Certainty.SUSPICION, Certainty.SUSPICION),
            strict=True,
        ):
            if answer is None:
                return None
            if answer:
                return reading
        return Certainty.CONCERN

    @property
    def path_certainty(self) -> Certainty | None:
        """The strictest of Q2 and Q5: violence, abuse, control or honour lifts a concern."""
        if self.lifted:
            return Certainty.SUSPICION
        return self.certainty

    @property
    def lifted(self) -> bool:
        """Was a concern lifted to the path of a suspicion by what Q5 says?"""
        return self.certainty is Certainty.CONCERN and bool(self.topics & STRICT_TOPICS)

    @property
    def is_suspicion(self) -> bool:
        """Suspicion or knowledge: both always give the same advice."""
        return self.path_certainty in (Certainty.SUSPICION, Certainty.KNOWLEDGE)

    @property
    def leader_out(self) -> bool:
        """Must no text send the filer to a leader? Suspected, or excluded for another reason."""
        return Suspect.LEADER in self.suspects or self.leader_is_out

    @property
    def home_suspected(self) -> bool:
        """Somebody in the child's home is suspected of something."""
        return self.is_suspicion and bool(self.suspects & {Suspect.HOME, Suspect.SIBLING})


def read(
    stored: Mapping[Question, Typed],
    *,
    today: date,
    unborn: bool = False,
    intake: Intake = Intake.GUIDED,
    seen: Mapping[str, frozenset[str]] | None = None,
    leader_is_out: bool = False,
    filer_is_leader: bool = False,
) -> Answers:
    """The facts in the typed answers; what cannot be read counts as not answered.

    ``today`` is the local date: it decides who has reached 18.
    """
    none = Typed({}, done=False)

    def of(question: Question) -> Typed:
        return stored.get(question, none)

    chosen = of(Question.CERTAINTY).one("certainty")
    topics = _members(Topic, of(Question.TOPIC).all("topics"))
    if intake is Intake.ABSENCE:  # says both by itself
        chosen, topics = Certainty.CONCERN.value, frozenset({Topic.ABSENCE})
    return Answers(
        done=frozenset(q for q in Question if of(q).done),
        unborn=unborn,
        intake=intake,
        danger=_member(Danger, of(Question.DANGER).one("danger")),
        certainty=_member(Certainty, chosen),
        in_doubt=chosen == "doubt",
        doubts=(
            _yes_no(of(Question.DOUBT_TOLD).one("answer")),
            _yes_no(of(Question.DOUBT_SHOWN).one("answer")),
            _yes_no(of(Question.DOUBT_SEEN).one("answer")),
        ),
        topics=topics,
        suspects=_members(Suspect, of(Question.SUSPECT).all("suspects")),
        nobody="nobody" in of(Question.SUSPECT).all("suspects"),
        together=_member(Together, of(Question.TOGETHER).one("together")),
        child_spoke=of(Question.CHILDS_WORDS).one("said") == "yes",
        told=_member(Told, of(Question.CHILDS_WORDS).one("told")),
        talked_with=_members(Person, of(Question.TALKED).all("talked")),
        end=_member(End, of(Question.ENDS).one("end")),
        adult=is_adult(born(of(Question.CHILD)), today),
        others=of(Question.CHILD).one("others") == "yes",
        leader_is_out=leader_is_out,
        filer_is_leader=filer_is_leader,
        seen=seen or {},
        given_for={q: frozenset(of(q).all(GIVEN_FOR)) for q in Question if of(q).all(GIVEN_FOR)},
    )


def _yes_no(word: str) -> bool | None:
    return {"yes": True, "no": False}.get(word)


def _member(kind: type[E], word: str) -> E | None:
    try:
        return kind(word)
    except ValueError:
        return None


def _members(kind: type[E], words: Iterable[str]) -> frozenset[E]:
    return frozenset(m for m in (_member(kind, word) for word in words) if m is not None)
