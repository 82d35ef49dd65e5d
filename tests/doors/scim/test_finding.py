"""The directory asks who is here: pages, filters, versions, and what is not offered."""

import http.client
import json
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beredskab.doors import tokens
from beredskab.doors.vocabulary import Scope
from beredskab.organisation.models import Staff
from tests.cast import Town
from tests.doors.scim.sending import BASE, WORK, crowd, find, nina, send

pytestmark = pytest.mark.django_db


def test_a_list_comes_in_pages(secret: str, town: Town) -> None:
    crowd(town, 12)
    whole = Staff.objects.filter(municipality=town.municipality).count()
    first = send(secret, "GET", "/Users?startIndex=1&count=5").told
    second = send(secret, "GET", "/Users?startIndex=6&count=5").told
    assert (first["totalResults"], first["itemsPerPage"], second["startIndex"]) == (whole, 5, 6)
    assert not {one["id"] for one in first["Resources"]} & {one["id"] for one in second["Resources"]}
    assert send(secret, "GET", "/Users?count=0").told["totalResults"] == whole


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ('userName eq "nina@eksempel.example"', True),
        ('userName eq "NINA@EKSEMPEL.EXAMPLE"', True),
        ('userName eq "anden"', False),
        ('externalId eq "ext-1"', True),
        ('emails.value co "nina"', True),
        ('emails[type eq "work" and value eq "nina@eksempel.example"]', True),
        ('displayName sw "Nina" and active eq true', True),
        ('active eq false and displayName sw "Nina"', False),
        ('not (displayName sw "Nina")', False),
        ('externalId pr and phoneNumbers.value ew "80"', True),
        (f'{WORK}:employeeNumber eq "4711"', True),
        ('meta.lastModified gt "2026-11-23T00:00:00Z" and displayName co "nielsen"', True),
        ('id eq "x"', False),
    ],
)
def test_the_directory_finds_by_filter(secret: str, words: str, found: bool) -> None:
    send(secret, "POST", "/Users", nina())
    assert ("nina@eksempel.example" in find(secret, words)) == found


@pytest.mark.parametrize("words", ['password eq "x"', "userName eq", 'nickName eq "x"', 'active gt "x"', "("])
def test_what_cannot_be_asked_is_refused(secret: str, words: str) -> None:
    answer = send(secret, "GET", f"/Users?filter={quote(words)}")
    assert (answer.status_code, answer.told["scimType"]) == (400, "invalidFilter")


def test_what_has_changed_meanwhile_is_not_overwritten(secret: str) -> None:
    made = send(secret, "POST", "/Users", nina())
    path, seen = f"/Users/{made.told['id']}", made["ETag"]
    assert made.told["meta"]["version"] == seen
    same = send(secret, "GET", path, headers={"If-None-Match": seen})
    assert (same.status_code, same.content) == (304, b"")
    assert send(secret, "PUT", path, nina(title="Lærer"), headers={"If-Match": seen}).status_code == 200
    late = send(secret, "PUT", path, nina(title="Kok"), headers={"If-Match": seen})
    assert (late.status_code, late.told["status"]) == (412, "412")


def test_a_list_costs_the_same_for_few_and_many(secret: str, town: Town) -> None:
    def statements() -> int:
        send(secret, "GET", "/Users")
        with CaptureQueriesContext(connection) as captured:
            send(secret, "GET", "/Users")
        return len(captured)

    few = statements()
    crowd(town, 50)
    assert (statements(), few <= 8) == (few, True)


@pytest.mark.slow
def test_the_door_stands_on_a_real_server(server: str, town: Town, gert: Staff, dorte: Staff) -> None:
    now = timezone.now()
    token, secret = tokens.make("Katalog", [Scope.SCIM], now.date(), by=gert, at=now)
    tokens.approve(token, by=dorte, at=now)
    where = urlsplit(server)

    def say(method: str, path: str, told: Any = None, bearer: str = secret) -> tuple[int, Any]:
        talk = http.client.HTTPConnection(where.hostname or "", where.port, timeout=20)
        headers = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/scim+json"}
        talk.request(method, f"{BASE}{path}", json.dumps(told) if told else None, headers)
        answer = talk.getresponse()
        body = answer.read()
        talk.close()
        return answer.status, json.loads(body) if body else None

    status, made = say("POST", "/Users", nina())
    assert (status, made["active"]) == (201, True)
    assert say("GET", f"/Users/{made['id']}")[1]["userName"] == "nina@eksempel.example"
    assert say("GET", "/Users", bearer="bsk_forkert")[0] == 401
    assert say("GET", "/Schemas")[1]["totalResults"] == 3
    tokens.revoke(token, by=gert, at=timezone.now())
    assert say("GET", "/Users")[0] == 401


def test_it_says_what_it_does_not_do_and_does_not_stumble_when_asked_for_it(
    secret: str, town: Town, ole: Staff
) -> None:
    """RFC 7644, 3.4.2.3: where sorting is not offered it is left out of account, not refused."""
    told = send(secret, "GET", "/ServiceProviderConfig").told
    assert {name: told[name]["supported"] for name in ("bulk", "sort", "changePassword")} == {
        "bulk": False,
        "sort": False,
        "changePassword": False,
    }
    assert told["bulk"]["maxOperations"] == 0
    plain = send(secret, "GET", "/Users?count=3").told
    for sort in ("sortBy=userName&sortOrder=descending", "sortBy=no.such%5B", "sortOrder=upwards"):
        answer = send(secret, "GET", f"/Users?count=3&{sort}")
        assert (answer.status_code, answer.told["Resources"]) == (200, plain["Resources"]), sort
    search = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
    wanted = {"schemas": [search], "count": 3, "sortBy": "nickName[", "sortOrder": "upwards"}
    answer = send(secret, "POST", "/Users/.search", wanted)
    assert (answer.status_code, answer.told["Resources"]) == (200, plain["Resources"])
    assert send(secret, "POST", "/Bulk", {"Operations": []}).status_code in (404, 405, 501)
