"""Two persons decide through whom people sign in; what a job means is a table. Rules A-15, A-17."""

import base64
from typing import Any

import pytest
from django.test import Client

from beredskab.access.guard import Forbidden
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.organisation.models import Staff
from beredskab.outbox.models import Message
from beredskab.signin.models import Provider, ProviderChange
from beredskab.signin.providers import changing
from beredskab.signin.providers.job_functions import Given, JobFunction, functions_of, given
from beredskab.signin.providers.sealing import secret_of
from tests.build import monday_at

PAGE = "/administration/login/"
TYPED = {
    "name": "Log ind med arbejdet",
    "protocol": "oidc",
    "issuer": "https://idp.eksempel.example",
    "client_id": "portal",
    "secret": "hemmelighed-fra-kommunen",
    "email_claim": "email",
    "name_claim": "name",
    "roles_claim": "roles",
    "level_claim": "acr",
    "substantial": "Substantial\nHigh\n",
    "value_0": "chef",
    "role_0": "leader",
    "is_active": "on",
}
pytestmark = pytest.mark.django_db


def as_somebody(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


@pytest.fixture
def suggested(gert: Staff) -> ProviderChange:
    assert as_somebody(gert).post(f"{PAGE}ny/", TYPED).status_code == 302
    return ProviderChange.objects.get()


def decide(staff: Staff, change: ProviderChange, decision: str) -> int:
    told = {"decision": decision}
    return as_somebody(staff).post(f"{PAGE}forslag/{change.pk}/", told).status_code


def test_one_suggests_another_approves_and_then_it_is_in_use(
    dorte: Staff, suggested: ProviderChange, client: Client
) -> None:
    assert not Provider.objects.exists()
    assert Message.objects.filter(recipient=dorte).count() == 1
    assert "venter på et ekstra par øjne" in as_somebody(dorte).get(PAGE).content.decode()
    assert decide(dorte, suggested, "approve") == 302
    made = Provider.objects.get()
    assert (made.mapping, made.substantial) == (
        [{"value": "chef", "role": "leader"}],
        ["Substantial", "High"],
    )
    assert secret_of(made) == TYPED["secret"]
    assert TYPED["name"] in client.get("/log-ind/").content.decode()


def test_the_secret_is_shown_to_nobody_and_lies_nowhere_in_clear(
    gert: Staff, dorte: Staff, suggested: ProviderChange
) -> None:
    decide(dorte, suggested, "approve")
    pages = [as_somebody(one).get(PAGE).content for one in (gert, dorte)]
    pages.append(as_somebody(gert).get(f"{PAGE}log-ind-med-arbejdet/").content)
    kept = [bytes(Provider.objects.get().secret), str(ProviderChange.objects.get().told).encode()]
    assert not any(TYPED["secret"].encode() in one for one in [*pages, *kept])


def test_an_empty_secret_keeps_the_one_there_is(gert: Staff, dorte: Staff, suggested: ProviderChange) -> None:
    decide(dorte, suggested, "approve")
    as_somebody(gert).post(
        f"{PAGE}log-ind-med-arbejdet/", {**TYPED, "secret": "", "issuer": "https://ny.example"}
    )
    decide(dorte, ProviderChange.objects.get(decided_at=None), "approve")
    made = Provider.objects.get()
    assert (made.issuer, secret_of(made)) == ("https://ny.example", TYPED["secret"])


def test_nobody_approves_alone(gert: Staff, suggested: ProviderChange) -> None:
    assert decide(gert, suggested, "approve") == 403
    RoleAssignment.objects.create(staff=gert, role=Role.MANAGER)
    assert decide(gert, suggested, "approve") == 403
    assert not Provider.objects.exists()


def test_it_can_be_turned_down_or_taken_back(gert: Staff, dorte: Staff, suggested: ProviderChange) -> None:
    decide(dorte, suggested, "reject")
    assert not Provider.objects.exists()
    as_somebody(gert).post(f"{PAGE}ny/", TYPED)
    decide(gert, ProviderChange.objects.get(decided_at=None), "reject")
    assert not Provider.objects.exists()
    assert decide(dorte, suggested, "approve") == 302
    assert not Provider.objects.exists()


def test_nobody_else_suggests_or_decides(
    anna: Staff, hanne: Staff, frida: Staff, suggested: ProviderChange
) -> None:
    for person in (anna, hanne):
        assert as_somebody(person).get(PAGE).status_code == 403
        assert decide(person, suggested, "approve") == 403
        with pytest.raises(Forbidden):
            changing.propose("x", suggested.told, "", by=person, at=monday_at(9))
    RoleAssignment.objects.create(staff=frida, role=Role.APPROVER)
    assert decide(frida, suggested, "approve") == 404


def test_what_the_protocol_needs_is_asked_for(gert: Staff) -> None:
    answer = as_somebody(gert).post(f"{PAGE}ny/", {**TYPED, "client_id": ""})
    assert answer.status_code == 422
    assert not ProviderChange.objects.exists()


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("chef", ["chef"]),
        ("chef, redaktør", ["chef", "redaktør"]),
        (["chef", "redaktør"], ["chef", "redaktør"]),
        ([1, None, "chef"], ["chef"]),
        (None, []),
        ({"x": 1}, []),
    ],
)
def test_job_functions_as_plain_names(said: Any, names: list[str]) -> None:
    assert [one.name for one in functions_of(said)] == names


