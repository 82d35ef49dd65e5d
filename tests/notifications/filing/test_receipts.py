"""Suspect x certainty x topic: no page, PDF or mail tells the filer to inform somebody kept out."""

import re
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from django.utils import timezone, translation
from django.utils.html import strip_tags
from pypdf import PdfReader

from beredskab.organisation.models import Contact, Staff
from beredskab.outbox import mails
from notifications import deadlines, receipt_files, receipts
from notifications.drafting.answers import HIDDEN_PHONES, Stored
from notifications.guide.answers import Answers
from notifications.guide.stops import Code, Moment, due
from notifications.guide.typed import Typed
from notifications.guide.wording import sends_to_leader, sentences
from notifications.models import Concern
from notifications.vocabulary import Certainty, Question, Suspect, Together, Topic
from plans.numbers.contacts import contacts_in_force
from plans.stops import all_advice
from tests import build
from tests.build import monday_at
from tests.cast import Town, make_person
from tests.journeys.walking import Walk
from tests.notifications.filing.test_sending import ready_to_send

#: Words that would send somebody to a leader or to colleagues, in the two languages of the page.
TELLS_LEADER = re.compile(r"(til|med|hos|fra) (din |lederen din|leder)|din leder|lederen din", re.I)
TELLS_COLLEAGUE = re.compile(r"tillidsrepræsentant|tillitsvalgt", re.I)
FORBIDS = re.compile(r"\b(ikke|intet|aldrig|uden om)\b", re.I)


def told_to_tell(text: str, who: re.Pattern[str]) -> list[str]:
    """The sentences that send the reader there, and do not forbid it."""
    return [s for s in sentences(text) if who.search(s) and not FORBIDS.search(s)]


@pytest.fixture
def sent(ready: Town, anna: Staff, cia: Staff) -> Concern:
    return build.concern(filed_by=anna, team=ready.reception, at=monday_at(10))


@pytest.mark.parametrize("language", ["da", "nb"])
@pytest.mark.parametrize("leader_is_out", [False, True])
def test_the_receipt_never_sends_the_filer_to_somebody_who_is_kept_out(
    ready: Town, sent: Concern, anna: Staff, leader_is_out: bool, language: str
) -> None:
    contacts = contacts_in_force(ready.municipality, monday_at(10))
    from beredskab.access.acting import acting_as

    with acting_as(anna), translation.override(language):
        clocks = deadlines.of(sent)
        patched = pytest.MonkeyPatch()
        patched.setattr(deadlines, "of", lambda _concern: clocks)
        for certainty, suspect, topic in product(Certainty, Suspect, Topic):
            a = Answers(
                certainty=certainty,
                suspects=frozenset({suspect}),
                topics=frozenset({topic}),
                leader_is_out=leader_is_out,
            )
            text = "\n\n".join(receipts.receipt_of(sent, a, Stored(), contacts).sentences())
            out = leader_is_out or suspect is Suspect.LEADER
            told = bool(told_to_tell(text, TELLS_LEADER))
            assert told is not out, (certainty, suspect, topic, text)
            if suspect in (Suspect.EMPLOYEE, Suspect.LEADER):
                assert told_to_tell(text, TELLS_COLLEAGUE) == [], (suspect, text)
        patched.undo()


@pytest.mark.parametrize("profession", ["paedagog", "leder"])
def test_no_advice_of_the_plan_sends_the_filer_to_a_leader_who_is_kept_out(
    ready: Town, profession: str
) -> None:
    at = timezone.now()
    told = all_advice(
        ready.municipality,
        professions={profession},
        suspects={"leader"},
        language="da",
        at=at,
    )
    wrong = [
        (code, sentence)
        for code, advice in told.items()
        for sentence in sentences(strip_tags(advice.html))
        if sends_to_leader(sentence)
    ]
    assert wrong == []
    assert set(told) == set(Code) - {Code.SAME_PATH}


def test_every_advice_that_can_be_due_stands_in_the_starter_plan(ready: Town) -> None:
    told = all_advice(ready.municipality, professions=(), language="da", at=timezone.now())
    asked = set()
    for suspect, topic, together in product(Suspect, Topic, Together):
        story = Answers(
            certainty=Certainty.SUSPICION,
            suspects=frozenset({suspect}),
            topics=frozenset({topic}),
            together=together,
        )
        for moment in Moment:
            asked |= set(due(moment, story))
    assert asked - set(told) == set()


def test_a_head_who_is_kept_out_gives_way_to_the_family_unit(ready: Town, sent: Concern, anna: Staff) -> None:
    contacts = contacts_in_force(ready.municipality, monday_at(10))
    names = receipts.names_of(contacts, sent, hidden=frozenset({"fagchef"}))
    assert (names["head"], names["head_number"]) == ("Familierådgivningen", "12 34 56 79")


