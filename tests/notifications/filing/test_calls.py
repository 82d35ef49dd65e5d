"""Whom to call besides sending: before it and after it, on the page and on paper, never somebody kept out."""

import datetime as dt
import re
from itertools import combinations
from typing import Any

import pytest
from django.utils import translation

from beredskab.access.acting import acting_as
from beredskab.organisation.models import Staff
from notifications import handling, receipts
from notifications.drafting.answers import HIDDEN_PHONES, Stored
from notifications.guide.answers import Answers
from notifications.guide.typed import Typed
from notifications.numbers.calling import Calls, calls
from notifications.rota import chain
from notifications.routing import Facts, Rule
from notifications.vocabulary import Certainty, Question, Suspect, Topic
from plans.numbers.contacts import contacts_in_force
from tests import build
from tests.build import monday_at
from tests.cast import Town
from tests.journeys.walking import Walk
from tests.notifications.filing.test_receipts import text_of
from tests.notifications.filing.test_sending import ready_to_send

RULES = (
    Rule("at work", 10, 1, "fagchef", suspect=Suspect.EMPLOYEE),
    Rule("honour", 20, 2, "tvaergaaende-team", topic=Topic.HONOUR),
    Rule("everything else", 99, 1, "familieraadgivningen"),
)
ON_CALL = frozenset({"sociale-vagt", "politi-114"})
DAY = ON_CALL | {"fagchef", "tvaergaaende-team", "familieraadgivningen"}
HOME = Facts(Certainty.SUSPICION, suspects=frozenset({Suspect.HOME}))
AT_WORK = Facts(Certainty.SUSPICION, suspects=frozenset({Suspect.EMPLOYEE}))
ACUTE = Facts(Certainty.SUSPICION, suspects=frozenset({Suspect.HOME}), is_acute=True)
HONOUR = Facts(Certainty.SUSPICION, topics=frozenset({Topic.HONOUR}), suspects=frozenset({Suspect.HOME}))
HIDES_ALL = frozenset({"fagchef", "familieraadgivningen"})


@pytest.mark.parametrize(
    ("facts", "answered", "hidden", "nobody", "expected"),
    [
        (HOME, DAY, set(), False, Calls(also="familieraadgivningen")),
        (ACUTE, DAY, set(), False, Calls(also="familieraadgivningen", is_acute=True)),
        (HONOUR, DAY, set(), False, Calls(also="tvaergaaende-team")),
        (AT_WORK, DAY, set(), False, Calls(also="fagchef", is_today=True)),
        (AT_WORK, DAY, {"fagchef"}, False, Calls(also="familieraadgivningen", is_today=True)),
        (AT_WORK, DAY, HIDES_ALL, False, Calls(also="sociale-vagt", is_today=True)),
        (AT_WORK, DAY, set(), True, Calls(last_resort="sociale-vagt")),
        (AT_WORK, DAY, {"sociale-vagt"}, True, Calls(last_resort="politi-114")),
        (HOME, ON_CALL, set(), False, Calls(closed="sociale-vagt")),
        (HOME, frozenset(), set(), False, Calls(closed="politi-114")),
        (HONOUR, DAY - {"familieraadgivningen"}, set(), False,
         Calls(closed="sociale-vagt", also="tvaergaaende-team")),
    ],
)  # fmt: skip
def test_whom_the_filer_is_told_to_call(
    facts: Facts, answered: frozenset[str], hidden: set[str], nobody: bool, expected: Calls
) -> None:
    found = calls(facts, RULES, answered=answered, hidden=frozenset(hidden), nobody_is_free=nobody)
    assert found == expected


@pytest.mark.parametrize("suspect", [Suspect.EMPLOYEE, Suspect.LEADER])
@pytest.mark.parametrize("hour", [10, 20])
def test_no_receipt_names_a_number_that_may_lead_to_somebody_who_is_kept_out(
    ready: Town, anna: Staff, suspect: Suspect, hour: int
) -> None:
    sent = build.concern(filed_by=anna, team=ready.reception, at=monday_at(10))
    contacts = contacts_in_force(ready.municipality, monday_at(10))
    answered = DAY if hour == 10 else ON_CALL
    facts = Facts(Certainty.SUSPICION, suspects=frozenset({suspect}))
    a = Answers(certainty=Certainty.SUSPICION, suspects=facts.suspects, topics=frozenset({Topic.SEXUAL}))
    phones = ("fagchef", "familieraadgivningen", "sociale-vagt", "tvaergaaende-team")
    for hidden in (set(some) for size in range(5) for some in combinations(phones, size)):
        stored = Stored({Question.PERSON: Typed({HIDDEN_PHONES: tuple(hidden)})})
        for nobody in (False, True):
            found = calls(facts, RULES, answered=answered, hidden=frozenset(hidden), nobody_is_free=nobody)
            with acting_as(anna), translation.override("da"):
                said = receipts.receipt_of(sent, a, stored, contacts, calls=found).sentences()
            named = [slug for slug in hidden if contacts[slug].phone in " ".join(said)]
            assert (named, bool(found.last_resort)) == ([], nobody)


