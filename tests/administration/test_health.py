"""What machines are told: monitoring hears of every fault, the load balancer only of a dead process."""

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connections
from django.test import Client
from django.utils import timezone, translation

from beredskab.access.acting import as_role
from beredskab.administration import health
from beredskab.administration.health import Finding, Health, State
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox import duties, observing, worker
from beredskab.outbox.models import Check, Duty, Message
from beredskab.outbox.vocabulary import Kind
from beredskab.signin import certificates
from beredskab.signin.models import Protocol, Provider
from beredskab.vault import envelope, keys
from tests.cast import Town

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


# --- what operators are told --------------------------------------------------------------------


def answers(place: Municipality, at: dt.datetime) -> dict[str, Finding]:
    with translation.override("en"):
        return {one.check.name: one.finding for one in health.ask_all(place, at=at)}


def test_what_the_worker_sees_every_minute_is_unwell_once_nobody_looks(town: Town, keys_well: None) -> None:
    worker.beat("host:1", at=NOON)
    worker.observe(at=NOON)
    seen = answers(town.municipality, NOON)
    assert {seen[name].state for name in ("worker", "work", "mail", "database")} == {State.WELL}
    later = answers(town.municipality, NOON + dt.timedelta(minutes=6))
    assert {later[name].state for name in ("worker", "work", "mail", "disk")} == {State.UNWELL}


def test_work_that_fails_three_times_is_named_and_what_is_about_concerns_is_not_counted(
    town: Town, keys_well: None
) -> None:
    for key in ("a", "b"):
        duties.ask("plans.lint", key, due=NOON, municipality=town.municipality.pk)
        duties.ask("notifications.remind", key, due=NOON, concern=str(uuid.uuid4()))
    with as_role("clock") as alias:
        Duty.objects.using(alias).update(attempts=3, fault="KeyError")
    worker.observe(at=NOON)
    seen = Check.objects.get(name="work")
    assert (seen.is_well, seen.told["failing"], seen.told["about_concerns"]) == (
        False,
        [{"name": "plans.lint", "fault": "KeyError", "count": 2}],
        True,
    )
    assert answers(town.municipality, NOON)["work"].state == State.UNWELL


@pytest.mark.parametrize(("minutes", "is_well"), [(14, True), (16, False)])
def test_mail_may_wait_for_a_quarter_of_an_hour(town: Town, gert: Staff, minutes: int, is_well: bool) -> None:
    Message.objects.bulk_create(
        [Message(recipient=gert, kind=Kind.NEWS, due_at=NOON, created_at=NOON, fault="timeout")]
    )
    worker.observe(at=NOON + dt.timedelta(minutes=minutes))
    seen = Check.objects.get(name="mail")
    assert (seen.is_well, seen.told) == (is_well, {"faults": [] if is_well else ["timeout"]})


@pytest.mark.parametrize(
    ("days", "was_well", "state"),
    [(0, True, State.WELL), (31, True, State.WELL), (32, True, State.UNWELL), (1, False, State.UNWELL)],
)
def test_a_backup_that_was_tried_is_good_for_a_month(
    town: Town, keys_well: None, days: int, was_well: bool, state: State
) -> None:
    assert answers(town.municipality, NOON)["backup"].state == State.ABSENT
    observing.leave("backup", is_well=was_well, at=NOON)
    assert answers(town.municipality, NOON + dt.timedelta(days=days))["backup"].state == state


def test_a_check_that_fails_takes_no_other_one_with_it(
    town: Town, keys_well: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ValueError("the password is secret")

    monkeypatch.setattr(health, "last_beat", fail)
    found = answers(town.municipality, NOON)
    assert (found["worker"].state, "secret" in found["worker"].text) == (State.UNWELL, False)
    assert found["database"].state == State.WELL


def test_the_command_says_how_every_part_is_and_ends_with_its_worst(
    town: Town, keys_well: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("health", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (ended.value.code, told["state"]) == (1, "unwell")
    names = [row["name"] for row in told["checks"]]
    assert {"database", "worker", "mail", "keys", "backup", "plans", "login", "disk"} <= set(names)
    [backup] = [row for row in told["checks"] if row["name"] == "backup"]
    assert (backup["state"], backup["at"], backup["municipality"]) == ("absent", None, None)
    [plans] = [row for row in told["checks"] if row["name"] == "plans"]
    assert plans["municipality"] == town.municipality.slug


def test_the_end_of_a_providers_certificate_is_said_a_month_before(town: Town) -> None:
    _private, public = envelope.new_certificate("provider.example")
    inside = "".join(public.decode().splitlines()[1:-1])
    Provider.objects.create(
        municipality=town.municipality,
        slug="login",
        protocol=Protocol.SAML,
        name="Login",
        issuer="https://provider.example",
        metadata=f"<ds:X509Certificate>\n{inside}</ds:X509Certificate>",
    )
    [way] = certificates.of(town.municipality)
    assert way.ends is not None
    soon, over = way.ends - dt.timedelta(days=29), way.ends + dt.timedelta(days=1)
    assert [answers(town.municipality, at)["login"].state for at in (NOON, soon, over)] == [
        State.WELL,
        State.LOOK,
        State.UNWELL,
    ]