PRIVILEGES = """<?xml version="1.0" encoding="UTF-8"?>
<bpp:PrivilegeList xmlns:bpp="http://digst.dk/oiosaml/basic_privilege_profile">
<PrivilegeGroup Scope="urn:dk:gov:saml:cvrNumberIdentifier:12345678">
<Constraint Name="http://eksempel.dk/constraints/unit">solsikken</Constraint>
<Privilege>http://eksempel.dk/roles/jobrole/leder</Privilege></PrivilegeGroup>
<PrivilegeGroup Scope="urn:dk:gov:saml:cvrNumberIdentifier:12345678">
<Privilege>http://eksempel.dk/roles/jobrole/redaktoer</Privilege></PrivilegeGroup></bpp:PrivilegeList>"""


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_job_functions_as_the_context_handler_sends_them() -> None:
    assert functions_of(encoded(PRIVILEGES)) == (
        JobFunction("http://eksempel.dk/roles/jobrole/leder", ("solsikken",)),
        JobFunction("http://eksempel.dk/roles/jobrole/redaktoer"),
    )


def test_privileges_that_are_a_trap_give_nothing_of_theirs() -> None:
    group = "<PrivilegeGroup><Privilege>&a;</Privilege></PrivilegeGroup>"
    bomb = f'<!DOCTYPE x [<!ENTITY a "chef">]><PrivilegeList>{group}</PrivilegeList>'
    assert "chef" not in [one.name for one in functions_of(encoded(bomb))]


def test_the_table_gives_roles_and_the_constraint_says_which_unit() -> None:
    table = [
        {"value": "HTTP://eksempel.dk/roles/jobrole/leder", "role": "leader"},
        {"value": "http://eksempel.dk/roles/jobrole/redaktoer", "role": "editor"},
    ]
    assert given(functions_of(encoded(PRIVILEGES)), table) == Given(
        frozenset({Role.LEADER, Role.EDITOR}), frozenset({"solsikken"})
    )


@pytest.mark.parametrize("role", ["administrator", "controller", "staff", "king"])
def test_no_table_gives_what_no_provider_may_give(role: str) -> None:
    assert given([JobFunction("x")], [{"value": "x", "role": role}]) == Given()


def test_who_has_no_job_function_has_the_least_role() -> None:
    assert given([], [{"value": "x", "role": "manager"}]) == Given()