def test_a_private_institution_has_its_own_supervision(ready: Town, sent: Concern, anna: Staff) -> None:
    board = Contact.objects.create(
        municipality=ready.municipality, slug="tilsyn", function="Tilsynet", phone="12 34 56 61"
    )
    unit = ready.kindergarten
    unit.is_private, unit.supervision_contact = True, board
    sent.filer_unit = unit
    contacts = contacts_in_force(ready.municipality, monday_at(10))
    assert receipts.names_of(contacts, sent)["head_number"] == "12 34 56 61"


def test_everybody_at_the_place_counts_when_the_filer_does_not_know_who(
    ready: Town, anna: Staff, bo: Staff, cia: Staff, freeze: Any
) -> None:
    """»I do not know who« keeps Bo out too; from then on nothing sends Anna to him."""
    freeze(monday_at(10))
    walk = Walk(anna).start("mistanke").answer(danger="no")
    walk.answer(topics=["physical"]).go_on()
    walk.answer(suspects=["employee"])
    before = len(walk.seen)
    walk.answer(unknown="on")
    walk.answer(together="no").go_on().answer(said="no").answer(account="Mærker").answer()
    walk.answer(name="Et barn").answer(interpreter="no").answer(talked=["leader"])
    assert walk.step == "hvad-de-ved"
    assert "12 34 56 79" in walk.text  # Dorte, who answers the number of the head, leads above Bo
    walk.answer(know="Lidt").answer(phone="12 34 56 00").answer()
    assert walk.step == "kvittering"
    after = "\n\n".join(walk.seen[before:])
    assert (told_to_tell(after, TELLS_LEADER), "12 34 56 73" in after) == ([], False)


def test_the_filer_who_leads_the_place_is_sent_to_the_head(
    ready: Town, bo: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    walk = ready_to_send(bo)
    walk.answer()
    assert "Sig til fagchefen, at du har underrettet: 12 34 56 73." in walk.text
    assert told_to_tell(walk.text, TELLS_LEADER) == []


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_receipt_on_paper_says_the_same_and_names_nobody(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    walk = ready_to_send(anna)
    walk.answer()
    got = walk.client.get(f"/bekymring/{walk.draft}/kvittering/uden-navne.pdf")
    text = text_of(got.content)
    assert len(PdfReader(BytesIO(got.content)).pages) == 1
    assert got["Content-Type"] == "application/pdf"
    assert walk.concern.reference in text
    assert "Sig til din leder, at du har underrettet." in text
    named = [anna.name, "Anna", "Et barn", "alene", ready.kindergarten.name]
    assert [name for name in named if name in text] == []


def test_the_full_copy_stands_behind_a_warning(ready: Town, anna: Staff, cia: Staff, freeze: Any) -> None:
    freeze(monday_at(10))
    walk = ready_to_send(anna)
    walk.answer()
    warning = Walk(anna, client=walk.client).open(f"/bekymring/{walk.draft}/fuld-kopi/")
    assert "Filen bliver liggende på denne computer" in warning.text
    got = walk.client.get(f"/bekymring/{walk.draft}/fuld-kopi/underretning.pdf")
    assert "Han er alene hver dag." in text_of(got.content)
    assert "Andersen" not in got["Content-Disposition"]


def test_a_receipt_about_a_leader_on_paper_keeps_the_leader_out(
    ready: Town, sent: Concern, anna: Staff
) -> None:
    from beredskab.access.acting import acting_as

    contacts = contacts_in_force(ready.municipality, monday_at(10))
    a = Answers(certainty=Certainty.KNOWLEDGE, suspects=frozenset({Suspect.LEADER}))
    person = Typed({HIDDEN_PHONES: ("fagchef",)})
    with acting_as(anna):
        made = receipts.receipt_of(sent, a, Stored({Question.PERSON: person}), contacts)
    text = text_of(receipt_files.nameless(made, ready.municipality))
    assert "Sig det ikke til lederen. Din kontakt er Familierådgivningen: 12 34 56 79." in text
    assert (told_to_tell(text, TELLS_LEADER), "fagchef" in text) == ([], False)


def test_the_one_mail_about_concerns_names_nobody() -> None:
    with translation.override("da"):
        words = " ".join(str(part) for part in vars(mails).values() if isinstance(part, str))
    assert told_to_tell(words, TELLS_LEADER) == []


def test_norwegian_receipts_are_norwegian(ready: Town, sent: Concern, anna: Staff) -> None:
    from beredskab.access.acting import acting_as

    contacts = contacts_in_force(ready.municipality, monday_at(10))
    with acting_as(anna), translation.override("nb"):
        made = receipts.receipt_of(sent, Answers(certainty=Certainty.SUSPICION), Stored(), contacts)
    assert made.points[0].startswith("Si til lederen din at du har meldt fra.")


def test_somebody_without_a_unit_can_file_too(ready: Town, cia: Staff, freeze: Any) -> None:
    freeze(monday_at(10))
    visitor = make_person("Vera Vikar", None, "paedagog")
    walk = ready_to_send(visitor)
    walk.answer()
    assert (walk.step, walk.concern.unit) == ("kvittering", None)
