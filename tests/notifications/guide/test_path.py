"""The path of the guided form: the cases of practice, and what a changed answer does to it."""

from dataclasses import replace
from datetime import date

import pytest

from notifications.guide import path, stops
from notifications.guide.answers import (
    Answers,
    End,
    Person,
    Told,
    read,
)
from notifications.guide.path import Kind
from notifications.guide.questions import given_for, told_too_much
from notifications.guide.stops import Code, Moment
from notifications.guide.typed import Typed
from notifications.vocabulary import Certainty, Danger, Question, Suspect, Together, Topic

TODAY = date(2026, 11, 24)


def walk(story: Answers) -> tuple[list[str], dict[Moment, tuple[Code, ...]]]:
    """Every page that somebody with these answers meets, in order, and the advice shown."""
    now = replace(story, done=frozenset(), seen={}, given_for={})
    met: list[str] = []
    shown: dict[Moment, tuple[Code, ...]] = {}
    while True:
        step = path.next_step(now)
        met.append(step.slug)
        if step.moment:
            shown[step.moment] = stops.unseen(step.moment, now)
            now = replace(now, seen={**now.seen, step.moment: frozenset(shown[step.moment])})
        elif step.kind is Kind.ADULT:
            now = replace(now, seen={**now.seen, path.ADULT_SEEN: frozenset({path.ADULT_SEEN})})
        elif step.question:
            given = {**now.given_for, step.question: given_for(step.question, now)}
            now = replace(now, done=now.done | {step.question}, given_for=given)
        else:
            return met, shown


ALL = [
    "grad", "hvad", "hvem", "i-dag", "barnets-ord", "set-og-hoert",
    "hvornaar-og-hvor", "barnet", "tolk", "talt-med", "dig", "tjek",
]  # fmt: skip

