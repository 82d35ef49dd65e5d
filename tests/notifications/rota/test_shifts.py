"""Who has the inbox: the line written last, without those who are away; an empty day is red (N-82)."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from beredskab.access import grants, guard
from beredskab.access.roles import Role
from beredskab.organisation.models import Staff
from notifications.rota import absences, shifts
from notifications.routes import rulebook
from tests.build import monday_at
from tests.cast import Town, make_person

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 23)
WEEK = {"starts_on": MONDAY, "ends_on": MONDAY + dt.timedelta(days=6)}


@pytest.fixture
def liv(town: Town) -> Staff:
    """Leads the receiving team."""
    liv = make_person("Liv Lund", town.counselling, "myndighed", Role.TEAM_LEADER)
    grants.grant(liv, "lead_team", town.reception)
    return liv


def now(town: Town, day: dt.date = MONDAY) -> tuple[Staff, ...]:
    return shifts.on_duty([town.reception], day).get((town.reception.pk, day), shifts.OnDuty()).people


def test_the_line_written_last_counts_and_only_on_its_days(town: Town, cia: Staff, ida: Staff) -> None:
    shifts.plan(town.reception, **WEEK, people=(cia, ida), by=cia, at=monday_at(8))
    tuesday = MONDAY + dt.timedelta(days=1)
    shifts.plan(town.reception, starts_on=tuesday, ends_on=tuesday, people=(ida,), by=ida, at=monday_at(9))
    assert now(town) == (cia, ida)
    assert now(town, tuesday) == (ida,)
    assert now(town, MONDAY + dt.timedelta(days=7)) == ()


def test_who_is_away_or_switched_off_is_passed_over(town: Town, cia: Staff, ida: Staff) -> None:
    shifts.plan(town.reception, **WEEK, people=(cia, ida), by=cia, at=monday_at(8))
    away = absences.set_absent(cia, since=MONDAY, until=None, stand_in=None, by=ida, at=monday_at(9))
    assert now(town) == (ida,)
    absences.end(away.pk, by=ida, at=monday_at(10))
    assert now(town) == (cia, ida)
    Staff.objects.filter(pk=cia.pk).update(is_active=False)
    assert now(town) == (ida,)


def test_only_the_team_its_leader_and_a_manager_plan(
    town: Town, cia: Staff, emil: Staff, frida: Staff, liv: Staff, dorte: Staff, anna: Staff
) -> None:
    for person in (cia, liv, dorte):
        shifts.plan(town.reception, **WEEK, people=(cia,), by=person, at=monday_at(8))
    for person in (emil, frida, anna):
        with pytest.raises(guard.Forbidden):
            shifts.plan(town.reception, **WEEK, people=(cia,), by=person, at=monday_at(8))
        with pytest.raises(guard.Forbidden):
            absences.set_absent(cia, since=MONDAY, until=None, stand_in=None, by=person, at=monday_at(9))


def test_a_day_without_anybody_is_red_for_who_plans(
    client: Any, town: Town, dorte: Staff, liv: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(9))
    rulebook.start(town.municipality)
    assert town.reception in shifts.teams_without(dorte, at=monday_at(9))
    assert shifts.teams_without(liv, at=monday_at(9)) == [town.reception]
    assert shifts.teams_without(cia, at=monday_at(9)) == []
    client.force_login(liv)
    assert "Ingen har indbakken i dag" in client.get(reverse("home")).content.decode()
    shifts.plan(town.reception, **WEEK, people=(cia,), by=liv, at=monday_at(9))
    assert "Ingen har indbakken i dag" not in client.get(reverse("home")).content.decode()


def test_planning_on_the_page(client: Any, town: Town, cia: Staff, ida: Staff, freeze: Any) -> None:
    freeze(monday_at(9))
    client.force_login(cia)
    days = {f"starts_on_{n}": part for n, part in enumerate(("23", "11", "2026"))}
    days |= {f"ends_on_{n}": part for n, part in enumerate(("29", "11", "2026"))}
    url = reverse("notifications:rota_plan", args=["modtagelsen"])
    wrong = client.post(url, {**days, "holder": cia.pk, "deputy": cia.pk})
    assert (wrong.status_code, "Vælg forskellige personer" in wrong.content.decode()) == (422, True)
    assert client.post(url, {**days, "holder": cia.pk, "deputy": ida.pk}).status_code == 302
    assert now(town) == (cia, ida)
    page = client.get(reverse("notifications:rota")).content.decode()
    assert page.index(cia.name) < page.index(ida.name)
    assert cia.name in client.get(reverse("notifications:inbox")).content.decode()
