"""What a notifier is told: that it arrived, to a professional whether something was started, never more."""

import pytest
from bs4 import BeautifulSoup
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from beredskab.access.acting import acting_as
from beredskab.access.guard import Forbidden
from beredskab.outbox.vocabulary import Kind
from beredskab.vault import safe
from notifications import deadlines, handling
from notifications.case import feedback, letters, screening
from notifications.case.feedback import NotOwed
from notifications.case.letters import UnknownGap
from notifications.case.screening import Choice
from notifications.handling import field_of
from notifications.models import Concern, LetterText, Message
from notifications.vocabulary import DeadlineKind, Letter, Notifier, Outcome, State
from tests import build
from tests.build import monday_at, tuesday_at
from tests.seen import outbox_to, trail_of

MORE_THAN_LAWFUL = ("§ 20", "section 20", "police", "Anna", "child welfare")


@pytest.fixture
def decided(anna, cia, ida, town) -> Concern:
    """Cia has decided on an examination of what Anna notified about."""
    return build.concern(filed_by=anna, team=town.reception, state=State.DECIDED, by=cia)


def notified_by(concern: Concern, notifier: Notifier, cia) -> Concern:
    with acting_as(cia):
        Concern.objects.filter(pk=concern.pk).update(notifier=notifier)
        concern.refresh_from_db()
    return concern


def clock_of(concern, by):
    with acting_as(by):
        return deadlines.of(concern).get(DeadlineKind.FEEDBACK)


def read(message, by) -> str:
    with acting_as(by):
        opened = safe.open_for(message.concern_id, by=by, at=monday_at(12))
    return opened.decrypt_shared(field_of(message, "text"), message.text)


def last_letter(concern, by) -> Message:
    with acting_as(by):
        return Message.objects.filter(concern=concern).exclude(letter="").latest("at")


def test_the_decision_starts_a_clock_for_the_feedback(cia, decided):
    clock = clock_of(decided, cia)
    assert (clock.met_at, clock.due_on.isoformat()) == (None, "2026-11-30")


def test_anna_is_told_that_something_was_started_and_nothing_more(anna, cia, decided):
    feedback.give(decided, Letter.STARTED, by=cia, at=tuesday_at(9))
    text = read(last_letter(decided, anna), anna)
    assert decided.reference in text
    assert [word for word in MORE_THAN_LAWFUL if word in text] == []
    assert clock_of(decided, cia).met_at == tuesday_at(9)
    assert (outbox_to(anna), trail_of(decided)[-1]) == ([Kind.NEWS], "concern.feedback_sent")


def test_feedback_is_given_once(anna, cia, decided):
    feedback.give(decided, Letter.STARTED, by=cia, at=tuesday_at(9))
    with pytest.raises(NotOwed):
        feedback.give(decided, Letter.NOT_STARTED, by=cia, at=tuesday_at(10))
    assert outbox_to(anna) == [Kind.NEWS]


@pytest.mark.parametrize("notifier", [Notifier.PRIVATE, Notifier.ANONYMOUS])
def test_a_private_person_is_told_no_more_than_that_it_arrived(anna, cia, town, notifier):
    concern = build.concern(filed_by=anna, team=town.reception, state=State.ASSESSED, by=cia)
    notified_by(concern, notifier, cia)
    screening.decide(concern, Choice(Outcome.EXAMINATION, "…"), by=cia, at=monday_at(12))
    assert clock_of(concern, cia) is None
    with pytest.raises(NotOwed):
        feedback.give(concern, Letter.STARTED, by=cia, at=tuesday_at(9))
    assert "feedback" not in handling.missing_before_close(concern)


def test_who_gave_no_name_gets_no_letter_and_the_deadline_is_met(anna, cia, decided):
    notified_by(decided, Notifier.ANONYMOUS, cia)
    handling.send_receipt(decided, by=cia, at=monday_at(13))
    with acting_as(cia):
        assert not Message.objects.filter(concern=decided).exists()
        assert deadlines.of(decided)[DeadlineKind.RECEIPT].met_at == monday_at(13)


