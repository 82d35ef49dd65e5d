"""Anchors of the log lie elsewhere. Who cuts the log or writes it anew is found by them, and gets none."""

import contextlib
import datetime as dt
import http.server
import json
import random
import threading
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from beredskab.access.acting import as_role
from beredskab.administration.health import Look, State
from beredskab.administration.safekeeping import anchoring, told_to_health
from beredskab.audit import anchors, chain
from beredskab.audit.models import Entry, Seal
from beredskab.outbox import worker
from beredskab.outbox.models import Check
from tests.audit.test_chain import MONDAY, as_superuser, sealed_log
from tests.cast import Town

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> Path:
    settings.KEYS = tmp_path / "keys"
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    settings.ANCHOR_FOLDER = str(folder)
    settings.ROUND_PARTS = ["beredskab.administration.safekeeping.anchoring.look_round"]
    return folder


def verify(*words: str) -> dict[str, Any]:
    said = StringIO()
    with contextlib.suppress(SystemExit):
        call_command("verify_log", "--json", *words, stdout=said)
    return dict(json.loads(said.getvalue()))


def kinds(folder: Path) -> list[str]:
    return [fault["kind"] for fault in verify("--anchors", str(folder))["faults"]]


def anchored(entries: int, at: dt.datetime = MONDAY) -> None:
    sealed_log(entries)
    worker.other_parts(at=at)


def what_was_left() -> Check:
    return Check.objects.get(name=anchoring.NAME)


def chain_anew() -> None:
    """All seals computed again, as somebody does who rules the database and has read our code."""
    with as_role("owner"):
        seals = list(Seal.objects.order_by("position"))
        entries = Entry.objects.in_bulk([seal.entry for seal in seals])
    previous = chain.GENESIS
    for seal in seals:
        previous = chain.digest_of(entries[seal.entry], previous)
        as_superuser("UPDATE audit_seal SET digest = %s WHERE position = %s", previous, seal.position)


def test_a_log_that_nobody_touched_fits_its_anchors(places: Path) -> None:
    anchored(3)
    anchored(2, MONDAY + 10 * MINUTE)
    told = verify("--anchors", str(places))
    assert (told["holds"], told["anchors"], told["last_anchor"], told["sealed"]) == (True, 2, 5, 5)
    assert (what_was_left().is_well, what_was_left().told["position"]) == (True, 5)


def test_a_cut_tail_is_found_by_an_anchor_and_by_nothing_else(places: Path) -> None:
    anchored(5)
    as_superuser("DELETE FROM audit_entry WHERE id IN (SELECT entry FROM audit_seal WHERE position > 3)")
    as_superuser("DELETE FROM audit_seal WHERE position > 3")
    assert verify()["faults"] == []
    assert kinds(places) == ["cut"]


def test_a_chain_that_was_written_anew_is_found(places: Path) -> None:
    anchored(4)
    as_superuser("UPDATE audit_entry SET actor_id = 99 WHERE verb = 'plan.published'")
    chain_anew()
    assert verify()["faults"] == []
    assert kinds(places) == ["rewritten"]


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_done_to_what_was_anchored_is_found(places: Path, seed: int) -> None:
    dice = random.Random(seed)
    count = dice.randint(3, 9)
    anchored(count)
    victim = dice.randint(1, count)
    with as_role("owner"):
        entry = Seal.objects.get(position=victim).entry
    way = dice.choice(["edit", "delete", "cut", "all gone", "clock back"])
    if way == "edit":
        as_superuser("UPDATE audit_entry SET purpose = 'x' WHERE id = %s", entry)
        chain_anew()
    elif way == "clock back":
        as_superuser("UPDATE audit_entry SET at = at - interval '1 day' WHERE id = %s", entry)
        chain_anew()
    elif way == "delete":
        as_superuser("DELETE FROM audit_entry WHERE id = %s", entry)
        as_superuser("DELETE FROM audit_seal WHERE position = %s", victim)
        as_superuser("UPDATE audit_seal SET position = position - 1 WHERE position > %s", victim)
        chain_anew()
    elif way == "cut":
        as_superuser("DELETE FROM audit_seal WHERE position >= %s", victim)
        as_superuser("DELETE FROM audit_entry WHERE id NOT IN (SELECT entry FROM audit_seal)")
    else:
        as_superuser("DELETE FROM audit_seal")
        as_superuser("DELETE FROM audit_entry")
    assert verify()["faults"] == [], way
    assert kinds(places) != [], way


def test_who_has_cut_the_log_gets_no_anchor_signed_and_the_health_page_is_red(
    places: Path, town: Town
) -> None:
    anchored(5)
    as_superuser("DELETE FROM audit_seal WHERE position > 3")
    as_superuser("DELETE FROM audit_entry WHERE id NOT IN (SELECT entry FROM audit_seal)")
    later = MONDAY + 10 * MINUTE
    worker.other_parts(at=later)
    seen = what_was_left()
    assert (seen.is_well, seen.told["faults"]) == (False, ["LogIsShorter"])
    look = Look(town.municipality, later, {anchoring.NAME: seen})
    assert told_to_health.anchored(look).state is State.UNWELL
    assert len((places / "anchors-2026-11.jsonl").read_text().splitlines()) == 1
    anchored(1, later + 10 * MINUTE)  # as long as before again after two more, and another one
    anchored(1, later + 20 * MINUTE)
    assert what_was_left().told["faults"] == ["LogIsShorter"]


