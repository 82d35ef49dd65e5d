"""Every kind of paper, rendered and looked at: from three metres, in grey, nothing cut, one page, tagged."""

import io
import math
import re
from pathlib import Path

import pytest
from django.utils import translation
from pypdf import PdfReader

from beredskab.organisation.models import Municipality
from notifications.routes import rulebook
from plans import demo
from plans.editing import editions
from plans.numbers.contacts import contacts_in_force
from plans.paper import kits, posters, sheets
from plans.paper.card_printing import card_css, card_html, print_card
from plans.paper.cards import CardContent
from plans.paper.printing import PICTURE, SHEETS, press
from plans.release.publishing import Reread
from tests import build_plans as build
from tests.build import monday_at
from tests.plans.paper_seen import Page, look_at, lost_words
from tests.plans.test_own_words import drawn, look_like
from tests.plans.test_posters import LONGEST, ROLES, content_of, make_card, stamp

METRES = 3
DRIVERS_EYE = 10  # arc minutes of a letter that an eye reads which just may drive a car: 5' / 0.5
LEGIBLE = 7  # contrast of text, WCAG 1.4.6
MARGIN = 8  # millimetres that an office printer leaves white


def arc_minutes(height: float, metres: float) -> float:
    """How large something of so many millimetres is for an eye so far away."""
    return math.degrees(math.atan(height / (1000 * metres))) * 60


def tagged(pdf: bytes) -> PdfReader:
    """The file, once its tags, title, language and fonts have been found inside."""
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] in ("da", "nb", "en")
    assert reader.metadata.title
    fonts = [f.get_object() for page in reader.pages for f in page["/Resources"].get("/Font", {}).values()]
    assert fonts
    for font in fonts:
        assert "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]
        assert re.match(r"/[A-Z]{6}\+", font["/BaseFont"])  # a subset
    return reader


def faint(pages: list[Page]) -> list[tuple[str, float]]:
    """Every word that a grey printer makes too pale to read."""
    told = [
        (word.text, page.contrast_of(word)) for page in pages for word in page.words if word.text.strip("·•")
    ]
    return [(text, round(found, 1)) for text, found in told if found < LEGIBLE]


def outside(pages: list[Page], margin: float = MARGIN) -> list[str]:
    """Every word in the margin, where an office printer does not print."""
    return [
        word.text
        for page in pages
        for word in page.words
        if min(word.left, word.top, page.width - word.right, page.height - word.bottom) < margin
    ]


def test_the_numbers_of_a_poster_are_read_from_three_metres(town, tmp_path):
    content = content_of(make_card(town.municipality, "paedagog"))
    for size in ("a4", "a3"):
        (page,) = look_at(print_card(content, stamp(content), SHEETS[size]), tmp_path / size)
        box = [word for word in page.words if word.text in {"112", "114", "12", "34", "56", "78"}]
        large = [page.height_of(word) for word in box if page.height_of(word) > 8]
        assert len(large) == 6  # 112, 114 and the four pairs of the on-call number
        assert min(arc_minutes(height, METRES) for height in large) >= DRIVERS_EYE
        steps = [page.height_of(word) for word in page.words if word.text in {"Lyt.", "Underret"}]
        assert arc_minutes(min(steps), 1) >= DRIVERS_EYE  # what to do is read at arm's length and a step


@pytest.mark.parametrize("colour", ["#0b4f6c", "#767676", "#000000"])
@pytest.mark.parametrize("content", [LONGEST, None], ids=["longest", "tandpleje"])
def test_a_whole_poster_is_legible_in_grey_and_nothing_is_cut(content, colour, town, tmp_path):
    content = content or content_of(make_card(town.municipality, "tandpleje"))
    content = CardContent(**{**vars(content), "primary_colour": colour})
    pdf = print_card(content, stamp(content))
    pages = look_at(pdf, tmp_path)
    assert (len(pages), faint(pages), outside(pages)) == (1, [], [])
    assert lost_words(card_html(content, stamp(content)), pdf, tmp_path) == []
    tagged(pdf)


