"""Text messages: »new, log in« to whoever is on duty, by whatever gateway there is, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from beredskab.access.acting import acting_as, as_role
from beredskab.organisation.models import Staff
from beredskab.outbox import worker
from beredskab.outbox.messages import tell_by_sms
from beredskab.outbox.models import Message
from beredskab.outbox.vocabulary import Channel, Kind
from notifications.rota import chain, shifts
from tests import build
from tests.build import monday_at
from tests.cast import Town

FAILED: list[str] = []


def broken(number: str, text: str, *, id: Any) -> None:
    FAILED.append(str(id))
    raise OSError("the gateway is away")


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.SMS_GATEWAY, settings.SMS_FOLDER = "file", tmp_path / "sms"
    return tmp_path / "sms"


def sent(folder: Path) -> list[dict[str, str]]:
    return [json.loads(one.read_text()) for one in sorted(folder.glob("*.json"))]


def texts_to(person: Staff) -> int:
    with as_role("clock") as alias:
        rows = Message.objects.using(alias).filter(recipient=person, channel=Channel.SMS)
        return rows.count()


def test_a_text_says_that_there_is_something_and_nothing_else(anna: Staff, cia: Staff, folder: Path) -> None:
    with acting_as(anna):
        tell_by_sms(cia, Kind.NEWS, at=monday_at(9))
    assert worker.deliver(at=monday_at(9)) == 1
    (one,) = sent(folder)
    assert (one["to"], one["text"]) == (cia.phone, "Der er nyt til dig i Beredskabsportalen")
    assert not list(folder.glob("*.part"))


def test_without_a_gateway_or_a_number_nothing_is_promised(
    anna: Staff, cia: Staff, settings: Any, folder: Path
) -> None:
    cia.phone = ""
    with acting_as(anna):
        tell_by_sms(cia, Kind.NEWS, at=monday_at(9))
        settings.SMS_GATEWAY = ""
        tell_by_sms(anna, Kind.NEWS, at=monday_at(9))
    assert (texts_to(cia), texts_to(anna)) == (0, 0)


def test_a_gateway_that_is_away_is_tried_again_with_the_same_id(
    anna: Staff, cia: Staff, settings: Any, tmp_path: Path
) -> None:
    FAILED.clear()
    settings.SMS_GATEWAY, settings.SMS_FOLDER = f"{__name__}.broken", tmp_path
    with acting_as(anna):
        tell_by_sms(cia, Kind.NEWS, at=monday_at(9))
    assert worker.deliver(at=monday_at(9)) == 0
    settings.SMS_GATEWAY = "file"
    assert worker.deliver(at=monday_at(9, 5)) == 1
    assert [one["id"] for one in sent(tmp_path)] == FAILED


def test_who_holds_the_inbox_gets_a_text_about_an_acute_concern_and_the_chain_sends_them_on(
    anna: Staff, cia: Staff, ida: Staff, town: Town, folder: Path
) -> None:
    day = monday_at(9).date()
    shifts.plan(town.reception, starts_on=day, ends_on=day, people=(cia, ida), by=cia, at=monday_at(7))
    concern = build.concern(filed_by=anna, team=town.reception)
    with acting_as(anna):
        chain.text_holder(concern, at=monday_at(9))
    assert (texts_to(cia), texts_to(ida)) == (1, 0)
    ids: dict[str, object] = {"filer": anna.pk, "step": chain.DEPUTY, "concern": str(concern.pk)}
    chain.do_step(ids, monday_at(9, 15))
    assert (texts_to(cia), texts_to(ida)) == (1, 1)
