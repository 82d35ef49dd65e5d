"""The questions as data: number, place in the address, section, and when each is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.guide import taken_down
from notifications.guide.answers import Answers, End, Person
from notifications.vocabulary import Certainty, Danger, Intake, Question, Suspect, Topic


class Section(IntEnum):
    """The five fixed sections, so that »step 2 of 5« is true however many questions there are."""

    URGENT = 1
    WHO_AND_WHAT = 2
    SEEN_AND_HEARD = 3
    CHILD_AND_YOU = 4
    CHECK_AND_SEND = 5

    @property
    def title(self) -> Promise:
        """Its name, shown beside the number."""
        return SECTION_TITLES[self]


SECTION_TITLES: dict[Section, Promise] = {
    Section.URGENT: _("Is it urgent?"),
    Section.WHO_AND_WHAT: _("Who and what"),
    Section.SEEN_AND_HEARD: _("What you have seen and heard"),
    Section.CHILD_AND_YOU: _("The child and you"),
    Section.CHECK_AND_SEND: _("Check and send"),
}


def _always(a: Answers) -> bool:
    return True


@dataclass(frozen=True)
class Asked:
    """A question with its place: ``slug`` is its Danish path, ``number`` the name experts use."""

    id: Question
    number: str
    slug: str
    section: Section
    when: Callable[[Answers], bool] = _always


def _helper(number: int) -> Callable[[Answers], bool]:
    """Helper question n stands on the path once every one before it was answered no."""
    return lambda a: a.in_doubt and all(a.doubts[i] is False for i in range(number))


def asks_person(a: Answers) -> bool:
    """Q3b: who it is, so that the person cannot see the case."""
    return bool(a.suspects & {Suspect.EMPLOYEE, Suspect.LEADER})


def asks_together(a: Answers) -> bool:
    """Q4: every suspicion about a born child."""
    return a.is_suspicion and not a.unborn


def asks_ends(a: Answers) -> bool:
    """The three ends: a concern with no violence, abuse, control or honour, and no danger now.

    Not of what is taken down for somebody else: that is a notification already.
    """
    is_mild = a.path_certainty is Certainty.CONCERN and a.danger is not Danger.YES
    return is_mild and not a.is_taken_down


def asks_they_know(a: Answers) -> bool:
    """Q13: suspected parents, the suspected person, or a leader kept out of it, know already."""
    return bool(told_too_much(a))


def told_too_much(a: Answers) -> frozenset[Person]:
    """Those the filer has talked with who must hear no more."""
    out = set()
    if Person.PARENTS in a.talked_with and a.home_suspected:
        out.add(Person.PARENTS)
    if Person.SUSPECT in a.talked_with:
        out.add(Person.SUSPECT)
    if Person.LEADER in a.talked_with and a.leader_out:
        out.add(Person.LEADER)
    return frozenset(out)


def asks_safe_contact(a: Answers) -> bool:
    """Q12: where a call may harm the young person (control, honour) or a parent (violence at home)."""
    return bool(a.topics & {Topic.CONTROL, Topic.HONOUR, Topic.WITNESSED})


def asks_others(a: Answers) -> bool:
    """Q11: who else is in it. Always when the suspicion is directed against another child."""
    return a.others or Suspect.CHILD in a.suspects


def given_for(question: Question, a: Answers) -> frozenset[str]:
    """The answers that this one depends on; when they change, the question is asked again."""
    if question is Question.PERSON:
        return frozenset(a.suspects & {Suspect.EMPLOYEE, Suspect.LEADER})
    if question is Question.TOGETHER:
        return frozenset(a.suspects)
    if question is Question.THEY_KNOW:
        return frozenset(told_too_much(a))
    return frozenset()


#: In the order in which they are asked.
QUESTIONS: tuple[Asked, ...] = (
    Asked(Question.RECEIVED, "Q0", "modtaget", Section.URGENT),
    Asked(Question.DANGER, "Q1", "fare", Section.URGENT),
    Asked(Question.ABSENCE, "Q5", "fravaer", Section.WHO_AND_WHAT),
    Asked(Question.DOUBT_TOLD, "Q2", "i-tvivl-1", Section.WHO_AND_WHAT, _helper(0)),
    Asked(Question.DOUBT_SHOWN, "Q2", "i-tvivl-2", Section.WHO_AND_WHAT, _helper(1)),
    Asked(Question.DOUBT_SEEN, "Q2", "i-tvivl-3", Section.WHO_AND_WHAT, _helper(2)),
    Asked(Question.CERTAINTY, "Q2", "grad", Section.WHO_AND_WHAT),
    Asked(Question.TOPIC, "Q5", "hvad", Section.WHO_AND_WHAT),
    Asked(Question.SUSPECT, "Q3", "hvem", Section.WHO_AND_WHAT),
    Asked(Question.PERSON, "Q3b", "person", Section.WHO_AND_WHAT, asks_person),
    Asked(Question.TOGETHER, "Q4", "i-dag", Section.WHO_AND_WHAT, asks_together),
    Asked(
        Question.CHILDS_WORDS,
        "Q7",
        "barnets-ord",
        Section.SEEN_AND_HEARD,
        lambda a: not a.unborn,
    ),
    Asked(
        Question.CHILDS_FEAR,
        "Q7",
        "barnet-er-bange",
        Section.SEEN_AND_HEARD,
        lambda a: not a.unborn and a.child_spoke and a.told == "asked_not",
    ),
    Asked(Question.ACCOUNT, "Q6", "set-og-hoert", Section.SEEN_AND_HEARD),
    Asked(Question.ENDS, "Q6", "naeste-skridt", Section.SEEN_AND_HEARD, asks_ends),
    Asked(Question.WHEN_WHERE, "Q8", "hvornaar-og-hvor", Section.SEEN_AND_HEARD),
    Asked(Question.CHILD, "Q11", "barnet", Section.CHILD_AND_YOU),
    Asked(Question.OTHERS, "Q11", "andre", Section.CHILD_AND_YOU, asks_others),
    Asked(Question.INTERPRETER, "Q12", "tolk", Section.CHILD_AND_YOU),
    Asked(Question.TALKED, "Q13", "talt-med", Section.CHILD_AND_YOU),
    Asked(Question.THEY_KNOW, "Q13", "hvad-de-ved", Section.CHILD_AND_YOU, asks_they_know),
    Asked(Question.FILER, "Q14", "dig", Section.CHILD_AND_YOU),
)

#: Absence of 15 % has a short form of its own; with any other concern the guided form is right.
OF_ABSENCE = frozenset(
    {
        Question.DANGER,
        Question.ABSENCE,
        Question.CHILD,
        Question.OTHERS,
        Question.INTERPRETER,
        Question.TALKED,
        Question.FILER,
    }
)


def asked_of(a: Answers) -> tuple[Asked, ...]:
    """The questions that stand on this path, in order."""
    return tuple(asked for asked in of_form(a) if asked.when(a))


def of_form(a: Answers) -> tuple[Asked, ...]:
    """The questions of this form, whether they are asked or not."""
    return tuple(asked for asked in QUESTIONS if _belongs(asked.id, a))


def _belongs(question: Question, a: Answers) -> bool:
    if a.intake is Intake.ABSENCE:
        return question in OF_ABSENCE
    if question is Question.RECEIVED:
        return a.is_taken_down
    return question is not Question.ABSENCE


BY_ID: dict[Question, Asked] = {asked.id: asked for asked in QUESTIONS}
BY_SLUG: dict[str, Asked] = {asked.slug: asked for asked in QUESTIONS}


def title(question: Question, a: Answers) -> Promise:
    """The question as the heading of its page; some depend on earlier answers, or on who notifies."""
    if question is Question.SUSPECT and not a.is_suspicion:
        return _("Is there a certain person you are worried about?")
    if question is Question.TOGETHER and a.suspects == {Suspect.UNKNOWN}:
        return _("Is the child going home today?")
    if question is Question.CHILD and a.unborn:
        return _("Who is the pregnant woman?")
    return taken_down.TITLES.get(question, TITLES[question]) if a.is_taken_down else TITLES[question]


TITLES: dict[Question, Promise] = {
    Question.RECEIVED: _("Who has notified, and when?"),
    Question.ABSENCE: _("How much has the pupil been absent without permission?"),
    Question.DANGER: _("Is the child in danger right now?"),
    Question.CERTAINTY: _("What fits best right now?"),
    Question.DOUBT_TOLD: _(
        "Has the child said clearly that it has happened, have you seen it yourself, "
        "or has somebody admitted it?"
    ),
    Question.DOUBT_SHOWN: _(
        "Has the child said, shown or written something that may be about violence, abuse or control?"
    ),
    Question.DOUBT_SEEN: _(
        "Have you or somebody else seen something specific, for example a mark or an incident?"
    ),
    Question.TOPIC: _("What may it be about?"),
    Question.SUSPECT: _("Against whom is the suspicion directed?"),
    Question.PERSON: _("Who is it, and where does the person work?"),
    Question.TOGETHER: _("Will the child be with the person today?"),
    Question.CHILDS_WORDS: _("Has the child said or shown something?"),
    Question.CHILDS_FEAR: _("The child has asked you not to tell"),
    Question.ACCOUNT: _("Tell what you have seen and heard yourself"),
    Question.ENDS: _("What do you want to do now?"),
    Question.WHEN_WHERE: _("When and where did it happen?"),
    Question.CHILD: _("Who is the child?"),
    Question.OTHERS: _("Who else is in it?"),
    Question.INTERPRETER: _("Does the child or the family need an interpreter?"),
    Question.TALKED: _("With whom have you talked about it?"),
    Question.THEY_KNOW: _("What do they know?"),
    Question.FILER: _("Who are you, and how do we reach you today?"),
}


def ended_early(a: Answers) -> bool:
    """The filer chose to talk or to get sparring first; the draft waits for a date."""
    return asks_ends(a) and a.end in (End.TALK, End.SPARRING)
