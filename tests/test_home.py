"""The front page: numbers before any login, then what is mine, in a fixed order."""

import datetime as dt
import uuid

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from beredskab.access import grants
from beredskab.organisation.models import Contact, Municipality, Staff
from notifications import filing
from notifications.vocabulary import State
from plans import reading
from plans.editing import editions
from plans.release import publishing
from plans.release.publishing import Reread
from tests import build, build_plans
from tests.cast import Town
from tests.plans.test_reading_pages import as_person, is_counted, soup, words

DECEMBER = dt.date(2026, 12, 1)
SUNDAY = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)
MONDAY = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)


def published(hanne: Staff, dorte: Staff, count: int = 3) -> None:
    sections = [build_plans.section("akut", title="Er barnet i fare nu?")]
    sections += [build_plans.section(f"afsnit-{n}") for n in range(count - 1)]
    build_plans.published(sections, editor=hanne, approver=dorte, due_on=DECEMBER)


def headings(page: BeautifulSoup) -> list[str]:
    return [h.get_text(" ", strip=True) for h in page.main.find_all(["h1", "h2"])]


def dialled(page: BeautifulSoup) -> list[str]:
    return [a["href"] for a in page.main.find_all("a", href=True) if a["href"].startswith("tel:")]


# --- anybody ----------------------------------------------------------------------------------


def test_nobody_meets_a_login_before_the_numbers(town: Town, freeze: object) -> None:
    freeze(SUNDAY)  # type: ignore[operator]  # a fixture that stops the clock
    page = soup(None, "/")
    assert dialled(page)[:3] == ["tel:112", "tel:114", "tel:+4512345678"]
    first_link = page.main.find("a")
    assert first_link["href"] == "tel:112"


def test_in_opening_hours_the_third_number_is_the_family_unit(town: Town, freeze: object) -> None:
    freeze(MONDAY)  # type: ignore[operator]  # a fixture that stops the clock
    assert dialled(soup(None, "/"))[2] == "tel:+4512345679"


def test_an_on_call_service_behind_the_police_says_so(town: Town, freeze: object) -> None:
    freeze(SUNDAY)  # type: ignore[operator]  # a fixture that stops the clock
    Contact.objects.filter(slug="sociale-vagt").update(phone="")
    assert "Ring 114 og bed om den sociale vagt" in words(soup(None, "/"))


def test_who_has_no_login_is_told_that_a_call_is_enough(town: Town) -> None:
    shown = words(soup(None, "/"))
    assert "Har du ikke et login? Ring til Familierådgivningen: 12 34 56 79" in shown
    assert "Et opkald er også en underretning." in shown


def test_citizens_are_led_to_the_municipalitys_own_door(town: Town) -> None:
    Municipality.objects.update(citizens_door="https://www.eksempel.example/bekymret/")
    page = soup(None, "/")
    assert page.main.find("a", href="https://www.eksempel.example/bekymret/")
    assert not page.main.find("a", href=lambda h: h and h.startswith("/bekymring/"))
    assert not page.main.find("form")


def test_the_public_plans_are_one_step_away(town: Town, hanne: Staff, dorte: Staff) -> None:
    published(hanne, dorte)
    page = soup(None, "/")
    assert page.main.find("a", href="/plan/overgreb/")
    assert page.main.find("a", href="/plan/overgreb/akut/")


def test_internal_contacts_are_not_shown_to_anybody(town: Town) -> None:
    Contact.objects.filter(slug="ssp-infohus").update(audience="internal")
    assert "SSP og Infohus" not in words(soup(None, "/"))


# --- staff ------------------------------------------------------------------------------------


def test_the_order_is_fixed(anna: Staff, bo: Staff, hanne: Staff, dorte: Staff) -> None:
    published(hanne, dorte)
    assert headings(soup(anna, "/")) == [
        "Hvad skal du gøre nu?",
        "Er barnet i fare lige nu? Ring først – skriv bagefter",
        "Jeg er bekymret for et barn",
        "Dine kontakter",
        "Din del af beredskabsplanen",
        "Dit første besøg: Til alle, der møder børn i deres arbejde",
    ]


def test_the_three_words_are_explained_and_lead_to_their_start(anna: Staff) -> None:
    page = soup(anna, "/")
    starts = [a["href"] for a in page.main.find_all("a", class_="card")]
    assert starts == [f"/bekymring/ny/?grad={word}" for word in ("bekymring", "mistanke", "viden")]
    assert "Er du i tvivl mellem mistanke og viden? Vælg bare en af dem." in words(page)


