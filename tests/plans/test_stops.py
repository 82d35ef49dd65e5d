"""STOP advice: whatever is suspected, nobody is sent to the person it is about."""

import datetime as dt
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from beredskab.organisation.models import Contact, Municipality, Staff
from plans import stops
from plans.contents import catalogue, starter_plan
from plans.vocabulary import Suspect
from tests import build_plans as build
from tests.cast import make_contact

MONDAY = dt.datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
SUNDAY = dt.datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
LETTERS = ("A", "A2", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M")
TO_THE_LEADER = ("din leder", "sig det til lederen", "få fat i lederen", "lederen ringer", "gå til lederen")


@pytest.fixture
def place(hanne: Staff, dorte: Staff) -> Municipality:
    """The starter plan, in force."""
    section = next(one for one in starter_plan("overgreb").sections if one.slug == "stop-raad")
    known = set(hanne.municipality.contacts.values_list("slug", flat=True))
    for contact in catalogue("contacts")["contacts"]:
        if contact["slug"] not in known:
            make_contact(hanne.municipality, contact["slug"], contact["function"], "")
    build.published([section], editor=hanne, approver=dorte)
    return hanne.municipality


def told(place: Municipality, **facts: object) -> dict[str, stops.StopAdvice]:
    given = {"professions": {"paedagog"}, "language": "da", "at": MONDAY, **facts}
    return stops.all_advice(place, **given)  # type: ignore[arg-type]  # facts by name


def test_every_letter_of_the_form_has_its_advice(place: Municipality) -> None:
    assert tuple(told(place)) == LETTERS


@pytest.mark.parametrize(
    ("profession", "others"),
    list(
        product(
            ["paedagog", "leder", "koekken"],
            [set(), {Suspect.EMPLOYEE}, {Suspect.HOME, Suspect.CHILD}],
        )
    ),
)
def test_with_a_suspected_leader_no_words_lead_to_a_leader(
    place: Municipality, profession: str, others: set[str]
) -> None:
    found = told(place, professions={profession}, suspects={Suspect.LEADER, *others})
    for letter, advice in found.items():
        words = str(advice.html).lower()
        assert not any(phrase in words for phrase in TO_THE_LEADER), letter


def test_a_leader_is_not_told_to_go_to_their_leader(place: Municipality) -> None:
    for letter, advice in told(place, professions={"leder"}).items():
        assert "din leder" not in str(advice.html).lower(), letter


def test_others_go_to_their_leader_where_the_plan_says_so(place: Municipality) -> None:
    found = told(place, suspects={Suspect.HOME})
    assert [x for x, advice in found.items() if "din leder" in str(advice.html)] == ["B", "C", "E"]


def test_a_private_place_calls_its_supervision_instead_of_the_director(
    place: Municipality,
) -> None:
    Contact.objects.filter(municipality=place, slug="tilsyn-privat").update(phone="12 34 56 77")
    ours = told(place, suspects={Suspect.LEADER})["D"]
    private = told(place, suspects={Suspect.LEADER}, private=True)["D"]
    assert [phone.slug for phone in ours.phones] == ["fagchef"]
    assert [phone.slug for phone in private.phones] == ["tilsyn-privat"]
    assert "fagchef" not in str(private.html)


def test_a_closed_number_gives_way_to_who_answers_now(place: Municipality) -> None:
    open_now = told(place)["B"].phones[0]
    closed_now = told(place, at=SUNDAY)["B"].phones[0]
    assert (open_now.slug, open_now.is_open) == ("familieraadgivningen", True)
    assert (closed_now.slug, closed_now.is_open) == ("sociale-vagt", True)
    assert (open_now.instead_of, closed_now.instead_of) == ("", "Familierådgivningen")


def test_no_number_stands_twice(place: Municipality) -> None:
    for advice in told(place, at=SUNDAY).values():
        slugs = [phone.slug for phone in advice.phones]
        assert len(slugs) == len(set(slugs)), advice.code


def test_an_advice_fits_on_one_page(place: Municipality) -> None:
    for suspects in (set(), {Suspect.LEADER}):
        assert max(a.words for a in told(place, suspects=suspects).values()) <= 150


def test_a_changed_number_is_right_at_once(place: Municipality) -> None:
    Contact.objects.filter(slug="familieraadgivningen").update(phone="12 99 99 99")
    assert told(place)["B"].phones[0].number == "12 99 99 99"


def test_a_changed_advice_counts_one_up(place: Municipality, hanne: Staff, dorte: Staff) -> None:
    from plans.editing import editions
    from plans.models import Block, Plan

    plan = Plan.objects.get()
    draft = editions.open_draft(plan, by=hanne, at=build.AUTUMN)
    section = plan.sections.get(slug="stop-raad")
    copy = editions.working_copy(draft, section, by=hanne, at=build.AUTUMN)
    Block.objects.filter(version=copy, code="G").update(title="Det kan være i hjemmet.")
    build.publish(draft, editor=hanne, approver=dorte)
    versions = {letter: advice.version for letter, advice in told(place).items()}
    assert versions == {**dict.fromkeys(LETTERS, 1), "G": 2}


def test_all_advice_takes_two_statements(place: Municipality, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]  # pytest-django's fixture
        told(place)


def test_without_a_plan_there_is_no_advice(hanne: Staff) -> None:
    found = stops.advice(hanne.municipality, "B", professions=set(), language="da", at=MONDAY)
    assert found is None
