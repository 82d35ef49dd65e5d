"""What a directory sends, and how the tests send it."""

import json
from typing import Any
from urllib.parse import quote

from django.test import Client

from beredskab.doors.models import Group
from beredskab.organisation.models import Membership, Staff
from tests.cast import Town, make_person
from tests.doors.asking import ask

BASE = "/api/scim/v2"
CORE = "urn:ietf:params:scim:schemas:core:2.0:"
WORK = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
GROUPS = "/administration/systemer/grupper/"
HELD = "/administration/systemer/forlader/"


def send(secret: str, method: str, path: str, told: Any = None, **more: Any) -> Any:
    """The answer, with what it says as `told`."""
    answer = ask(
        f"{BASE}{path}",
        secret,
        method,
        data=json.dumps(told) if told is not None else "",
        content_type="application/scim+json",
        **more,
    )
    answer.told = json.loads(answer.content) if answer.content else None
    return answer


def nina(**more: Any) -> dict[str, Any]:
    return {
        "schemas": [f"{CORE}User", WORK],
        "externalId": "ext-1",
        "userName": "nina@eksempel.example",
        "name": {"givenName": "Nina", "familyName": "Nielsen"},
        "title": "Pædagog",
        "active": True,
        "emails": [{"type": "work", "value": "nina@eksempel.example", "primary": True}],
        "phoneNumbers": [{"type": "work", "value": "12 34 56 80"}],
        WORK: {"employeeNumber": "4711", "department": "Børnehuset Solsikken"},
        **more,
    }


def patch(*operations: dict[str, Any]) -> dict[str, Any]:
    return {"schemas": [PATCH], "Operations": list(operations)}


def crowd(town: Town, many: int = 40) -> None:
    """Enough people that one leaver is nobody's alarm."""
    for number in range(many):
        person = make_person(f"Kollega{number}", None, "", municipality=town.municipality)
        Membership.objects.create(staff=person, unit=town.school, source=Membership.Source.LIST)


def as_(person: Staff) -> Client:
    client = Client()
    client.force_login(person)
    return client


def find(secret: str, words: str, where: str = "Users") -> list[str]:
    answer = send(secret, "GET", f"/{where}?filter={quote(words)}")
    assert answer.status_code == 200, answer.told
    return [one.get("userName") or one["displayName"] for one in answer.told.get("Resources", [])]


def group(secret: str, *members: Staff, name: str = "GRP-Modtagelse") -> Group:
    told = {
        "schemas": [f"{CORE}Group"],
        "displayName": name,
        "members": [{"value": str(one.pk)} for one in members],
    }
    answer = send(secret, "POST", "/Groups", told)
    assert answer.status_code == 201, answer.told
    return Group.objects.get(pk=answer.told["id"])