def test_what_anna_has_read_changes_her_home(anna: Staff, hanne: Staff, dorte: Staff, freeze: object) -> None:
    freeze(MONDAY)  # type: ignore[operator]  # a fixture that stops the clock
    published(hanne, dorte, 2)
    before = words(soup(anna, "/"))
    assert "Du har læst 0 af 2 afsnit" in before
    assert "Er barnet i fare nu? Ikke læst – bekræft senest 1. december" in before
    as_person(anna).post("/plan/overgreb/akut/", {"confirmed": "on", "version": "1"})
    after = words(soup(anna, "/"))
    assert "Du har læst 1 af 2 afsnit" in after
    assert "Er barnet i fare nu? Læst 23. november 2026" in after


def test_a_new_version_and_a_date_gone_by_say_so(
    anna: Staff, hanne: Staff, dorte: Staff, freeze: object
) -> None:
    edition = build_plans.published(
        [build_plans.section("akut"), build_plans.section("tolk")],
        editor=hanne,
        approver=dorte,
        due_on=dt.date(2026, 4, 15),
    )
    reading.acknowledge(build_plans.line(edition, "akut"), version_number=1, by=anna, at=build_plans.SPRING)
    asked = Reread(due_on=DECEMBER)
    build_plans.changed(edition, "akut", "Ring 112.", editor=hanne, approver=dorte, reread=asked)
    freeze(MONDAY)  # type: ignore[operator]  # a fixture that stops the clock
    shown = words(soup(anna, "/"))
    assert "Tolk Ikke læst – skulle være bekræftet 15. april" in shown
    assert "Akut Ny version – bekræft senest 1. december" in shown


def test_somebody_without_a_profession_chooses_one(anna: Staff, hanne: Staff, dorte: Staff) -> None:
    published(hanne, dorte)
    anna.memberships.all().delete()
    page = soup(anna, "/")
    assert "Vi ved ikke, hvilken rolle du har." in words(page)
    assert dialled(page)[0] == "tel:112"


def test_cia_sees_how_many_wait_and_emil_sees_none_of_it(
    anna: Staff, cia: Staff, emil: Staff, town: Town
) -> None:
    build.concern(filed_by=anna, team=town.reception, state=State.FILED)
    assert "1 sag uden ansvarlig" in words(soup(cia, "/"))
    assert "Alle sager har en ansvarlig" in words(soup(emil, "/"))
    assert "sag uden ansvarlig" not in words(soup(anna, "/"))


def test_dorte_sees_what_waits_for_her(hanne: Staff, dorte: Staff) -> None:
    plan = build_plans.plan(hanne.municipality, editor=hanne, approver=dorte)
    edition = editions.start(plan, [build_plans.section()], by=hanne, at=build_plans.SPRING)
    assert "Venter på din godkendelse" not in words(soup(dorte, "/"))
    publishing.hand_in(edition, change_note="", rereads={}, by=hanne, at=build_plans.SPRING)
    assert "Beredskab mod vold Venter på din godkendelse" in words(soup(dorte, "/"))
    assert "Venter på din godkendelse" not in words(soup(hanne, "/"))


# --- size -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 50])
def test_home_takes_at_most_twelve_statements_and_fourteen_with_concerns(
    anna: Staff, bo: Staff, cia: Staff, hanne: Staff, dorte: Staff, town: Town, count: int
) -> None:
    published(hanne, dorte, count)
    for _one in range(count):
        build.concern(filed_by=anna, team=town.reception)
    grants.grant(dorte, "handle_concerns", town.reception)
    found = {}
    for person in (anna, bo, cia, dorte, hanne, None):
        client: Client = as_person(person)
        client.get("/")  # what is kept of an edition in force is kept from the first page on
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/").status_code == 200
        found[person.name if person else ""] = len([q for q in caught if is_counted(q["sql"])])
    most = {"Cia Clausen": 14, "Dorte Dahl": 14}
    assert {name: n for name, n in found.items() if n > most.get(name, 12)} == {}, found


def test_of_several_drafts_the_newest_is_shown(town: Town, anna: Staff) -> None:
    """The front page leads to it, and to the list of all."""
    started = [
        filing.start(uuid.uuid4(), certainty="suspicion", by=anna, at=SUNDAY + dt.timedelta(minutes=minute))
        for minute in range(5)
    ]
    page = soup(anna, "/")
    box = page.select_one("section[aria-labelledby=draft]")
    assert box is not None
    assert [a["href"] for a in box.find_all("a")] == [f"/bekymring/{started[-1].pk}/", "/bekymring/mine/"]
    assert "og 4 kladder mere" in box.get_text(" ", strip=True)


def test_without_a_plan_in_force_the_part_of_the_plan_says_so(anna: Staff) -> None:
    assert "Ingen plan er udgivet endnu." in words(soup(anna, "/"))
