"""The receiver's pages in a real browser: without script, at every width, with nothing for axe to find."""

import pytest
from django.utils import timezone

from notifications import handling
from notifications.models import Concern
from notifications.vocabulary import State, Suspect
from tests import build
from tests.browser import overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.committing]


@pytest.fixture
def case(town, anna, cia, ida, ole) -> Concern:
    """A case in which something of everything has happened."""
    now = timezone.now()
    made = build.concern(
        filed_by=anna,
        team=town.reception,
        state=State.ASSESSED,
        by=cia,
        at=now,
        suspects=(Suspect.HOME, Suspect.EMPLOYEE),
        keep_out=(ole,),
        keep_out_units=(town.school,),
    )
    handling.add_note(made, "Ring til sundhedsplejen.", by=ida, at=now)
    handling.message_filer(made, "Hvem henter ham?", by=cia, at=now, waits_for_answer=True)
    return made


def test_cia_takes_and_assesses_a_case_without_script(visits, town, anna, cia):
    made = build.concern(filed_by=anna, team=town.reception, at=timezone.now())
    page = visits.page(cia, javascript=False)
    page.goto("/indbakke/")
    page.locator("tbody").get_by_role("button", name="Tag sagen").click()
    assert page.locator("h1").inner_text() == f"Sag {made.reference}"
    page.get_by_role("link", name="Dokumentér 24-timersvurderingen").click()
    page.get_by_label("Ja").check()
    page.get_by_label("Hvorfor vurderer du det sådan?").fill("Mærker på halsen.")
    page.get_by_role("button", name="Gem vurderingen").click()
    assert page.title().startswith("Fejl: ")
    page.get_by_label("Hvad gør I nu, og hvem gør det?").fill("Cia kører derud.")
    page.get_by_role("button", name="Gem vurderingen").click()
    assert "Vurderingen er gemt." in page.locator("[role=status]").inner_text()
    assert page.get_by_role("link", name="Send kvittering").count() == 1


PAGES = [
    "",
    "lukkede/",
    "{}/",
    "{}/vurdering/",
    "{}/beslutning/",
    "{}/kvittering/",
    "{}/luk/",
    "{}/note/",
    "{}/besked/",
    "{}/hvem/",
    "{}/giv-tilbage/",
]


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_page_of_the_team_is_accessible_and_fits(visits, cia, case, width):
    page = visits.page(cia, width=width)
    found = {}
    for path in PAGES:
        page.goto("/indbakke/" + path.format(case.pk))
        found[path] = (violations(page), overflow(page), page.locator("h1").count())
    assert found == dict.fromkeys(PAGES, ([], 0, 1))


def test_the_conversation_is_accessible_and_fits(visits, anna, case):
    page = visits.page(anna, width=320)
    page.goto(f"/bekymring/{case.pk}/beskeder/")
    assert "Hvem henter ham?" in page.locator("main").inner_text()
    assert (violations(page), overflow(page)) == ([], 0)
