"""From a changed number to the paper on the wall: Anna prints, Hanne changes, the code tells the truth."""

import io

import pytest
import zxingcpp
from bs4 import BeautifulSoup
from django.test import Client
from pypdf import PdfReader

from beredskab.organisation.models import Contact
from beredskab.outbox import worker
from plans.paper.posters import refresh
from tests.build import monday_at
from tests.journeys.test_editing import fields_of
from tests.plans.test_posters import make_card, picture

PDF = "/plakater/paedagog.pdf?format=a4"


@pytest.fixture
def as_anna(anna) -> Client:
    client = Client()
    client.force_login(anna)
    return client


def words(pdf: bytes) -> str:
    return " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().replace("\u00a0", " ").split())


def landing(pdf: bytes, tmp_path) -> str:
    """What somebody sees who scans the code on the paper, without login."""
    address = zxingcpp.read_barcodes(picture(pdf, tmp_path))[0].text
    host, path = address.removeprefix("https://").split("/", 1)
    assert host == "beredskab.eksempel.example"
    page = Client().get(f"/{path}")
    assert page.status_code == 200
    return BeautifulSoup(page.content, "html.parser").get_text(" ", strip=True)


def test_a_poster_on_the_wall_knows_when_it_must_be_replaced(town, anna, hanne, as_anna, tmp_path, freeze):
    make_card(town.municipality, "paedagog")
    refresh(town.municipality, at=monday_at(8))
    old = as_anna.get(PDF).content
    assert "12 34 56 79" in words(old)
    (tmp_path / "old").mkdir()
    assert "Plakaten gælder stadig" in landing(old, tmp_path / "old")

    freeze(monday_at(10))
    editor = Client()
    editor.force_login(hanne)
    number = Contact.objects.get(slug="familieraadgivningen", municipality=town.municipality)
    url = f"/redaktion/kontakter/{number.pk}/"
    assert editor.post(url, {**fields_of(editor.get(url)), "phone": "12 34 56 70"}).status_code == 302

    (tmp_path / "late").mkdir()
    now_said = landing(old, tmp_path / "late")
    assert "Udskift plakaten" in now_said
    assert "12 34 56 70" in now_said
    as_anna.force_login(anna)  # the clock went on, and with it the session
    assert "Plakaten bliver lavet nu" in as_anna.get(PDF).content.decode()

    worker.do_duties(at=monday_at(10, 1))
    new = as_anna.get(PDF).content
    assert "12 34 56 70" in words(new)
    (tmp_path / "new").mkdir()
    assert "Plakaten gælder stadig" in landing(new, tmp_path / "new")


def test_the_landing_page_speaks_the_reader_s_language_and_marks_what_is_danish(town):
    make_card(town.municipality, "paedagog")
    client = Client(headers={"accept-language": "nb"})
    client.cookies["sprog"] = "nb"
    page = BeautifulSoup(client.get("/p/paedagog/").content, "html.parser")
    assert page.select_one("ol.card-steps")["lang"] == "da"
    assert page.select_one("html")["lang"] in ("nb", "da")
