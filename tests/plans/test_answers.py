"""Other systems are told what OpenAPI 3.1 describes: true, and nothing that is nobody's business. A-32."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.doors.vocabulary import Scope
from beredskab.organisation.models import Contact, Membership, Staff
from plans.answers import description
from plans.models import ActionPlan, Measure
from tests import build
from tests.build import monday_at
from tests.cast import Town, make_person
from tests.doors.asking import ask, let_in

ALL = (Scope.STATUS, Scope.RECOMMENDATIONS, Scope.READING, Scope.CONTACTS)
PATHS = [f"/api/v1/{one.path}" for one in description.QUESTIONS]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(freeze: Any) -> None:
    freeze(monday_at(12))


@pytest.fixture
def secret(gert: Staff) -> str:
    return let_in(gert, *ALL)[1]


@pytest.fixture
def measures(town: Town) -> ActionPlan:
    plan = ActionPlan.objects.create(
        municipality=town.municipality, name="Handleplan 2026", created_at=monday_at(8)
    )
    for number in range(1, 4):
        Measure.objects.create(plan=plan, position=number, number=str(number), title=f"Tiltag {number}")
    return plan


def faults(answer: Any, path: str) -> list[str]:
    """Where an answer is not what the description says."""
    document = description.document()
    kind = answer["Content-Type"].split(";")[0]
    told = document["paths"][path]["get"]["responses"][str(answer.status_code)]["content"][kind]["schema"]
    schema = {**told, "components": document["components"]}
    return [one.message for one in Draft202012Validator(schema).iter_errors(json.loads(answer.content))]


def test_the_description_is_openapi_3_1() -> None:
    served = json.loads(ask("/api/v1/openapi.json").content)
    assert list(OpenAPIV31SpecValidator(served).iter_errors()) == []
    assert served["openapi"] == "3.1.0"
    assert sorted(served["paths"]) == sorted(PATHS)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_as_described(path: str, secret: str, measures: ActionPlan) -> None:
    answer = ask(path, secret)
    assert answer.status_code == 200
    assert faults(answer, path) == []
    assert json.loads(answer.content)["municipality"] == "eksempel"


@pytest.mark.parametrize("path", PATHS)
def test_every_refusal_is_as_described(path: str, gert: Staff) -> None:
    _token, other = let_in(gert, Scope.SCIM if "contacts" in path else Scope.CONTACTS, second=None)
    nobody = ask(path)
    assert (nobody.status_code, nobody["Content-Type"]) == (401, "application/problem+json")
    assert nobody["WWW-Authenticate"].startswith("Bearer")
    assert faults(nobody, path) == []
    if "contacts" not in path:
        refused = ask(path, other)
        assert (refused.status_code, faults(refused, path)) == (403, [])


def test_a_description_that_lies_would_be_noticed(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = ask("/api/v1/contacts", secret)
    told = json.loads(answer.content)
    told["contacts"][0]["open_now"] = "maybe"
    answer.content = json.dumps(told)
    assert len(faults(answer, "/api/v1/contacts")) == 1


def test_a_door_that_is_not_there_says_so() -> None:
    answer = ask("/api/v1/concerns")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_day_that_is_none_is_a_problem(secret: str) -> None:
    answer = ask("/api/v1/status?at=i+gaar", secret)
    assert (answer.status_code, faults(answer, "/api/v1/status")) == (400, [])


def test_what_has_not_changed_is_not_sent_again(secret: str) -> None:
    first = ask("/api/v1/contacts", secret)
    again = ask("/api/v1/contacts", secret, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Contact.objects.filter(slug="sociale-vagt").update(phone="12 34 56 70")
    changed = ask("/api/v1/contacts", secret, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_who_asks_too_often_waits(secret: str, settings: Any, freeze: Any) -> None:
    settings.DOOR_REQUESTS_A_MINUTE = 3
    assert [ask("/api/v1/contacts", secret).status_code for _time in range(4)] == [200, 200, 200, 429]
    assert ask("/api/v1/contacts", secret)["Retry-After"] == "60"
    freeze(monday_at(12, 1))
    assert ask("/api/v1/contacts", secret).status_code == 200


def test_nothing_is_written_at_a_reading_door(secret: str) -> None:
    assert ask("/api/v1/contacts", secret, method="POST").status_code == 405


# --- what is told ---------------------------------------------------------------------------------


def test_the_measures_are_counted_as_everywhere(secret: str, measures: ActionPlan) -> None:
    (told,) = json.loads(ask("/api/v1/status", secret).content)["action_plans"]
    assert (told["name"], told["total"], told["partners"]) == ("Handleplan 2026", 3, [])
    assert {one["status"]: one["count"] for one in told["shares"]}["unknown"] == 3
    assert sum(one["percent"] for one in told["shares"]) == 100


def test_the_fifteen_recommendations_are_there(secret: str) -> None:
    told = json.loads(ask("/api/v1/recommendations", secret).content)
    assert [one["number"] for one in told["recommendations"]] == list(range(1, 16))


def test_numbers_for_employees_need_a_scope_of_their_own(gert: Staff, secret: str) -> None:
    _token, inside = let_in(gert, Scope.CONTACTS, Scope.INTERNAL_CONTACTS)
    public = {one["id"] for one in json.loads(ask("/api/v1/contacts", secret).content)["contacts"]}
    every = {one["id"] for one in json.loads(ask("/api/v1/contacts", inside).content)["contacts"]}
    assert every - public == {"fagchef"}


def test_no_name_of_a_person_is_told(gert: Staff, town: Town, measures: ActionPlan) -> None:
    Contact.objects.filter(slug="familieraadgivningen").update(person="Navnit Navnesen", email="n@n.example")
    _token, inside = let_in(gert, *ALL, Scope.INTERNAL_CONTACTS)
    told = b"".join(ask(path, inside).content for path in PATHS)
    assert b"Navnit" not in told
    assert b"@" not in told


def test_few_readers_are_not_told_of(secret: str, anna: Staff, bo: Staff) -> None:
    told = json.loads(ask("/api/v1/reading", secret).content)
    assert (told["total"], told["units"]) == (None, [])


def test_small_units_are_one_line_without_a_name(secret: str, town: Town) -> None:
    for number in range(12):
        make_person(f"Kollega{number}", town.kindergarten, "paedagog")
    for number in range(10):
        make_person(f"Fjern{number}", town.school if number < 6 else town.counselling, "laerer")
    told = json.loads(ask("/api/v1/reading", secret).content)
    here = Membership.objects.filter(staff__is_active=True).values("staff").distinct().count()
    assert told["total"]["people"] == here
    names = {one["unit"]: one["people"] for one in told["units"]}
    assert names["Børnehuset Solsikken"] == 12
    assert "Bakkeskolen" not in names
    assert min(names.values()) >= 10


def test_another_municipality_is_told_of_by_nobody(secret: str, frida: Staff, neighbour: Town) -> None:
    Contact.objects.filter(municipality=neighbour.municipality, slug="sociale-vagt").update(
        phone="12 34 56 01", function="Naboens vagt"
    )
    ActionPlan.objects.create(
        municipality=neighbour.municipality, name="Naboens handleplan", created_at=monday_at(8)
    )
    assert b"Nabo" not in b"".join(ask(path, secret).content for path in PATHS)


def test_a_shared_action_plan_is_told_of_to_each_municipality_and_nothing_else_is(
    secret: str, measures: ActionPlan, gert: Staff, frida: Staff, neighbour: Town
) -> None:
    """Mosseregionen: one plan, carried out by both; what each has of its own stays its own."""
    measures.partners.add(neighbour.municipality)
    ActionPlan.objects.create(
        municipality=measures.municipality, name="Kun Eksempels", created_at=monday_at(8)
    )
    RoleAssignment.objects.create(staff=frida, role=Role.ADMINISTRATOR)
    theirs = let_in(frida, *ALL)[1]
    told = json.loads(ask("/api/v1/status", theirs).content)
    assert (told["municipality"], [one["name"] for one in told["action_plans"]]) == (
        neighbour.municipality.slug,
        ["Handleplan 2026"],
    )
    assert told["action_plans"][0]["partners"] == ["Eksempel Kommune", neighbour.municipality.name]
    others = b"".join(ask(path, theirs).content for path in PATHS if not path.endswith("status"))
    assert b"Eksempel" not in others


def test_a_concern_changes_no_answer(secret: str, anna: Staff, cia: Staff, town: Town) -> None:
    before = [ask(path, secret).content for path in PATHS]
    build.concern(filed_by=anna, team=town.reception)
    assert [ask(path, secret).content for path in PATHS] == before


def test_an_answer_costs_the_same_for_few_and_many(secret: str, measures: ActionPlan, town: Town) -> None:
    few = {path: statements(path, secret) for path in PATHS}
    for number in range(4, 40):
        Measure.objects.create(plan=measures, position=number, number=str(number), title=f"Tiltag {number}")
        make_person(f"Person{number}", town.kindergarten, "paedagog")
    assert {path: statements(path, secret) for path in PATHS} == few
    assert max(few.values()) <= 14


def statements(path: str, secret: str) -> int:
    ask(path, secret)
    with CaptureQueriesContext(connection) as captured:
        ask(path, secret)
    return len(captured)
