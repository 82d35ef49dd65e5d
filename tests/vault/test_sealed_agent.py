"""A sealed team with a key agent: the passphrase goes to the agent, and no key of the team is on its disk."""

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from beredskab.access import grants
from beredskab.access.acting import acting_as
from beredskab.organisation.models import Staff
from beredskab.vault import keys, safe
from beredskab.vault.models import KeyHolder, Ticket
from beredskab.vault.sealed import members, moving, team, tickets
from tests.cast import Town
from tests.vault.agents import RunningAgent, running
from tests.vault.members import key_of, sealed_holder

SOON = dt.timedelta(minutes=1)
WORDS = "Det er ham, der passer maskinen"
PHRASE = "fire heste går over broen"


@pytest.fixture
def agent(committing: None, settings: Any, tmp_path: Path) -> Iterator[RunningAgent]:
    with running(tmp_path) as one:
        settings.KEY_AGENT_SOCKET = str(one.socket)
        settings.KEYS = tmp_path / "portal-keys"
        yield one


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def again(person: Staff) -> Staff:
    return Staff.objects.get(pk=person.pk)


def filed(filer: Staff, town: Town) -> tuple[uuid.UUID, bytes]:
    subject = uuid.uuid4()
    with acting_as(filer):
        opened = safe.create(subject, filer=filer)
        holder = safe.seal_to_team(opened, town.closed)
        if team.is_sealed(holder):
            safe.leave_a_part(opened, filer)
        return subject, opened.encrypt("Q6", WORDS)


def read(subject: uuid.UUID, blob: bytes, by: Staff) -> str:
    with acting_as(by):
        return safe.open_for(subject, by=by, at=now(), purpose="handling").decrypt("Q6", blob)


def unlocked(person: Staff) -> Staff:
    person = again(person)
    assert tickets.unlock(PHRASE, session_key="s", by=person, at=now())
    moving.tidy(by=person, at=now())
    return person


def test_the_agent_opens_for_who_has_unlocked_and_holds_no_key_of_the_team(
    agent: RunningAgent, town: Town, anna: Staff, cia: Staff, ida: Staff, emil: Staff
) -> None:
    old, old_blob = filed(anna, town)
    machine = KeyHolder.objects.get(kind="team", ref=town.closed.pk)
    for one in (cia, ida):
        grants.grant(one, "handle_concerns", town.closed)
        members.choose(PHRASE, by=again(one), at=now())
    assert tickets.unlock("noget helt andet her", session_key="s", by=again(cia), at=now()) is None
    team.seal(town.closed, by=again(cia), at=now())
    subject, blob = filed(again(anna), town)
    for locked in (cia, ida):
        with pytest.raises(safe.Locked):
            read(subject, blob, again(locked))
    me = unlocked(cia)
    assert [read(subject, blob, me), read(old, old_blob, me)] == [WORDS, WORDS]
    with pytest.raises(safe.Locked):
        read(old, old_blob, again(ida))
    on_disk = {path.stem for path in agent.keys.glob("*.key")}
    assert str(sealed_holder(town).pk) not in on_disk
    assert str(machine.pk) not in on_disk, "what the team had before it was sealed is gone"
    assert keys.are_well()

    with acting_as(again(anna)) as _facts:
        mine = safe.open_for(subject, by=anna, at=now(), own=True)
        assert mine.is_part

    grants.grant(emil, "handle_concerns", town.closed)
    members.choose(PHRASE, by=again(emil), at=now())
    late = unlocked(emil)
    with pytest.raises(safe.NotShared):
        read(subject, blob, late)
    assert team.let_in(town.closed, key_of(emil), by=me, at=now())
    assert read(subject, blob, late) == WORDS

    grants.revoke(ida, "handle_concerns", town.closed)
    before = sealed_holder(town).pk
    me = unlocked(cia)
    assert sealed_holder(town).pk != before
    assert read(subject, blob, unlocked(emil)) == WORDS


def test_the_agent_looks_at_the_time_itself(
    agent: RunningAgent, town: Town, anna: Staff, cia: Staff, ida: Staff
) -> None:
    """A portal that was taken over says that it is still unlocked."""
    for one in (cia, ida):
        grants.grant(one, "handle_concerns", town.closed)
        members.choose(PHRASE, by=again(one), at=now())
    team.seal(town.closed, by=again(cia), at=now())
    subject, blob = filed(anna, town)
    me = unlocked(cia)
    assert read(subject, blob, me) == WORDS
    Ticket.objects.update(until=now() - SOON)
    held = tickets.held_by(me)
    assert held is not None
    told = {"ticket": str(held.ticket), "secret": "", "session": held.session}
    with pytest.raises(keys.AgentRefuses, match="locked"):
        keys.ask_agent("open", subject=str(subject), actor=me.pk, purpose="x", **told)
