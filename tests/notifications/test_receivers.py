"""The table and the people as the database has them."""

from datetime import date

import pytest

from beredskab.access import grants
from beredskab.organisation.models import Contact, Membership, Unit
from notifications.routes import receivers, rulebook
from notifications.routing import Desk, Facts, Place, Rule
from notifications.vocabulary import Certainty, Suspect, Topic
from tests.build import monday_at


@pytest.fixture
def asked(anna, town):
    facts = Facts(Certainty.SUSPICION, suspects=frozenset({Suspect.HOME}), filer=anna.pk)
    return receivers.Asked(facts, town.kindergarten, town.kindergarten)


def test_a_municipality_starts_with_a_table_that_always_answers(town):
    rulebook.start(town.municipality)
    rules = rulebook.rules_of(town.municipality)
    assert [(rule.name, rule.team) for rule in rules if rule.is_fallback] == [
        ("Alle andre underretninger", town.reception.pk)
    ]
    assert rules[0] == Rule("Mistanke mod en leder", 10, town.closed.pk, "fagchef", suspect=Suspect.LEADER)
    assert {rule.topic for rule in rules if rule.team == town.cross_cutting.pk} == {
        Topic.HONOUR,
        Topic.CONTROL,
        Topic.EXTREMISM,
    }


def test_starting_twice_keeps_what_the_municipality_made_of_it(town):
    rulebook.start(town.municipality)
    town.municipality.routing_rules.filter(priority=60).delete()
    assert rulebook.start(town.municipality) == 8


def test_a_municipality_without_a_team_is_told_so(town):
    town.municipality.teams.all().delete()
    with pytest.raises(rulebook.NoReception):
        rulebook.start(town.municipality)


def test_the_surroundings_know_the_people_the_leaders_and_the_open_phones(
    asked, anna, bo, cia, dorte, ole, town
):
    around = receivers.surroundings(asked, town.municipality, at=monday_at(10))
    assert around.places == (
        Place(town.kindergarten.pk, frozenset({anna.pk, bo.pk, ole.pk}), bo.pk, (dorte.pk,)),
    )
    assert [desk for desk in around.desks if desk.members] == [
        Desk(town.management.pk, "Fagchefen", frozenset({dorte.pk}), frozenset(), "fagchef", "management"),
        Desk(
            town.reception.pk,
            "Modtagelsen",
            frozenset({cia.pk}),
            frozenset({dorte.pk}),
            "familieraadgivningen",
            "reception",
        ),
    ]
    assert "fagchef" in around.open_phones
    assert receivers.surroundings(asked, town.municipality, at=monday_at(20)).open_phones == {
        "alarm-112",
        "politi-114",
        "sociale-vagt",
    }


def test_somebody_who_has_left_the_unit_is_not_its_people(asked, anna, bo, ole, town):
    Membership.objects.filter(staff=ole).update(ends_on=date(2026, 11, 22))
    around = receivers.surroundings(asked, town.municipality, at=monday_at(10))
    assert around.places[0].people == {anna.pk, bo.pk}


def test_a_number_with_the_address_of_a_person_is_that_person(asked, bo, town):
    Contact.objects.filter(slug="fagchef").update(email="Bo@eksempel.example")
    around = receivers.surroundings(asked, town.municipality, at=monday_at(10))
    assert around.answered_by == {"fagchef": {bo.pk}}


def test_the_statements_do_not_grow_with_the_municipality(asked, cia, town, django_assert_num_queries):
    rulebook.start(town.municipality)
    with django_assert_num_queries(6):
        receivers.choose(asked, town.municipality, at=monday_at(10))
    for number in range(30):
        unit = Unit.objects.create(
            municipality=town.municipality, parent=town.school, name=f"U{number}", slug=f"u{number}"
        )
        Membership.objects.create(staff=cia, unit=unit)
    grants.grant(cia, "handle_concerns", town.closed)
    with django_assert_num_queries(6):
        receivers.choose(asked, town.municipality, at=monday_at(10))