def test_an_anchor_that_somebody_made_up_is_forged(places: Path, tmp_path: Path, settings: Any) -> None:
    anchored(3)
    file = places / "anchors-2026-11.jsonl"
    key = json.loads(file.read_text())["key"]
    file.write_text(file.read_text().replace('"position": 3', '"position": 2'))
    assert kinds(places) == ["forged"]
    settings.KEYS = tmp_path / "other-keys"
    file.unlink()
    worker.other_parts(at=MONDAY + 10 * MINUTE)
    told = verify("--anchors", str(places), "--anchor-key", key)
    assert [fault["kind"] for fault in told["faults"]] == ["forged"]


def test_asking_with_no_anchor_proves_nothing_and_says_so(places: Path) -> None:
    with pytest.raises(CommandError, match="no anchor"):
        call_command("verify_log", "--anchors", str(places))
    (places / "x").write_text('{"anchor": 1, "position": 3')
    with pytest.raises(CommandError, match="no anchor any more"):
        call_command("verify_log", "--anchors", str(places))


def test_anchors_go_every_five_minutes_and_after_a_thousand_rows(
    places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lines() -> int:
        return len((places / "anchors-2026-11.jsonl").read_text().splitlines())

    anchored(2)
    anchored(1, MONDAY + 4 * MINUTE)
    assert lines() == 1
    worker.other_parts(at=MONDAY + 5 * MINUTE)
    assert lines() == 2
    monkeypatch.setattr(anchoring, "ROWS", 3)
    anchored(3, MONDAY + 6 * MINUTE)
    assert lines() == 3


class _Listener(http.server.BaseHTTPRequestHandler):
    got: list[str]
    status = 204

    def do_POST(self) -> None:
        self.got.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture
def listener(settings: Any) -> Iterator[type[_Listener]]:
    """Another machine of the municipality that takes anchors, on this one."""
    kind = type("Listener", (_Listener,), {"got": []})
    server = http.server.HTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.ANCHOR_URL = f"http://127.0.0.1:{server.server_port}/log"
    settings.ANCHOR_HOSTS = ["127.0.0.1"]
    yield kind
    server.shutdown()


def test_an_anchor_goes_to_an_address_too_and_one_place_that_is_away_holds_up_no_other(
    places: Path, listener: type[_Listener]
) -> None:
    listener.status = 500
    anchored(2)
    assert what_was_left().told["faults"] == ["url: NotSent"]
    assert (places / "anchors-2026-11.jsonl").exists()
    listener.status = 204
    worker.other_parts(at=MONDAY + 5 * MINUTE)
    assert what_was_left().is_well
    places.joinpath("sent.txt").write_text(listener.got[-1])
    assert verify("--anchors", str(places / "sent.txt"))["holds"]


def test_a_mail_without_content_goes_once_a_day_and_proves_as_much(places: Path, settings: Any) -> None:
    settings.ANCHOR_MAILS = ["dpo@eksempel.example"]
    for minutes in (0, 10, 24 * 60):
        anchored(1, MONDAY + minutes * MINUTE)
    assert [one.to for one in mail.outbox] == [["dpo@eksempel.example"]] * 2
    assert {one.subject for one in mail.outbox} == {anchoring.SUBJECT}
    (places / "kept.eml").write_bytes(mail.outbox[0].message().as_bytes())
    told = verify("--anchors", str(places / "kept.eml"))
    assert (told["holds"], told["anchors"]) == (True, 1)


def test_another_workers_longer_anchor_is_no_alarm(places: Path) -> None:
    sealed_log(2)
    with as_role("auditor") as alias:
        slow = anchors.head(using=alias, at=MONDAY)
    anchored(2)
    assert slow is not None
    assert anchoring.make(slow).position == 4


def test_without_a_place_to_go_nothing_is_signed_and_health_says_it_is_not_set_up(
    settings: Any, town: Town, tmp_path: Path
) -> None:
    settings.ANCHOR_FOLDER = ""
    anchored(2)
    assert not Check.objects.filter(name=anchoring.NAME).exists()
    assert not (tmp_path / "keys").exists()
    assert told_to_health.anchored(Look(town.municipality, MONDAY)).state is State.ABSENT


def test_the_agent_signs_and_never_a_shorter_log(
    committing: None, settings: Any, tmp_path: Path, places: Path
) -> None:
    from tests.vault.agents import running

    with running(tmp_path) as agent:
        settings.KEY_AGENT_SOCKET = str(agent.socket)
        anchored(3)
        assert verify("--anchors", str(places))["holds"]
        assert (agent.keys / "anchor.key").exists()
        from django.db import transaction

        with transaction.atomic():
            as_superuser("DELETE FROM audit_seal WHERE position > 1")
            as_superuser("DELETE FROM audit_entry WHERE id NOT IN (SELECT entry FROM audit_seal)")
        worker.other_parts(at=MONDAY + 10 * MINUTE)
        assert what_was_left().told["faults"] == ["LogIsShorter"]
