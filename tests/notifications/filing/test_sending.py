"""However often somebody presses: exactly one concern, and the filer knows that it arrived."""

import threading
import uuid
from typing import Any

import pytest
from django.db import connections

from beredskab.access.acting import acting_as, as_role
from beredskab.access.facts import forget
from beredskab.organisation.models import Staff
from beredskab.outbox.models import Duty
from notifications import filing
from notifications.filing import AlreadySent, NotReady
from notifications.models import Concern, Deadline
from notifications.oversight.escalation import ESCALATE
from notifications.vocabulary import State
from tests.build import monday_at
from tests.cast import Town
from tests.journeys.walking import Walk, client_of
from tests.seen import outbox_to, trail_of


def ready_to_send(staff: Staff) -> Walk:
    """A form that stands on its last page, with every gap that is allowed."""
    walk = Walk(staff).start("bekymring")
    walk.answer(danger="no")
    walk.answer(topics=["distress"])
    walk.answer(suspects=["nobody"])
    walk.answer(said="no")
    walk.answer(account="Han er alene hver dag.")
    walk.answer(end="file")
    walk.answer()
    walk.answer(name="Et barn")
    walk.answer(interpreter="unknown")
    walk.answer(talked=["nobody"])
    walk.answer(phone="12 34 56 00")
    assert walk.step == "tjek"
    return walk


def filed_by(staff: Staff) -> list[str]:
    with acting_as(staff):
        return list(Concern.objects.filter(filed_by=staff).values_list("state", flat=True))


def test_starting_twice_with_the_same_page_begins_one_draft(anna: Staff) -> None:
    key = uuid.uuid4()
    first = filing.start(key, certainty="viden", by=anna, at=monday_at(9))
    second = filing.start(key, certainty="viden", by=anna, at=monday_at(9))
    assert (first.pk, filed_by(anna)) == (second.pk, ["draft"])


def test_two_people_with_the_same_key_get_each_their_own(anna: Staff, ole: Staff) -> None:
    key = uuid.uuid4()
    first = filing.start(key, by=anna, at=monday_at(9))
    second = filing.start(key, by=ole, at=monday_at(9))
    assert first.pk != second.pk


