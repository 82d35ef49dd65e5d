"""One concern in all browsers: who files it, who receives it, who confirms it, and who sees nothing."""

import re
from typing import Any

import pytest

from beredskab.access import grants
from beredskab.organisation.models import Staff
from tests.browser import Visits, overflow, violations
from tests.cast import Town
from tests.journeys.test_filing_browser import Form

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def suspects_the_leader(form: Form) -> Form:
    """Case 6 of practice: a locked door, the leader, nothing said."""
    form.start("mistanke").choose("Nej").choose("Seksuelt overgreb eller krænkelse").go_on()
    form.choose("En leder")
    form.page.locator("input[name=persons]").first.check()
    form.go_on().choose("Ja, barnet bliver hentet eller går hjem").go_on()
    form.choose("Nej").choose(account="Døren var låst.").go_on()
    form.choose(name="Et barn").choose("Nej").choose("Leder").choose(know="At jeg så døren.").go_on()
    assert form.step == "tjek"
    return form


def main(page: Any) -> str:
    return str(page.locator("main").inner_text())


def test_a_suspected_leader_meets_nothing_and_everybody_else_what_they_need(
    visits: Visits, ready: Town, anna: Staff, bo: Staff, cia: Staff, dorte: Staff
) -> None:
    grants.grant(cia, "handle_concerns", ready.closed)
    form = suspects_the_leader(Form(visits.page(anna, width=390, height=844), look=True))
    assert "Ikke den, mistanken er rettet mod" in main(form.page)
    form.go_on()
    assert (form.step, form.wrong) == ("kvittering", [])
    receipt = main(form.page)
    assert ("Sig det ikke til lederen." in receipt, bo.phone in receipt) == (True, False)
    three = form.page.locator("dl.summary-list dd").all_inner_texts()
    reference = three[0]

    stranger = visits.page(width=320, height=640)
    stranger.goto("/bevis/")
    for name, words in zip(("reference", "sent", "fingerprint"), three, strict=True):
        stranger.locator(f"[name={name}]").fill(words)
    with stranger.expect_navigation():
        stranger.get_by_role("button", name="Bekræft").click()
    assert "En underretning med denne reference blev sendt på dette tidspunkt" in main(stranger)

    wrong = violations(stranger)
    team = visits.page(cia)
    team.goto("/indbakke/")
    with team.expect_navigation():
        team.get_by_role("link", name=reference).first.click()
    assert "Ring ikke til institutionens leder." in main(team)
    wrong += violations(team)
    team.goto("/indbakke/leverance/")
    assert ("Alt passer." in main(team), overflow(team)) == (True, 0)
    wrong += violations(team)
    assert wrong == []

    for kept_out in (bo, dorte):
        page = visits.page(kept_out)
        for path in ("/", "/indbakke/", "/bekymring/mine/"):
            page.goto(path)
            assert not re.search(re.escape(reference), page.content()), (kept_out.name, path)
