"""The municipality's own words and logo: printed when they are there, gone when they are empty."""

import io
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape
from PIL import Image
from pypdf import PdfReader

from beredskab.access.guard import Forbidden
from beredskab.outbox import worker
from beredskab.ui.theme import Theme, contrast
from plans.models import PaperWords, PosterFile
from plans.numbers.contacts import contacts_in_force
from plans.paper import look, own_words, posters, sheets
from plans.paper.card_printing import print_card
from tests.build import monday_at
from tests.plans.test_posters import in_force, make_card, picture, stamp
from tests.plans.test_sheets import read, words


def drawn(colour: str, kind: str = "PNG", size: tuple[int, int] = (600, 200)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, kind)
    return made.getvalue()


def save(town, by, **more):
    told = {"values": [], "prerequisites": [], "seen_revision": 0, **more}
    return own_words.save(town.municipality, **told, by=by, at=monday_at(9))


def look_like(town, by, **more):
    told = {
        "colour": "#0b4f6c",
        "focus": "#454545",
        "logo": None,
        "logo_text": "",
        "seen_revision": 0,
        **more,
    }
    return look.save(town.municipality, **told, by=by, at=monday_at(9))


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
    logo = look.drawn_anew(drawn("#0b4f6c", "JPEG", (3000, 1000)))
    assert Image.open(io.BytesIO(logo)).size == (900, 300)
    for light in ("#dddddd", "#ffff99"):
        with pytest.raises(look.TooLight):
            look.drawn_anew(drawn(light))
    for false in (b"", b"<svg onload=x>", b"%PDF-1.7", drawn("#000000", "GIF")):
        with pytest.raises(look.NotAPicture):
            look.drawn_anew(false)


def ink(pdf: bytes, folder: Path) -> int:
    """How many points of the sheet are nearly black, at 72 points an inch."""
    return sum(picture(pdf, folder, dpi=72).convert("L").histogram()[:40])


def test_the_logo_stands_on_the_card_and_makes_it_a_new_poster(town, hanne, tmp_path):
    card = make_card(town.municipality, "paedagog")
    contacts = contacts_in_force(town.municipality, monday_at(9))
    plain = posters.current(card, contacts)
    before = plain.key()
    look_like(town, hanne, logo=drawn("#000000"), logo_text="Eksempel Kommune")
    card = posters.cards_in_force(town.municipality).get(slug="paedagog")
    content = posters.current(card, contacts)
    assert content.key() != before
    pdf = print_card(content, stamp(content), picture=posters.logo_of(town.municipality))
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert ink(pdf, tmp_path) > ink(print_card(plain, stamp(plain)), tmp_path) + 1000
    assert posters.make(card, contacts, "a4", at=monday_at(9)) is True


def test_the_page_keeps_what_is_typed_and_a_colleague_is_noticed(client, town, hanne):
    client.force_login(hanne)
    path = reverse("plans:own_words")
    typed = {"values": "Vi lytter\nVi handler", "prerequisites": "", "seen": 0}
    wrong = client.post(path, {**typed, "prerequisites": "x" * 61})
    assert wrong.status_code == 422
    assert "Vi handler" in wrong.content.decode()
    assert client.post(path, typed).status_code == 302
    assert client.post(path, typed).status_code == 422
    assert PaperWords.objects.get().values == ["Vi lytter", "Vi handler"]


@pytest.mark.parametrize("who", ["hanne", "dorte", "gert"])
def test_whoever_runs_the_place_sets_logo_and_colour_and_pages_and_posters_follow(
    who, client, town, request, freeze
):
    freeze(monday_at(9))
    card = make_card(town.municipality, "paedagog")
    posters.refresh(town.municipality, at=monday_at(8))
    person = request.getfixturevalue(who)
    client.force_login(person)
    path = reverse("plans:look")
    assert path in client.get(reverse("plans:posters")).content.decode()
    logo = SimpleUploadedFile("l.png", drawn("#102030"), "image/png")
    told = {"colour": "7A1F3D", "focus": "454545", "logo": logo, "logo_text": "Eksempel Kommune", "seen": 0}
    assert client.post(path, told).status_code == 302
    page = client.get(path).content.decode()
    assert 'fill="#7a1f3d"' in page
    assert 'alt="Eksempel Kommune"' in page
    assert client.get(reverse("plans:logo")).content.startswith(b"\x89PNG")
    town.municipality.refresh_from_db()
    assert "#7a1f3d" in Theme.of(town.municipality).css()
    assert contrast(town.municipality.primary_dark_colour, "#ffffff") > contrast("#7a1f3d", "#ffffff")
    worker.do_duties(at=monday_at(10).replace(year=2031))
    new = posters.found(card, posters.current(cards_anew(card), in_force(card)))
    assert (new.version, PosterFile.objects.filter(poster=new, refusal="").count()) == ("1.1", 2)
    gone = {"colour": "#7a1f3d", "focus": "#454545", "remove_logo": "on", "logo_text": "", "seen": 1}
    assert client.post(path, gone).status_code == 302
    assert client.get(reverse("plans:logo")).status_code == 404


def cards_anew(card):
    return posters.cards_in_force(card.municipality).get(pk=card.pk)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"colour": "#9fd3e8"}, "Farven er for lys"),
        ({"colour": "red;}*{x:y"[:7]}, "seks tegn"),
        ({"colour": ""}, "seks tegn"),
        ({"focus": "#959595"}, "Farven er for lys. Markeringen"),
        ({"focus": ""}, "seks tegn"),
        ({"logo": "#eeeeee"}, "Logoet er for lyst"),
        ({"logo": "#000000", "logo_text": ""}, "Skriv, hvad der står i logoet"),
    ],
)
def test_a_look_that_cannot_be_read_is_refused_and_nothing_typed_is_lost(typed, says, client, town, dorte):
    client.force_login(dorte)
    told = {"colour": "#123456", "focus": "#454545", "logo_text": "Eksempel", "seen": 0, **typed}
    if "logo" in typed:
        told["logo"] = SimpleUploadedFile("l.png", drawn(typed["logo"]), "image/png")
    answer = client.post(reverse("plans:look"), told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert f'value="{escape(told["colour"])}"' in page or not told["colour"]
    before = town.municipality.primary_colour
    town.municipality.refresh_from_db()
    assert town.municipality.primary_colour == before
    assert not PaperWords.objects.exists()


def test_two_who_change_the_look_at_once_are_noticed_and_others_may_not(client, town, hanne, dorte, anna):
    look_like(town, hanne)
    with pytest.raises(own_words.ChangedMeanwhile):
        look_like(town, dorte)
    with pytest.raises(Forbidden):
        look_like(town, anna, seen_revision=1)
    with pytest.raises(ValidationError):
        look_like(town, dorte, colour="#eeeeee", seen_revision=1)
