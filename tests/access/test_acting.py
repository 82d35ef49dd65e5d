import datetime as dt

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from beredskab.access import grants, guard
from beredskab.access.acting import OnlyTheApplication, act, acting_as, as_role, current_actor
from beredskab.access.acts import Act
from beredskab.access.facts import facts_of, forget
from beredskab.access.page import StaffRequest, page
from beredskab.organisation.models import Staff
from tests.cast import Town

MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


def database_actor() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.actor', true), '')")
        return str(cursor.fetchone()[0])


def test_the_actor_is_known_inside_and_forgotten_after(anna: Staff) -> None:
    with acting_as(anna):
        assert (current_actor(), database_actor()) == (anna, str(anna.pk))
    assert (current_actor(), database_actor()) == (None, "")


def test_an_inner_actor_gives_the_outer_one_back(anna: Staff, cia: Staff) -> None:
    with acting_as(anna):
        with acting_as(cia):
            assert database_actor() == str(cia.pk)
        assert (current_actor(), database_actor()) == (anna, str(anna.pk))


def test_an_act_that_fails_leaves_nothing_and_nobody_behind(town: Town, anna: Staff) -> None:
    @act
    def rename(*, by: Staff, at: dt.datetime) -> None:
        Staff.objects.filter(pk=by.pk).update(name="Somebody else")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"), transaction.atomic():
        rename(by=anna, at=MONDAY)
    anna.refresh_from_db()
    assert (anna.name, current_actor(), database_actor()) == ("Anna Andersen", None, "")


def test_facts_tell_roles_teams_and_units(town: Town, anna: Staff, bo: Staff, cia: Staff) -> None:
    assert [facts_of(p).roles for p in (anna, bo, cia)] == [
        {"staff"},
        {"staff", "leader"},
        {"staff", "caseworker"},
    ]
    assert facts_of(cia).teams == {town.reception.pk}
    assert facts_of(bo).led_units == {town.kindergarten.pk}


def test_a_grant_that_is_taken_back_ends_at_the_next_reading(town: Town, cia: Staff) -> None:
    grants.revoke(cia, "handle_concerns", town.reception)
    forget(cia)
    assert facts_of(cia).teams == frozenset()


def test_an_inactive_person_has_no_rights(town: Town, cia: Staff) -> None:
    Staff.objects.filter(pk=cia.pk).update(is_active=False)
    gone = Staff.objects.get(pk=cia.pk)
    assert facts_of(gone).teams == frozenset()
    assert not guard.may(gone, Act.READ_PLAN)


def test_a_role_without_a_grant_opens_no_team(town: Town, cia: Staff, emil: Staff, gert: Staff) -> None:
    may = [guard.may(who, Act.HANDLE_CONCERN, town.reception) for who in (cia, emil, gert)]
    assert may == [True, False, False]


def test_superusers_get_nothing_from_guardian(town: Town, gert: Staff) -> None:
    assert gert.is_superuser
    assert list(grants.things_with(gert, "handle_concerns", type(town.reception))) == []
    assert list(grants.holders("handle_concerns", town.reception)) == []


def test_while_a_view_answers_there_is_no_other_role(town: Town, anna: Staff) -> None:
    """The web process has one login: what works only with the tests' single connection must not pass."""

    @page(reads=["GET"], public=True)
    def peeks(_request: StaffRequest) -> HttpResponse:
        with as_role("auditor"):
            return HttpResponse()

    request = RequestFactory().get("/")
    request.user = anna
    with pytest.raises(OnlyTheApplication):
        peeks(request)
    with as_role("auditor") as alias:  # and afterwards it is there again
        assert alias == "default"
