"""The key agent as a process of its own: it opens for whom it must, and nobody gets a key out of it."""

import datetime as dt
import json
import os
import socket
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from beredskab.access import grants
from beredskab.access.acting import acting_as, as_role
from beredskab.access.facts import forget
from beredskab.access.models import Exclusion
from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff
from beredskab.vault import blind, envelope, keys, own, safe
from beredskab.vault.agent import client, wire
from beredskab.vault.agent.pace import HOUR, Pace
from beredskab.vault.models import HolderKind, KeyHolder, SealedKey
from notifications import handling
from notifications.other_teams import transferring
from notifications.vocabulary import State
from tests import build
from tests.cast import Town
from tests.vault.agents import RunningAgent, running

MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
WORDS = "Far slog mig"


@pytest.fixture
def agent(committing: None, settings: object, tmp_path: Path) -> Iterator[RunningAgent]:
    with running(tmp_path, KEY_AGENT_HOURLY="5") as one:
        settings.KEY_AGENT_SOCKET = str(one.socket)  # type: ignore[attr-defined]
        settings.KEYS = tmp_path / "portal-keys"  # type: ignore[attr-defined]
        yield one


def filed(filer: Staff, town: Town) -> tuple[uuid.UUID, bytes]:
    subject = uuid.uuid4()
    with acting_as(filer):
        opened = safe.create(subject, filer=filer)
        safe.seal_to_team(opened, town.reception)
        return subject, opened.encrypt("Q6", WORDS)


def read(subject: uuid.UUID, blob: bytes, by: Staff) -> str:
    forget(by)
    with acting_as(by):
        return safe.open_for(subject, by=by, at=MONDAY, purpose="handling").decrypt("Q6", blob)


def again(person: Staff) -> Staff:
    """As the next request has them: nothing is remembered of the one before."""
    return Staff.objects.get(pk=person.pk)


def test_the_agent_opens_for_filer_and_team_and_for_nobody_else(
    agent: RunningAgent, town: Town, anna: Staff, cia: Staff, emil: Staff, frida: Staff, gert: Staff
) -> None:
    subject, blob = filed(anna, town)
    assert [read(subject, blob, by) for by in (again(anna), cia)] == [WORDS, WORDS]
    for outsider in (emil, frida, gert):
        with pytest.raises(safe.NotYours):
            read(subject, blob, outsider)


def test_the_portal_has_no_private_key_on_disk_and_is_given_none(
    agent: RunningAgent, town: Town, anna: Staff, cia: Staff, settings: object
) -> None:
    subject, blob = filed(anna, town)
    read(subject, blob, cia)
    assert not Path(settings.KEYS).exists()  # type: ignore[attr-defined]
    holders = {f"{pk}.key" for pk in KeyHolder.objects.values_list("pk", flat=True)}
    assert len(holders) == 3  # filer, recovery, team
    assert holders <= {path.name for path in agent.keys.iterdir()}
    with pytest.raises(keys.KeyMissing):
        keys.private_key(KeyHolder.objects.get(kind="team"))


def test_the_agent_looks_at_grants_and_exclusions_itself(
    agent: RunningAgent, town: Town, anna: Staff, cia: Staff, ida: Staff
) -> None:
    """A portal that was taken over asks all the same: past every check of ours."""
    subject, _blob = filed(anna, town)
    with acting_as(anna):
        Exclusion.objects.bulk_create(
            [Exclusion(subject=subject, staff=cia, cause=Exclusion.Cause.SUSPECTED, since=MONDAY)]
        )
    grants.revoke(ida, "handle_concerns", town.reception)

    def asked(actor: int) -> str:
        try:
            keys.ask_agent("open", subject=str(subject), actor=actor, purpose="handling")
        except keys.AgentRefuses as reason:
            return str(reason)
        return "opened"

    assert [asked(one.pk) for one in (cia, ida, anna)] == ["excluded", "not yours", "opened"]
    Staff.objects.filter(pk=anna.pk).update(is_active=False)
    assert asked(anna.pk) == "left"


def test_no_log_no_key(agent: RunningAgent, town: Town, anna: Staff, cia: Staff) -> None:
    subject, blob = filed(anna, town)
    read(subject, blob, cia)
    with as_role("owner"):
        rows = Entry.objects.filter(concern=subject, verb="concern.read")
        assert list(rows.values_list("actor_id", "purpose", "plain")) == [
            (cia.pk, "handling", {"by": "agent"})
        ]
        with connection.cursor() as cursor:
            cursor.execute("REVOKE INSERT ON audit_entry FROM app")
    with pytest.raises(keys.AgentRefuses, match="fault"):
        keys.ask_agent("open", subject=str(subject), actor=cia.pk, purpose="handling")
    assert '"answer": "fault"' in agent.lines()[-1]