def test_sending_again_says_that_it_was_sent_already(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    walk = ready_to_send(anna)
    url = walk.url
    walk.answer()
    receipt = walk.text
    again = Walk(anna, client=walk.client)
    again._read(walk.client.post(url, follow=True), url)
    assert (again.status, again.heading) == (409, "Du har allerede sendt denne underretning")
    again.open(url)
    assert (again.status, again.heading) == (200, "Du har allerede sendt denne underretning")
    assert again.open(f"/bekymring/{walk.draft}/kvittering/").text == receipt
    with acting_as(anna):
        clocks = Deadline.objects.filter(concern=walk.draft).count()
    assert (filed_by(anna), clocks, outbox_to(cia)) == (["filed"], 2, ["news"])
    assert trail_of(walk.concern) == ["draft.started", "concern.filed"]


def test_a_question_in_another_tab_changes_nothing_after_sending(
    ready: Town, anna: Staff, cia: Staff
) -> None:
    walk = ready_to_send(anna)
    other = Walk(anna).open(walk.url.replace("tjek", "set-og-hoert"))
    walk.answer()
    other.answer(account="Noget helt andet")
    assert (other.status, other.heading) == (409, "Du har allerede sendt denne underretning")
    copy = walk.client.get(f"/bekymring/{walk.draft}/sendt/").content.decode()
    assert ("Han er alene hver dag." in copy, "Noget helt andet" in copy) == (True, False)


def test_an_unfinished_draft_cannot_be_sent(ready: Town, anna: Staff) -> None:
    draft = filing.start(uuid.uuid4(), certainty="suspicion", by=anna, at=monday_at(9))
    with pytest.raises(NotReady) as left:
        filing.send(draft, by=anna, at=monday_at(10))
    assert left.value.step.slug == "fare"
    assert filed_by(anna) == ["draft"]


def test_a_late_change_that_opens_advice_is_shown_before_sending(
    ready: Town, anna: Staff, cia: Staff
) -> None:
    walk = ready_to_send(anna)
    other = Walk(anna).open(walk.url.replace("tjek", "hvad")).answer(topics=["physical"])
    assert other.step == "raad-2"
    walk.answer()  # the first tab still shows the check page
    assert (walk.step, filed_by(anna)) == ("raad-2", ["draft"])


def test_of_two_that_send_at_once_one_waits_and_finds_it_sent(
    committing: None, ready: Town, anna: Staff, cia: Staff
) -> None:
    draft = ready_to_send(anna).concern
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def press() -> None:
        me = Staff.objects.get(pk=anna.pk)
        start.wait()
        try:
            filing.send(draft, by=me, at=monday_at(10))
            outcomes.append("sent")
        except AlreadySent:
            outcomes.append("already")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    forget(anna)
    assert (sorted(outcomes), filed_by(anna)) == (["already", "sent"], ["filed"])


def test_what_is_sent_is_closed_to_everybody_but_filer_and_team(
    ready: Town, anna: Staff, bo: Staff, cia: Staff, emil: Staff, gert: Staff, frida: Staff
) -> None:
    walk = ready_to_send(anna)
    walk.answer()
    doors = ["kvittering", "sendt", "fuld-kopi", "filer", "slet", "tjek", ""]
    urls = [f"/bekymring/{walk.draft}/{door}/".replace("//", "/") for door in doors]
    nobody = [f"/bekymring/{uuid.uuid4()}/{door}/".replace("//", "/") for door in doors]
    for other in (bo, cia, emil, gert, frida):
        client = client_of(other)
        got = [client.get(url) for url in urls]
        missing = [client.get(url) for url in nobody]
        assert {one.status_code for one in got} == {404}
        assert [one.content for one in got] == [one.content for one in missing]


def test_the_state_is_filed_and_nothing_of_the_child_stands_in_plain_columns(
    ready: Town, anna: Staff, cia: Staff
) -> None:
    walk = ready_to_send(anna)
    walk.answer()
    concern = walk.concern
    plain = {f.attname: getattr(concern, f.attname) for f in Concern._meta.concrete_fields}
    assert concern.state == State.FILED
    assert [v for v in plain.values() if "barn" in str(v).lower() or "alene" in str(v)] == []


def test_pressing_send_after_the_session_ended_says_plainly_that_it_is_not_sent(
    ready: Town, anna: Staff, cia: Staff
) -> None:
    walk = ready_to_send(anna)
    url = walk.url
    walk.client.logout()
    lost = walk.client.post(url, walk._fields())
    assert lost["Location"] == f"/log-ind/?next={url}%3Figen%3D1"
    back = Walk(anna).open(f"{url}?igen=1")
    assert ("Den er ikke sendt endnu" in back.text, filed_by(anna)) == (True, ["draft"])
    back.url = url
    assert back.answer().step == "kvittering"


def test_a_municipality_without_a_plan_in_force_still_says_whom_to_call(town: Town, anna: Staff) -> None:
    walk = Walk(anna).start("viden").answer(danger="yes")
    numbers = [one["href"] for one in walk.page.select(".stop a.call")]
    assert walk.heading == "Ring, før du gør andet."
    assert {"tel:112", "tel:+4512345678"} <= set(numbers)
    assert walk.go_on().step == "hvad"


def test_sending_asks_for_the_first_warning_of_the_24_hours(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    ready_to_send(anna).answer()
    with as_role("clock") as alias:
        asked = Duty.objects.using(alias).filter(name=ESCALATE)
        assert list(asked.values_list("due_at", flat=True)) == [monday_at(22)]


def test_what_the_filer_was_told_about_the_parents_is_stored_with_its_version(
    ready: Town, anna: Staff, cia: Staff
) -> None:
    walk = ready_to_send(anna)
    assert "Tal med forældrene først" in walk.text
    walk.answer()
    told = [one for one in walk.concern.advice_shown if one["moment"] == "parents"]
    assert told == [{"moment": "parents", "code": "involve_first", "version": 1}]
    assert "Tal med forældrene først" in client_of(cia).get(f"/indbakke/{walk.draft}/").content.decode()