#: The twelve cases, with the advice pages that an expert expects (case 3 never reaches the form).
CASES: dict[int, tuple[Answers, list[tuple[Code, ...]]]] = {
    1: (
        Answers(
            danger=Danger.MAYBE,
            certainty=Certainty.KNOWLEDGE,
            topics=frozenset({Topic.PHYSICAL}),
            suspects=frozenset({Suspect.HOME}),
            together=Together.YES,
            child_spoke=True,
        ),
        [(Code.A,), (Code.H,), (Code.A2, Code.B)],
    ),
    2: (
        Answers(
            danger=Danger.NO,
            certainty=Certainty.CONCERN,
            topics=frozenset({Topic.NEGLECT}),
            nobody=True,
            end=End.FILE,
        ),
        [],
    ),
    4: (
        Answers(
            danger=Danger.NO,
            certainty=Certainty.SUSPICION,
            topics=frozenset({Topic.HONOUR}),
            suspects=frozenset({Suspect.HOME, Suspect.SIBLING}),
            together=Together.YES,
        ),
        [(Code.H, Code.J), (Code.A2, Code.B)],
    ),
    5: (
        Answers(
            danger=Danger.NO,
            certainty=Certainty.KNOWLEDGE,
            topics=frozenset({Topic.PHYSICAL, Topic.PSYCHOLOGICAL}),
            suspects=frozenset({Suspect.EMPLOYEE}),
            together=Together.YES,
        ),
        [(Code.H,), (Code.C,)],
    ),
    6: (
        Answers(
            danger=Danger.NO,
            certainty=Certainty.SUSPICION,
            topics=frozenset({Topic.SEXUAL}),
            suspects=frozenset({Suspect.LEADER}),
            together=Together.YES,
        ),
        [(Code.H, Code.I), (Code.D,)],
    ),
    7: (
        Answers(
            danger=Danger.NO,
            certainty=Certainty.SUSPICION,
            topics=frozenset({Topic.SEXUAL}),
            suspects=frozenset({Suspect.CHILD}),
            together=Together.YES,
        ),
        [(Code.H, Code.I), (Code.E,)],
    ),
    8: (
        Answers(
            danger=Danger.NO,
            certainty=Certainty.SUSPICION,
            topics=frozenset({Topic.PHYSICAL, Topic.WITNESSED}),
            suspects=frozenset({Suspect.HOME}),
            together=Together.NOW,
        ),
        [(Code.H, Code.L), (Code.A, Code.B)],
    ),
    9: (
        Answers(
            unborn=True,
            danger=Danger.NO,
            certainty=Certainty.CONCERN,
            topics=frozenset({Topic.MISUSE, Topic.WITNESSED}),
            suspects=frozenset({Suspect.HOME}),
        ),
        [(Code.SAME_PATH, Code.L), (Code.B,)],
    ),
    10: (
        Answers(
            danger=Danger.NO,
            certainty=Certainty.KNOWLEDGE,
            topics=frozenset({Topic.PSYCHOLOGICAL}),
            suspects=frozenset({Suspect.PLACEMENT}),
            together=Together.YES,
        ),
        [(Code.H,), (Code.A2, Code.M)],
    ),
    11: (
        Answers(
            danger=Danger.NO,
            certainty=Certainty.KNOWLEDGE,
            topics=frozenset({Topic.ONLINE}),
            suspects=frozenset({Suspect.OTHER}),
            together=Together.UNKNOWN,
        ),
        [(Code.H,), (Code.F,)],
    ),
    12: (
        Answers(
            danger=Danger.MAYBE,
            certainty=Certainty.KNOWLEDGE,
            topics=frozenset({Topic.WITNESSED}),
            suspects=frozenset({Suspect.HOME}),
            together=Together.YES,
            child_spoke=True,
            told=Told.ASKED_NOT,
        ),
        [(Code.A,), (Code.H, Code.L), (Code.A2, Code.B)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_case_meets_the_advice_that_practice_asks_for(case: int) -> None:
    story, expected = CASES[case]
    assert list(walk(story)[1].values()) == expected


@pytest.mark.parametrize("case", CASES)
def test_advice_stands_at_three_moments_at_most_and_the_form_ends_at_the_check_page(
    case: int,
) -> None:
    met, shown = walk(CASES[case][0])
    assert (len(shown) <= 3, met[-1]) == (True, "tjek")


def test_a_child_tells_that_dad_hits() -> None:
    met, _ = walk(CASES[1][0])
    assert met == [
        "fare", "raad-1", "grad", "hvad", "raad-2", "hvem", "i-dag", "raad-3", "barnets-ord",
        "set-og-hoert", "hvornaar-og-hvor", "barnet", "tolk", "talt-med", "dig", "tjek",
    ]  # fmt: skip


def test_a_concern_is_asked_no_pick_up_time_and_offered_its_three_ends_after_the_account() -> None:
    met, _ = walk(CASES[2][0])
    assert met == [
        "fare", "grad", "hvad", "hvem", "barnets-ord", "set-og-hoert", "naeste-skridt",
        "hvornaar-og-hvor", "barnet", "tolk", "talt-med", "dig", "tjek",
    ]  # fmt: skip


@pytest.mark.parametrize("end", [End.TALK, End.SPARRING])
def test_talking_first_ends_the_path_with_the_agreement(end: End) -> None:
    met, _ = walk(replace(CASES[2][0], end=end))
    assert met[-2:] == ["naeste-skridt", "aftale"]


def test_an_unborn_child_is_asked_neither_for_words_nor_for_today() -> None:
    met, _ = walk(CASES[9][0])
    assert {"i-dag", "barnets-ord"} & set(met) == set()


@pytest.mark.parametrize("topic", list(Topic))
def test_the_strictest_of_word_and_topic_decides(topic: Topic) -> None:
    """A wrong word on the home page must not remove the ban on telling the parents."""
    strict = {"physical", "psychological", "witnessed", "sexual", "online", "control", "honour"}
    story = Answers(
        danger=Danger.NO,
        certainty=Certainty.CONCERN,
        topics=frozenset({topic}),
        suspects=frozenset({Suspect.HOME}),
        together=Together.NO,
        end=End.FILE,
    )
    met, shown = walk(story)
    told_not_to = Code.B in shown.get(Moment.TODAY, ())
    assert (told_not_to, "i-dag" in met, "naeste-skridt" in met) == (
        (True, True, False) if topic in strict else (False, False, True)
    )


@pytest.mark.parametrize("topic", list(Topic))
@pytest.mark.parametrize("suspect", list(Suspect))
@pytest.mark.parametrize("together", list(Together))
def test_suspicion_and_knowledge_always_get_the_same_advice(
    topic: Topic, suspect: Suspect, together: Together
) -> None:
    story = Answers(
        danger=Danger.NO,
        topics=frozenset({topic}),
        suspects=frozenset({suspect}),
        together=together,
    )
    assert walk(replace(story, certainty=Certainty.SUSPICION)) == walk(
        replace(story, certainty=Certainty.KNOWLEDGE)
    )


@pytest.mark.parametrize(
    ("doubts", "guess", "helpers"),
    [
        ((True, None, None), Certainty.KNOWLEDGE, 1),
        ((False, True, None), Certainty.SUSPICION, 2),
        ((False, False, True), Certainty.SUSPICION, 3),
        ((False, False, False), Certainty.CONCERN, 3),
    ],
)
def test_the_first_yes_of_the_helper_questions_decides(
    doubts: tuple[bool | None, bool | None, bool | None], guess: Certainty, helpers: int
) -> None:
    story = Answers(done=frozenset({Question.DANGER, Question.CERTAINTY}), danger=Danger.NO, in_doubt=True)
    met = []
    for number in range(helpers):
        met.append(path.next_step(story).slug)
        helper = (Question.DOUBT_TOLD, Question.DOUBT_SHOWN, Question.DOUBT_SEEN)[number]
        answered = doubts[: number + 1] + (None,) * (2 - number)
        story = replace(story, doubts=answered, done=story.done | {helper})  # type: ignore[arg-type]
    assert (met, story.guess, path.next_step(story).slug) == (
        [f"i-tvivl-{n + 1}" for n in range(helpers)],
        guess,
        "grad",  # the person decides, with the result before them
    )


def finished(story: Answers) -> Answers:
    """The same answers after every page was passed."""
    asked = frozenset(Question)
    return replace(
        story,
        done=asked,
        given_for={question: given_for(question, story) for question in asked},
        seen={moment: frozenset(stops.due(moment, story)) for moment in Moment},
    )


def test_a_new_topic_shows_its_advice_before_returning_to_the_check_page() -> None:
    story = finished(CASES[1][0])
    changed = replace(story, topics=story.topics | {Topic.SEXUAL})
    assert (path.next_step(story).slug, path.next_step(changed).slug) == ("tjek", "raad-2")
    assert stops.unseen(Moment.TOPIC, changed) == (Code.I,)


def test_a_suspect_added_later_is_asked_about_again() -> None:
    """»No, not today« about a friend says nothing about a father who is added."""
    story = finished(replace(CASES[11][0], together=Together.NO))
    changed = replace(story, suspects=story.suspects | {Suspect.HOME})
    assert path.next_step(changed).slug == "i-dag"


def test_nobody_in_particular_is_no_answer_once_it_is_a_suspicion() -> None:
    story = finished(CASES[2][0])
    changed = replace(story, topics=frozenset({Topic.PHYSICAL}))
    seen = replace(changed, seen={Moment.TOPIC: frozenset({"same_path", "H"})})
    assert (path.next_step(changed).slug, path.next_step(seen).slug) == ("raad-2", "hvem")


def test_a_leader_added_asks_again_who_it_is() -> None:
    story = finished(CASES[5][0])
    changed = replace(story, suspects=story.suspects | {Suspect.LEADER})
    assert path.next_step(changed).slug == "person"


def test_no_page_opens_before_the_ones_it_depends_on() -> None:
    fresh = Answers(certainty=Certainty.KNOWLEDGE, done=frozenset({Question.CERTAINTY}))
    opened = [slug for slug, step in path.BY_SLUG.items() if path.is_open(step, fresh)]
    assert opened == ["fare"]


def test_back_leads_to_the_page_before() -> None:
    story = finished(CASES[1][0])
    backs = {step.slug: path.before(step, story) for step in path.steps(story)}
    assert {slug: step.slug if step else None for slug, step in backs.items()} == {
        "fare": None, "raad-1": "fare", "grad": "raad-1", "hvad": "grad", "raad-2": "hvad",
        "hvem": "raad-2", "i-dag": "hvem", "raad-3": "i-dag", "barnets-ord": "raad-3",
        "set-og-hoert": "barnets-ord", "hvornaar-og-hvor": "set-og-hoert",
        "barnet": "hvornaar-og-hvor", "tolk": "barnet", "talt-med": "tolk", "dig": "talt-med",
        "tjek": "dig",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("suspects", "leader_is_out", "too_much"),
    [
        ({Suspect.HOME}, False, {Person.PARENTS, Person.SUSPECT}),
        ({Suspect.OTHER}, False, {Person.SUSPECT}),
        ({Suspect.LEADER}, False, {Person.LEADER, Person.SUSPECT}),
        ({Suspect.EMPLOYEE}, True, {Person.LEADER, Person.SUSPECT}),
    ],
)
def test_who_must_hear_no_more(suspects: set[Suspect], leader_is_out: bool, too_much: set[Person]) -> None:
    story = Answers(
        certainty=Certainty.SUSPICION,
        suspects=frozenset(suspects),
        talked_with=frozenset({Person.PARENTS, Person.LEADER, Person.SUSPECT}),
        leader_is_out=leader_is_out,
    )
    assert told_too_much(story) == too_much


def test_an_adult_is_shown_the_other_way_and_nothing_written_is_lost() -> None:
    met, _ = walk(replace(CASES[1][0], adult=True))
    assert met[met.index("barnet") + 1] == "over-18"


def test_typed_answers_are_read_for_the_path_and_nonsense_counts_as_no_answer() -> None:
    stored = {
        Question.DANGER: Typed({"danger": ("maybe",)}),
        Question.CERTAINTY: Typed({"certainty": ("doubt",)}),
        Question.DOUBT_TOLD: Typed({"answer": ("no",)}),
        Question.TOPIC: Typed({"topics": ("physical", "nonsense")}),
        Question.SUSPECT: Typed({"suspects": ("nobody",)}, done=False),
        Question.CHILD: Typed({"born_0": ("24",), "born_1": ("11",), "born_2": ("2008",)}),
    }
    assert read(stored, today=TODAY) == Answers(
        done=frozenset({Question.DANGER, Question.CERTAINTY, Question.DOUBT_TOLD, Question.TOPIC})
        | {Question.CHILD},
        danger=Danger.MAYBE,
        in_doubt=True,
        doubts=(False, None, None),
        topics=frozenset({Topic.PHYSICAL}),
        nobody=True,
        adult=True,
    )


def test_blocks_that_are_too_long_together_go_on_to_a_second_page() -> None:
    words = [(Code.A2, 90), (Code.B, 70), (Code.M, 60)]
    assert stops.pages(words) == [[Code.A2], [Code.B, Code.M]]
