"""Personal proof of duty: whoever holds the three things has them confirmed; nobody learns anything else."""

import datetime as dt
from typing import Any

import pytest
from django.db import ProgrammingError
from django.test import Client

from beredskab.access.acting import acting_as, as_role
from beredskab.organisation.models import Staff
from beredskab.vault import safe
from notifications.drafting import answers
from notifications.guide.typed import Typed
from notifications.models import Proof
from notifications.oversight import retention
from notifications.proof import fingerprint, keeping
from notifications.reference import new
from notifications.vocabulary import Question
from tests.build import COPENHAGEN, monday_at, tuesday_at
from tests.cast import Town
from tests.journeys.walking import Walk, client_of
from tests.notifications.filing.test_sending import ready_to_send

OTHER = new(2026, lambda letters: letters[0])
HOLDS, UNKNOWN = "Det er bekræftet", "Det kan ikke bekræftes"


def on_the_receipt(walk: Walk) -> dict[str, str]:
    rows = walk.page.select(".summary-row")
    said = [one.select_one("dd").get_text(strip=True) for one in rows]  # type: ignore[union-attr]
    return dict(zip(("reference", "sent", "fingerprint"), said, strict=True))


def sent(anna: Staff) -> tuple[Walk, dict[str, str]]:
    walk = ready_to_send(anna).answer()
    return walk, on_the_receipt(walk)


def asked(said: dict[str, str], client: Client | None = None) -> Any:
    return (client or Client()).post("/bevis/", said)


def test_anybody_who_holds_the_receipt_has_it_confirmed_and_is_told_nothing_else(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(9, 30))
    _walk, said = sent(anna)
    assert said["sent"] == "23.11.2026 09.30"
    page = asked(said).content.decode()
    assert HOLDS in page
    assert not [
        word for word in ("Anna", "Modtagelsen", "alene", "bekymring") if word in page.split("<main")[1]
    ]
    assert HOLDS in asked({name: words.lower() for name, words in said.items()}).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"reference": OTHER},
        {"sent": "23.11.2026 09.31"},
        {"fingerprint": "2222-2222-2222-2222"},
    ],
    ids=["another reference", "a minute later", "another fingerprint"],
)
def test_a_wrong_word_and_what_never_was_get_the_same_answer(
    ready: Town, anna: Staff, cia: Staff, freeze: Any, wrong: dict[str, str]
) -> None:
    freeze(monday_at(9, 30))
    _walk, said = sent(anna)
    answer = asked({**said, **wrong})
    assert (answer.status_code, UNKNOWN in answer.content.decode()) == (200, True)


def test_what_is_mistyped_is_told_before_anything_is_looked_up(ready: Town) -> None:
    answer = asked({"reference": "BK-26-0000-00-0", "sent": "i går", "fingerprint": "kort"})
    assert (answer.status_code, answer.content.decode().count("error-message")) == (422, 3)


def test_a_neighbour_confirms_only_its_own(
    ready: Town, neighbour: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(9))
    _walk, said = sent(anna)
    moments = [dt.datetime(2026, 11, 23, 9, 0, tzinfo=COPENHAGEN)]
    there = keeping.confirm(
        neighbour.municipality.slug,
        said["reference"],
        moments,
        said["fingerprint"],
        address="192.0.2.1",
        at=monday_at(10),
    )
    assert there is keeping.Answered.UNKNOWN


def test_trying_often_from_one_address_is_slowed_down_for_ten_minutes(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(9))
    _walk, said = sent(anna)
    wrong = {**said, "fingerprint": "2222-2222-2222-2222"}
    codes = [asked(wrong).status_code for _ in range(keeping.TRIES)]
    slowed = asked(said)
    elsewhere = asked(said, Client(REMOTE_ADDR="192.0.2.7"))
    assert (set(codes), slowed.status_code) == ({200}, 429)
    assert (HOLDS in slowed.content.decode(), HOLDS in elsewhere.content.decode()) == (False, True)
    freeze(monday_at(9, 11))
    assert HOLDS in asked(said).content.decode()


def test_what_is_stored_later_no_longer_has_the_fingerprint_and_the_filer_is_told(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(9))
    walk, _said = sent(anna)
    sheet = f"/bekymring/{walk.draft}/sendt/"
    assert "Uændret, siden du sendte den" in client_of(anna).get(sheet).content.decode()
    with acting_as(anna):
        opened = safe.open_for(walk.draft, by=anna, at=monday_at(9), purpose="filing")
        answers.keep(opened, Question.ACCOUNT, Typed({"account": ("Noget andet",)}), at=monday_at(10))
    page = client_of(anna).get(sheet).content.decode()
    assert ("Uændret, siden du sendte den" in page, "Det er ikke det, der blev sendt" in page) == (
        False,
        True,
    )


def test_the_application_can_read_no_proof_and_the_worker_deletes_what_is_over(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(9))
    sent(anna)
    with acting_as(anna):
        assert Proof.objects.count() == 0
    with as_role("owner"):
        assert list(Proof.objects.values_list("last_year", flat=True)) == [2036]
        Proof.objects.update(last_year=2025)
    retention.sweep()
    with as_role("owner"):
        assert not Proof.objects.exists()
    with pytest.raises(ProgrammingError), as_role("clock") as alias:
        list(Proof.objects.using(alias).values_list("lock"))


def test_the_fingerprint_hangs_on_every_word_and_on_nothing_that_the_portal_worked_out() -> None:
    told = {"account": {"account": ["Hun er alene."], "given_for": ["home"]}, "person": {"leader_out": ["1"]}}

    def mark(**changes: Any) -> str:
        typed = {**told, **changes.get("answers", {})}
        return fingerprint.of(
            changes.get("salt", "s"),
            changes.get("reference", "BK-26-2222-22-F"),
            changes.get("at", monday_at(9)),
            typed,
            changes.get("files", ()),
        )

    assert fingerprint.read(mark()) == mark()
    assert mark(answers={"person": {}, "account": {"account": ["Hun er alene."]}}) == mark()
    others = [
        mark(salt="t"),
        mark(reference="BK-26-3333-33-F"),
        mark(at=tuesday_at(9)),
        mark(answers={"account": {"account": ["Hun er alene!"]}}),
        mark(files=["a"]),
    ]
    assert len({mark(), *others}) == len(others) + 1
