"""Away and on leave: who may say so, and what goes on meanwhile."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from beredskab.access.acting import acting_as
from beredskab.access.facts import facts_of, forget
from beredskab.access.guard import Forbidden
from beredskab.access.roles import Role
from beredskab.administration.staffing import away
from beredskab.organisation.models import Absence, Membership, Staff
from beredskab.outbox import worker
from notifications.models import Concern
from notifications.vocabulary import State
from tests import build
from tests.build import monday_at, tuesday_at
from tests.cast import Town

pytestmark = pytest.mark.django_db
NOW, TODAY = monday_at(9), monday_at(9).date()
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(freeze: Any) -> None:
    freeze(NOW)


def say(person: Staff, by: Staff, **more: Any) -> Absence:
    told = {"since": TODAY, "until": TODAY + 7 * DAY, "stand_in": None, "is_leave": False, **more}
    return away.say(person, **told, by=by, at=NOW)


def leave_of(person: Staff) -> set[dt.date | None]:
    return set(Membership.objects.filter(staff=person).values_list("on_leave_until", flat=True))


def test_who_may_say_it(anna: Staff, bo: Staff, dorte: Staff, gert: Staff, ole: Staff, cia: Staff) -> None:
    assert [one.name.split()[0] for one in (anna, bo, dorte, gert, ole, cia) if _may(one, anna)] == [
        "Anna",
        "Bo",
        "Dorte",
        "Gert",
    ]


def _may(staff: Staff, person: Staff) -> bool:
    return away.may_say_away(staff, person, TODAY)


def test_a_leader_says_it_of_nobody_who_works_elsewhere_as_well(
    bo: Staff, dorte: Staff, anna: Staff, town: Town
) -> None:
    """Or he could employ whoever handles a case about him, and send them on leave (T3)."""
    Membership.objects.create(staff=anna, unit=town.school)
    assert (_may(bo, anna), _may(dorte, anna)) == (False, True)
    with pytest.raises(Forbidden):
        say(anna, bo)


def test_a_leave_pauses_what_is_asked_from_its_first_day_to_its_last(anna: Staff, bo: Staff) -> None:
    made = say(anna, bo, since=TODAY + DAY, is_leave=True)
    assert leave_of(anna) == {None}
    worker.do_duties(at=tuesday_at(9))
    assert leave_of(anna) == {made.until}
    away.say_back(made, by=bo, at=tuesday_at(10))
    assert leave_of(anna) == {None}


def test_an_absence_is_no_leave(anna: Staff, bo: Staff) -> None:
    say(anna, bo)
    assert leave_of(anna) == {None}


def test_open_cases_go_to_the_stand_in_though_the_leader_sees_none(
    dorte: Staff, cia: Staff, ida: Staff, anna: Staff, town: Town
) -> None:
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    say(cia, dorte, stand_in=ida)
    with acting_as(ida):
        assert Concern.objects.get(pk=concern.pk).claimed_by_id == ida.pk
    with acting_as(dorte):
        assert not Concern.objects.filter(pk=concern.pk).exists()


def test_a_stand_in_outside_the_team_gets_no_case(
    cia: Staff, ida: Staff, gert: Staff, anna: Staff, town: Town
) -> None:
    """Gert says that Cia is away and names himself: the case goes back to the team."""
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    say(cia, gert, stand_in=gert)
    with acting_as(ida):
        assert Concern.objects.get(pk=concern.pk).claimed_by_id is None
    forget(gert)
    with acting_as(gert):
        assert not Concern.objects.filter(pk=concern.pk).exists()


def test_somebody_without_a_say_moves_no_case(
    ole: Staff, cia: Staff, ida: Staff, anna: Staff, town: Town
) -> None:
    """The database asks again by itself."""
    from notifications.rota import absences

    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    with acting_as(ole):
        absences.move_on(cia, None, by=ole, at=NOW)
    with acting_as(ida):
        assert Concern.objects.get(pk=concern.pk).claimed_by_id == cia.pk


def test_a_leaders_stand_in_leads_the_unit_as_long_as_it_lasts(bo: Staff, anna: Staff, town: Town) -> None:
    made = say(bo, bo, stand_in=anna, since=TODAY - 7 * DAY)
    forget(anna)
    assert (facts_of(anna).led_units, Role.LEADER in facts_of(anna).roles) == ({town.kindergarten.pk}, True)
    client = Client()
    client.force_login(anna)
    assert client.get("/leder/medarbejdere/").status_code == 200
    away.say_back(made, by=bo, at=NOW)
    assert client.get("/leder/medarbejdere/").status_code == 403


def test_the_stand_in_of_tomorrow_leads_nothing_today(bo: Staff, anna: Staff) -> None:
    say(bo, bo, stand_in=anna, since=TODAY + 3 * DAY)
    forget(anna)
    assert facts_of(anna).led_units == set()


def test_nobody_stands_in_for_themselves_or_from_another_municipality(
    anna: Staff, bo: Staff, frida: Staff
) -> None:
    for one in (anna, frida):
        with pytest.raises(away.NotTheirStandIn):
            say(anna, bo, stand_in=one)


def test_anna_says_it_herself_on_her_page(anna: Staff, ole: Staff) -> None:
    client = Client()
    client.force_login(anna)
    days = {
        "since_0": "1",
        "since_1": "12",
        "since_2": "2026",
        "until_0": "5",
        "until_1": "12",
        "until_2": "2026",
    }
    assert client.post("/min-side/fravaer/", {**days, "stand_in": str(ole.pk)}).status_code == 302
    [made] = Absence.objects.all()
    assert (made.staff, made.stand_in, made.is_leave) == (anna, ole, False)
    assert client.post(f"/min-side/fravaer/{made.pk}/").status_code == 302
    made.refresh_from_db()
    assert made.ended_by == anna


def test_a_leave_without_a_last_day_is_asked_for(anna: Staff, bo: Staff) -> None:
    client = Client()
    client.force_login(bo)
    days = {"since_0": "1", "since_1": "12", "since_2": "2026"}
    page = client.post(f"/medarbejder/{anna.pk}/vaek/", {"is_leave": "yes", **days})
    assert (page.status_code, "Skriv orlovens sidste dag" in page.content.decode()) == (422, True)
