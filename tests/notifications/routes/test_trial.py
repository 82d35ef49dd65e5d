"""The whole routing table is tried when somebody asks, and every night from then on (N-85)."""

import datetime as dt

import pytest
from django.test import Client

from beredskab.access import grants
from beredskab.access.guard import Forbidden
from beredskab.administration import health
from beredskab.administration.health import State
from beredskab.organisation.models import Contact, Staff
from beredskab.outbox import worker
from beredskab.outbox.models import Duty
from notifications.routes import rulebook, trial
from tests.build import monday_at
from tests.cast import Town

pytestmark = pytest.mark.django_db


def state(town: Town, at: dt.datetime) -> State:
    [answer] = health.ask_all(town.municipality, at=at, only={"routes"})
    return answer.finding.state


def test_a_table_that_leaves_nobody_out_is_well_until_nobody_tries_it(
    town: Town, dorte: Staff, cia: Staff, emil: Staff
) -> None:
    rulebook.start(town.municipality)
    for team in (town.cross_cutting, town.closed, town.management):
        grants.grant(emil, "handle_concerns", team)
    Contact.objects.filter(municipality=town.municipality).update(hours={"always": True})
    assert state(town, monday_at(9)) == State.ABSENT
    trial.ask(by=dorte, at=monday_at(9))
    worker.do_duties(at=monday_at(9))
    seen = trial.last(town.municipality)
    assert seen is not None
    assert (seen.is_well, seen.told) == (True, {"red": []})
    assert state(town, monday_at(9)) == State.WELL
    assert state(town, monday_at(9) + dt.timedelta(days=3)) == State.UNWELL
    [again] = Duty.objects.filter(name=trial.TRY, done_at=None)
    assert again.due_at == monday_at(9).replace(hour=3, minute=35) + dt.timedelta(days=1)


def test_a_table_that_reaches_nobody_is_red(town: Town, dorte: Staff) -> None:
    trial.ask(by=dorte, at=monday_at(9))
    worker.do_duties(at=monday_at(9))
    seen = trial.last(town.municipality)
    assert seen is not None
    assert (seen.is_well, seen.told) == (False, {"red": ["routing-no-table"]})
    assert state(town, monday_at(9)) == State.UNWELL


def test_a_named_team_without_people_is_not_well_although_a_phone_is_answered(
    town: Town, dorte: Staff
) -> None:
    rulebook.start(town.municipality)
    Contact.objects.filter(municipality=town.municipality).update(hours={"always": True}, phone="12 34 56 78")
    trial.ask(by=dorte, at=monday_at(9))
    worker.do_duties(at=monday_at(9))
    seen = trial.last(town.municipality)
    assert seen is not None
    assert "team-without-people" in seen.told["red"]


def test_only_who_sees_the_routing_may_have_it_tried(town: Town, anna: Staff, dorte: Staff) -> None:
    with pytest.raises(Forbidden):
        trial.ask(by=anna, at=monday_at(9))
    client = Client()
    client.force_login(dorte)
    assert client.post("/fordeling/afproev/").status_code == 302
    assert Duty.objects.filter(name=trial.TRY).count() == 1
