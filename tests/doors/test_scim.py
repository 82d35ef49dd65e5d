"""The municipality's directory sends people and groups (SCIM 2.0). Rules A-34, A-35 and A-36."""

import datetime as dt
import http.client
import json
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beredskab.access import grants
from beredskab.access.guard import Forbidden
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.audit.models import Entry
from beredskab.doors import tokens
from beredskab.doors.models import DirectoryPerson, GivenTeam, Group, Mapping
from beredskab.doors.scim import groups
from beredskab.doors.vocabulary import Scope
from beredskab.organisation.models import Membership, Staff, Unit
from beredskab.outbox.models import Message
from notifications.models import Concern
from notifications.vocabulary import State
from tests import build
from tests.build import monday_at
from tests.cast import Town, make_person
from tests.doors.asking import ask, let_in

BASE = "/api/scim/v2"
CORE = "urn:ietf:params:scim:schemas:core:2.0:"
WORK = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
GROUPS = "/administration/systemer/grupper/"
HELD = "/administration/systemer/forlader/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(freeze: Any) -> None:
    freeze(monday_at(12))


@pytest.fixture
def secret(gert: Staff, dorte: Staff) -> str:
    return let_in(gert, Scope.SCIM, second=dorte)[1]


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


# --- people ---------------------------------------------------------------------------------------


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


# --- leaving --------------------------------------------------------------------------------------


def test_whom_the_directory_switches_off_leaves_as_everybody_leaves(
    secret: str, town: Town, anna: Staff, cia: Staff
) -> None:
    crowd(town)
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    browser = as_(cia)
    assert browser.get(reverse("notifications:inbox")).status_code == 200
    off = patch({"op": "replace", "path": "active", "value": "False"})
    answer = send(secret, "PATCH", f"/Users/{cia.pk}", off)
    assert (answer.status_code, answer.told["active"]) == (200, False)
    cia.refresh_from_db()
    assert not cia.is_active
    assert browser.get(reverse("notifications:inbox")).status_code == 302
    assert not RoleAssignment.objects.filter(staff=cia).exists()
    assert cia not in grants.holders("handle_concerns", town.reception)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE owner")
        claimed = Concern.objects.values_list("claimed_by", flat=True).get(pk=concern.pk)
        cursor.execute("SET LOCAL ROLE app")
    assert claimed is None
    assert Entry.objects.filter(verb="staff.left", subject=str(cia.pk)).count() == 1


def test_who_comes_back_has_no_right_that_comes_along(secret: str, town: Town, cia: Staff) -> None:
    crowd(town)
    off, on = (patch({"op": "replace", "value": {"active": one}}) for one in (False, True))
    send(secret, "PATCH", f"/Users/{cia.pk}", off)
    assert send(secret, "PATCH", f"/Users/{cia.pk}", on).told["active"] is True
    cia.refresh_from_db()
    assert cia.is_active
    assert not RoleAssignment.objects.filter(staff=cia).exists()


def test_who_is_deleted_leaves_and_is_not_told_of_any_more(secret: str, town: Town) -> None:
    crowd(town)
    staff = send(secret, "POST", "/Users", nina()).told["id"]
    assert send(secret, "DELETE", f"/Users/{staff}").status_code == 204
    assert send(secret, "GET", f"/Users/{staff}").status_code == 404
    assert not Staff.objects.get(pk=staff).is_active
    back = send(secret, "POST", "/Users", nina())
    assert (back.status_code, back.told["id"]) == (201, staff)
    assert Staff.objects.get(pk=staff).is_active


def test_the_last_who_runs_the_portal_is_not_switched_off(secret: str, town: Town, gert: Staff) -> None:
    crowd(town)
    answer = send(secret, "DELETE", f"/Users/{gert.pk}")
    assert answer.status_code == 409
    gert.refresh_from_db()
    assert gert.is_active


@pytest.fixture
def leaving(secret: str, town: Town) -> list[Staff]:
    """Forty people; the directory wants four of them gone in one day."""
    crowd(town)
    people = list(Staff.objects.filter(name__startswith="Kollega").order_by("pk")[:4])
    codes = [send(secret, "DELETE", f"/Users/{one.pk}").status_code for one in people]
    assert codes == [204, 204, 409, 409]
    return people


