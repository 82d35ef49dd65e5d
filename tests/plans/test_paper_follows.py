"""Paper follows what stands on it, whoever changes that and wherever; what says the same stays current."""

import dataclasses

import pytest
from django.db import ProgrammingError, connection, transaction

from beredskab.organisation.models import Municipality, Staff, Unit
from beredskab.outbox import worker
from beredskab.outbox.models import Duty, Message
from beredskab.outbox.vocabulary import Kind
from plans.models import PosterFile, PrintedFile
from plans.numbers.contacts import contacts_in_force
from plans.paper import batches, kits, posters, sheets, walls
from plans.paper.refusals import CannotPrint
from tests.build import monday_at, tuesday_at
from tests.plans.test_posters import content_of, in_force, make_card

LATER = monday_at(12).replace(year=2031)  # after whatever the database promised by its own clock


@pytest.fixture
def hanging(town, anna, bo):
    """The kindergarten's own poster, with Bo's number, in its staff room."""
    unit = town.kindergarten
    unit.refresh_from_db()
    card = make_card(town.municipality, "paedagog")
    contacts = contacts_in_force(town.municipality, monday_at(8))
    asked = posters.variant(town.municipality, "", unit, at=monday_at(8))
    posters.make(card, contacts, "a4", asked, at=monday_at(8))
    Duty.objects.all().delete()
    return walls.hang(unit, card, size="a4", room="Personalerum", by=anna, at=monday_at(9))


def promised() -> list[str]:
    return sorted(Duty.objects.filter(done_at=None).values_list("name", flat=True))


