"""Each team says again who belongs to it; what nobody answers for lapses, but never a whole team."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string

from beredskab.access import grants
from beredskab.access.guard import Forbidden
from beredskab.access.roles import Role
from beredskab.administration import people
from beredskab.administration.models import Recertification, RecertificationLine
from beredskab.administration.people import Newcomer
from beredskab.administration.staffing import away, recertifying, rights
from beredskab.administration.staffing.mornings import DAILY
from beredskab.administration.staffing.rights import HANDLE, LEAD
from beredskab.audit.models import Entry
from beredskab.organisation.models import Municipality, Staff, Team
from beredskab.outbox.models import Duty, Message
from plans.following import daily
from tests.build import monday_at
from tests.cast import Town, make_person

pytestmark = pytest.mark.django_db
NOW = monday_at(5)
DAY = dt.timedelta(days=1)


@pytest.fixture
def liv(town: Town) -> Staff:
    """Leads the receiving team."""
    liv = make_person("Liv Lund", town.counselling, "leder", Role.TEAM_LEADER)
    grants.grant(liv, LEAD, town.reception)
    return liv


def morning(town: Town, days: int = 0) -> None:
    recertifying.every_morning({"municipality": town.municipality.pk}, NOW + days * DAY)


def lines(team: Team) -> dict[str, RecertificationLine]:
    asked = Recertification.objects.filter(team=team).latest("begun_on")
    return {f"{one.staff.name} {one.permission}": one for one in recertifying.lines_of(asked)}


def members(team: Team) -> set[str]:
    return set(grants.holders(HANDLE, team).values_list("name", flat=True))


def told(day: int = 0) -> set[str]:
    """Who heard something that morning."""
    found = Message.objects.filter(created_at=NOW + day * DAY)
    return set(found.values_list("recipient__name", flat=True))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (dt.date(2026, 11, 23), 3, dt.date(2027, 2, 23)),
        (dt.date(2026, 11, 30), 3, dt.date(2027, 2, 28)),
        (dt.date(2026, 12, 31), 2, dt.date(2027, 2, 28)),
        (dt.date(2026, 1, 15), 12, dt.date(2027, 1, 15)),
    ],
)
def test_so_many_months_later(day: dt.date, months: int, later: dt.date) -> None:
    assert recertifying.after(day, months) == later


def test_a_team_is_asked_and_who_leads_it_answers(liv: Staff, cia: Staff, ida: Staff, town: Town) -> None:
    morning(town)
    morning(town)
    assert "Liv Lund" in told()
    found = lines(town.reception)
    assert set(found) == {"Cia Clausen handle_concerns", "Ida Iversen handle_concerns", "Liv Lund lead_team"}
    recertifying.answer(found["Cia Clausen handle_concerns"], keep=True, by=liv, at=NOW)
    recertifying.answer(found["Ida Iversen handle_concerns"], keep=False, by=liv, at=NOW)
    assert members(town.reception) == {"Cia Clausen"}


def asked_for(town: Town) -> set[str]:
    return set(Duty.objects.filter(name=DAILY).values_list("key", flat=True))


def test_it_begins_whoever_gave_the_right(town: Town, cia: Staff) -> None:
    tomorrow = {f"{town.municipality.pk} {NOW.date() + DAY}"}
    assert asked_for(town) == set()
    people.enrol(Newcomer("ny@eksempel.example", "Ny Nielsen"), town.municipality, at=NOW)
    assert asked_for(town) == tomorrow, "taken in by a command"
    Duty.objects.all().delete()
    for part in settings.PEOPLE_CHANGED_PARTS:
        import_string(part)(town.municipality, at=NOW)
    assert asked_for(town) == tomorrow, "taken in with a list, or sent by the directory"
    Duty.objects.all().delete()
    daily.begin_the_day({"municipality": town.municipality.pk}, NOW)
    assert asked_for(town) == tomorrow, "where a plan is in force, however people came"


def test_nobody_answers_for_themselves_and_a_leader_not_for_leading(
    liv: Staff, cia: Staff, dorte: Staff, town: Town
) -> None:
    grants.grant(liv, HANDLE, town.reception)
    morning(town)
    found = lines(town.reception)
    for key, by in (
        ("Liv Lund handle_concerns", liv),
        ("Liv Lund lead_team", liv),
        ("Cia Clausen handle_concerns", cia),
    ):
        with pytest.raises(Forbidden):
            recertifying.answer(found[key], keep=True, by=by, at=NOW)
    recertifying.answer(found["Liv Lund lead_team"], keep=True, by=dorte, at=NOW)


def test_when_all_is_answered_it_is_asked_again_after_three_months(
    cia: Staff, dorte: Staff, liv: Staff, town: Town
) -> None:
    morning(town)
    for one in lines(town.reception).values():
        recertifying.answer(one, keep=True, by=dorte, at=NOW)
    [asked] = Recertification.objects.filter(team=town.reception)
    assert asked.closed_at == NOW
    morning(town, 80)
    assert Recertification.objects.filter(team=town.reception).count() == 1
    morning(town, 93)
    assert Recertification.objects.filter(team=town.reception).count() == 2


def test_what_nobody_answers_for_lapses_and_leader_and_administrator_hear_of_it(
    liv: Staff, cia: Staff, ida: Staff, gert: Staff, dorte: Staff, town: Town
) -> None:
    morning(town)
    recertifying.answer(lines(town.reception)["Cia Clausen handle_concerns"], keep=True, by=liv, at=NOW)
    recertifying.answer(lines(town.reception)["Liv Lund lead_team"], keep=True, by=dorte, at=NOW)
    morning(town, 14)
    assert members(town.reception) == {"Cia Clausen", "Ida Iversen"}
    morning(town, 15)
    assert members(town.reception) == {"Cia Clausen"}
    assert {"Liv Lund", "Gert Gram", "Ida Iversen"} <= told(15)
    assert Entry.objects.filter(verb="right.lapsed", subject=str(ida.pk)).count() == 1


def test_reminders_come_a_week_and_two_days_and_one_day_before(liv: Staff, cia: Staff, town: Town) -> None:
    morning(town)
    heard = []
    for day in range(1, 14):
        morning(town, day)
        if "Liv Lund" in told(day):
            heard.append(day)
    assert heard == [7, 12, 13]


def test_while_who_leads_it_is_away_the_managers_are_asked(
    liv: Staff, cia: Staff, dorte: Staff, gert: Staff, town: Town
) -> None:
    week = {"since": NOW.date(), "until": NOW.date() + 7 * DAY}
    away.say(liv, **week, stand_in=None, is_leave=False, by=gert, at=NOW)
    assert recertifying._answerers(town.reception, [(cia.pk, HANDLE)], NOW.date()) == [dorte]
    later = NOW.date() + 8 * DAY
    assert recertifying._answerers(town.reception, [(cia.pk, HANDLE)], later) == [liv]


def test_a_team_is_never_left_with_nobody(
    liv: Staff, cia: Staff, gert: Staff, dorte: Staff, town: Town
) -> None:
    morning(town)
    recertifying.answer(lines(town.reception)["Liv Lund lead_team"], keep=True, by=dorte, at=NOW)
    for day in (15, 16):
        morning(town, day)
        assert members(town.reception) == {"Cia Clausen"}
        assert {"Liv Lund", "Gert Gram"} <= told(day)
    with pytest.raises(rights.LastOfTeam):
        recertifying.answer(lines(town.reception)["Cia Clausen handle_concerns"], keep=False, by=liv, at=NOW)
    recertifying.answer(lines(town.reception)["Cia Clausen handle_concerns"], keep=True, by=liv, at=NOW)
    assert Recertification.objects.get(team=town.reception).closed_at is not None


def test_who_has_left_meanwhile_is_nobodys_question(
    liv: Staff, cia: Staff, ida: Staff, dorte: Staff, town: Town
) -> None:
    morning(town)
    Staff.objects.filter(pk=ida.pk).update(is_active=False)
    for key in ("Cia Clausen handle_concerns", "Liv Lund lead_team"):
        recertifying.answer(lines(town.reception)[key], keep=True, by=dorte, at=NOW)
    morning(town, 1)
    assert Recertification.objects.get(team=town.reception).closed_at is not None


def test_the_interval_is_a_setting_that_stands_in_the_log(gert: Staff, dorte: Staff) -> None:
    with pytest.raises(Forbidden):
        recertifying.set_interval(6, by=dorte, at=NOW)
    client = Client()
    client.force_login(gert)
    assert client.post("/administration/adgang/hvor-tit/", {"months": "6"}).status_code == 302
    assert Municipality.objects.get(pk=gert.municipality_id).recertification_months == 6
    assert Entry.objects.filter(verb="municipality.changed").count() == 1


def test_liv_answers_on_the_page_of_her_team_and_sees_no_other(
    liv: Staff, cia: Staff, ida: Staff, anna: Staff, town: Town
) -> None:
    morning(town)
    client = Client()
    client.force_login(liv)
    path = "/administration/adgang/hold/modtagelsen/"
    assert "Ida Iversen" in client.get(path).content.decode()
    line = lines(town.reception)["Ida Iversen handle_concerns"]
    assert client.post(f"{path}{line.pk}/", {"keep": "no"}).status_code == 302
    assert members(town.reception) == {"Cia Clausen"}
    assert client.get("/administration/adgang/hold/ungeteamet/").status_code == 404
    assert client.post(path, {"email": anna.email}).status_code == 302
    assert [one.staff for one in rights.requests_for(liv)] == [anna]


def test_overview_counts_statements_and_not_teams(gert: Staff, cia: Staff, town: Town, freeze: Any) -> None:
    from tests.test_queries import statements

    freeze(monday_at(9))
    few = len(statements(gert, "/administration/adgang/"))
    for number in range(20):
        Team.objects.create(municipality=town.municipality, name=f"Team {number}", slug=f"team-{number}")
    morning(town)
    assert len(statements(gert, "/administration/adgang/")) <= few + 1
    assert few <= 12