def test_when_many_leave_somebody_is_asked_first(leaving: list[Staff], gert: Staff, secret: str) -> None:
    assert Staff.objects.filter(pk__in=[one.pk for one in leaving], is_active=True).count() == 2
    assert [one.recipient for one in Message.objects.filter(recipient=gert)] == [gert]
    page = as_(gert).get(HELD).content.decode()
    assert [one.name in page for one in leaving] == [False, False, True, True]
    as_(gert).post(HELD, {"answer": "leave", "seen": "2"})
    assert not Staff.objects.filter(pk__in=[one.pk for one in leaving], is_active=True).exists()
    assert send(secret, "DELETE", f"/Users/{leaving[2].pk}").status_code == 204


def test_no_means_that_they_stay(leaving: list[Staff], gert: Staff) -> None:
    as_(gert).post(HELD, {"answer": "keep", "seen": "2"})
    assert Staff.objects.filter(pk__in=[one.pk for one in leaving], is_active=True).count() == 2
    assert not DirectoryPerson.objects.filter(held_at__isnull=False).exists()


def test_a_yes_counts_for_those_who_were_seen(leaving: list[Staff], gert: Staff) -> None:
    assert as_(gert).post(HELD, {"answer": "leave", "seen": "1"}).status_code == 422
    assert Staff.objects.filter(pk__in=[one.pk for one in leaving], is_active=True).count() == 2


def test_the_next_day_counts_anew(leaving: list[Staff], secret: str, freeze: Any) -> None:
    freeze(monday_at(12) + dt.timedelta(days=1, minutes=1))
    assert send(secret, "DELETE", f"/Users/{leaving[3].pk}").status_code == 204


# --- lists and filters ----------------------------------------------------------------------------


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


# --- groups ---------------------------------------------------------------------------------------


def group(secret: str, *members: Staff, name: str = "GRP-Modtagelse") -> Group:
    told = {
        "schemas": [f"{CORE}Group"],
        "displayName": name,
        "members": [{"value": str(one.pk)} for one in members],
    }
    answer = send(secret, "POST", "/Groups", told)
    assert answer.status_code == 201, answer.told
    return Group.objects.get(pk=answer.told["id"])


def test_a_group_means_nothing_before_somebody_says_what(secret: str, ole: Staff, town: Town) -> None:
    made = group(secret, ole)
    assert list(made.members.all()) == [ole]
    assert not GivenTeam.objects.exists()
    assert ole not in grants.holders("handle_concerns", town.reception)


def test_a_team_takes_two_persons(secret: str, ole: Staff, town: Town, gert: Staff, dorte: Staff) -> None:
    made = group(secret, ole)
    mapping = groups.propose(made, town.reception, by=gert, at=monday_at(12))
    assert ole not in grants.holders("handle_concerns", town.reception)
    with pytest.raises(Forbidden):
        groups.approve(mapping, by=gert, at=monday_at(12))
    with pytest.raises(IntegrityError), transaction.atomic():
        Mapping.objects.filter(pk=mapping.pk).update(in_force_since=monday_at(12), decided_by=gert)
    groups.approve(mapping, by=dorte, at=monday_at(12))
    assert ole in grants.holders("handle_concerns", town.reception)
    assert RoleAssignment.objects.filter(staff=ole, role=Role.CASEWORKER).exists()
    verbs = Entry.objects.filter(verb__in=["group.meant", "group.meaning_approved", "team.joined"])
    assert verbs.count() == 3


@pytest.fixture
def mapped(secret: str, ole: Staff, cia: Staff, town: Town, gert: Staff, dorte: Staff) -> Group:
    """Ole belongs to the reception by the group, Cia by hand."""
    made = group(secret, ole, cia)
    mapping = groups.propose(made, town.reception, by=gert, at=monday_at(12))
    groups.approve(mapping, by=dorte, at=monday_at(12))
    return made


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "remove", "path": "members"},
        {"op": "Remove", "path": "members", "value": [{"value": "OLE"}, {"value": "CIA"}]},
        {"op": "replace", "value": {"members": []}},
    ],
)
def test_who_goes_out_of_the_group_goes_out_of_the_team_and_who_came_by_hand_stays(
    secret: str, mapped: Group, ole: Staff, cia: Staff, town: Town, operation: Any
) -> None:
    told = json.loads(json.dumps(operation).replace("OLE", str(ole.pk)).replace("CIA", str(cia.pk)))
    assert send(secret, "PATCH", f"/Groups/{mapped.pk}", patch(told)).status_code == 200
    members = set(grants.holders("handle_concerns", town.reception))
    assert ole not in members
    assert cia in members
    assert not RoleAssignment.objects.filter(staff=ole, role=Role.CASEWORKER).exists()
    assert RoleAssignment.objects.filter(staff=cia, role=Role.CASEWORKER).exists()


