"""The editor's and the posters' pages in a real browser: nothing axe complains of, nothing too wide."""

import re

import pytest
from playwright.sync_api import expect

from plans.contents import BlockContent, SectionContent
from plans.editing import editions
from plans.models import Plan
from plans.release import publishing
from plans.release.publishing import Reread
from plans.vocabulary import BlockType
from tests.browser import overflow, violations
from tests.build import monday_at
from tests.plans.test_posters import make_card

pytestmark = pytest.mark.browser


@pytest.fixture
def plan(committing, town, hanne, dorte) -> Plan:
    from beredskab.access import grants

    plan = Plan.objects.create(
        municipality=town.municipality, kind="abuse", slug="overgreb", title="Plan mod overgreb"
    )
    grants.grant(hanne, "edit_plan", plan)
    grants.grant(dorte, "approve_plan", plan)
    words = BlockContent(type=BlockType.TEXT, audience="public", title="Sådan", text="Lyt til barnet.")
    steps = BlockContent(type=BlockType.STEPS, audience="public", title="Trin", items=("Lyt", "Skriv"))
    both = BlockContent(
        type=BlockType.DO_DONT, audience="public", title="Husk", items={"do": ["Lyt"], "dont": ["Lov"]}
    )
    content = SectionContent(
        "lyt", "Når et barn fortæller", must_acknowledge=True, blocks=(words, steps, both)
    )
    edition = editions.start(plan, [content], by=hanne, at=monday_at(8))
    asked = {line.section_id: Reread() for line in edition.lines.all()}
    publishing.hand_in(edition, change_note="Første", rereads=asked, by=hanne, at=monday_at(9))
    publishing.publish(edition, by=dorte, at=monday_at(10))
    make_card(town.municipality, "paedagog")
    return plan


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_of_the_editor_is_accessible(width, plan, visits, hanne, town):
    lyt = plan.sections.get().pk
    number = town.municipality.contacts.get(slug="familieraadgivningen").pk
    paths = [
        "/redaktion/", "/redaktion/plan/overgreb/", f"/redaktion/afsnit/{lyt}/",
        f"/redaktion/afsnit/{lyt}/titel/", f"/redaktion/afsnit/{lyt}/ny/",
        f"/redaktion/afsnit/{lyt}/ny/?type=do_dont", "/redaktion/kontakter/",
        f"/redaktion/kontakter/{number}/", "/redaktion/handlekort/", "/redaktion/handlekort/paedagog/",
        "/plakater/", "/p/paedagog/?v=1.0", "/plakater/paedagog.pdf?format=a4",
    ]  # fmt: skip
    page = visits.page(hanne, width=width)
    found = {}
    for path in paths:
        assert page.goto(path).status == 200
        found[path] = (violations(page), overflow(page))
    assert {path: told for path, told in found.items() if told != ([], 0)} == {}


def test_hanne_and_dorte_walk_the_whole_way_without_script(plan, visits, hanne, dorte):
    page = visits.page(hanne, javascript=False, width=390)
    page.goto("/redaktion/")
    page.get_by_role("link", name=re.compile("Åbn planen")).click()
    page.get_by_role("link", name="Når et barn fortæller").click()
    page.get_by_role("link", name="Redigér – Tekst: Sådan").click()
    page.get_by_label("Tekst").fill("Lyt til barnet. Spørg ikke ud.")
    page.get_by_role("button", name="Gem i kladden").click()
    page.get_by_label("Vis som").select_option("paedagog")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page.get_by_text("Spørg ikke ud.")).to_be_visible()
    page.get_by_role("link", name="Send til godkendelse").click()
    page.get_by_role("button", name="Send til godkendelse").click()
    assert page.title().startswith("Fejl: ")
    assert overflow(page) == 0
    page.get_by_label("Hvad er ændret?").fill("Spørg ikke ud.")
    page.get_by_label("Ja – alle, det gælder for").check()
    page.get_by_role("button", name="Send til godkendelse").click()
    other = visits.page(dorte, javascript=False)
    other.goto("/redaktion/")
    other.get_by_role("link", name=re.compile("Læs og godkend")).click()
    other.get_by_label("Jeg har læst ændringerne").check()
    other.get_by_label("Nu", exact=True).check()
    other.get_by_role("button", name="Godkend og udgiv").click()
    expect(other.get_by_text("Udgave 2 er udgivet.")).to_be_visible()
