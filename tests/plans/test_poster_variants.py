"""The same card for one place, in another language, and for a print shop."""

import datetime as dt
import io
import re

import pytest
import zxingcpp
from django.core.management import CommandError, call_command
from django.utils import translation
from pypdf import PdfReader

from beredskab.organisation.models import Contact, Unit
from beredskab.outbox import worker
from plans.models import Poster, PosterFile
from plans.numbers.contacts import contacts_in_force
from plans.paper import posters
from plans.paper.card_printing import card_html
from tests.build import monday_at, tuesday_at
from tests.plans.test_posters import make_card, picture, stamp


def words_of(pdf: bytes) -> str:
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    return " ".join(page.extract_text().replace("\u00a0", " ").replace("\u2060", "").split())


def made(card, size="a4", language="", unit=None) -> bytes:
    """The file that the worker makes of this variant."""
    contacts = contacts_in_force(card.municipality, monday_at(9))
    asked = posters.variant(card.municipality, language, unit, at=monday_at(9))
    posters.make(card, contacts, size, asked, at=monday_at(9))
    content = posters.current(card, contacts, asked)
    return bytes(PosterFile.objects.get(poster=posters.found(card, content), size=size).pdf)


def led(unit: Unit) -> Unit:
    """The unit as the database knows it, leader included."""
    return Unit.objects.select_related("leader", "municipality").get(pk=unit.pk)


@pytest.mark.parametrize(
    ("size", "width", "height"), [("a4-bleed", 210, 297), ("a3-bleed", 297, 420)], ids=["a4", "a3"]
)
def test_a_print_shop_gets_three_millimetres_and_marks_around_the_same_sheet(
    size, width, height, town, tmp_path
):
    pdf = made(make_card(town.municipality, "paedagog"), size)
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    trim, bleed, media = (
        [float(side) / 72 * 25.4 for side in getattr(pages[0], box)]
        for box in ("trimbox", "bleedbox", "mediabox")
    )
    assert (round(trim[2] - trim[0]), round(trim[3] - trim[1])) == (width, height)
    assert [round(trim[0] - bleed[0], 1), round(bleed[2] - trim[2], 1)] == [3.0, 3.0]
    page = picture(pdf, tmp_path, dpi=72).convert("L")
    per_mm = 72 / 25.4
    corner = page.crop((0, 0, round((trim[0] - media[0]) * per_mm), round((trim[0] - media[0]) * per_mm)))
    assert min(corner.getdata()) < 128  # the marks stand outside the sheet
    assert len(zxingcpp.read_barcodes(picture(pdf, tmp_path))) == 1


def test_a_poster_in_english_says_so_and_marks_the_words_that_are_danish(town):
    card = make_card(town.municipality, "paedagog")
    pdf = made(card, language="en")
    assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == "en"
    words = words_of(pdf)
    assert "Danger right now? Call first" in words
    assert card.steps[0]["bold"] in words
    assert "9. November" not in words
    assert "November 2026" in words
    contacts = contacts_in_force(card.municipality, monday_at(9))
    content = posters.current(card, contacts, posters.Variant("en"))
    with translation.override("en"):
        html = card_html(content, stamp(content))
    assert '<section class="steps" lang="da">' in html
    assert '<h2 lang="en">Do this</h2>' in html


def test_a_poster_in_norwegian_is_one_page_without_a_danish_heading(town):
    words = words_of(made(make_card(town.municipality, "paedagog"), language="nb"))
    assert "Fare akkurat nå" in words or "Fare nå" in words
    assert "Fare lige nu" not in words


def test_a_units_poster_has_its_leader_and_its_own_numbers_first(town, bo):
    unit = led(town.kindergarten)
    unit.leader.phone = "12 34 56 01"
    unit.leader.save()
    Contact.objects.create(
        municipality=town.municipality, slug="vagt", function="Vagttelefonen", phone="12345602", unit=unit
    )
    card = make_card(town.municipality, "paedagog")
    words = words_of(made(card, unit=unit))
    assert unit.name in words
    assert unit.leader.name in words
    assert words.index("12 34 56 01") < words.index("12 34 56 02") < words.rindex("12 34 56 73")
    assert "12 34 56 01" not in words_of(made(card))


def test_a_place_without_a_leader_has_no_empty_line(town):
    unit = town.kindergarten
    unit.leader = None
    unit.save()
    words = words_of(made(make_card(town.municipality, "paedagog"), unit=unit))
    assert "Leder" not in words


def test_paper_of_a_unit_is_held_against_the_leader_the_unit_has_now(town, bo):
    unit = led(town.kindergarten)
    card = make_card(town.municipality, "paedagog")
    made(card)
    made(card, unit=unit)
    contacts = contacts_in_force(card.municipality, monday_at(9))
    assert sorted(p.version for p in Poster.objects.all()) == ["1.0", "1.1"]
    assert [posters.is_current(card, contacts, v, at=tuesday_at(9)) for v in ("1.0", "1.1")] == [True, True]
    Unit.objects.filter(pk=unit.pk).update(leader=None)
    assert [posters.is_current(card, contacts, v, at=tuesday_at(9)) for v in ("1.0", "1.1")] == [True, False]


def test_the_page_offers_the_choices_and_the_worker_makes_what_somebody_asks_for(client, town, anna):
    make_card(town.municipality, "paedagog")
    client.force_login(anna)
    page = client.get(f"/plakater/?language=en&unit={town.kindergarten.slug}&paper=bleed").content.decode()
    address = re.search(r'href="(/plakater/paedagog\.pdf\?format=a3-bleed[^"]*)"', page)[1].replace(
        "&amp;", "&"
    )
    assert address == f"/plakater/paedagog.pdf?format=a3-bleed&language=en&unit={town.kindergarten.slug}"
    assert '<form method="post"' in client.get(address).content.decode()
    client.post(address)
    client.post(address)
    assert worker.do_duties(at=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)) == 1
    pdf = client.get(address)
    assert pdf.content.startswith(b"%PDF")
    dated = f"{dt.datetime.now(dt.UTC):%Y}"
    named = re.search(r'filename="([^"]+)"', pdf["Content-Disposition"])[1]
    assert named.startswith(f"handlekort-paedagog-{town.kindergarten.slug}-en-v1-0_A3-bleed_{dated}")
    assert PosterFile.objects.count() == 1


def test_nobody_without_login_sees_a_units_numbers_and_no_unit_of_another_municipality(client, town, anna):
    make_card(town.municipality, "paedagog")
    assert client.get(f"/plakater/?unit={town.kindergarten.slug}").status_code == 404
    assert f'value="{town.kindergarten.slug}"' not in client.get("/plakater/").content.decode()
    client.force_login(anna)
    assert client.get("/plakater/?unit=findes-ikke").status_code == 404
    assert client.get("/plakater/paedagog.pdf?unit=findes-ikke").status_code == 404


def test_the_command_makes_every_variant(town, tmp_path):
    make_card(town.municipality, "paedagog")
    out = tmp_path / "p.pdf"
    told = io.StringIO()
    call_command("poster", "--role", "paedagog", "--unit", town.kindergarten.name, "--language", "nb",
                 "--bleed", "--size", "a3", "--out", str(out), stdout=told)  # fmt: skip
    assert told.getvalue() == f"{out}: version 1.0, A3-bleed\n"
    assert town.kindergarten.name in words_of(out.read_bytes())
    with pytest.raises(CommandError, match=r"There is no unit 'x'\. There are: "):
        call_command("poster", "--role", "paedagog", "--unit", "x")
