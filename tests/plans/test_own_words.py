"""The municipality's own words and logo: printed when they are there, gone when they are empty."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from plans.models import PaperWords
from plans.numbers.contacts import contacts_in_force
from plans.paper import own_words, posters, sheets
from plans.paper.card_printing import print_card
from tests.build import monday_at
from tests.plans.test_posters import make_card, picture, stamp
from tests.plans.test_sheets import read, words


def drawn(colour: str, kind: str = "PNG", size: tuple[int, int] = (600, 200)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, kind)
    return made.getvalue()


def save(town, by, **more):
    told = {"values": [], "prerequisites": [], "logo": None, "logo_text": "", "seen_revision": 0, **more}
    return own_words.save(town.municipality, **told, by=by, at=monday_at(9))


@pytest.mark.parametrize("size", ["a4", "a3"])
def test_values_and_prerequisites_stand_on_the_overview_and_an_empty_one_disappears(size, town, hanne):
    longest = [f"{number}: " + ("Vi lytter til barnet. " * 3)[:57] for number in range(1, 5)]
    save(town, hanne, values=longest, prerequisites=longest)
    pdf = read(sheets.make(sheets.Order(town.municipality, "recommendations", size), at=monday_at(9)))
    assert len(pdf.pages) == 1
    told = words(pdf)
    assert "Vores værdigrundlag" in told
    assert told.count("4: Vi lytter") == 2
    save(town, hanne, seen_revision=1, values=["Vi lytter."])
    told = words(read(sheets.make(sheets.Order(town.municipality, "recommendations", size), at=monday_at(9))))
    assert "Vi lytter." in told
    assert "forudsætninger" not in told


def test_a_logo_is_drawn_anew_and_a_light_or_false_one_is_refused(town, hanne):
    logo = own_words.drawn_anew(drawn("#0b4f6c", "JPEG", (3000, 1000)))
    assert Image.open(io.BytesIO(logo)).size == (900, 300)
    for light in ("#dddddd", "#ffff99"):
        with pytest.raises(own_words.TooLight):
            own_words.drawn_anew(drawn(light))
    for false in (b"", b"<svg onload=x>", b"%PDF-1.7", drawn("#000000", "GIF")):
        with pytest.raises(own_words.NotAPicture):
            own_words.drawn_anew(false)


def test_the_logo_stands_on_the_card_and_makes_it_a_new_poster(town, hanne, tmp_path):
    card = make_card(town.municipality, "paedagog")
    contacts = contacts_in_force(town.municipality, monday_at(9))
    before = posters.current(card, contacts).key()
    save(town, hanne, logo=drawn("#000000"), logo_text="Eksempel Kommune")
    card = posters.cards_in_force(town.municipality).get(slug="paedagog")
    content = posters.current(card, contacts)
    assert content.key() != before
    pdf = print_card(content, stamp(content), picture=posters.logo_of(town.municipality))
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    page = picture(pdf, tmp_path, dpi=72).convert("L")
    assert page.getpixel((round(180 / 25.4 * 72), round(14 / 25.4 * 72))) < 40
    assert posters.make(card, contacts, "a4", at=monday_at(9)) is True


def test_the_page_keeps_what_is_typed_and_a_colleague_is_noticed(client, town, hanne):
    client.force_login(hanne)
    path = reverse("plans:own_words")
    typed = {"values": "Vi lytter\nVi handler", "prerequisites": "", "logo_text": "", "seen": 0}
    light = SimpleUploadedFile("l.png", drawn("#eeeeee"), "image/png")
    wrong = client.post(path, {**typed, "logo": light, "logo_text": "Eksempel"})
    assert wrong.status_code == 422
    assert "Logoet er for lyst" in wrong.content.decode()
    assert "Vi handler" in wrong.content.decode()
    assert client.post(path, typed).status_code == 302
    assert client.post(path, typed).status_code == 422
    assert PaperWords.objects.get().values == ["Vi lytter", "Vi handler"]