CHANGES = {
    "another leader": lambda town, bo, dorte: Unit.objects.filter(leader=bo).update(leader=dorte),
    "no leader": lambda town, bo, dorte: Unit.objects.filter(leader=bo).update(leader=None),
    "the leader's number": lambda town, bo, dorte: Staff.objects.filter(pk=bo.pk).update(phone="12 34 00 00"),
    "the leader's name": lambda town, bo, dorte: Staff.objects.filter(pk=bo.pk).update(name="Bo Berg"),
    "the unit's name": lambda town, bo, dorte: Unit.objects.filter(leader=bo).update(name="Solen"),
    "the municipality's name": lambda town, bo, dorte: Municipality.objects.filter(
        pk=town.municipality.pk
    ).update(name="Ny Kommune"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_stands_on_a_units_poster_cannot_change_without_the_walls_being_looked_at(
    change, hanging, town, bo, dorte
):
    CHANGES[change](town, bo, dorte)
    assert posters.WALLS in promised()
    worker.do_duties(at=LATER)
    hanging.refresh_from_db()
    assert hanging.outdated_at == LATER
    # Whoever leads the unit now is told, else the next above.
    told = Message.objects.filter(kind=Kind.POSTERS_OUTDATED).count()
    assert told == 1


def test_a_unit_without_posters_and_a_change_of_nothing_promise_nothing(hanging, town, bo):
    Unit.objects.filter(pk=town.school.pk).update(leader=bo)
    Unit.objects.filter(pk=hanging.unit_id).update(area="nord")
    Staff.objects.filter(pk=bo.pk).update(name=bo.name, phone=bo.phone)
    assert promised() == []


def test_the_application_itself_cannot_promise_by_that_door(hanging):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT plans_promise_paper(1, 'posters.walls')")


def test_a_new_colour_or_logo_makes_a_new_poster_but_puts_none_out_of_date(hanging, town):
    card, version = hanging.card, hanging.poster.version
    before = content_of(card)
    Municipality.objects.filter(pk=town.municipality.pk).update(primary_colour="#5a2a00")
    assert promised() == [posters.REFRESH, posters.WALLS]
    card.municipality.refresh_from_db()
    assert content_of(card).key() != before.key()
    assert posters.is_current(card, in_force(card), version, at=tuesday_at(9)) is True
    logo = dataclasses.replace(before, logo="0" * 16, logo_text="Eksempel")
    assert (logo.key() != before.key(), logo.words_key() == before.words_key()) == (True, True)
    worker.do_duties(at=LATER)
    hanging.refresh_from_db()
    assert hanging.outdated_at is None


def test_a_translation_of_the_card_does_not_put_danish_paper_out_of_date_and_a_step_does(hanging):
    card = hanging.card
    card.version += 1
    card.save()
    assert posters.is_current(card, in_force(card), hanging.poster.version, at=tuesday_at(9)) is True
    card.steps[0]["line"] = "Noget andet."
    card.save()
    assert posters.is_current(card, in_force(card), hanging.poster.version, at=tuesday_at(9)) is False


def test_what_was_refused_is_tried_again_when_somebody_asks_and_not_before(client, town, hanne, monkeypatch):
    make_card(town.municipality, "paedagog")

    def fails(*_: object, **__: object) -> None:
        raise CannotPrint("the machine was full")

    with monkeypatch.context() as full:
        full.setattr(posters, "print_card", fails)
        full.setattr(sheets, "press", fails)
        posters.refresh(town.municipality, at=monday_at(9))
        sheets.make(sheets.Order(town.municipality, "pocket"), at=monday_at(9))
    assert posters.refresh(town.municipality, at=monday_at(10)) == 0
    assert sheets.make(sheets.Order(town.municipality, "pocket"), at=monday_at(10)).pdf is None
    client.force_login(hanne)
    for address in ("/plakater/paedagog.pdf?format=a4", "/plakater/ark/lommekort.pdf?format=a4"):
        page = client.get(address).content.decode()
        assert "Prøv at lave den igen" in page
        assert client.post(address).status_code == 302
        assert "Vi prøver igen nu" in client.get(f"{address}&asked=1").content.decode()
    worker.do_duties(at=LATER)
    assert PosterFile.objects.filter(size="a4", refusal="").count() == 1
    assert PrintedFile.objects.get().refusal == ""
    assert client.get("/plakater/paedagog.pdf?format=a4").content.startswith(b"%PDF")


def test_a_run_of_all_posters_tries_again_what_was_refused(town, hanne, monkeypatch):
    card = make_card(town.municipality, "paedagog")
    card.steps[0]["line"] = "x " * 900
    card.save()
    posters.refresh(town.municipality, at=monday_at(9))
    assert set(PosterFile.objects.values_list("refusal", flat=True)) == {PosterFile.TOO_LONG}
    monkeypatch.setattr(posters, "print_card", lambda *_: b"%PDF-")  # as if the layout had become denser
    run = batches.start(town.municipality, ["a4"], by=hanne, at=monday_at(10))
    for minute in range(len(run.work)):
        worker.do_duties(at=monday_at(11, minute))
    run.refresh_from_db()
    assert (run.refused, run.state) == (0, run.State.FINISHED)
    assert PosterFile.objects.filter(poster__unit=None, size="a4").get().refusal == ""


def test_one_unit_whose_kit_cannot_be_printed_does_not_cost_the_others_theirs(
    town, settings, tmp_path, monkeypatch, client, anna
):
    settings.VAR = tmp_path
    make_card(town.municipality, "paedagog")
    usual = kits.kit_of

    def one_fails(unit: Unit, **facts: object) -> bytes:
        if unit.pk == town.kindergarten.pk:
            raise CannotPrint("too much")
        return usual(unit, **facts)

    monkeypatch.setattr(kits, "kit_of", one_fails)
    units = Unit.objects.filter(municipality=town.municipality).count()
    for position in range(0, units, 2):
        kits.make(town.municipality, position=position, most=2, at=monday_at(3))
    found = kits.standing(town.municipality)
    assert (found.made_at, found.units, found.refused) == (monday_at(3), units, (town.kindergarten.name,))
    assert not kits.kit_file(town.kindergarten).exists()
    assert kits.kit_file(town.school).exists()
    client.force_login(anna)
    assert town.kindergarten.name in client.get("/plakater/noedpakke/").content.decode()
    monkeypatch.setattr(kits, "kit_of", usual)
    kits.make(town.municipality, at=tuesday_at(3))
    assert kits.standing(town.municipality).refused == ()


def test_an_address_without_a_card_is_404_with_the_numbers_and_the_cards(client, town):
    make_card(town.municipality, "paedagog")
    for language, words in (("da", "Det kort findes ikke"), ("nb", "finnes ikke"), ("en", "no such card")):
        client.cookies["language"] = language
        answer = client.get("/p/paedagogg/?v=1.0")
        assert answer.status_code == 404
        page = answer.content.decode()
        assert words in page
        assert 'href="tel:112"' in page
        assert "/p/paedagog/" in page