def test_a_new_member_of_an_approved_group_joins(secret: str, mapped: Group, town: Town, anna: Staff) -> None:
    add = patch({"op": "add", "path": "members", "value": [{"value": str(anna.pk)}]})
    answer = send(secret, "PATCH", f"/Groups/{mapped.pk}", add)
    assert len(answer.told["members"]) == 3
    assert anna in grants.holders("handle_concerns", town.reception)


@pytest.mark.parametrize("how", ["deleted", "ended"])
def test_when_the_meaning_ends_what_it_gave_is_taken_back(
    how: str, secret: str, mapped: Group, town: Town, ole: Staff, cia: Staff, dorte: Staff
) -> None:
    if how == "deleted":
        assert send(secret, "DELETE", f"/Groups/{mapped.pk}").status_code == 204
    else:
        groups.end(mapped.mappings.get(), by=dorte, at=monday_at(13))
    members = set(grants.holders("handle_concerns", town.reception))
    assert (ole in members, cia in members) == (False, True)


def test_a_group_that_means_a_unit_says_where_somebody_works(secret: str, town: Town, gert: Staff) -> None:
    staff = Staff.objects.get(pk=send(secret, "POST", "/Users", nina()).told["id"])
    made = group(secret, staff, name="GRP-Bakkeskolen")
    groups.propose(made, town.school, by=gert, at=monday_at(12))
    units = {job.unit for job in staff.current_memberships(monday_at(12).date())}
    assert units == {town.kindergarten, town.school}
    send(secret, "PATCH", f"/Groups/{made.pk}", patch({"op": "remove", "path": "members"}))
    left = {job.unit for job in Staff.objects.get(pk=staff.pk).current_memberships(monday_at(12).date())}
    assert left == {town.kindergarten}


def test_a_stranger_is_put_into_no_group(secret: str, frida: Staff) -> None:
    told = {"schemas": [f"{CORE}Group"], "displayName": "X", "members": [{"value": str(frida.pk)}]}
    answer = send(secret, "POST", "/Groups", told)
    assert (answer.status_code, Group.objects.count()) == (400, 0)


def test_a_place_of_a_neighbour_is_meant_by_no_group(
    secret: str, neighbour: Town, gert: Staff, ole: Staff
) -> None:
    with pytest.raises(Forbidden):
        groups.propose(group(secret, ole), neighbour.reception, by=gert, at=monday_at(12))


def test_groups_are_found(secret: str, ole: Staff) -> None:
    made = group(secret, ole)
    assert find(secret, 'displayName eq "grp-modtagelse"', "Groups") == ["GRP-Modtagelse"]
    assert find(secret, f'members.value eq "{ole.pk}"', "Groups") == ["GRP-Modtagelse"]
    assert find(secret, f'id eq "{made.pk}" and members[value eq "0"]', "Groups") == []
    short = send(secret, "GET", f"/Groups/{made.pk}?excludedAttributes=members").told
    assert "members" not in short
    assert send(secret, "GET", "/Groups/none").status_code == 404


# --- the pages ------------------------------------------------------------------------------------


def test_gert_says_what_a_group_means_and_dorte_approves_on_the_page(
    secret: str, ole: Staff, town: Town, gert: Staff, dorte: Staff
) -> None:
    made = group(secret, ole)
    page = as_(gert).get(GROUPS)
    assert "GRP-Modtagelse" in page.content.decode()
    assert as_(gert).post(f"{GROUPS}{made.pk}/", {"place": ""}).status_code == 422
    assert as_(gert).post(f"{GROUPS}{made.pk}/", {"place": f"team {town.reception.pk}"}).status_code == 302
    mapping = Mapping.objects.get()
    assert as_(gert).post(f"{GROUPS}betydning/{mapping.pk}/", {"decision": "approve"}).status_code == 403
    assert as_(dorte).get(GROUPS).status_code == 200
    as_(dorte).post(f"{GROUPS}betydning/{mapping.pk}/", {"decision": "approve"})
    assert ole in grants.holders("handle_concerns", town.reception)
    as_(gert).post(f"{GROUPS}betydning/{mapping.pk}/", {"decision": "end"})
    assert ole not in grants.holders("handle_concerns", town.reception)


# --- by real HTTP ---------------------------------------------------------------------------------


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