def test_what_was_opened_stays_traced_when_the_page_then_fails(
    agent: RunningAgent, town: Town, anna: Staff, cia: Staff
) -> None:
    subject, blob = filed(anna, town)

    def page() -> None:
        with acting_as(cia):
            safe.open_for(subject, by=cia, at=MONDAY, purpose="handling").decrypt("Q6", blob)
            raise RuntimeError("the page breaks")

    with pytest.raises(RuntimeError):
        page()
    with as_role("owner"):
        assert Entry.objects.filter(concern=subject, verb="concern.read").count() == 1


def test_a_draft_of_this_very_request_opens_before_it_is_committed(
    agent: RunningAgent, town: Town, anna: Staff
) -> None:
    subject = uuid.uuid4()
    with acting_as(anna):
        blob = safe.create(subject, filer=anna).encrypt("Q6", WORDS)
        assert safe.open_for(subject, by=anna, at=MONDAY).decrypt("Q6", blob) == WORDS
    assert read(subject, blob, again(anna)) == WORDS


def test_one_person_opens_so_many_in_an_hour_and_a_writer_is_never_slowed(
    agent: RunningAgent, town: Town, anna: Staff, cia: Staff, ida: Staff
) -> None:
    notifications = [filed(anna, town) for _ in range(6)]
    for subject, blob in notifications[:5]:
        assert [read(subject, blob, cia) for _ in range(3)] == [WORDS] * 3  # the same one again is no more
    with pytest.raises(safe.TooMany):
        read(*notifications[5], cia)
    assert read(*notifications[5], ida) == WORDS
    assert [read(*one, again(anna)) for one in notifications] == [WORDS] * 6
    with as_role("owner"):
        assert Entry.objects.filter(concern=notifications[5][0], actor_id=cia.pk).count() == 0


def test_the_pace_forgets_after_an_hour() -> None:
    pace = Pace(2)
    assert [pace.allows(1, name, at=0.0) for name in ("a", "b", "c")] == [True, True, False]
    assert pace.allows(2, "c", at=1.0)
    assert [pace.allows(1, "c", at=HOUR - 1), pace.allows(1, "c", at=HOUR)] == [False, True]


def asks_as(user: int, place: Path) -> str:
    """What another user's process is answered; a fork, because the interpreter may be ours alone."""
    answer, back = os.pipe()
    child = os.fork()
    if child == 0:
        os.setuid(user)
        try:
            client.ask(place, "well")
            os.write(back, b"answered")
        except (client.Refused, client.Away) as reason:
            os.write(back, str(reason).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(back)
    with os.fdopen(answer) as pipe:
        return pipe.read()


@pytest.mark.skipif(os.geteuid() != 0, reason="another user can only be played by root")
def test_another_user_of_the_machine_is_refused_by_the_kernels_word(agent: RunningAgent, town: Town) -> None:
    agent.socket.chmod(0o666)
    for folder in (agent.socket.parent, *agent.socket.parent.parents):
        if folder != Path("/") and not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o011)

    assert [asks_as(user, agent.socket) for user in (0, 65534)] == ["answered", "peer"]


@pytest.mark.skipif(os.geteuid() != 0, reason="another user can only be played by root")
def test_another_user_reads_neither_keys_nor_log(agent: RunningAgent, town: Town, anna: Staff) -> None:
    filed(anna, town)
    private = next(agent.keys.glob("*.key"))
    for path in (private, agent.log):
        child = os.fork()
        if child == 0:
            os.setuid(65534)
            try:
                path.read_bytes()
            except PermissionError:
                os._exit(0)
            os._exit(1)
        assert os.waitpid(child, 0)[1] == 0, path


