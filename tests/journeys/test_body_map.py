"""The drawing of the body on the page about marks: an extra that says the same as words."""

import json
from typing import Any

import pytest

from beredskab.access.acting import acting_as
from beredskab.organisation.models import Staff
from notifications.drafting import bundles
from notifications.views import handover
from notifications.views.case_file import open_case
from tests.browser import Visits, overflow, violations
from tests.build import monday_at
from tests.cast import Town
from tests.journeys.walking import Walk, client_of
from tests.notifications.filing.test_receipts import text_of


def with_marks(anna: Staff) -> Walk:
    walk = Walk(anna).start("mistanke")
    walk.answer(danger="no")
    walk.answer(topics=["physical"]).go_on()
    walk.answer(suspects=["home"])
    walk.answer(together="no").go_on()
    walk.answer(said="no")
    walk.answer(account="Hun har et mærke.")
    walk.answer(marks="yes", marks_text="Blåt", areas=["ear_left", "back_lower"])
    walk.answer(name="Pige", others="yes")
    return walk


def test_the_marked_areas_are_sealed_and_read_as_words_by_filer_and_team(
    ready: Town, anna: Staff, cia: Staff
) -> None:
    walk = with_marks(anna)
    walk.answer(part_0="sibling", who_0="Bror")
    walk.answer(interpreter="no")
    walk.answer(talked=["nobody"])
    walk.answer(phone="12 34 56 00")
    assert "Hvor på kroppen: Venstre øre, Lænd" in walk.text
    walk.answer()
    case = client_of(cia).get(f"/indbakke/{walk.draft}/").content.decode()
    assert "Venstre øre, Lænd" in case


def test_the_words_stand_on_the_full_copy_and_in_the_case_system_and_not_on_the_nameless_receipt(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    walk = with_marks(anna)
    walk.answer(part_0="sibling", who_0="Bror").answer(interpreter="no")
    walk.answer(talked=["nobody"]).answer(phone="12 34 56 00").answer()
    copy, receipt = (
        text_of(walk.client.get(f"/bekymring/{walk.draft}/{name}").content)
        for name in ("fuld-kopi/underretning.pdf", "kvittering/uden-navne.pdf")
    )
    with acting_as(cia):
        case = open_case(cia, walk.draft, at=monday_at(10))
    made = json.loads(handover.files_of(case).file)
    words = "Venstre øre, Lænd"
    lines = [line for answer in made["answers"] for line in answer["lines"] if line["field"] == "areas"]
    assert [(line["label"], line["text"]) for line in lines] == [("Hvor på kroppen", words)]
    assert [words in text for text in (copy, text_of(handover.paper_of(case)), receipt)] == [
        True,
        True,
        False,
    ]
    assert [one for one in ("Venstre", "Lænd", "Blåt", "mærke") if one in receipt] == []


def test_the_next_child_does_not_get_the_marks_of_the_first(ready: Town, anna: Staff, cia: Staff) -> None:
    walk = with_marks(anna)
    walk.answer(part_0="sibling", who_0="Bror").answer(interpreter="no")
    walk.answer(talked=["nobody"]).answer(phone="12 34 56 00").answer()
    brother = Walk(anna)
    brother._read(
        brother.client.post(f"/bekymring/{walk.draft}/naeste-barn/", {"child": "0"}, follow=True), ""
    )
    brother.open(f"/bekymring/{brother.draft}/hvornaar-og-hvor/")
    assert "Venstre øre, Lænd" not in brother.text
    assert {"marks", "marks_text", "areas"} == bundles.OF_THE_BODY


def test_an_area_that_does_not_exist_is_refused_and_nothing_typed_is_lost(ready: Town, anna: Staff) -> None:
    walk = Walk(anna).start("mistanke")
    walk.answer(danger="no").answer(topics=["neglect"]).go_on()
    walk.answer(suspects=["home"]).answer(together="no").go_on()
    walk.answer(said="no").answer(account="Hun har et mærke.")
    walk.answer(marks_text="Blåt", areas=["tail"])
    assert (walk.status, walk.errors) == (422, ["Vælg blandt stederne på listen"])
    assert "Blåt" in walk.text


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False])
def test_a_press_on_the_drawing_ticks_the_words_also_without_script(
    visits: Visits, ready: Town, anna: Staff, javascript: bool
) -> None:
    walk = Walk(anna).start("mistanke")
    walk.answer(danger="no").answer(topics=["neglect"]).go_on()
    walk.answer(suspects=["home"]).answer(together="no").go_on()
    walk.answer(said="no").answer(account="Hun har et mærke.")
    page = visits.page(anna, javascript=javascript, width=320)
    page.goto(walk.url)
    page.get_by_text("Vis det på en tegning").click()
    belly = page.locator('.body-press[for="id_areas_1_1"]')
    belly.click()
    assert page.get_by_label("Mave", exact=True).is_checked()
    shape = page.locator('[data-area="belly"]')
    filled = shape.evaluate("one => getComputedStyle(one).fill")
    page.get_by_label("Mave", exact=True).press("Space")
    assert filled != shape.evaluate("one => getComputedStyle(one).fill")
    assert overflow(page) == 0
    if javascript:
        assert violations(page) == []
