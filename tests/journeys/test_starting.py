"""From an empty database to all green through pages alone, each step by the person whose it is.

What no page does is the operator's: founding, the first administrator, the worker, a backup that was tried.
"""

import re

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page

from beredskab.administration import people, starting
from beredskab.administration.people import Newcomer
from beredskab.organisation.models import Contact, Municipality, Staff
from beredskab.outbox import duties, observing, worker
from beredskab.vault import keys
from notifications.routes import trial
from plans.models import ActionCard
from plans.numbers.contacts import contacts_in_force
from plans.paper import posters
from tests.browser import Visits

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GUIDE = "/administration/kom-i-gang/"
STAFF = """navn;email;enhed;overenhed;profession
Nils Nygaard;nils@nyby.example;Børn og Unge;;Leder
Noor Nielsen;noor@nyby.example;Børn og Unge;;Konsulent
Maja Munk;maja@nyby.example;Børn og Unge;;Leder
Bo Bjerg;bo@nyby.example;Børnehuset Engen;Børn og Unge;Leder
Kaj Kok;kaj@nyby.example;Børn og Unge;;Leder
Nete Norup;nete@nyby.example;Familierådgivningen;Børn og Unge;Myndighedsrådgiver
Rie Rask;rie@nyby.example;Familierådgivningen;Børn og Unge;Myndighedsrådgiver
"""
NUMBERS = {"familieraadgivningen": "12 34 56 79", "sociale-vagt": "114", "fagchef": "12 34 56 73"}


@pytest.fixture
def nina(committing: None, monkeypatch: pytest.MonkeyPatch) -> Staff:
    """The operator's part: the municipality is founded, Nina administers it, a backup was tried."""
    now = timezone.now()
    call_command("found_municipality", "Nyby Kommune", slug="eksempel")
    place = Municipality.objects.get()
    people.enrol(Newcomer("nina@nyby.example", "Nina Nord", roles=("administrator",)), place, at=now)
    monkeypatch.setattr(keys, "are_well", lambda: True)
    for name in (posters.REFRESH, posters.KIT, posters.WALLS):  # paper has tests of its own, and takes time
        monkeypatch.setitem(duties._known, name, _later)
    worker.beat("host:1", at=now)
    worker.observe(at=now)
    observing.leave("backup", is_well=True, at=now)
    return Staff.objects.get()


def somebody(name: str) -> Staff:
    return Staff.objects.select_related("municipality").get(email=f"{name}@nyby.example")


def work() -> None:
    """The worker's rounds, until nothing is due."""
    while worker.do_duties(at=timezone.now()):
        pass


def _later(ids: dict[str, object], at: object) -> None:
    return None


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{name}")).first.click()
    page.wait_for_load_state()


def give(page: Page, who: str, *rights: str) -> None:
    for right in rights:
        page.goto(f"/medarbejder/{somebody(who).pk}/adgang/")
        words = page.locator("[name=right] option").all_inner_texts()
        page.select_option("[name=right]", label=next(one for one in words if one.startswith(right)))
        press(page, "Fortsæt")


def green(person: Staff) -> set[str]:
    return {one.step.name for one in starting.guide(person, at=timezone.now()) if one.is_done}


def follow(page: Page, step: str) -> None:
    """From the guide to where the step is done, by its own link."""
    page.goto(GUIDE)
    page.locator("li.step", has_text=step).get_by_role("link").first.click()
    page.wait_for_load_state()


