"""Every concern reaches somebody, at every hour; and where one does not, the check says so."""

import datetime as dt
import time

import pytest

from beredskab.organisation.models import Contact, Staff
from notifications.models import RoutingRule
from notifications.routes import coverage, rulebook
from tests.cast import Town

AT = dt.datetime(2026, 11, 9, 8, tzinfo=dt.UTC)


@pytest.fixture
def table(town: Town, cia: Staff, dorte: Staff, emil: Staff) -> Town:
    rulebook.start(town.municipality)
    return town


def codes(town: Town) -> list[str]:
    return sorted({one.code for one in coverage.check(town.municipality, AT)} - {"team-without-people"})


def test_the_starting_table_reaches_somebody_always(table: Town) -> None:
    assert codes(table) == []


def test_without_a_duty_phone_nobody_answers_at_night(table: Town) -> None:
    Contact.objects.filter(slug__in=["sociale-vagt", "politi-114", "alarm-112"]).update(hours={})
    [finding] = [one for one in coverage.check(table.municipality, AT) if one.code == "routing-no-phone"][:1]
    assert (finding.level.value, finding.blocks) == ("red", True)
    assert "mandag 00.00" in finding.what


def test_the_police_are_nobody_of_the_municipality_unless_the_on_call_is_reached_there(table: Town) -> None:
    on_call = Contact.objects.filter(slug="sociale-vagt")
    on_call.update(phone="")
    found = [one for one in coverage.check(table.municipality, AT) if one.is_red]
    assert {one.code for one in found} == {"routing-no-phone", "routing-nobody"}
    at_night = [one for one in found if one.code == "routing-no-phone"]
    assert not any("i fare nu" in one.what for one in at_night), "then the police are the right number"
    on_call.update(phone="114")
    assert codes(table) == []


def test_a_town_whose_teams_are_empty_and_whose_phones_are_silent_reaches_nobody(table: Town) -> None:
    Contact.objects.update(hours={})
    Staff.objects.update(is_active=False)
    assert codes(table) == ["routing-nobody"]


def test_a_team_without_people_is_told(table: Town) -> None:
    told = [one.place for one in coverage.check(table.municipality, AT)]
    assert "Den lukkede gruppe" in told


def test_no_table_is_red_and_no_plan_waits_for_it(table: Town) -> None:
    RoutingRule.objects.all().delete()
    [finding] = coverage.check(table.municipality, AT)
    assert (finding.code, finding.is_red, finding.blocks) == ("routing-no-table", True, False)


def test_it_is_worked_out_while_one_waits(table: Town, django_assert_max_num_queries: object) -> None:
    began = time.perf_counter()
    with django_assert_max_num_queries(10):  # type: ignore[operator]  # pytest-django's fixture
        coverage.check(table.municipality, AT)
    assert time.perf_counter() - began < 2
