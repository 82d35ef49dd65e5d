"""Before sending: who will read it, and what is worth a second look. Nothing of it stops anybody."""

from typing import Any

import pytest

from beredskab.organisation.models import Staff
from notifications.drafting.answers import Stored
from notifications.drafting.second_look import Notice, Why, notices
from notifications.guide.answers import Answers
from notifications.guide.readers import Reader, readers
from notifications.guide.typed import Typed
from notifications.vocabulary import Certainty, Question, Suspect, Topic
from tests.cast import Town
from tests.journeys.conftest import ready
from tests.journeys.walking import Walk

__all__ = ["ready"]

ALWAYS = {Reader.TEAM, Reader.CASE_SYSTEM}


def reading(**facts: Any) -> set[Reader]:
    return set(readers(Answers(**facts))) - ALWAYS


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"certainty": Certainty.CONCERN}, {Reader.PARENTS, Reader.CHILD}),
        (
            {"certainty": Certainty.SUSPICION, "suspects": frozenset({Suspect.HOME})},
            {Reader.PARENTS_LATER, Reader.CHILD, Reader.POLICE},
        ),
        (
            {"certainty": Certainty.CONCERN, "topics": frozenset({Topic.HONOUR})},
            {Reader.PARENTS_LATER, Reader.CHILD, Reader.POLICE},
        ),
        (
            {"certainty": Certainty.SUSPICION, "suspects": frozenset({Suspect.CHILD})},
            {Reader.EACH_FAMILY, Reader.CHILD, Reader.POLICE},
        ),
        (
            {"certainty": Certainty.KNOWLEDGE, "suspects": frozenset({Suspect.LEADER})},
            {Reader.NOT_THE_SUSPECTED, Reader.PARENTS, Reader.CHILD, Reader.POLICE},
        ),
        ({"certainty": Certainty.CONCERN, "unborn": True}, {Reader.PREGNANT}),
    ],
)
def test_the_parents_read_it_now_later_or_their_own_part(facts: dict[str, Any], found: set[Reader]) -> None:
    assert reading(**facts) == found


def told(**answers: dict[str, str]) -> Stored:
    typed = {Question(name): Typed({k: (v,) for k, v in data.items()}) for name, data in answers.items()}
    return Stored(typed=typed)


def test_what_identifies_somebody_else_is_pointed_out_and_the_child_itself_is_not() -> None:
    stored = told(
        child={"name": "Emilie Prøve", "cpr": "010215-1234", "parents": "Mor: Lene Prøve, 110385-9999"},
        others={"part_0": "other_child", "who_0": "Oliver fra gul stue"},
        account={
            "account": "Emilie sagde, at Oliver slog. Hun bor Testvej 7. CPR 0102151234.",
            "worry": "Ring til Kim Test.",
        },
    )
    assert notices(stored) == (
        Notice(Why.CPR, "110385-9999", Question.CHILD),
        Notice(Why.OTHER_CHILD, "Oliver", Question.ACCOUNT),
        Notice(Why.ADDRESS, "Hun bor Testvej 7", Question.ACCOUNT),
        Notice(Why.NAME, "Kim Test", Question.ACCOUNT),
    )


def test_an_address_of_a_protected_family_comes_first_wherever_it_stands() -> None:
    stored = told(
        child={"name": "Pige", "protected": "on", "lives_with": "Hos mor på Hemmeligvej 12"},
        account={"account": "Jeg talte med Kim Test."},
    )
    assert [(one.why, one.question) for one in notices(stored)] == [
        (Why.PROTECTED, Question.CHILD),
        (Why.NAME, Question.ACCOUNT),
    ]


def test_a_plain_text_has_no_notices() -> None:
    assert notices(told(account={"account": "Han er alene hver dag. Han er sulten om morgenen."})) == ()


def test_the_check_page_says_who_reads_it_and_sends_it_as_it_is(ready: Town, anna: Staff, cia: Staff) -> None:
    walk = Walk(anna).start("mistanke")
    walk.answer(danger="no").answer(topics=["neglect"]).go_on()
    walk.answer(suspects=["home"]).answer(together="no").go_on()
    walk.answer(said="no")
    walk.answer(account="Hun bor på Testvej 7 og leger med Kim Test.").answer()
    walk.answer(name="Pige på 4").answer(interpreter="no")
    walk.answer(talked=["nobody"]).answer(phone="12 34 56 00")
    assert "Hvem læser den?" in walk.text
    assert "Forældrene: ikke nu." in walk.text
    assert ("“Testvej 7”" in walk.text, "“Kim Test”" in walk.text) == (True, True)
    assert walk.page.select_one('a[href$="/set-og-hoert/"]') is not None
    assert walk.answer().step == "kvittering"
