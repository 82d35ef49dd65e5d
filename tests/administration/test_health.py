"""What machines are told: monitoring hears of every fault, the load balancer only of a dead process."""

import datetime as dt
import json
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.utils import timezone

from beredskab.administration import health
from beredskab.administration.health import Health
from beredskab.outbox import worker
from beredskab.vault import keys

WELL = Health(True, True, True, True)
NOON = dt.datetime(2026, 6, 2, 12, tzinfo=dt.UTC)


@pytest.fixture
def keys_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "are_well", lambda: True)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(0, WELL), (1, WELL), (3, Health(True, False, True, True))],
)
def test_a_worker_is_well_for_two_minutes_after_it_looked_round(
    db: None, keys_well: None, minutes: int, expected: Health
) -> None:
    worker.beat("host:1", at=NOON)
    assert health.look(at=NOON + dt.timedelta(minutes=minutes)) == expected


def test_without_any_worker_the_portal_is_not_well(db: None, keys_well: None) -> None:
    assert health.look(at=NOON) == Health(database=True, worker=False, keys=True, ledger=True)


def test_monitoring_hears_that_all_is_well(db: None, keys_well: None) -> None:
    worker.beat("host:1", at=timezone.now())
    answer = Client().get("/sundhed/")
    assert (answer.status_code, json.loads(answer.content)) == (
        200,
        {"status": "well", "database": True, "worker": True, "keys": True, "ledger": True},
    )


def test_a_database_that_is_away_is_told_to_monitoring_but_takes_nothing_off_the_air(
    db: None, monkeypatch: pytest.MonkeyPatch, keys_well: None
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("password of app is secret")

    with monkeypatch.context() as outage:
        outage.setattr(connections["default"], "cursor", refuse)
        sick, living = Client().get("/sundhed/"), Client().get("/sundhed/levende/")
    assert (sick.status_code, json.loads(sick.content)) == (
        503,
        {"status": "unwell", "database": False, "worker": False, "keys": True, "ledger": False},
    )
    assert (living.status_code, json.loads(living.content)) == (200, {"status": "living"})


@pytest.mark.parametrize("path", ["/sundhed/levende/", "/sundhed/"])
def test_machines_may_ask_by_address_and_change_nothing(db: None, keys_well: None, path: str) -> None:
    client = Client(headers={"host": "10.1.2.3"})
    assert client.get(path).status_code in {200, 503}
    assert client.post(path).status_code == 405
    assert client.get(path).headers["Cache-Control"] == "no-store"
    assert not client.cookies


def test_other_addresses_of_machines_do_not_exist(db: None) -> None:
    assert Client().get("/sundhed/alt/").status_code == 404
