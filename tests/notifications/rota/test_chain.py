"""While nobody acts the next in line is told; opening stops nothing, taking it does (N-81)."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from beredskab.access import grants
from beredskab.access.acting import acting_as
from beredskab.access.roles import Role
from beredskab.organisation.models import Staff
from beredskab.outbox import worker
from beredskab.vault import safe
from notifications import handling
from notifications.models import Concern
from notifications.rota import chain, shifts
from tests import build
from tests.build import monday_at
from tests.cast import Town, make_person
from tests.seen import outbox_to

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 23)


@pytest.fixture
def liv(town: Town) -> Staff:
    """Leads the receiving team."""
    liv = make_person("Liv Lund", town.counselling, "myndighed", Role.TEAM_LEADER)
    grants.grant(liv, "lead_team", town.reception)
    return liv


@pytest.fixture
def new(anna: Staff, cia: Staff, ida: Staff, liv: Staff, town: Town) -> Concern:
    """At eight; Cia has the inbox, Ida is her deputy."""
    shifts.plan(town.reception, starts_on=MONDAY, ends_on=MONDAY, people=(cia, ida), by=cia, at=monday_at(7))
    concern = build.concern(filed_by=anna, team=town.reception)
    with acting_as(anna):
        chain.watch(concern, at=monday_at(8))
    return concern


def run(*moments: tuple[int, int]) -> None:
    for hour, minute in moments:
        worker.do_duties(at=monday_at(hour, minute))


def test_first_the_deputy_then_the_leader(new: Concern, cia: Staff, ida: Staff, liv: Staff) -> None:
    run((8, 29))
    assert (outbox_to(ida), outbox_to(liv)) == ([], [])
    run((8, 30))
    assert (outbox_to(ida), outbox_to(liv)) == (["news"], [])
    run((9, 0), (9, 30), (12, 0))
    assert (outbox_to(cia), outbox_to(ida), outbox_to(liv)) == ([], ["news"], ["news"])


def test_opening_stops_nothing(new: Concern, cia: Staff, ida: Staff) -> None:
    with acting_as(cia):
        safe.open_for(new.pk, by=cia, at=monday_at(8, 5))
    run((8, 30))
    assert outbox_to(ida) == ["news"]


def test_taking_it_stops_the_chain(new: Concern, cia: Staff, ida: Staff, liv: Staff) -> None:
    handling.claim(new, by=cia, at=monday_at(8, 10))
    run((8, 30), (9, 0))
    assert (outbox_to(ida), outbox_to(liv)) == ([], [])


def test_who_is_kept_out_is_passed_over(anna: Staff, cia: Staff, ida: Staff, liv: Staff, town: Town) -> None:
    concern = build.concern(filed_by=anna, team=town.reception, keep_out=(ida, liv))
    with acting_as(anna):
        chain.watch(concern, at=monday_at(8))
    run((8, 30), (9, 0))
    assert (outbox_to(ida), outbox_to(liv), outbox_to(cia)) == ([], [], ["news", "news"])


def test_in_the_end_the_number_is_shown(client: Any, new: Concern, cia: Staff, freeze: Any) -> None:
    assert not chain.must_call(new, at=monday_at(9, 29))
    assert chain.must_call(new, at=monday_at(9, 30))
    for minute, is_shown in ((29, False), (30, True)):
        freeze(monday_at(9, minute))
        client.force_login(cia)
        page = client.get(reverse("notifications:inbox")).content.decode()
        shown = "Ingen har taget 1 underretning" in page
        assert shown is is_shown, page[page.find("<h1") :][:3000]
