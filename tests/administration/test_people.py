"""A municipality takes its people in: one by one, or everybody of a list."""

import datetime as dt
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from beredskab.access import grants
from beredskab.administration.people import Newcomer, Refused, enrol
from beredskab.organisation.models import Membership, Staff, Team, Unit
from plans.models import Plan

NOON = dt.datetime(2026, 6, 2, 12, tzinfo=dt.UTC)

LIST = """email;name;unit;profession;roles;teams;leads
ida@eksempel.example;Ida Iversen;solsikken;paedagog;;;
jens@eksempel.example;Jens Juul;Børnehuset Solsikken;Leder;leader|caseworker;modtagelsen;solsikken
"""


def _import(path: Path) -> str:
    out = StringIO()
    call_command("import_people", str(path), municipality="eksempel", stdout=out)
    return out.getvalue().strip()


def test_everybody_of_a_list_is_taken_in_and_a_second_time_changes_nothing(town: Any, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(LIST, encoding="utf-8-sig")
    assert _import(path) == "2 people taken in, 0 were known"
    assert _import(path) == "0 people taken in, 2 were known"
    jens = Staff.objects.get(email="jens@eksempel.example")
    assert [
        (one.unit.slug, one.profession and one.profession.slug)
        for one in Membership.objects.filter(staff=jens)
    ] == [("solsikken", "leder")]
    assert set(jens.role_assignments.values_list("role", flat=True)) == {"leader", "caseworker"}
    assert list(grants.things_with(jens, "handle_concerns", Team)) == [town.reception]
    assert list(grants.things_with(jens, "lead_unit", Unit)) == [town.kindergarten]
    assert Unit.objects.get(pk=town.kindergarten.pk).leader == jens
    assert not jens.has_usable_password()


def test_one_wrong_line_and_nobody_is_taken_in(town: Any, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(LIST + "karl@eksempel.example;Karl Krog;maanen;paedagog;;;\n", encoding="utf-8")
    with pytest.raises(
        CommandError, match=r"Nobody was taken in. karl@eksempel.example: there is no unit 'maanen'"
    ):
        _import(path)
    assert not Staff.objects.filter(email="ida@eksempel.example").exists()


@pytest.mark.parametrize(
    ("newcomer", "sentence"),
    [
        (Newcomer("ikke en adresse", "X"), "'ikke en adresse' is not a mail address."),
        (Newcomer("ny@eksempel.example", " "), "ny@eksempel.example has no name."),
        (Newcomer("frida@nabo.example", "Frida"), "frida@nabo.example works in another municipality."),
        (
            Newcomer("ny@eksempel.example", "Ny", roles=("king",)),
            "ny@eksempel.example: there is no role 'king'. "
            "There are: staff, leader, caseworker, editor, approver, team_leader, manager, administrator, "
            "controller.",
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
