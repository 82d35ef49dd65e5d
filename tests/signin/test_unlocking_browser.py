"""The closed group's pages in a real browser: without script, wide and narrow, nothing for axe to find."""

from typing import Any

import pytest
from django.utils import timezone

from beredskab.access import grants
from beredskab.organisation.models import Staff
from beredskab.vault.sealed import members, team
from tests import build
from tests.browser import overflow, violations
from tests.cast import Town

pytestmark = [pytest.mark.browser, pytest.mark.committing]
PHRASE = "fire heste går over broen"
PAGES = ("/lukket-gruppe/", "/lukket-gruppe/adgangssaetning/", "/lukket-gruppe/adgangssaetning/?forgotten=1")


@pytest.fixture
def sealed(town: Town, cia: Staff, ida: Staff) -> Town:
    for one in (cia, ida):
        grants.grant(one, "handle_concerns", town.closed)
        members.choose(PHRASE, by=one, at=timezone.now())
    team.seal(town.closed, by=Staff.objects.get(pk=cia.pk), at=timezone.now())
    return town


def test_cia_unlocks_reads_and_writes_without_script(
    visits: Any, sealed: Town, anna: Staff, cia: Staff
) -> None:
    made = build.concern(filed_by=anna, team=sealed.closed, at=timezone.now())
    page = visits.page(cia, javascript=False)
    page.goto(f"/indbakke/{made.pk}/")
    assert page.locator("h1").inner_text() == "Den lukkede gruppes sager er låst"
    page.get_by_label("Din adgangssætning").fill("noget helt andet")
    page.get_by_role("button", name="Lås op").click()
    assert page.title().startswith("Fejl: ")
    page.get_by_label("Din adgangssætning").fill(PHRASE)
    page.get_by_role("button", name="Lås op").click()
    assert page.locator("h1").inner_text() == f"Sag {made.reference}"
    note = page.context.new_page()
    note.goto(f"/indbakke/{made.pk}/note/")
    note.locator("main textarea").fill("Første linje.\n\nAnden linje.")
    page.get_by_role("button", name="Lås nu").click()
    note.locator("main form button").first.click()
    assert "Intet af det, du skrev, er tabt." in note.locator("main").inner_text()
    note.get_by_label("Din adgangssætning").fill(PHRASE)
    note.get_by_role("button", name="Lås op").click()
    note.get_by_role("button", name="Gem det nu").click()
    assert "Anden linje." in note.locator("main").inner_text()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_have_no_faults(
    visits: Any, sealed: Town, anna: Staff, cia: Staff, emil: Staff, width: int
) -> None:
    """Locked, wrong, unlocked, with somebody who waits; and for somebody who is let in nowhere."""
    grants.grant(emil, "handle_concerns", sealed.closed)
    members.choose(PHRASE, by=Staff.objects.get(pk=emil.pk), at=timezone.now())
    page = visits.page(cia, width=width)

    def faultless() -> None:
        assert (violations(page), overflow(page)) == ([], 0), page.url

    page.goto("/lukket-gruppe/laas-op/?next=/lukket-gruppe/")
    faultless()
    page.get_by_label("Din adgangssætning").fill("noget helt andet")
    page.get_by_role("button", name="Lås op").click()
    faultless()
    page.get_by_label("Din adgangssætning").fill(PHRASE)
    page.get_by_role("button", name="Lås op").click()
    for place in (*PAGES, "/lukket-gruppe/laas-op/", "/indbakke/", "/min-side/"):
        page.goto(place)
        faultless()
    page = visits.page(anna, width=width)
    page.goto("/lukket-gruppe/laas-op/")
    faultless()
    page = visits.page(emil, width=width)
    made = build.concern(filed_by=anna, team=sealed.closed, at=timezone.now())
    page.goto(f"/lukket-gruppe/laas-op/?next=/indbakke/{made.pk}/")
    page.get_by_label("Din adgangssætning").fill(PHRASE)
    page.get_by_role("button", name="Lås op").click()
    assert page.locator("h1").inner_text() == "Du er ikke lukket ind endnu"
    faultless()