@pytest.mark.parametrize("language", ["da", "nb", "en"])
def test_a_units_card_in_every_language_is_whole_for_the_office_and_the_print_shop(
    language, town, hanne, bo, tmp_path
):
    look_like(town, hanne, logo=drawn("#000000"), logo_text="Eksempel Kommune")
    made = make_card(town.municipality, "tandpleje")
    unit = town.kindergarten
    unit.refresh_from_db()
    asked = posters.variant(town.municipality, language, unit, at=monday_at(9))
    card = posters.cards_in_force(town.municipality).get(pk=made.pk)
    content = posters.current(card, contacts_in_force(card.municipality, monday_at(9)), asked)
    logo = posters.logo_of(card.municipality)
    with translation.override(language):
        html = card_html(content, stamp(content))
    for size in ("a4", "a3-bleed"):
        pdf = print_card(content, stamp(content), SHEETS[size], logo)
        assert len(tagged(pdf).pages) == 1
        assert lost_words(html, pdf, tmp_path) == []


@pytest.fixture
def place(town, hanne, dorte, bo) -> Municipality:
    """A municipality with cards, routing rules, own words, and a plan of which half has just changed."""
    municipality = town.municipality
    rulebook.start(municipality)
    demo.fill_contacts(municipality)
    for slug in ROLES:
        make_card(municipality, slug)
    titles = [f"Når barnet fortæller noget, du ikke havde ventet at høre, del {n}" for n in range(14)]
    sections = [build.section(f"afsnit-{n}", title=title) for n, title in enumerate(titles)]
    first = build.published(sections, editor=hanne, approver=dorte)
    draft = editions.open_draft(first.plan, by=hanne, at=monday_at(7))
    chosen = list(first.plan.sections.all())[:12]
    for section in chosen:
        copy = editions.working_copy(draft, section, by=hanne, at=monday_at(7))
        build.rewrite(copy.blocks.order_by("position")[0], "Ring med det samme.")
    note = "\n".join(
        f"- Ændring {n}: vi ringer til Familierådgivningen, før barnet skal hjem." for n in range(6)
    )
    asked = {section.pk: Reread(due_on=None) for section in chosen}
    build.publish(draft, editor=hanne, approver=dorte, rereads=asked, note=note, at=monday_at(8))
    return municipality


def made_of(order: sheets.Order) -> tuple[str, bytes]:
    """What the sheet says, and the sheet."""
    composed = order.composed(monday_at(9))
    assert composed is not None
    file = sheets.make(order, at=monday_at(9))
    assert file is not None
    assert file.pdf is not None, file.refusal
    return composed[0], bytes(file.pdf)


ONE_PAGE = [
    ("one-page", "a4"), ("one-page", "a3"), ("recommendations", "a4"), ("recommendations", "a3"),
    ("pocket", "a4"), ("control-team", "a4"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "size"), ONE_PAGE)
def test_a_sheet_of_one_page_is_one_page_legible_in_grey_tagged_and_nothing_is_cut(
    kind, size, place, tmp_path
):
    plan = "overgreb" if kind == "one-page" else ""
    html, pdf = made_of(sheets.Order(place, kind, size, plan))
    assert len(tagged(pdf).pages) == 1
    pages = look_at(pdf, tmp_path)
    assert (faint(pages), outside(pages)) == ([], [])
    assert lost_words(html, pdf, tmp_path) == []


@pytest.mark.parametrize("kind", ["pocket", "control-team"])
def test_nothing_on_a_small_card_is_cut_off_by_its_edge(kind, place, tmp_path):
    """The same sheet without the edge that cuts looks the same."""
    composed = sheets.Order(place, kind).composed(monday_at(9))
    assert composed is not None
    html, css = composed
    assert "overflow: hidden" in css
    (cut,) = look_at(press(html, css).pdf, tmp_path / "cut")
    (whole,) = look_at(press(html, css.replace("overflow: hidden", "")).pdf, tmp_path / "whole")
    assert cut.grey.tobytes() == whole.grey.tobytes()


def test_the_plan_on_a_page_says_for_each_suspect_what_the_portal_would_do(place, tmp_path):
    html, pdf = made_of(sheets.Order(place, "one-page", "a4", "overgreb"))
    told = " ".join(word.text for page in look_at(pdf, tmp_path) for word in page.words)
    for suspect in ("hjemmet", "ansat", "leder"):
        assert suspect in told
    team = "12 34 56 74"
    place.routing_rules.update(phone=place.contacts.get(slug="tvaergaaende-team"))
    after = sheets.Order(place, "one-page", "a4", "overgreb").composed(monday_at(9))
    assert after is not None
    assert after[0].count(team) > html.count(team)  # a changed rule makes another page


