"""Somebody comes, changes and moves by the directory (SCIM 2.0). Rule A-34."""

import json
from typing import Any

import pytest

from beredskab.access.models import RoleAssignment
from beredskab.organisation.models import Membership, Staff, Unit
from tests.build import monday_at
from tests.cast import Town
from tests.doors.asking import ask
from tests.doors.scim.sending import BASE, WORK, find, nina, patch, send

pytestmark = pytest.mark.django_db


def test_nina_comes_with_a_workplace_and_a_profession(secret: str, town: Town) -> None:
    made = send(secret, "POST", "/Users", nina())
    staff = Staff.objects.get(email="nina@eksempel.example")
    assert (made.status_code, made["Location"]) == (201, f"http://testserver{BASE}/Users/{staff.pk}")
    assert (staff.name, staff.phone, staff.number) == ("Nina Nielsen", "12 34 56 80", "4711")
    (job,) = Membership.objects.filter(staff=staff)
    assert (job.unit, job.source, job.title) == (town.kindergarten, Membership.Source.SCIM, "Pædagog")
    assert job.profession is not None
    assert job.profession.slug == "paedagog"
    assert not staff.has_usable_password()
    assert not RoleAssignment.objects.filter(staff=staff).exists()
    assert made.told["userName"] == "nina@eksempel.example"
    assert made.told[WORK]["department"] == "Børnehuset Solsikken"
    assert send(secret, "GET", f"/Users/{staff.pk}").told == made.told


def test_a_new_unit_comes_below_the_one_above_it(secret: str, town: Town) -> None:
    told = nina(**{WORK: {"department": "Stuen Mælkebøtten", "division": "Børnehuset Solsikken"}})
    send(secret, "POST", "/Users", told)
    assert Unit.objects.get(name="Stuen Mælkebøtten").parent == town.kindergarten


def test_the_same_person_twice_is_refused(secret: str, anna: Staff) -> None:
    assert send(secret, "POST", "/Users", nina()).status_code == 201
    again = send(secret, "POST", "/Users", nina(userName="NINA@eksempel.example"))
    assert (again.status_code, again.told["scimType"]) == (409, "uniqueness")
    known = send(secret, "POST", "/Users", nina(userName="ny", emails=[{"value": anna.email}]))
    assert known.status_code == 409


def test_somebody_of_another_municipality_is_nobody_here(secret: str, frida: Staff) -> None:
    assert send(secret, "GET", f"/Users/{frida.pk}").status_code == 404
    assert send(secret, "DELETE", f"/Users/{frida.pk}").status_code == 404
    assert find(secret, f'userName eq "{frida.email}"') == []
    here = send(secret, "POST", "/Users", nina(userName=frida.email, emails=[{"value": frida.email}]))
    assert (here.status_code, here.told["id"] == str(frida.pk)) == (201, False)
    frida.refresh_from_db()
    assert frida.is_active


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({"userName": "nina", "emails": []}, "invalidValue"),
        ({"emails": [{"value": "ingen"}]}, "invalidValue"),
        ({"userName": None}, "invalidValue"),
        ({"active": {"a": 1}}, "invalidValue"),
    ],
)
def test_what_cannot_be_a_person_is_refused_in_the_words_of_scim(secret: str, told: Any, kind: str) -> None:
    answer = send(secret, "POST", "/Users", nina(**told))
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/scim+json")
    assert answer.told["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert (answer.told["status"], answer.told["scimType"]) == ("400", kind)


def test_what_is_no_json_is_refused(secret: str) -> None:
    answer = ask(f"{BASE}/Users", secret, "POST", data="{", content_type="application/json")
    assert (answer.status_code, json.loads(answer.content)["scimType"]) == (400, "invalidSyntax")


def test_she_moves_and_the_old_workplace_ends(secret: str, town: Town) -> None:
    staff = send(secret, "POST", "/Users", nina()).told["id"]
    moved = patch({"op": "replace", "path": f"{WORK}:department", "value": "Bakkeskolen"})
    assert send(secret, "PATCH", f"/Users/{staff}", moved).status_code == 200
    now = Staff.objects.get(pk=staff).current_memberships(monday_at(12).date())
    assert [job.unit for job in now] == [town.school]


def test_entra_changes_in_its_own_way(secret: str) -> None:
    staff = send(secret, "POST", "/Users", nina()).told["id"]
    told = patch(
        {"op": "Replace", "path": 'phoneNumbers[type eq "mobile"].value', "value": "12 34 56 81"},
        {"op": "Add", "path": "displayName", "value": "Nina N. Nielsen"},
        {"op": "Replace", "path": "externalId", "value": "ext-2"},
        {"op": "Replace", "path": "locale", "value": "da-DK"},
    )
    answer = send(secret, "PATCH", f"/Users/{staff}", told)
    assert answer.status_code == 200
    assert Staff.objects.get(pk=staff).name == "Nina N. Nielsen"
    assert {one["type"]: one["value"] for one in answer.told["phoneNumbers"]} == {
        "work": "12 34 56 80",
        "mobile": "12 34 56 81",
    }
    assert "locale" not in answer.told


def test_a_new_mail_is_the_same_person(secret: str) -> None:
    staff = send(secret, "POST", "/Users", nina()).told["id"]
    new = "nina.berg@eksempel.example"
    send(secret, "PUT", f"/Users/{staff}", nina(userName=new, emails=[{"value": new}]))
    assert Staff.objects.get(pk=staff).email == new
    assert Staff.objects.filter(name="Nina Nielsen").count() == 1


def test_what_is_said_no_more_is_gone(secret: str) -> None:
    staff = send(secret, "POST", "/Users", nina()).told["id"]
    send(secret, "PATCH", f"/Users/{staff}", patch({"op": "remove", "path": "phoneNumbers"}))
    assert Staff.objects.get(pk=staff).phone == ""


def test_the_directory_finds_who_came_by_a_list_and_takes_over(secret: str, ole: Staff, town: Town) -> None:
    Membership.objects.filter(staff=ole).update(source=Membership.Source.LIST, title="Pædagog")
    assert find(secret, f'userName eq "{ole.email.upper()}"') == [ole.email]
    told = nina(
        userName=ole.email,
        emails=[{"value": ole.email}],
        name={"formatted": ole.name},
        **{WORK: {"department": "Børnehuset Solsikken"}},
    )
    assert send(secret, "PUT", f"/Users/{ole.pk}", told).status_code == 200
    (job,) = Membership.objects.filter(staff=ole)
    assert job.source == Membership.Source.SCIM
