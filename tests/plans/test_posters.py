"""Posters: one page, numbers that live, a code that leads back, and paper that knows its age."""

import datetime as dt
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from django.core.management import CommandError, call_command
from PIL import Image, ImageOps
from pypdf import PdfReader

from beredskab.organisation.models import Contact, Municipality
from beredskab.outbox import worker
from plans import prose
from plans.contents import catalogue
from plans.models import ActionCard, Poster, PosterFile
from plans.numbers.contacts import contacts_in_force
from plans.paper import card_contents, posters
from plans.paper.card_printing import HasGaps, TooLong, print_card
from plans.paper.cards import CardContact, CardContent, CardNumber, CardStep, Stamp
from plans.paper.printing import A3, A4, PAPERS
from tests.build import monday_at, tuesday_at

NAMES = {"Familierådgivningen": "Familierådgivningen", "fagchef": "fagchefen"}
ROLES = [card["slug"] for card in catalogue("action-cards")["cards"]]


def make_card(municipality: Municipality, slug: str) -> ActionCard:
    """A card of the starter content with the names of functions filled in."""
    told = next(c for c in catalogue("action-cards")["cards"] if c["slug"] == slug)

    def fill(text: str) -> str:
        return re.sub(r"\{([^{}:]+)\}", lambda m: NAMES.get(m[1], m[1]), prose.fill(text, NAMES))

    return ActionCard.objects.create(
        municipality=municipality,
        slug=slug,
        title=fill(told["title"]),
        role=fill(told["role"]),
        steps=[{name: fill(text) for name, text in step.items()} for step in told["steps"]],
        say=[fill(line) for line in told["say"]],
        say_note=fill(catalogue("action-cards")["say_note"]),
        never=[fill(line) for line in told["never"]],
        signs=[fill(line) for line in told["signs"]],
        contacts=told["contacts"],
        staff_room_only=told["staff_room_only"],
        note=fill(told["note"]),
        changed_at=monday_at(8),
    )


def content_of(card: ActionCard) -> CardContent:
    return posters.current(card, contacts_in_force(card.municipality, monday_at(9)))


def in_force(card: ActionCard) -> dict[str, Contact]:
    return contacts_in_force(card.municipality, monday_at(9))


def stamp(content: CardContent, version: str = "3.2") -> Stamp:
    address = f"https://{content.address}/p/{content.role_slug}/?v={version}"
    return Stamp(version, dt.date(2026, 11, 9), address)


