"""A municipality takes somebody in by hand."""

import datetime as dt
from typing import Any

import pytest

from beredskab.access import grants
from beredskab.administration.people import Newcomer, Refused, enrol
from beredskab.organisation.models import Membership, Staff, Team, Unit
from plans.models import Plan

NOON = dt.datetime(2026, 6, 2, 12, tzinfo=dt.UTC)


def test_one_person_is_taken_in_and_a_second_time_changes_nothing(town: Any) -> None:
    jens = Newcomer(
        "Jens@eksempel.example",
        "Jens Juul",
        unit="Børnehuset Solsikken",
        profession="Leder",
        roles=("leader", "caseworker"),
        teams=("modtagelsen",),
        leads=("solsikken",),
    )
    assert enrol(jens, town.municipality, at=NOON)
    assert not enrol(jens, town.municipality, at=NOON)
    staff = Staff.objects.get(email="jens@eksempel.example")
    jobs = Membership.objects.filter(staff=staff)
    assert [(one.unit.slug, one.profession and one.profession.slug) for one in jobs] == [
        ("solsikken", "leder")
    ]
    assert set(staff.role_assignments.values_list("role", flat=True)) == {"leader", "caseworker"}
    assert list(grants.things_with(staff, "handle_concerns", Team)) == [town.reception]
    assert list(grants.things_with(staff, "lead_unit", Unit)) == [town.kindergarten]
    assert Unit.objects.get(pk=town.kindergarten.pk).leader == staff
    assert not staff.has_usable_password()


@pytest.mark.parametrize(
    ("newcomer", "sentence"),
    [
        (Newcomer("ikke en adresse", "X"), "'ikke en adresse' is not a mail address."),
        (Newcomer("ny@eksempel.example", " "), "ny@eksempel.example has no name."),
        (
            Newcomer("ny@eksempel.example", "Ny", roles=("king",)),
            "ny@eksempel.example: there is no role 'king'. "
            "There are: staff, leader, caseworker, editor, approver, team_leader, manager, administrator, "
            "controller, politician.",
        ),
    ],
)
def test_who_cannot_be_taken_in_is_named(town: Any, frida: Any, newcomer: Newcomer, sentence: str) -> None:
    Staff.objects.filter(pk=frida.pk).update(email="frida@nabo.example")
    with pytest.raises(Refused) as refusal:
        enrol(newcomer, town.municipality, at=NOON)
    assert refusal.value.args[0] == sentence


def test_an_editor_may_edit_the_plans_there_are(town: Any) -> None:
    plan = Plan.objects.create(municipality=town.municipality, kind="abuse", slug="overgreb", title="Plan")
    enrol(Newcomer("ny@eksempel.example", "Ny Redaktør", roles=("editor",)), town.municipality, at=NOON)
    staff = Staff.objects.get(email="ny@eksempel.example")
    assert list(grants.things_with(staff, "edit_plan", Plan)) == [plan]
    assert list(grants.things_with(staff, "approve_plan", Plan)) == []
