"""The kit for the day the network is down: one PDF per unit, and a copy of the public pages."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader

from beredskab.organisation.models import Contact
from beredskab.outbox import worker
from beredskab.outbox.models import Duty
from plans.paper import kits, posters
from tests.build import monday_at, tuesday_at
from tests.plans.test_posters import make_card


@pytest.fixture
def _folder(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def town_with_cards(town, _folder):
    make_card(town.municipality, "paedagog")
    make_card(town.municipality, "laerer")
    return town


def words(pdf: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(text.replace("\u00a0", " ").replace("\u2060", "").split())


def test_the_kit_has_the_units_cards_its_numbers_and_the_paper_form(town_with_cards, anna, bo):
    unit = town_with_cards.kindergarten
    unit.refresh_from_db()
    unit.municipality = town_with_cards.municipality
    told = words(kits.kit_of(unit, at=monday_at(9)))
    for part in (
        "Børnehuset Solsikken",
        bo.name,
        "12 34 56 73",
        "Lyt. Spørg ikke ud.",
        "Papirskema",
        "makulér",
    ):
        assert part in told
    assert "Lyt, og giv eleven tid" not in told  # nobody here is a teacher


def test_the_copy_of_the_public_pages_has_no_internal_number_and_needs_nothing_from_outside(
    town_with_cards,
):
    Contact.objects.filter(slug="fagchef").update(audience=Contact.Audience.INTERNAL)
    pages = kits.site_of(town_with_cards.municipality, at=monday_at(9))
    assert {"index.html", "kontakter/index.html", "style.css", "p/paedagog/index.html"} <= set(pages)
    for name, page in pages.items():
        assert "12 34 56 73" not in page
        assert "<form" not in page
        assert not re.search(r"https?://|<script|url\(", page), name
        if name.endswith(".html"):
            assert 'href="tel:112"' in page
            for address in re.findall(r'(?:href|src)="([^"#]+)', page):
                if not address.startswith("tel:"):
                    depth = name.count("/")
                    plain = address.replace("../" * depth, "", 1) if depth else address
                    assert plain in pages, (name, address)


def test_every_night_the_worker_makes_all_kits_and_promises_the_next_night(town_with_cards, anna, client):
    posters.ask_for_refresh(town_with_cards.municipality, at=monday_at(9))
    posters.ask_for_refresh(town_with_cards.municipality, at=monday_at(10))
    night = Duty.objects.get(name=posters.KIT)
    Duty.objects.exclude(pk=night.pk).delete()
    assert kits.standing(town_with_cards.municipality).is_old(tuesday_at(9))
    for _round in range(4):
        worker.do_duties(at=tuesday_at(9))
    found = kits.standing(town_with_cards.municipality)
    assert (found.made_at, found.units, found.limited) == (tuesday_at(9), 4, True)
    assert not found.is_old(tuesday_at(20))
    assert (kits.folder(town_with_cards.municipality) / "site" / "index.html").exists()
    assert Duty.objects.filter(name=posters.KIT, done_at=None).count() == 1
    client.force_login(anna)
    page = client.get(reverse("plans:outage"))
    assert "4 enheder" in page.content.decode()
    pdf = client.get(reverse("plans:outage_kit", args=["solsikken"])).content
    assert pdf.startswith(b"%PDF")
    assert client.get(reverse("plans:outage_kit", args=["bakkeskolen"])).status_code == 404


def test_the_command_writes_the_kit_and_the_copy_and_says_what_is_wrong(town_with_cards, tmp_path, capsys):
    out = tmp_path / "kit"
    call_command("outage_kit", "--unit", "Bakkeskolen", "--out", str(out))
    assert (out / "bakkeskolen.pdf").read_bytes().startswith(b"%PDF")
    assert (out / "site" / "p" / "paedagog" / "index.html").exists()
    call_command("outage_kit", "--unit", "bakkeskolen", "--out", str(out))
    with pytest.raises(CommandError, match="There is no unit"):
        call_command("outage_kit", "--unit", "Ingensteds", "--out", str(out))
