"""The period of observation: dated notes, the writer's alone, put into a notification or gone."""

from typing import Any

from beredskab.access.acting import acting_as, as_role
from beredskab.organisation.models import Staff
from notifications.models import Observation
from tests.build import monday_at
from tests.cast import Town
from tests.journeys.conftest import ready
from tests.journeys.walking import Walk, client_of

__all__ = ["ready"]


def agreed(anna: Staff) -> Walk:
    """Anna will look at it again next week."""
    walk = Walk(anna).start("bekymring")
    walk.answer(danger="no")
    walk.answer(topics=["distress"])
    walk.answer(suspects=["nobody"])
    walk.answer(said="no")
    walk.answer(account="Han er alene.")
    return walk.answer(end="talk", review_0="30", review_1="11", review_2="2026")


def test_notes_with_their_days_go_into_the_account_when_it_becomes_a_notification(
    ready: Town, anna: Staff, bo: Staff, cia: Staff, gert: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    walk = agreed(anna)
    assert (walk.step, "Mine iagttagelser" in walk.text) == ("aftale", True)
    door = f"/bekymring/{walk.draft}/noter/"
    assert walk.client.post(door, {"text": "Han sov ved bordet."}).status_code == 302
    later = {"text": "Ingen madpakke.", "seen_on_0": "20", "seen_on_1": "11", "seen_on_2": "2026"}
    assert walk.client.post(door, later).status_code == 302
    future = {**later, "seen_on_0": "29"}
    assert walk.client.post(door, future).status_code == 422
    page = walk.open(door).text
    assert page.index("20. november 2026") < page.index("23. november 2026")
    assert "Du ser på det igen den 30. november 2026." in page
    for other in (bo, cia, gert):
        assert client_of(other).get(door).status_code == 404
        with acting_as(other):
            assert not Observation.objects.exists()

    walk._read(walk.client.post(f"{door}brug/", follow=True), door)
    walk._read(walk.client.post(f"{door}brug/", follow=True), door)  # twice adds nothing
    account = walk.page.select_one("textarea[name=account]").get_text()  # type: ignore[union-attr]
    notes = "20. november 2026: Ingen madpakke. 23. november 2026: Han sov ved bordet."
    assert " ".join(account.split()) == f"Han er alene. {notes}"


def test_what_was_noted_is_sealed_and_gone_when_the_draft_is_sent(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    walk = agreed(anna)
    walk.client.post(f"/bekymring/{walk.draft}/noter/", {"text": "Han sov ved bordet."})
    with as_role("owner"):
        kept = bytes(Observation.objects.get(concern=walk.draft).text)
    assert b"sov" not in kept
    walk.open(walk.url.replace("aftale", "naeste-skridt")).answer(end="file")
    walk.answer()
    walk.answer(name="Et barn")
    walk.answer(interpreter="unknown")
    walk.answer(talked=["nobody"])
    walk.answer(phone="12 34 56 00").answer()
    assert walk.step == "kvittering"
    with as_role("owner"):
        assert not Observation.objects.exists()


def test_a_note_is_taken_out_again(ready: Town, anna: Staff, freeze: Any) -> None:
    freeze(monday_at(10))
    walk = agreed(anna)
    door = f"/bekymring/{walk.draft}/noter/"
    walk.client.post(door, {"text": "Han sov ved bordet."})
    with acting_as(anna):
        note = Observation.objects.get(concern=walk.draft)
    assert walk.client.post(f"{door}{note.pk}/slet/").status_code == 302
    assert walk.client.post(f"{door}{note.pk}/slet/").status_code == 404