def test_a_concern_that_goes_to_another_municipality_owes_no_feedback(anna, cia, town):
    concern = build.concern(filed_by=anna, team=town.reception, state=State.ASSESSED, by=cia)
    screening.decide(concern, Choice(Outcome.ELSEWHERE, "…"), by=cia, at=monday_at(12))
    assert clock_of(concern, cia) is None


def test_no_letter_promises_a_private_person_an_answer(town):
    found = letters.in_force(town.municipality)
    assert set(found) == set(letters.LETTERS)
    professional, private = (
        found[Letter.RECEIPT, one].text for one in (Notifier.PROFESSIONAL, Notifier.PRIVATE)
    )
    assert professional != private
    assert all(set(letters.gaps_in(one.text)) <= set(letters.GAPS) for one in found.values())


def test_hanne_writes_the_receipt_anew_and_the_next_one_has_her_words(anna, cia, hanne, decided):
    text = "{team} i {municipality} har din underretning {reference}."
    row = letters.rewrite(Letter.RECEIPT, Notifier.PROFESSIONAL, text, by=hanne, at=monday_at(9))
    handling.send_receipt(decided, by=cia, at=monday_at(13))
    sent = last_letter(decided, anna)
    assert read(sent, anna) == f"Modtagelsen i Eksempel Kommune har din underretning {decided.reference}."
    assert (row.version, sent.template_id) == (1, row.pk)
    again = letters.rewrite(Letter.RECEIPT, Notifier.PROFESSIONAL, text, by=hanne, at=monday_at(10))
    assert again is None  # nothing changed, no version


def test_a_gap_that_nothing_fills_is_refused(hanne, cia):
    with pytest.raises(UnknownGap):
        letters.rewrite(Letter.STARTED, Notifier.PROFESSIONAL, "Kære {child}", by=hanne, at=monday_at(9))
    with pytest.raises(Forbidden):
        letters.rewrite(Letter.STARTED, Notifier.PROFESSIONAL, "Kære", by=cia, at=monday_at(9))


def test_words_that_were_sent_cannot_be_changed_afterwards(hanne):
    row = letters.rewrite(Letter.STARTED, Notifier.PROFESSIONAL, "Sat i gang.", by=hanne, at=monday_at(9))
    with pytest.raises(ProgrammingError), transaction.atomic():
        LetterText.objects.filter(pk=row.pk).update(text="Noget andet")
    assert connection.is_usable()


def test_one_municipality_does_not_write_anothers_letters(town, neighbour, hanne):
    letters.rewrite(Letter.STARTED, Notifier.PROFESSIONAL, "Sat i gang.", by=hanne, at=monday_at(9))
    assert letters.in_force(neighbour.municipality)[Letter.STARTED, Notifier.PROFESSIONAL].version == 0


def as_(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_cia_sees_both_letters_and_the_likely_one_is_chosen(freeze, cia, decided):
    freeze(tuesday_at(9))
    url = reverse("notifications:give_feedback", args=[decided.pk])
    soup = BeautifulSoup(as_(cia).get(url).content, "html.parser")
    assert [radio["value"] for radio in soup.select("[name=letter]")] == ["started", "not_started"]
    assert soup.select_one("[name=letter][checked]")["value"] == "started"
    assert decided.reference in soup.select_one("main").get_text()


def test_hanne_edits_a_letter_on_its_page(freeze, hanne):
    freeze(monday_at(9))
    client = as_(hanne)
    url = reverse("notifications:letter", args=["kvittering", "privat"])
    assert client.post(url, {"text": "Kære {barnets navn}"}).status_code == 422
    assert client.post(url, {"text": "Tak. Vi har {reference}."}).status_code == 302
    assert "Tak. Vi har {reference}." in client.get(reverse("notifications:letters")).content.decode()
    assert client.get(reverse("notifications:letter", args=["ikke-sat-i-gang", "privat"])).status_code == 404
