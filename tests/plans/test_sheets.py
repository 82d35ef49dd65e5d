"""Sheets for everybody and the whole plan: made once, one page where that is promised, public words only."""

import datetime as dt
import io
import re

import pytest
from django.core.management import CommandError, call_command
from PIL import ImageOps
from pypdf import PdfReader

from beredskab.organisation.models import Contact
from beredskab.outbox import worker
from plans.models import PrintedFile
from plans.paper import sheets
from plans.vocabulary import Audience
from tests import build_plans as build
from tests.build import monday_at, tuesday_at
from tests.plans.test_posters import picture


def read(file: PrintedFile) -> PdfReader:
    return PdfReader(io.BytesIO(bytes(file.pdf)))


def words(pdf: PdfReader) -> str:
    text = " ".join(page.extract_text() for page in pdf.pages)
    return " ".join(text.replace("\u00a0", " ").replace("\u2060", "").split())


def fonts_inside(pdf: PdfReader) -> set[bool]:
    fonts = [f.get_object() for page in pdf.pages for f in page["/Resources"].get("/Font", {}).values()]
    return {"/FontFile2" in f["/DescendantFonts"][0]["/FontDescriptor"] for f in fonts}


@pytest.mark.parametrize(("size", "sides"), [("a4", (297, 210)), ("a3", (420, 297))], ids=["a4", "a3"])
def test_the_overview_is_one_landscape_page_with_fifteen_cards_and_two_gaps(size, sides, town, tmp_path):
    file = sheets.make(sheets.Order(town.municipality, "recommendations", size), at=monday_at(9))
    pdf = read(file)
    assert len(pdf.pages) == 1
    assert tuple(round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]) == sides
    assert fonts_inside(pdf) == {True}
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    told = words(pdf)
    assert told.count("Titlen mangler. Læs den i publikationen.") == 2
    for number in range(1, 16):
        assert re.search(rf"\b{number}\b", told)
    for area in ("Forebyggelse", "Opsporing", "Håndtering", "Det kommunale beredskab"):
        assert area in told
    page = ImageOps.invert(picture(bytes(file.pdf), tmp_path, dpi=72).convert("L"))
    left, top, right, bottom = page.getbbox()
    edge = round(8 / 25.4 * 72)
    assert min(left, top, page.width - right, page.height - bottom) >= edge


def test_eight_equal_pocket_cards_carry_the_numbers(town, tmp_path):
    file = sheets.make(sheets.Order(town.municipality, "pocket"), at=monday_at(9))
    pdf = read(file)
    assert len(pdf.pages) == 1
    assert fonts_inside(pdf) == {True}
    assert words(pdf).count("Fare lige nu? Ring først") == 8
    assert words(pdf).count("12 34 56 78") == 8
    histogram = picture(bytes(file.pdf), tmp_path).convert("L").histogram()
    assert histogram[255] > 0.7 * sum(histogram)


def test_the_contact_sheet_has_every_number_and_a_changed_one_makes_a_new_file(town):
    order = sheets.Order(town.municipality, "contacts")
    first = sheets.make(order, at=monday_at(9))
    assert "12 34 56 73" in words(read(first))
    assert sheets.make(order, at=tuesday_at(9)).made_at == monday_at(9)
    Contact.objects.filter(slug="fagchef").update(phone="12 34 56 99")
    assert sheets.kept(order, at=tuesday_at(9)) is None
    assert "12 34 56 99" in words(read(sheets.make(order, at=tuesday_at(9))))
    assert PrintedFile.objects.count() == 1


@pytest.fixture
def plan(hanne, dorte):
    """A plan with a public and an internal block, and an attack in its words."""
    attack = "<img src=file:///etc/passwd> ![x](http://127.0.0.1/x)"
    sections = [
        build.section("akut", build.text(f"Ring først. {attack}"),
                      build.text("Kodeordet er rødgrød.", audience=Audience.INTERNAL)),
        build.section("leder", build.text("Til lederen.", title="Ledere")),
    ]  # fmt: skip
    return build.published(sections, editor=hanne, approver=dorte).plan


def test_a_plan_is_tagged_with_contents_and_bookmarks_and_only_public_words(plan, town):
    file = sheets.make(sheets.Order(town.municipality, "plan", subject=plan.slug), at=monday_at(9))
    pdf = read(file)
    told = words(pdf)
    assert pdf.metadata.title == f"{plan.title} · {town.municipality.name}"
    assert pdf.trailer["/Root"]["/Lang"] == plan.language
    assert pdf.trailer["/Root"]["/StructTreeRoot"]
    assert len(pdf.outline) > 0
    assert "Indhold" in told
    assert "Udgave 1" in told
    assert "Ring først." in told
    assert "rødgrød" not in told
    assert fonts_inside(pdf) == {True}


def test_anybody_gets_the_plan_once_the_worker_has_made_it(client, plan, frida):
    address = f"/plan/{plan.slug}/plan.pdf"
    assert address in client.get(f"/plan/{plan.slug}/").content.decode()
    asking = client.get(address)
    assert asking.status_code == 200
    assert 'method="post"' in asking.content.decode()
    client.post(address)
    client.post(address)
    worker.do_duties(at=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1))
    assert PrintedFile.objects.count() == 1
    given = client.get(address)
    assert given.content.startswith(b"%PDF")
    assert f'filename="plan-{plan.slug}_A4_' in given["Content-Disposition"]
    assert client.get("/plan/findes-ikke/plan.pdf").status_code == 404
    assert client.post("/plan/findes-ikke/plan.pdf").status_code == 404


def test_sheets_are_for_staff_and_the_status_for_those_who_follow_it(client, town, anna, dorte):
    assert client.get("/plakater/ark/kontakter.pdf").status_code == 302
    assert "/plakater/ark/" not in client.get("/plakater/").content.decode()
    client.force_login(anna)
    assert client.get("/plakater/ark/anbefalinger.pdf").status_code == 403
    assert client.get("/plakater/ark/findes-ikke.pdf").status_code == 404
    assert "/plakater/ark/anbefalinger.pdf" not in client.get("/plakater/").content.decode()
    client.force_login(dorte)
    page = client.get("/plakater/").content.decode()
    assert "/plakater/ark/anbefalinger.pdf?format=a3" in page
    client.post("/plakater/ark/anbefalinger.pdf?format=a4")
    worker.do_duties(at=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1))
    assert client.get("/plakater/ark/anbefalinger.pdf?format=a4").content.startswith(b"%PDF")


def test_the_commands_write_the_files(plan, town, tmp_path):
    out = tmp_path / "x.pdf"
    call_command("siso_poster", "--size", "a4", "--out", str(out), stdout=io.StringIO())
    assert len(PdfReader(out).pages) == 1
    call_command("plan_pdf", "--plan", plan.slug, "--out", str(out), stdout=io.StringIO())
    assert PdfReader(out).metadata.title.startswith(plan.title)
    with pytest.raises(CommandError, match=r"There is no plan 'x' in force\."):
        call_command("plan_pdf", "--plan", "x", "--out", str(out))