def test_a_municipality_walks_to_green_through_pages(visits: Visits, nina: Staff) -> None:
    page = visits.page(nina)
    follow(page, "Adresse og sprog")
    page.fill("[name=short_address]", "beredskab.nyby.example")
    press(page, "Gem")
    follow(page, "Medarbejderne er hentet ind")
    staff = {"name": "ansatte.csv", "mimeType": "text/csv", "buffer": STAFF.encode()}
    page.set_input_files("main input[type=file]", staff)  # type: ignore[arg-type]  # a FilePayload
    press(page, "Læs listen")
    press(page, "Hent dem ind")
    work()
    follow(page, "Stillinger har en faggruppe")
    for field in page.locator("main select").all():
        if not field.input_value():
            field.select_option(label="Ingen af dem: læser det, der er for alle")
    press(page, "Gem")
    give(page, "nils", "Administrator")
    assert {"address", "staff", "titles", "administrators"} <= green(nina), "the second one she names alone"
    give(page, "noor", "Redaktør")
    give(page, "maja", "Chef", "Behandler underretninger i Fagchefen", "Leder Børn og Unge")
    give(page, "bo", "Godkender", "Leder Børnehuset Engen")
    give(page, "kaj", "Kontrollant")
    give(page, "nete", "Leder teamet Modtagelsen", "Behandler underretninger i Modtagelsen", "Leder Familie")
    give(page, "rie", "Behandler underretninger i Modtagelsen", "Behandler underretninger i Det tværgående")
    give(page, "rie", "Behandler underretninger i Den lukkede")
    give(page, "nete", "Behandler underretninger i Den lukkede")
    follow(page, "Login er sat op")
    page.get_by_role("link", name="Foreslå et nyt login").click()
    page.fill("[name=name]", "Log ind med dit arbejdslogin")
    page.check("[name=protocol][value=oidc]")
    page.fill("[name=issuer]", "https://login.nyby.example")
    page.fill("[name=client_id]", "portal")
    press(page, "Foreslå")
    assert {"roles", "login", "teams"} & green(nina) == set(), "another person decides"

    page = visits.page(somebody("nils"))
    follow(page, "De modtagende team")
    while page.get_by_role("button", name=re.compile("^Godkend")).count():
        press(page, "Godkend")
    page = visits.page(somebody("maja"))
    page.goto("/")
    page.get_by_role("link", name="Login", exact=True).click()
    press(page, "Godkend")
    assert {"roles", "leaders", "login", "teams"} <= green(nina)

    page = visits.page(somebody("noor"))
    follow(page, "Telefonnumrene er bekræftet")
    for contact in Contact.objects.all():
        if not contact.phone and contact.slug not in {*NUMBERS, "databeskyttelse"}:
            continue
        page.goto(f"/redaktion/kontakter/{contact.pk}/")
        if not contact.phone:
            page.fill("[name=phone]", NUMBERS.get(contact.slug, "12 34 56 70"))
            page.locator("[name=opening]").first.check()
            press(page, "Gem")
            page.goto(f"/redaktion/kontakter/{contact.pk}/")
        press(page, "Ja, det passer")
    assert {"numbers", "on_call", "officer"} <= green(nina)
    for plan in ("overgreb", "social-kontrol"):
        page.goto(f"/redaktion/plan/{plan}/send/")
        page.fill("[name=change_note]", "Vores første plan.")
        press(page, "Send til godkendelse")
    page = visits.page(somebody("bo"))
    for _plan in range(2):
        page.goto("/redaktion/")
        page.get_by_role("link", name=re.compile("^Læs og godkend")).first.click()
        page.check("[name=read]")
        page.check("[name=when][value=now]")
        press(page, "Godkend")
    assert "plans" in green(nina)

    page = visits.page(somebody("nete"))
    follow(page, "Nogen har vagten i dag")
    page.get_by_role("link", name="Læg vagtplan").first.click()
    page.select_option("[name=holder]", label="Rie Rask")
    press(page, "Gem")
    for member in ("rie", "nete"):
        page = visits.page(somebody(member))
        page.goto("/lukket-gruppe/")
        page.get_by_role("link", name="Vælg en adgangssætning").click()
        for field in page.locator("main input[type=password]").all():
            field.fill("fire heste går over broen")
        page.get_by_text("Jeg ved, at ingen kan slå den op").click()
        page.locator("main form button").first.click()
    page.goto("/lukket-gruppe/")
    press(page, "Forsegl gruppen")
    assert "closed_group" in green(nina)

    page = visits.page(somebody("maja"))
    follow(page, "En underretnings vej er prøvet")
    press(page, "Prøv alle")
    work()
    assert {"rota", "route"} <= green(nina), trial.name_of(nina.municipality)

    card, place = ActionCard.objects.get(slug="paedagog"), nina.municipality
    contacts, now = contacts_in_force(place, timezone.now()), timezone.now()
    posters.make(card, contacts, "a4", posters.variant(place, "", None, at=now), at=now)
    page = visits.page(somebody("noor"))
    follow(page, "En plakat hænger på en væg")
    page.get_by_role("link", name="Børn og Unge", exact=True).click()
    page.select_option("[name=card]", index=1)
    page.fill("[name=room]", "Personalerum")
    page.select_option("[name=size]", label="A4")
    press(page, "Skriv den op")
    page.goto(GUIDE)
    assert [one.step.name for one in starting.guide(nina, at=timezone.now()) if not one.is_done] == []
    assert "Alt er udført" in page.inner_text("main")
    assert visits.complaints == []