def test_slides_for_the_staff_meeting_have_one_thought_on_each_and_none_runs_over(place, tmp_path):
    html, pdf = made_of(sheets.Order(place, "handout", "a4", "overgreb"))
    reader = tagged(pdf)
    assert len(reader.pages) == html.count("<section")
    assert all(page.mediabox.width > page.mediabox.height for page in reader.pages)
    pages = look_at(pdf, tmp_path)
    assert (faint(pages), outside(pages)) == ([], [])
    assert lost_words(html, pdf, tmp_path) == []
    told = " ".join(word.text for page in pages for word in page.words)
    assert "Ændring 5:" in told


def test_the_contact_sheet_and_the_kit_are_legible_tagged_and_whole(place, town, bo, tmp_path, settings):
    settings.VAR = tmp_path
    html, pdf = made_of(sheets.Order(place, "contacts"))
    tagged(pdf)
    pages = look_at(pdf, tmp_path / "contacts")
    assert (faint(pages), outside(pages)) == ([], [])
    assert lost_words(html, pdf, tmp_path) == []
    unit = town.kindergarten
    unit.refresh_from_db()
    unit.municipality = place
    kit = kits.kit_of(unit, at=monday_at(9))
    reader = tagged(kit)
    assert len(reader.pages) >= 5  # how to, numbers, cards, the form, how to enter it
    assert faint(look_at(kit, tmp_path / "kit")) == []


def test_a_long_plan_has_bookmarks_tags_and_contents_that_name_the_right_pages(place, tmp_path):
    html, pdf = made_of(sheets.Order(place, "plan", subject="overgreb"))
    reader = tagged(pdf)
    flat = list(_flattened(reader.outline))
    titles = [f"Når barnet fortæller noget, du ikke havde ventet at høre, del {n}" for n in range(14)]
    assert [one.title for one in flat if one.title in titles] == titles
    pages = look_at(pdf, tmp_path)
    contents = " ".join(word.text for word in pages[1].words)
    for one in flat:
        if one.title in titles:
            number = reader.get_destination_page_number(one) + 1
            assert re.search(re.escape(one.title) + rf" [. ]*{number}\b", contents), one.title
            seen = " ".join(word.text for word in pages[number - 1].words)
            assert one.title in seen
    assert lost_words(html, pdf, tmp_path) == []
    assert (faint(pages), outside(pages)) == ([], [])


def _flattened(outline):
    for one in outline:
        yield from _flattened(one) if isinstance(one, list) else [one]


@pytest.mark.parametrize("slug", ROLES)
def test_a_logo_costs_no_role_its_page_and_no_word_stands_under_it(slug, town, hanne, bo, tmp_path):
    look_like(town, hanne, logo=drawn("#000000", size=(900, 300)), logo_text="Eksempel Kommune")
    made = make_card(town.municipality, slug)
    card = posters.cards_in_force(town.municipality).get(pk=made.pk)
    unit = town.kindergarten
    unit.refresh_from_db()
    contacts = contacts_in_force(card.municipality, monday_at(9))
    for language in ("da", "nb", "en"):
        asked = posters.variant(town.municipality, language, unit, at=monday_at(9))
        content = posters.current(card, contacts, asked)
        pdf = print_card(content, stamp(content), picture=posters.logo_of(card.municipality))
        (page,) = look_at(pdf, tmp_path / language)
        corner = [word for word in page.words if word.right > page.width - 55 and 17 < word.bottom < 29]
        assert [word.text for word in corner] == [], language


def test_the_logo_of_the_overview_and_of_the_card_is_the_one_handed_in(place, town, hanne, tmp_path: Path):
    look_like(town, hanne, logo=drawn("#000000"), logo_text="Eksempel Kommune")
    html, pdf = made_of(sheets.Order(place, "recommendations", "a3"))
    assert PICTURE in html
    (page,) = look_at(pdf, tmp_path)
    corner = page.grey.crop((page.grey.width * 9 // 10, 0, page.grey.width, page.grey.height // 12))
    assert min(corner.tobytes()) < 60
    assert card_css(LONGEST, SHEETS["a4"]).count("url(") == 4