def picture(pdf: bytes, tmp_path: Path, dpi: int = 150) -> Image.Image:
    """The page as a printer without colour would show it."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("poppler-utils is not installed")
    (tmp_path / "poster.pdf").write_bytes(pdf)
    page = [str(tmp_path / "poster.pdf"), str(tmp_path / "page")]
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-png", *page], check=True)
    return Image.open(next(tmp_path.glob("page*.png")))


LONGEST = CardContent(
    role_slug="dagplejepaedagogik",
    title="Bekymret for et barn, du møder eller får råd om i dit arbejde?",
    role="Til pædagogiske konsulenter, tilsynsførende dagplejepædagoger og vikarer i hele området",
    steps=tuple(
        CardStep("Ring til Familierådgivningen i dag, før barnet skal hjem.",
                 "Kan det være en i hjemmet, så tal ikke med forældrene om det, før I er enige om hvordan.")
        for _ in range(5)
    ),
    numbers=(
        CardNumber("112", "Fare for liv"),
        CardNumber("114", "Politiet, når det haster"),
        CardNumber("12 34 56 78", "Den sociale vagt, hele døgnet"),
    ),
    contacts=tuple(
        CardContact(
            f"Funktion med et ret langt navn {n}", "12 34 56 79", "Mette Mønster-Prøve", "hverdage kl. 8–15"
        )
        for n in range(6)
    ),
    municipality="Lyngby-Taarbæk og Ringkøbing-Skjern Fælleskommune",
    address="boerneogungeberedskab.lyngby-taarbaek.example",
    say=("Det er godt, du siger det til mig.", "Du må gerne fortælle mere, hvis du vil."),
    never=("Hold aldrig barnet tilbage med magt.", "Skriv ikke om det i Aula."),
    signs=("Mærker med form som en hånd eller en ting.", "Brat fald i fravær eller venner."),
    note="Hæng kun kortet op i personalerummet. Forældre må ikke kunne læse det.",
)  # fmt: skip


@pytest.mark.parametrize("slug", ROLES)
def test_every_starter_card_is_one_page_with_its_fonts_inside(slug, town):
    content = content_of(make_card(town.municipality, slug))
    pdf = PdfReader(io.BytesIO(print_card(content, stamp(content))))
    assert len(pdf.pages) == 1
    assert pdf.metadata.title == f"{content.title} · {content.role} · Eksempel Kommune"
    assert pdf.trailer["/Root"]["/Lang"] == "da"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/StructTreeRoot"]
    fonts = {
        re.sub(r"^/[A-Z]{6}\+", "", font["/BaseFont"]): "/FontFile2" in
        font["/DescendantFonts"][0]["/FontDescriptor"]
        for font in (f.get_object() for f in pdf.pages[0]["/Resources"]["/Font"].values())
    }  # fmt: skip
    assert fonts == {"Card": True, "Card-Semi-Bold": True}
    words = " ".join(pdf.pages[0].extract_text().split())
    for step in content.unbroken().steps:
        assert " ".join(step.bold.split()) in words


@pytest.mark.parametrize("paper", [A4, A3], ids=["a4", "a3"])
def test_the_longest_names_and_six_contacts_still_make_one_page(paper, tmp_path):
    pdf = print_card(LONGEST, stamp(LONGEST), paper)
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    width, height = (float(side) / 72 * 25.4 for side in pages[0].mediabox[2:])
    assert (round(width), round(height)) == (paper.width, paper.height)
    page = picture(pdf, tmp_path, dpi=72)
    edge = round(9 / 25.4 * 72 * paper.scale)
    inked = ImageOps.invert(page.convert("L")).getbbox()
    assert inked[0] >= edge
    assert inked[1] >= edge
    assert inked[2] <= page.width - edge
    assert inked[3] <= page.height - edge


def test_the_code_leads_to_the_short_address_of_this_role_and_version(town, tmp_path):
    content = content_of(make_card(town.municipality, "paedagog"))
    page = picture(print_card(content, stamp(content)), tmp_path)
    assert [code.text for code in zxingcpp.read_barcodes(page)] == [
        "https://beredskab.eksempel.example/p/paedagog/?v=3.2"
    ]


def test_without_colour_everything_is_black_on_white(town, tmp_path):
    content = content_of(make_card(town.municipality, "tandpleje"))
    histogram = picture(print_card(content, stamp(content)), tmp_path).convert("L").histogram()
    grey = sum(histogram[100:200])
    assert histogram[255] > 0.7 * sum(histogram)
    assert grey < 0.05 * sum(histogram)  # soft edges of letters, and nothing that is grey itself


def test_a_card_that_does_not_fit_names_the_step_to_shorten(town):
    card = make_card(town.municipality, "paedagog")
    card.steps[2]["line"] = "Meget lang tekst. " * 60
    content = content_of(card)
    with pytest.raises(TooLong) as refusal:
        print_card(content, stamp(content))
    assert refusal.value.step == 3


def test_a_number_that_nobody_has_filled_in_is_not_printed(town):
    card = make_card(town.municipality, "paedagog")
    Contact.objects.filter(slug="fagchef").update(phone="")
    content = content_of(card)
    with pytest.raises(HasGaps) as refusal:
        print_card(content, stamp(content))
    assert refusal.value.gaps == ("{nummer: fagchef}",)


def test_what_an_editor_writes_is_printed_as_words_and_fetches_nothing(town):
    card = make_card(town.municipality, "paedagog")
    attack = "<img src=file:///etc/passwd><style>@import 'http://127.0.0.1/'</style>"
    card.title, card.note = attack[:80], attack
    card.steps[0] = {"bold": attack, "line": "</b></div><svg><image href='http://127.0.0.1/x'/></svg>"}
    card.say, card.never, card.signs = [attack], [attack], [attack]
    content = content_of(card)
    content = CardContent(**{**vars(content), "primary_colour": "red;background:url(http://127.0.0.1/)"})
    words = PdfReader(io.BytesIO(print_card(content, stamp(content)))).pages[0].extract_text()
    assert "<img src=file:///etc/passwd>" in " ".join(words.split())


def test_where_the_on_call_service_has_no_number_114_leads_to_it(town):
    Contact.objects.filter(slug="sociale-vagt").update(phone="")
    content = content_of(make_card(town.municipality, "paedagog"))
    assert [n.number for n in content.numbers] == ["112", "114"]


def test_the_worker_makes_both_sizes_once_and_a_changed_number_makes_a_new_version(town):
    card = make_card(town.municipality, "paedagog")
    posters.ask_for_refresh(town.municipality, at=monday_at(9))
    assert worker.do_duties(at=monday_at(9)) == 2  # the sheets, and a look at the walls
    assert sorted(PosterFile.objects.values_list("poster__card__slug", "size", "refusal")) == [
        ("paedagog", "a3", ""), ("paedagog", "a4", ""),
    ]  # fmt: skip
    assert posters.refresh(town.municipality, at=monday_at(10)) == 0
    first = content_of(card)
    assert posters.found(card, first).version == "1.0"
    assert posters.is_current(card, in_force(card), "1.0", at=monday_at(9)) is True

    Contact.objects.filter(slug="fagchef").update(phone="12 34 56 99")
    assert posters.refresh(town.municipality, at=tuesday_at(9)) == len(PAPERS)
    second = content_of(card)
    assert posters.found(card, second).version == "1.1"
    versions = ("1.0", "1.1", "1.7", "x", "", "9" * 30)
    assert [posters.is_current(card, in_force(card), v, at=tuesday_at(9)) for v in versions] == [
        False, True, None, None, None, None,
    ]  # fmt: skip

    Contact.objects.filter(slug="fagchef").update(phone="12 34 56 73")
    assert posters.refresh(town.municipality, at=tuesday_at(10)) == 0
    assert posters.is_current(card, in_force(card), "1.0", at=tuesday_at(10)) is True
    assert Poster.objects.count() == 2


def test_a_refused_poster_says_why_and_does_not_stop_the_others(town):
    card = make_card(town.municipality, "paedagog")
    card.steps[4]["line"] = "x " * 900
    card.save()
    make_card(town.municipality, "laerer")
    assert posters.refresh(town.municipality, at=monday_at(9)) == len(PAPERS)
    files = PosterFile.objects.filter(poster__card=card)
    assert [(f.refusal, f.detail) for f in files] == [("too_long", "5")] * 2
    assert "5" in posters.refusal_text(files[0])


def test_the_page_shows_what_is_ready_and_the_pdf_has_its_name(client, town, anna):
    card = make_card(town.municipality, "paedagog")
    posters.refresh(town.municipality, at=monday_at(9))
    client.force_login(anna)
    page = client.get("/plakater/")
    assert card.title in page.content.decode()
    pdf = client.get("/plakater/paedagog.pdf?format=a4")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"] == ('inline; filename="handlekort-paedagog-v1-0_A4_2026-11-23.pdf"')
    assert pdf.content.startswith(b"%PDF")


def test_a_poster_that_is_not_made_yet_is_asked_for_once(client, town, anna):
    make_card(town.municipality, "paedagog")
    client.force_login(anna)
    waiting = client.get("/plakater/paedagog.pdf?format=a3")
    assert waiting.status_code == 200
    assert "/p/paedagog/" in waiting.content.decode()
    client.post("/plakater/paedagog.pdf?format=a3")
    client.post("/plakater/paedagog.pdf?format=a3")
    assert worker.do_duties(at=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)) == 1
    assert client.get("/plakater/paedagog.pdf?format=a3").content.startswith(b"%PDF")


def test_internal_numbers_are_not_given_to_somebody_without_login(client, town):
    make_card(town.municipality, "paedagog")
    posters.refresh(town.municipality, at=monday_at(9))
    landing = client.get("/p/paedagog/?v=1.0").content.decode()
    assert "12 34 56 73" not in landing
    assert "12345673" not in landing
    refused = client.get("/plakater/paedagog.pdf")
    assert refused.status_code == 302
    assert refused["Location"].startswith("/log-ind/")


def test_the_landing_page_says_whether_the_paper_in_your_hand_is_the_newest(client, town):
    card = make_card(town.municipality, "paedagog")
    posters.refresh(town.municipality, at=monday_at(9))
    newest = client.get("/p/paedagog/?v=1.0").content.decode()
    assert "alert-success" in newest
    for step in card.steps:
        assert step["bold"] in newest
    assert 'href="tel:112"' in newest
    Contact.objects.filter(slug="familieraadgivningen").update(phone="12 34 56 70")
    assert "alert-warning" in client.get("/p/paedagog/?v=1.0").content.decode()
    assert "alert-warning" in client.get("/p/paedagog/?v=<script>").content.decode()
    assert client.get("/p/findes-ikke/").status_code == 404


def test_card_contents_name_every_contact_they_print(town):
    card = make_card(town.municipality, "paedagog")
    assert card_contents.slugs_used(card) == {
        "alarm-112", "politi-114", "sociale-vagt", "familieraadgivningen", "fagchef",
        "tvaergaaende-team",
    }  # fmt: skip


def test_the_command_writes_the_poster_that_the_page_gives(client, town, anna, tmp_path):
    card = make_card(town.municipality, "paedagog")
    out = tmp_path / "p.pdf"
    call_command("poster", "--role", "paedagog", "--size", "a3", "--out", str(out), stdout=io.StringIO())
    client.force_login(anna)
    assert client.get("/plakater/paedagog.pdf?format=a3").content == out.read_bytes()
    with pytest.raises(CommandError, match=r"There is no action card 'x'\. There are: paedagog"):
        call_command("poster", "--role", "x")
    card.steps[1]["line"] = "x " * 900
    card.version = 2
    card.save()
    with pytest.raises(CommandError, match="2"):
        call_command("poster", "--role", "paedagog")


def test_many_posters_are_made_a_handful_at_a_time(town):
    for slug in ("paedagog", "laerer", "leder"):
        make_card(town.municipality, slug)
    posters.ask_for_refresh(town.municipality, at=monday_at(9))
    rounds = []
    for minute in range(1, 4):
        worker.do_duties(at=monday_at(9, minute))
        rounds.append(PosterFile.objects.count())
    assert rounds == [4, 6, 6]


def test_a_starter_card_says_what_a_function_is_called_here_once_it_has_a_number(town):
    card = make_card(town.municipality, "paedagog")
    card.say_note = "Ring til {fagchef} eller {Familierådgivningen}. {jurist}"
    Contact.objects.filter(slug="fagchef").update(function="Chefen for børn", phone="")
    contacts = contacts_in_force(town.municipality, monday_at(9))
    said = card_contents.of(card, contacts, language="da")
    assert said.say_note == "Ring til {fagchef} eller Familierådgivningen. {jurist}"
    Contact.objects.filter(slug="fagchef").update(phone="12 34 56 78")
    contacts = contacts_in_force(town.municipality, monday_at(9))
    assert card_contents.of(card, contacts, language="da").gaps() == ("{jurist}",)
    assert "chefen for børn" in card_contents.of(card, contacts, language="da").say_note
    assert {"fagchef", "familieraadgivningen"} <= card_contents.slugs_used(card)