def test_a_notification_is_handled_to_its_end_through_the_agent(
    agent: RunningAgent, town: Town, anna: Staff, cia: Staff, emil: Staff
) -> None:
    """Assessing, deciding, writing, reading as page and as filer, passing on: as it runs for real."""
    concern = build.concern(filed_by=again(anna), team=town.reception, state=State.ASSESSED, by=cia)
    handling.add_note(concern, "Ringet til skolen", by=cia, at=MONDAY)
    handling.message_filer(concern, "Vi ringer i dag", by=cia, at=MONDAY)
    members, filers = Client(), Client()
    members.force_login(cia)
    filers.force_login(anna)
    answers = [
        members.get(f"/indbakke/{concern.pk}/"),
        filers.get(f"/bekymring/{concern.pk}/beskeder/"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "Ringet til skolen" in answers[0].content.decode()
    assert "Vi ringer i dag" in answers[1].content.decode()
    transferring.transfer(concern, town.other_team, "Bor hos jer", by=cia, at=MONDAY)
    with acting_as(emil):
        assert safe.open_for(concern.pk, by=emil, at=MONDAY, purpose="handling")
    forget(cia)
    with acting_as(cia), pytest.raises(safe.NotYours):
        safe.open_for(concern.pk, by=cia, at=MONDAY, purpose="handling")


def test_the_log_of_the_agent_holds_ids_and_no_words(
    agent: RunningAgent, town: Town, anna: Staff, cia: Staff
) -> None:
    subject, blob = filed(anna, town)
    read(subject, blob, cia)
    blind.index_of("cpr", "0102214321", municipality=1)
    last = [json.loads(line.split(" INFO ")[1]) for line in agent.lines()]
    assert {"pid": os.getpid(), "uid": os.geteuid()}.items() <= last[0].items()
    opening = next(line for line in last if line["op"] == "open")
    assert (opening["actor"], opening["subject"], opening["answer"]) == (cia.pk, str(subject), "ok")
    assert not any(word in "".join(agent.lines()) for word in (WORDS, "0102214321", "Anna"))


def test_small_secrets_blind_index_and_rescued_posts_go_through_the_agent(
    agent: RunningAgent, town: Town, anna: Staff, cia: Staff
) -> None:
    subject = uuid.uuid4()
    blob = own.seal("providers", subject, "secret", "løn")
    assert own.unseal("providers", subject, "secret", blob) == "løn"
    for name in ("anchor", "blind-index", str(KeyHolder(kind="team").pk)):
        with pytest.raises(keys.KeyMissing):
            own.seal(name, subject, "secret", "x")
    one = blind.index_of("cpr", "0102214321", municipality=1)
    assert (one == blind.index_of("cpr", "0102214321", municipality=1), len(one)) == (True, 32)
    sealed = safe.seal_message_to(anna.pk, b"half a sentence")
    assert safe.open_message(sealed, by=anna) == b"half a sentence"
    keys.holder_of(HolderKind.STAFF, cia.pk)
    with pytest.raises(envelope.CannotOpen):
        safe.open_message(sealed, by=cia)


def test_without_the_agent_nothing_opens_and_health_says_so(
    agent: RunningAgent, town: Town, anna: Staff, cia: Staff
) -> None:
    subject, blob = filed(anna, town)
    assert keys.are_well()
    team = KeyHolder.objects.get(kind="team")
    away = agent.keys / f"{team.pk}.key"
    away.rename(away.with_suffix(".away"))
    assert not keys.are_well()
    with pytest.raises(keys.KeyMissing):
        read(subject, blob, cia)
    away.with_suffix(".away").rename(away)
    agent.stop()
    assert not keys.are_well()
    with pytest.raises(keys.KeyMissing):
        read(subject, blob, cia)


def test_frames_that_are_none_of_ours_do_not_stop_it(agent: RunningAgent, town: Town) -> None:
    for told in (b"", b"\xff\xff\xff\xff", b"\0\0\0\2hi", b"\0\0\0\3[1]", b"\0\0\1"):
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(agent.socket))
            line.sendall(told)
            line.shutdown(socket.SHUT_WR)
            line.recv(100)
    for words in ({"op": "nothing"}, {"op": "open"}, {"op": "open", "subject": 1, "actor": "x"}):
        with pytest.raises(client.Refused):
            client.ask(agent.socket, str(words.pop("op")), **words)
    assert client.ask(agent.socket, "well") == {"well": True}
    assert wire.unpacked(wire.packed(b"\0\1")) == b"\0\1"


def test_many_ask_at_once(agent: RunningAgent, town: Town, anna: Staff, cia: Staff) -> None:
    subject, _blob = filed(anna, town)
    got: list[object] = []

    def ask() -> None:
        told = {"subject": str(subject), "actor": cia.pk, "purpose": "handling"}
        got.append(client.ask(agent.socket, "open", **told)["key"])

    threads = [threading.Thread(target=ask) for _ in range(30)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(got), len(set(map(str, got)))) == (30, 1)
    assert SealedKey.objects.count() == 0  # we are nobody here: row-level security shows none
