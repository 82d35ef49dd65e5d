"""A group means something where somebody said so, and a team where two persons did. Rule A-36."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from beredskab.access import grants
from beredskab.access.guard import Forbidden
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.audit.models import Entry
from beredskab.doors.models import GivenTeam, Group, Mapping
from beredskab.doors.scim import groups
from beredskab.organisation.models import Staff
from tests.build import monday_at
from tests.cast import Town
from tests.doors.scim.sending import CORE, GROUPS, as_, find, group, nina, patch, send

pytestmark = pytest.mark.django_db


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