def test_the_page_before_sending_says_whom_to_call_as_well(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    walk = ready_to_send(anna)
    words = "Haster det, så ring også til Familierådgivningen: 12 34 56 79."
    assert words in walk.text
    assert walk.page.select_one('.alert-info a[href="tel:+4512345679"]') is not None
    walk.answer()
    assert (walk.step, words in walk.text) == ("kvittering", True)
    paper = text_of(walk.client.get(f"/bekymring/{walk.draft}/kvittering/uden-navne.pdf").content)
    assert words in paper


def test_out_of_hours_only_who_answers_is_named(ready: Town, anna: Staff, cia: Staff, freeze: Any) -> None:
    freeze(monday_at(20))
    walk = ready_to_send(anna)
    closed = "Kan det ikke vente, så ring til den sociale vagt: 12 34 56 78."
    assert (closed in walk.text, "ring også til" in walk.text) == (True, False)
    walk.answer()
    assert (closed in walk.text, "ring også til" in walk.text) == (True, False)


@pytest.mark.parametrize(
    ("suspect", "hour", "is_told"), [("home", 20, True), ("home", 10, False), ("leader", 20, True)]
)
def test_advice_that_sends_to_a_closed_office_says_who_answers(
    ready: Town, anna: Staff, bo: Staff, freeze: Any, suspect: str, hour: int, is_told: bool
) -> None:
    """STOP B names the family unit, and D as well where the head's number is held back."""
    freeze(monday_at(hour))
    walk = Walk(anna).start("mistanke")
    walk.answer(danger="no")
    walk.answer(topics=["neglect"]).go_on()
    walk.answer(suspects=[suspect])
    if suspect == "leader":
        walk.answer(persons=[str(bo.pk)])
    walk.answer(together="no")
    told = "Familierådgivningen har lukket nu. Ring til den sociale vagt i stedet."
    assert (walk.page.select(".stop") != [], told in walk.text) == (True, is_told)
    first = walk.page.select_one(".call-list a")
    assert first is not None
    assert first["href"] == ("tel:+4512345678" if is_told else "tel:+4512345679")


@pytest.mark.parametrize(("hour", "number"), [(10, "12 34 56 79"), (20, "12 34 56 78")])
def test_the_conversation_names_a_number_that_answers(
    ready: Town, anna: Staff, cia: Staff, freeze: Any, hour: int, number: str
) -> None:
    freeze(monday_at(hour))
    walk = ready_to_send(anna)
    walk.answer()
    walk.open(f"/bekymring/{walk.draft}/beskeder/")
    assert walk.text.count(number) == 1


def test_the_place_of_the_child_counts_before_anything_is_sent(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    """Anna does not know who it is. The child goes where those who receive work: then nobody is free."""
    freeze(monday_at(10))
    walk = Walk(anna).start("mistanke").answer(danger="no")
    walk.answer(topics=["physical"]).go_on()
    walk.answer(suspects=["employee"])
    walk.answer(unknown="on")
    walk.answer(together="no").go_on().answer(said="no").answer(account="Mærker").answer()
    walk.answer(name="Et barn", unit=str(ready.counselling.pk))
    walk.answer(interpreter="no").answer(talked=["nobody"]).answer(phone="12 34 56 00")
    words = (
        "Ring nu. Ingen af dem, der plejer at modtage underretninger, kan behandle denne. "
        "Ring til den sociale vagt: 12 34 56 78."
    )
    assert (walk.step, words in " ".join(walk.text.split())) == ("tjek", True)
    assert "Jeg ved ikke, hvem det er Ret" in " ".join(walk.text.split())  # what was ticked, not »Ja«
    walk.answer()
    assert (walk.step, words in " ".join(walk.text.split())) == ("kvittering", True)
    for door in ("kvittering/uden-navne.pdf", "fuld-kopi/underretning.pdf"):
        assert words in text_of(walk.client.get(f"/bekymring/{walk.draft}/{door}").content).replace(
            "Ring nu ", "Ring nu. "
        )


def test_the_receipt_says_so_when_everybody_in_line_was_told_in_vain(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(9))
    walk = ready_to_send(anna).answer()
    page = f"/bekymring/{walk.draft}/kvittering/"
    minutes = ready.municipality.duty_minutes
    freeze(monday_at(9) + chain.NUMBER * dt.timedelta(minutes=minutes) - dt.timedelta(minutes=1))
    assert "Ingen har taget den endnu." not in Walk(anna).open(page).text
    freeze(monday_at(9) + chain.NUMBER * dt.timedelta(minutes=minutes))
    assert re.search(
        r"Ingen har taget den endnu\..*Ring til den sociale vagt: 12 34", Walk(anna).open(page).text
    )
    handling.claim(walk.concern, by=cia, at=monday_at(12))
    assert "Ingen har taget den endnu." not in Walk(anna).open(page).text


@pytest.mark.parametrize(
    ("found", "is_taken_down", "heading"),
    [
        (Calls(closed="politi-114", is_acute=True), False, "Ring nu."),
        (Calls(closed="politi-114"), False, "Der er lukket nu."),
        (Calls(closed="politi-114", is_acute=True), True, "Der er lukket nu."),
    ],
)
def test_a_child_in_danger_is_not_told_to_wait_until_it_opens(
    found: Calls, is_taken_down: bool, heading: str
) -> None:
    """»If it cannot wait« leaves the filer to judge what they have answered already."""
    with translation.override("da"):
        call = receipts.first_call(found, {}, is_taken_down=is_taken_down)
    assert call is not None
    assert (call.heading, "114" in call.words) == (heading, True)
    assert ("Kan det ikke vente" in call.words) == (not found.is_acute or is_taken_down)
