"""Bo enters who works in his unit, without an administrator; and sees nothing else."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from beredskab.access import grants
from beredskab.access.acting import acting_as
from beredskab.access.facts import facts_of, forget
from beredskab.access.guard import Forbidden
from beredskab.access.roles import Role
from beredskab.administration import leaving
from beredskab.administration.staffing import access, employing
from beredskab.administration.staffing.employing import Job
from beredskab.audit.models import Entry
from beredskab.organisation.models import Membership, Profession, Staff, Unit
from beredskab.outbox import worker
from notifications.models import Concern
from notifications.vocabulary import State
from tests import build
from tests.build import monday_at, tuesday_at
from tests.cast import Town, make_person

pytestmark = pytest.mark.django_db
NOW, TODAY = monday_at(9), monday_at(9).date()
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(freeze: Any) -> None:
    freeze(NOW)


def job(unit: Unit, profession: str = "paedagog", ends_on: dt.date | None = None) -> Job:
    return Job(unit, Profession.objects.get(municipality=unit.municipality, slug=profession), None, ends_on)


def names(people: Any) -> set[str]:
    return {one.name for one in people}


def test_bo_manages_his_own_people_and_nobody_elses(
    bo: Staff, anna: Staff, ole: Staff, cia: Staff, frida: Staff
) -> None:
    assert names(access.people_managed_by(bo, TODAY)) == {"Anna Andersen", "Ole Olsen"}


def test_dorte_above_him_manages_the_units_below(dorte: Staff, bo: Staff, anna: Staff, cia: Staff) -> None:
    assert names(access.people_managed_by(dorte, TODAY)) == {"Bo Bang", "Anna Andersen", "Cia Clausen"}


def test_bo_takes_somebody_on_and_they_have_a_login_and_no_right(bo: Staff, town: Town) -> None:
    made, is_new = employing.take_on(
        "ny@eksempel.example", "Ny Nielsen", "", job(town.kindergarten), by=bo, at=NOW
    )
    assert (is_new, made.is_active, made.has_usable_password()) == (True, True, False)
    assert facts_of(made).roles == {Role.STAFF}
    assert Entry.objects.filter(verb="staff.employed", actor_id=bo.pk).count() == 1
    again, is_new = employing.take_on(
        "NY@eksempel.example", "X", "", job(town.kindergarten, "koekken"), by=bo, at=NOW
    )
    assert (again.pk, again.name, is_new) == (made.pk, "Ny Nielsen", False)


def test_bo_takes_on_nobody_for_another_unit(bo: Staff, town: Town) -> None:
    with pytest.raises(Forbidden):
        employing.take_on("ny@eksempel.example", "Ny", "", job(town.school), by=bo, at=NOW)


def test_bo_employs_nobody_of_a_receiving_team(bo: Staff, gert: Staff, cia: Staff, town: Town) -> None:
    """Whoever is employed at a place that is kept out is kept out too: a leader must not bring that about."""
    with pytest.raises(employing.HasATeam):
        employing.employ(cia, job(town.kindergarten), by=bo, at=NOW)
    employing.employ(cia, job(town.kindergarten), by=gert, at=NOW)
    with pytest.raises(Forbidden):
        employing.employ(bo, job(town.kindergarten, "paedagog"), by=bo, at=NOW)


def test_the_same_employment_is_listed_once_and_taken_up_again_after_it_ended(
    bo: Staff, anna: Staff, town: Town
) -> None:
    with pytest.raises(employing.ListedTwice):
        employing.employ(anna, job(town.kindergarten), by=bo, at=NOW)
    [one] = anna.memberships.all()
    employing.change(one, job(town.kindergarten, ends_on=TODAY - DAY), by=bo, at=NOW)
    employing.employ(anna, job(town.kindergarten), by=bo, at=NOW)
    [one] = anna.memberships.all()
    assert one.ends_on is None


def test_several_employments_beside_each_other(gert: Staff, anna: Staff, town: Town) -> None:
    employing.employ(anna, job(town.school, "laerer"), by=gert, at=NOW)
    assert [(one.unit.name, one.order) for one in anna.current_memberships(TODAY)] == [
        ("Børnehuset Solsikken", 0),
        ("Bakkeskolen", 1),
    ]


def test_who_leaves_has_no_login_when_the_last_day_is_over_and_comes_back_without_rights(
    bo: Staff, gert: Staff, anna: Staff, town: Town
) -> None:
    employing.leave(anna, last_day=TODAY, by=bo, at=NOW)
    worker.do_duties(at=NOW)
    anna.refresh_from_db()
    assert anna.is_active
    worker.do_duties(at=tuesday_at(1))
    anna.refresh_from_db()
    assert not anna.is_active
    employing.employ(anna, job(town.kindergarten), by=gert, at=tuesday_at(9))
    anna.refresh_from_db()
    assert anna.is_active


def test_the_last_day_of_the_last_employment_closes_the_login(bo: Staff, anna: Staff, town: Town) -> None:
    [one] = anna.memberships.all()
    employing.change(one, job(town.kindergarten, ends_on=TODAY), by=bo, at=NOW)
    worker.do_duties(at=tuesday_at(1))
    anna.refresh_from_db()
    assert not anna.is_active


def test_who_works_elsewhere_as_well_keeps_the_login(bo: Staff, anna: Staff, gert: Staff, town: Town) -> None:
    employing.employ(anna, job(town.school, "laerer"), by=gert, at=NOW)
    employing.leave(anna, last_day=TODAY - DAY, by=bo, at=NOW)
    anna.refresh_from_db()
    assert (anna.is_active, names(one.unit for one in anna.current_memberships(TODAY))) == (
        True,
        {"Bakkeskolen"},
    )


def test_open_cases_of_who_leaves_go_back_to_the_team(
    dorte: Staff, cia: Staff, ida: Staff, anna: Staff, town: Town
) -> None:
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    employing.leave(cia, last_day=TODAY - DAY, by=dorte, at=NOW)
    with acting_as(ida):
        assert Concern.objects.get(pk=concern.pk).claimed_by_id is None
    forget(cia)
    assert facts_of(cia).teams == set()


def test_nobody_ends_their_own_and_the_last_administrator_does_not_leave(
    bo: Staff, gert: Staff, dorte: Staff
) -> None:
    with pytest.raises(Forbidden):
        employing.leave(bo, last_day=TODAY, by=bo, at=NOW)
    with pytest.raises(leaving.LastAdministrator):
        employing.leave(gert, last_day=TODAY, by=dorte, at=NOW)


def test_an_employment_that_is_ended_does_not_open_what_is_kept_from_the_unit(
    gert: Staff, cia: Staff, ida: Staff, anna: Staff, town: Town
) -> None:
    """The one who may be meant works there: ending the employment by hand must not let them read (T2)."""
    Membership.objects.create(staff=ida, unit=town.school)
    concern = build.concern(
        filed_by=anna, team=town.reception, keep_out_units=(town.school,), at=monday_at(8)
    )
    [one] = ida.memberships.filter(unit=town.school)
    for last_day in (TODAY, TODAY - DAY):
        employing.change(
            Membership.objects.get(pk=one.pk), Job(town.school, None, None, TODAY), by=gert, at=NOW
        )
        Membership.objects.filter(pk=one.pk).update(ends_on=max(last_day, concern.filed_at.date()))
        forget(ida)
        with acting_as(ida):
            assert not Concern.objects.filter(pk=concern.pk).exists()
    forget(cia)
    with acting_as(cia):
        assert Concern.objects.filter(pk=concern.pk).exists()


def test_bos_page_shows_no_team_no_role_and_no_sign_in(bo: Staff, anna: Staff, town: Town) -> None:
    grants.grant(anna, "handle_concerns", town.reception)
    client = Client()
    client.force_login(bo)
    page = client.get(f"/medarbejder/{anna.pk}/").content.decode()
    assert anna.email in page
    assert [word for word in ("Modtagelsen", "Sidst logget ind", "Giv adgang") if word in page] == []


def test_bo_takes_on_and_changes_through_the_pages(bo: Staff, town: Town) -> None:
    client = Client()
    client.force_login(bo)
    cook = Profession.objects.get(municipality=town.municipality, slug="koekken")
    told = {
        "name": "Ny Nielsen",
        "email": "ny@eksempel.example",
        "unit": town.kindergarten.pk,
        "profession": cook.pk,
    }
    assert client.post("/medarbejder/ny/", told).status_code == 302
    new = Staff.objects.get(email="ny@eksempel.example")
    [one] = new.memberships.all()
    days = {"ends_on_0": "31", "ends_on_1": "12", "ends_on_2": "2026"}
    path = f"/medarbejder/{new.pk}/ansaettelse/{one.pk}/"
    assert client.post(path, {"profession": "none", **days}).status_code == 302
    one.refresh_from_db()
    assert (one.profession, one.ends_on) == (None, dt.date(2026, 12, 31))
    other = client.post("/medarbejder/ny/", {**told, "unit": town.school.pk})
    assert (other.status_code, Membership.objects.filter(unit=town.school).count()) == (422, 0)


def test_a_crowd_costs_the_page_no_statement_more(bo: Staff, anna: Staff, town: Town) -> None:
    from tests.test_queries import statements

    few = len(statements(bo, "/leder/medarbejdere/"))
    for number in range(60):
        make_person(f"Nr{number} Nielsen", town.kindergarten, "paedagog")
    assert len(statements(bo, "/leder/medarbejdere/")) == few
    assert few <= 12
