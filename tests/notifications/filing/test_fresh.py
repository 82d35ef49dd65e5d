"""A question in which nothing is typed is drawn once; what belongs to a draft stands only in its own page."""

import re
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from beredskab.organisation import kept
from beredskab.organisation.models import Contact, Staff
from notifications.views import filing_fresh
from tests.cast import Town
from tests.journeys.walking import Walk

HEX = re.compile(r"slot-[0-9a-f]{32}")


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "PLACES", kept.Store(100))


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that were drawn, one after another."""
    drawn: list[str] = []
    draw = filing_fresh._draw

    def count(
        one: filing_fresh.Draft, question: filing_fresh.Question, title: str
    ) -> filing_fresh.SafeString:
        drawn.append(question.value)
        return draw(one, question, title)

    monkeypatch.setattr(filing_fresh, "_draw", count)
    return drawn


def form_of(walk: Walk) -> BeautifulSoup:
    found = walk.page.select_one("form#question")
    assert found
    return BeautifulSoup(str(found), "html.parser")


def own_parts(walk: Walk) -> list[str]:
    form = form_of(walk).form
    assert form
    ticket = form.select_one("[name=ticket]")
    assert ticket
    return [str(form["action"]), str(form["data-autosave"]), str(ticket["value"])]


def without(walk: Walk, draft: UUID) -> str:
    """The form's words and fields, without what must differ."""
    form = form_of(walk)
    for one in form.select("[name=ticket], [name=csrfmiddlewaretoken], .form-saved, [role=status]"):
        one.decompose()
    return str(form).replace(str(draft), "DRAFT")


def test_two_drafts_get_the_same_question_each_with_its_own_address(
    ready: Town, anna: Staff, times: list[str]
) -> None:
    first, second = Walk(anna).start("bekymring"), Walk(anna).start("bekymring")
    assert times == ["danger"]
    assert without(first, first.draft) == without(second, second.draft)
    assert not set(own_parts(first)) & set(own_parts(second))
    for walk in (first, second):
        assert str(walk.draft) in own_parts(walk)[0]
        assert not HEX.search(str(walk.page))


def test_it_is_what_the_form_draws_for_this_draft_alone(
    ready: Town, anna: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk(anna).start("bekymring")
    shared = without(walk, walk.draft)
    monkeypatch.setattr(filing_fresh, "OWN", frozenset(filing_fresh.Question))
    assert without(Walk(anna).open(walk.url), walk.draft) == shared


def test_a_leader_is_not_taken_for_an_employee(ready: Town, anna: Staff, bo: Staff, times: list[str]) -> None:
    Walk(anna).start("bekymring")
    Walk(bo).start("bekymring")
    assert times == ["danger", "danger"]


def test_what_was_typed_is_never_kept(ready: Town, anna: Staff, times: list[str]) -> None:
    walk = Walk(anna).start("bekymring")
    question = walk.url
    walk.answer("luk", danger="no")
    again = Walk(anna).open(question)
    assert [one["value"] for one in again.page.select("input[checked]")] == ["no"]
    other = Walk(anna).start("bekymring")
    assert not other.page.select("input[checked]")
    assert times == ["danger"]


def test_other_answers_before_it_make_another_question(ready: Town, anna: Staff, times: list[str]) -> None:
    Walk(anna).start("bekymring")
    Walk(anna).start("viden")
    assert times == ["danger", "danger"]


def test_a_new_number_is_on_the_next_page(ready: Town, anna: Staff, times: list[str]) -> None:
    Walk(anna).start("bekymring")
    Contact.objects.filter(municipality=anna.municipality).update(phone="70 10 20 30")
    anna.municipality.refresh_from_db()
    Walk(anna).start("bekymring")
    assert times == ["danger", "danger"]
