"""Gert runs everything and reads no concern: access is given by two persons, and ends at the next click."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from beredskab.access import four_eyes, grants
from beredskab.access.facts import facts_of, forget
from beredskab.access.guard import Forbidden
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.administration import leaving
from beredskab.administration.models import RightRequest
from beredskab.administration.staffing import rights
from beredskab.administration.staffing.rights import HANDLE, LEAD, Right
from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff
from beredskab.outbox.models import Message
from tests.build import monday_at
from tests.cast import Town, make_person

pytestmark = pytest.mark.django_db
NOW = monday_at(9)


def told() -> set[str]:
    return set(Message.objects.values_list("recipient__name", flat=True))


def facts(person: Staff) -> set[int]:
    forget(person)
    return set(facts_of(person).teams)


@pytest.fixture
def liv(town: Town) -> Staff:
    """Leads the receiving team."""
    liv = make_person("Liv Lund", town.counselling, "leder", Role.TEAM_LEADER)
    grants.grant(liv, LEAD, town.reception)
    return liv


def reception(town: Town) -> Right:
    return Right(team=town.reception, permission=HANDLE)


def test_gert_joins_no_team_on_his_own_word_and_who_leads_it_is_told(
    gert: Staff, liv: Staff, dorte: Staff, town: Town
) -> None:
    request = rights.ask(gert, reception(town), by=gert, at=NOW)
    assert request is not None
    assert (facts(gert), told()) == (set(), {"Liv Lund", "Dorte Dahl"})
    with pytest.raises(Forbidden):
        rights.decide(request, approve=True, by=gert, at=NOW)
    assert facts(gert) == set()


def test_nobody_says_yes_to_their_own_though_another_asked(gert: Staff, dorte: Staff, town: Town) -> None:
    request = rights.ask(dorte, reception(town), by=gert, at=NOW)
    assert request is not None
    with pytest.raises(Forbidden):
        rights.decide(request, approve=True, by=dorte, at=NOW)


def test_who_leads_the_team_says_yes_and_the_role_comes_along(
    gert: Staff, liv: Staff, anna: Staff, town: Town
) -> None:
    request = rights.ask(anna, reception(town), by=gert, at=NOW)
    assert request is not None
    rights.decide(request, approve=True, by=liv, at=NOW)
    rights.decide(request, approve=True, by=liv, at=NOW)
    assert facts(anna) == {town.reception.pk}
    assert Role.CASEWORKER in facts_of(anna).roles
    verbs = list(Entry.objects.filter(verb__startswith="right.").values_list("verb", flat=True))
    assert verbs == ["right.asked", "right.approved"]


def test_who_leads_another_team_does_not_decide(gert: Staff, anna: Staff, town: Town) -> None:
    other = make_person("Otto Olesen", town.counselling, "leder", Role.TEAM_LEADER)
    grants.grant(other, LEAD, town.other_team)
    request = rights.ask(anna, reception(town), by=gert, at=NOW)
    assert request is not None
    with pytest.raises(Forbidden):
        rights.decide(request, approve=True, by=other, at=NOW)
    assert list(rights.requests_for(other)) == []


def test_turned_down_or_taken_back_nothing_is_given(gert: Staff, liv: Staff, anna: Staff, town: Town) -> None:
    for by in (liv, gert):
        request = rights.ask(anna, reception(town), by=gert, at=NOW)
        assert request is not None
        rights.decide(request, approve=False, by=by, at=NOW)
    assert facts(anna) == set()


def test_the_same_waits_once(gert: Staff, anna: Staff, town: Town) -> None:
    rights.ask(anna, reception(town), by=gert, at=NOW)
    with pytest.raises(four_eyes.AlreadyWaiting):
        rights.ask(anna, reception(town), by=gert, at=NOW)


@pytest.mark.parametrize("role", rights.BY_TWO)
def test_what_decides_or_runs_the_portal_waits_for_a_second_person(
    gert: Staff, anna: Staff, dorte: Staff, role: Role
) -> None:
    assert rights.ask(anna, Right(role=role), by=gert, at=NOW) is not None
    assert role not in facts_of(anna).roles


def test_an_editor_is_named_by_one_person(gert: Staff, anna: Staff) -> None:
    assert rights.ask(anna, Right(role=Role.EDITOR), by=gert, at=NOW) is None
    assert RoleAssignment.objects.filter(staff=anna, role=Role.EDITOR).exists()


def test_every_role_that_is_a_second_pair_of_eyes_is_itself_given_by_two() -> None:
    from beredskab.access.acts import Act
    from beredskab.access.roles import ROLES

    strong = {Act.APPROVE_RIGHTS, Act.APPROVE_PLAN, Act.APPROVE_PROVIDER, Act.EDIT_ROUTING, Act.ADMINISTER}
    strong |= {Act.CONTROL_READINGS}
    assert {role for role, acts in ROLES.items() if acts & strong} == set(rights.BY_TWO)


def test_a_right_taken_away_ends_at_the_next_click(gert: Staff, cia: Staff, ida: Staff, town: Town) -> None:
    client = Client()
    client.force_login(cia)
    assert client.get("/indbakke/").status_code == 200
    rights.take_away(cia, reception(town), by=gert, at=NOW)
    assert client.get("/indbakke/").status_code == 403


def test_the_last_of_a_team_stays(gert: Staff, cia: Staff, town: Town) -> None:
    with pytest.raises(rights.LastOfTeam):
        rights.take_away(cia, reception(town), by=gert, at=NOW)


def test_the_last_administrator_stays_whoever_asks(gert: Staff, anna: Staff) -> None:
    with pytest.raises(leaving.LastAdministrator):
        rights.take_away(gert, Right(role=Role.ADMINISTRATOR), by=gert, at=NOW)
    assert leaving.switch_off([gert.pk, anna.pk], by=gert.pk, at=NOW) == 1
    gert.refresh_from_db()
    assert gert.is_active
    RoleAssignment.objects.create(
        staff=make_person("Berit Bo", None, "leder", municipality=gert.municipality), role=Role.ADMINISTRATOR
    )
    rights.take_away(gert, Right(role=Role.ADMINISTRATOR), by=gert, at=NOW)
    assert Role.ADMINISTRATOR not in facts_of(gert).roles


def test_two_administrators_who_leave_together_both_stay(gert: Staff, anna: Staff) -> None:
    RoleAssignment.objects.create(staff=anna, role=Role.ADMINISTRATOR)
    assert leaving.switch_off([gert.pk, anna.pk], by=None, at=NOW) == 0


def test_nobody_but_an_administrator_asks_and_only_at_home(
    anna: Staff, bo: Staff, frida: Staff, gert: Staff, town: Town, neighbour: Town
) -> None:
    for by in (anna, bo):
        with pytest.raises(Forbidden):
            rights.ask(anna, Right(role=Role.EDITOR), by=by, at=NOW)
    for person, right in ((frida, reception(town)), (anna, reception(neighbour))):
        with pytest.raises(Forbidden):
            rights.ask(person, right, by=gert, at=NOW)


def test_the_database_itself_refuses_a_right_given_alone(gert: Staff, anna: Staff) -> None:
    row = RightRequest(municipality=gert.municipality, staff=anna, role="manager", proposed_by=gert)
    row.proposed_at = row.decided_at = NOW
    row.decided_by, row.is_approved = gert, True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_gert_asks_and_dorte_says_yes_on_the_pages(
    gert: Staff, dorte: Staff, anna: Staff, town: Town
) -> None:
    gerts, dortes = Client(), Client()
    gerts.force_login(gert)
    dortes.force_login(dorte)
    path = f"/medarbejder/{anna.pk}/adgang/"
    assert gerts.post(path, {"right": reception(town).key}).status_code == 302
    [request] = RightRequest.objects.all()
    assert anna.name in dortes.get("/administration/adgang/").content.decode()
    answer = f"/administration/adgang/svar/{request.pk}/"
    assert gerts.post(answer, {"decision": "approve"}).status_code == 403
    assert dortes.post(answer, {"decision": "approve"}).status_code == 302
    assert facts(anna) == {town.reception.pk}


def test_taking_the_last_administrator_away_is_refused_in_words(gert: Staff) -> None:
    client = Client()
    client.force_login(gert)
    page = client.post(f"/medarbejder/{gert.pk}/adgang/fjern/", {"right": "role:administrator"})
    assert (page.status_code, "Udpeg en anden administrator" in page.content.decode()) == (422, True)


@pytest.mark.parametrize(
    "key", ["role:leader", "role:caseworker", "role:x", "unit:99999999", "team:1", "unit:²", ""]
)
def test_a_right_that_no_page_gives_is_none(gert: Staff, key: str) -> None:
    assert rights.right_of(gert.municipality, key) is None


def test_who_leads_a_unit_is_named_on_the_page(gert: Staff, bo: Staff, ole: Staff, town: Town) -> None:
    rights.ask(ole, Right(unit=town.kindergarten), by=gert, at=NOW)
    forget(bo)
    assert facts_of(ole).led_units == {town.kindergarten.pk}
    assert (facts_of(bo).led_units, Role.LEADER in facts_of(bo).roles) == (frozenset(), False)


def test_the_first_administrator_names_the_second_and_nobody_else_alone(town: Town, gert: Staff) -> None:
    nils, kaj = (make_person(name, town.department, "leder") for name in ("Nils Nord", "Kaj Kjær"))
    manager, administrator = rights.Right(role=Role.MANAGER), rights.Right(role=Role.ADMINISTRATOR)
    assert rights.ask(kaj, manager, by=gert, at=NOW) is not None, "only an administrator"
    assert rights.ask(nils, administrator, by=gert, at=NOW) is None, "given: nobody could say yes"
    assert rights.has(nils, administrator)
    assert rights.ask(kaj, administrator, by=gert, at=NOW) is not None, "from now on there is somebody"


def test_who_took_the_others_away_is_not_the_first_again(town: Town, gert: Staff, dorte: Staff) -> None:
    Staff.objects.filter(pk=dorte.pk).update(last_login=NOW)
    for right in (one for one in rights.rights_of(dorte) if one.role):
        rights.take_away(dorte, right, by=gert, at=NOW)
    nils = make_person("Nils Nord", town.department, "leder")
    assert rights.ask(nils, rights.Right(role=Role.ADMINISTRATOR), by=gert, at=NOW) is not None
