"""The whole filing journey in a real browser: without script, on a small phone, and with script."""

import re
from typing import Any

import pytest

from beredskab.organisation.models import Staff
from tests.browser import Visits, overflow, violations
from tests.cast import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Form:
    """The pages as a person presses them."""

    def __init__(self, page: Any, *, look: bool = False) -> None:
        self.page, self.look, self.clicks, self.wrong = page, look, 0, []  # type: ignore[var-annotated]

    @property
    def step(self) -> str:
        return str(self.page.url.rstrip("/").rsplit("/", 1)[-1])

    def start(self, degree: str) -> "Form":
        self.page.goto(f"/bekymring/ny/?grad={degree}")
        self.clicks += 1  # the card on the home page
        self._check()
        return self._press(self.page.get_by_role("button", name="Start", exact=True))

    def choose(self, *labels: str, **typed: str) -> "Form":
        for label in labels:
            self.page.get_by_label(label, exact=True).check()
            self.clicks += 1
        for name, words in typed.items():
            self.page.locator(f"[name={name}]").fill(words)
        return self.go_on()

    def go_on(self) -> "Form":
        return self._press(self.page.locator("form#question .button-primary"))

    def _press(self, button: Any) -> "Form":
        with self.page.expect_navigation():  # on a slow machine the old page may still answer for a while
            button.click()
        self.clicks += 1
        self._check()
        return self

    def _check(self) -> None:
        """What must hold on every page, errors and advice included."""
        if overflow(self.page):
            self.wrong.append(f"{self.step} is {overflow(self.page)} px too wide")
        if self.look:
            self.wrong += [f"{self.step}: {line}" for line in violations(self.page)]


def whole_journey(form: Form) -> None:
    """A child tells that dad hits, is fetched today, and has asked the filer not to tell."""
    form.start("viden").choose("Måske").go_on()
    form.choose("Fysisk vold").go_on()
    form.go_on()  # nothing chosen: the page says so
    form.choose("En forælder eller en anden voksen i hjemmet")
    form.choose("Ja, barnet bliver hentet eller går hjem", pick_up="15.30").go_on()
    form.choose("Ja", "Barnet har bedt mig lade være", words="Far slår mig")
    form.choose(fears="At far bliver vred")
    form.choose(account="Hun viste sin arm.").go_on()
    form.choose(name="Pige på 5")
    form.choose("Nej").choose("Ingen").go_on()
    assert form.step == "tjek"


def test_the_whole_form_works_without_script_on_the_smallest_phone(
    visits: Visits, ready: Town, anna: Staff, bo: Staff, cia: Staff
) -> None:
    page = visits.page(anna, javascript=False, width=320, height=640)
    form = Form(page)
    whole_journey(form)
    form.go_on()
    assert page.get_by_role("heading", level=1).inner_text() == "Din underretning er sendt"
    page.go_back()
    page.go_back()
    page.reload()
    assert "Du har allerede sendt denne underretning" in page.content()
    assert form.wrong == []


def test_the_whole_form_is_accessible_with_script(
    visits: Visits, ready: Town, anna: Staff, bo: Staff, cia: Staff
) -> None:
    page = visits.page(anna)
    form = Form(page, look=True)
    whole_journey(form)
    form.go_on()
    for link in ("Læs her, hvad du sendte", "Tilbage", "Fuld kopi (PDF)"):
        with page.expect_navigation():
            page.get_by_role("link", name=link).first.click()
        form._check()
    page.goto("/bekymring/mine/")
    form._check()
    page.goto("/bekymring/hjaelp-til-at-vaelge/")
    form._check()
    assert form.wrong == []


def test_a_child_who_tells_is_reported_within_24_clicks(
    visits: Visits, ready: Town, anna: Staff, bo: Staff, cia: Staff
) -> None:
    page = visits.page(anna, width=390)
    form = Form(page)
    form.start("viden").choose("Nej").choose("Fysisk vold").go_on()
    form.choose("En forælder eller en anden voksen i hjemmet")
    form.choose("Ja, barnet bliver hentet eller går hjem").go_on()
    form.choose("Ja", "Jeg har ikke sagt det", words="Far slår mig")
    form.choose(account="Hun viste sin arm.").go_on()
    form.choose(name="Pige på 5").choose("Nej").choose("Ingen").go_on().go_on()
    assert (form.step, form.clicks <= 24) == ("kvittering", True), form.clicks


def test_finding_the_colleague_works_without_script(
    visits: Visits, ready: Town, anna: Staff, bo: Staff, ole: Staff
) -> None:
    page = visits.page(anna, javascript=False, width=390)
    form = Form(page)
    form.start("mistanke").choose("Nej").choose("Andet").go_on()
    form.choose("En ansat, vikar eller frivillig, hos os eller et andet sted")
    page.get_by_label("Søg efter navn eller arbejdsplads").fill("ole ols")
    page.get_by_role("button", name="Søg").click()
    form.choose("Ole Olsen, pædagog, Børnehuset Solsikken")
    assert (form.step, form.wrong) == ("i-dag", [])


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_comes_and_what_is_typed_is_saved(
    visits: Visits, ready: Town, anna: Staff, javascript: bool
) -> None:
    page = visits.page(anna, javascript=javascript)
    Form(page).start("bekymring").choose("Nej").choose("Barnet mistrives eller skader sig selv").choose(
        "Nej, ingen bestemt"
    ).choose("Nej")
    draft = page.url
    page.locator("[name=account]").fill("Han er alene hver dag")
    page.get_by_role("button", name="Skjul skærmen").click()
    page.wait_for_url("**/skjul/")
    assert "alene" not in page.content()
    page.goto(draft)
    assert "/log-ind/" in page.url
    back = visits.page(anna)
    back.goto(draft)
    assert back.locator("[name=account]").input_value() == "Han er alene hver dag"


def test_a_double_click_on_send_sends_once(visits: Visits, ready: Town, anna: Staff, cia: Staff) -> None:
    page = visits.page(anna, javascript=False)
    form = Form(page)
    whole_journey(form)
    page.locator("form#question .button-primary").dblclick()
    page.get_by_role("heading", level=1, name=re.compile("er sendt|allerede sendt")).wait_for()
    page.goto("/bekymring/mine/")
    assert page.locator("text=/BK-\\d\\d-/").count() == 1


def test_typing_is_saved_two_seconds_after_the_last_key(visits: Visits, ready: Town, anna: Staff) -> None:
    page = visits.page(anna)
    Form(page).start("bekymring").choose("Nej").choose("Andet").choose("Nej, ingen bestemt").choose("Nej")
    with page.expect_response("**/gem/") as saved:
        page.locator("[name=account]").press_sequentially("Midt i en sætning")
    assert saved.value.json()["saved"].startswith("Gemt kl. ")
