"""The outcome of the screening: what must be said on the way to it, and who else has to look."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from beredskab.access import grants
from beredskab.access.acting import acting_as
from beredskab.outbox.vocabulary import Kind
from notifications import handling
from notifications.case import screening
from notifications.case.screening import Choice, NotAnotherPerson
from notifications.models import Concern, Decision
from notifications.vocabulary import Outcome, State, Suspect, Talk, Topic
from tests import build
from tests.build import monday_at
from tests.cast import make_person
from tests.seen import outbox_to, trail_of

FORM = {
    "outcome": "examination",
    "reason": "Suspicion of violence.",
    "police": "no",
    "childrens_house": "no",
    "talk": "planned",
    "talk_at": "24.11.2026 9.00",
    "has_support": "no",
}


@pytest.fixture
def assessed(anna, cia, ida, town) -> Concern:
    """Cia has taken and assessed Anna's concern; Ida, of the same team, knows nothing of it."""
    return build.concern(filed_by=anna, team=town.reception, state=State.ASSESSED, by=cia)


def with_second(person) -> Choice:
    return Choice(Outcome.EXAMINATION, "…", has_support=True, second=person)


def test_where_the_child_has_support_a_colleague_takes_part(anna, cia, ida, assessed):
    decision = screening.decide(assessed, with_second(ida), by=cia, at=monday_at(12))
    assert (decision.by, decision.second_by) == (cia, ida)
    assert outbox_to(ida) == [Kind.NEWS]
    assert trail_of(assessed)[-1] == "concern.decided"


@pytest.mark.parametrize("person", ["cia", "anna", "emil", "dorte", None])
def test_nobody_with_a_hand_in_the_case_and_no_outsider_is_the_second(anna, cia, assessed, person, request):
    second = request.getfixturevalue(person) if person else None
    with pytest.raises(NotAnotherPerson):
        screening.decide(assessed, with_second(second), by=cia, at=monday_at(12))
    assert "concern.decided" not in trail_of(assessed)


def test_who_is_kept_out_or_has_assessed_is_not_offered(anna, cia, ida, town):
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia, keep_out=(ida,))
    eva = make_person("Eva Ernst", town.counselling, "myndighed")
    grants.grant(eva, "handle_concerns", town.reception)
    with acting_as(cia):
        assert screening.second_assessors(concern, by=cia) == [eva]
    with acting_as(cia):
        other = build.concern(filed_by=anna, team=town.reception, state=State.ASSESSED, by=cia)
        handling.release(other, by=cia, at=monday_at(11))
        handling.claim(other, by=ida, at=monday_at(11))
        assert screening.second_assessors(other, by=ida) == [eva]  # Cia has assessed it


def insert(concern, by, second, has_support=True):
    row = Decision(
        id=uuid.uuid4(), concern=concern, by=by, at=monday_at(12), outcome="ongoing", reason=b"x",
        has_support=has_support, second_by=second,
    )  # fmt: skip
    with acting_as(by), transaction.atomic():
        row.save(force_insert=True)


def test_the_database_refuses_the_same_person_by_itself(anna, cia, ida, assessed):
    with pytest.raises(IntegrityError, match="another_person"):
        insert(assessed, ida, ida)
    with pytest.raises(IntegrityError, match="has handled the concern"):
        insert(assessed, ida, cia)  # Cia is responsible, whoever writes the row
    with pytest.raises(IntegrityError, match="has handled the concern"):
        insert(assessed, cia, anna)  # Anna filed it
    with pytest.raises(IntegrityError, match="support_asks_for_a_second_assessor"):
        insert(assessed, cia, None)


def as_(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def answer(concern, person, **changed: str):
    return as_(person).post(reverse("notifications:decide", args=[concern.pk]), {**FORM, **changed})


def test_what_was_decided_stands_in_the_chronology(freeze, anna, cia, ida, assessed):
    freeze(monday_at(12))
    more = {
        "police": "yes",
        "police_at": "23.11.2026 10.30",
        "talk": "left_out",
        "talk_reason": "The child is eight months old.",
        "has_support": "yes",
        "second": str(ida.pk),
        "is_new": "on",
    }
    assert answer(assessed, cia, **more).status_code == 302
    page = as_(cia).get(reverse("notifications:concern", args=[assessed.pk])).content.decode()
    for words in ("The child is eight months old.", "Ida Iversen", "10.30"):
        assert words in page
    with acting_as(cia):
        decision = Decision.objects.get(concern=assessed)
    assert (decision.talk, decision.talk_at, decision.childrens_house_at) == (Talk.LEFT_OUT, None, None)
    assert b"eight" not in bytes(decision.talk_reason)


MISSING = {
    "no word on the police": ({"police": ""}, "police"),
    "police without a time": ({"police": "yes"}, "police_at"),
    "a time that is none": (
        {"childrens_house": "yes", "childrens_house_at": "tomorrow"},
        "childrens_house_at",
    ),
    "nothing on the talk": ({"talk": ""}, "talk"),
    "a talk without a time": ({"talk_at": ""}, "talk_at"),
    "no talk and no reason": ({"talk": "left_out"}, "talk_reason"),
    "support and nobody else": ({"has_support": "yes", "is_new": "on"}, "second"),
    "oneself as the second": ({"has_support": "yes", "second": "SELF", "is_new": "on"}, "second"),
    "a second who may know the case": ({"has_support": "yes", "second": "IDA"}, "is_new"),
}


@pytest.mark.parametrize("case", MISSING)
def test_what_is_missing_is_said_beside_its_field(freeze, anna, cia, ida, assessed, case):
    freeze(monday_at(12))
    changed, field = MISSING[case]
    people = {"SELF": str(cia.pk), "IDA": str(ida.pk)}
    response = answer(assessed, cia, **{name: people.get(value, value) for name, value in changed.items()})
    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert soup.select_one(f"#id_{field}_error") is not None
    assert soup.select_one("#id_reason").text.strip() == FORM["reason"]


def test_an_ordinary_concern_needs_no_word_on_the_talk(freeze, anna, cia, town):
    freeze(monday_at(12))
    tired = {"topics": (Topic.NEGLECT,), "suspects": ()}
    concern = build.concern(filed_by=anna, team=town.reception, state=State.ASSESSED, by=cia, **tired)
    assert answer(concern, cia, talk="", talk_at="", outcome="clear").status_code == 302


@pytest.mark.parametrize(
    ("topics", "suspects", "is_alone"),
    [
        ({Topic.SEXUAL}, {Suspect.HOME}, True),
        ({Topic.PHYSICAL}, {Suspect.EMPLOYEE, Suspect.HOME}, True),
        ({Topic.PHYSICAL}, {Suspect.EMPLOYEE}, False),
        ({Topic.NEGLECT}, {Suspect.HOME}, False),
    ],
)
def test_the_talk_is_without_the_parents_when_one_of_them_is_suspected(topics, suspects, is_alone):
    assert screening.talk_is_without_parents(topics, suspects) is is_alone
