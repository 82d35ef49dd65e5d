"""Pages of people as they are on a full day, and the second step, in a real browser with axe."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from beredskab.access import grants
from beredskab.access.roles import Role
from beredskab.administration.staffing import away, recertifying, rights
from beredskab.organisation.models import Profession, Staff
from beredskab.signin import codes
from beredskab.signin.models import SecondFactor
from tests.browser import Visits, covered, overflow, violations
from tests.cast import Town, make_person
from tests.signin import phone

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "hemmelig kode 1"


@pytest.fixture
def full_day(
    committing: None, town: Town, anna: Staff, bo: Staff, cia: Staff, dorte: Staff, gert: Staff
) -> Town:
    """Anna is away and shall join the team; the team is asked about its people."""
    at, today = timezone.now(), timezone.localdate()
    liv = make_person("Liv Lund", town.counselling, "leder", Role.TEAM_LEADER)
    grants.grant(liv, rights.LEAD, town.reception)
    rights.ask(anna, rights.Right(team=town.reception, permission=rights.HANDLE), by=gert, at=at)
    week = {"since": today, "until": today + dt.timedelta(days=7)}
    away.say(anna, **week, stand_in=bo, is_leave=False, by=bo, at=at)
    away.say(anna, **week, stand_in=None, is_leave=True, by=bo, at=at)
    recertifying.begin(town.reception, by=gert, at=at)
    return town


def faults(page: Page, what: str) -> list[str]:
    """What is wrong with the page as it is now, wide and on the smallest phone."""
    found = []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{what} at {width}: {fault}" for fault in violations(page)]
        found += [f"{what} at {width}: too wide"] if overflow(page) > 0 else []
        found += [f"{what} at {width}: over {one!r}" for one in covered(page)]
    return found


def test_pages_of_people_on_a_full_day(
    visits: Visits, full_day: Town, gert: Staff, dorte: Staff, bo: Staff, anna: Staff
) -> None:
    wrong = []
    team = "/administration/adgang/hold/modtagelsen/"
    for person, paths in (
        (
            gert,
            [f"/medarbejder/{anna.pk}/", f"/medarbejder/{anna.pk}/adgang/", "/administration/faggrupper/"],
        ),
        (
            gert,
            [
                f"/medarbejder/{gert.pk}/adgang/fjern/?right=role:administrator",
                "/administration/adgang/hvor-tit/",
            ],
        ),
        (dorte, ["/administration/adgang/", team, "/"]),
        (bo, ["/leder/medarbejdere/", f"/medarbejder/{anna.pk}/", f"/medarbejder/{anna.pk}/stopper/"]),
        (anna, ["/min-side/fravaer/", "/min-side/"]),
    ):
        page = visits.page(person)
        for path in paths:
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            wrong += faults(page, path)
    assert wrong == []


def test_forms_with_mistakes(visits: Visits, full_day: Town, gert: Staff, bo: Staff, anna: Staff) -> None:
    wrong = []
    for person, path in (
        (bo, "/medarbejder/ny/"),
        (bo, f"/medarbejder/{anna.pk}/vaek/"),
        (gert, f"/medarbejder/{anna.pk}/adgang/"),
        (gert, f"/medarbejder/{gert.pk}/adgang/fjern/?right=role:administrator"),
    ):
        page = visits.page(person)
        page.goto(path)
        page.locator("main form button.button").last.click()
        assert page.locator(".alert-error, .form-error-message").count() > 0, path
        wrong += faults(page, path)
    assert wrong == []


def test_bo_takes_somebody_on_without_script(visits: Visits, full_day: Town, bo: Staff) -> None:
    page = visits.page(bo, javascript=False, width=390)
    page.goto("/leder/medarbejdere/")
    page.get_by_role("link", name="Ny medarbejder").click()
    page.fill("[name=name]", "Ny Nielsen")
    page.fill("[name=email]", "ny@eksempel.example")
    cook = Profession.objects.get(municipality=full_day.municipality, slug="koekken")
    page.select_option("[name=profession]", str(cook.pk))
    page.get_by_role("button", name="Opret medarbejderen").click()
    assert page.locator("h1").inner_text() == "Ny Nielsen"


def test_the_second_step_is_set_up_and_used(visits: Visits, full_day: Town, anna: Staff) -> None:
    anna.set_password(PASSWORD)
    anna.save()
    page = visits.page()
    wrong = []

    def sign_in() -> None:
        page.goto("/log-ind/")
        page.fill("[name=email]", anna.email)
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="Log ind").last.click()

    sign_in()
    page.locator("details summary").first.click()
    wrong += faults(page, "setting up")
    page.fill("[name=code]", "000000")
    page.locator("main form button.button-primary").click()
    wrong += faults(page, "setting up with wrong digits")
    page.locator("details summary").first.click()
    secret = "".join(re.findall(r"\b[A-Z2-7]{4}\b", page.locator("details").inner_text()))
    page.fill("[name=code]", phone.shows(secret, timezone.now()))
    page.locator("main form button.button-primary").click()
    assert page.locator(".recovery-codes code").count() == codes.CODES
    paper = page.locator(".recovery-codes code").first.inner_text()
    wrong += faults(page, "recovery codes")
    page.context.clear_cookies()
    sign_in()
    wrong += faults(page, "the code")
    page.fill("[name=code]", "000000")
    page.locator("main form button.button-primary").click()
    wrong += faults(page, "a wrong code")
    page.fill("[name=code]", paper)
    page.locator("main form button.button-primary").click()
    page.goto("/min-side/login/")
    wrong += faults(page, "how I sign in")
    assert wrong == []
    assert SecondFactor.objects.filter(staff=anna).count() == 1
    assert codes.codes_left(anna) == codes.CODES - 1
