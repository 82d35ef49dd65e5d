"""Whatever arrives is refused with a sentence or kept as typed, and never breaks the page."""

import pytest

from beredskab.organisation.models import Staff
from tests.cast import Town
from tests.journeys.walking import Walk
from tests.notifications.filing.test_drafts import account_on, at_the_account

KEPT = {
    "emoji": "😢👨‍👩‍👧 Hun græd",
    "right to left": "‮tsaf",
    "combining": "Z" + "̈͜" * 2000,
    "markup": "<script>alert(1)</script> & \"'",
    "template": "{{ 7|add:7 }} %(name)s",
    "line breaks": "Først\r\nså\r\n\r\nend",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_odd_text_is_kept_as_typed(ready: Town, anna: Staff, text: str) -> None:
    walk = at_the_account(anna)
    url = walk.url
    walk.answer(account=text)
    assert (walk.status, walk.step) == (200, "naeste-skridt")
    assert account_on(walk.open(url)) == text


def test_a_null_byte_is_refused_with_a_sentence(ready: Town, anna: Staff) -> None:
    walk = at_the_account(anna)
    walk.answer(account="før\0efter", worry="Dette bliver")
    assert (walk.status, len(walk.errors)) == (422, 1)
    assert "Dette bliver" in walk.text


def test_a_megabyte_of_combining_marks_is_refused_and_still_there(ready: Town, anna: Staff) -> None:
    walk = at_the_account(anna)
    walk.answer(account="a" + "̈" * 500_000)
    assert (walk.status, len(walk.errors)) == (422, 1)
    assert len(account_on(walk)) == 500_001


def test_ten_megabytes_are_refused(ready: Town, anna: Staff) -> None:
    walk = at_the_account(anna)
    answer = walk.client.post(walk.url, {"account": "a" * 10_000_000})
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("search", ["%", "\0", "'; --", "ø" * 5000, "a b c d e f g h"])
def test_any_search_is_only_a_search(ready: Town, anna: Staff, ole: Staff, search: str) -> None:
    walk = Walk(anna).start("mistanke").answer(danger="no")
    walk.answer(topics=["other"]).go_on().answer(suspects=["employee"])
    walk.answer("soeg", search=search)
    assert (walk.status, walk.step) == (200, "person")


@pytest.mark.parametrize(
    ("born", "error"),
    [
        (("31", "2", "2020"), "Datoen findes ikke"),
        (("1", "1", "2999"), "Datoen ligger i fremtiden"),
        (("٣", "١", "٢٠٢٠"), "Datoen findes ikke"),
        (("1", "", "2020"), "Datoen findes ikke"),
    ],
)
def test_a_date_that_is_none_is_said_beside_the_field_and_in_the_summary(
    ready: Town, anna: Staff, born: tuple[str, str, str], error: str
) -> None:
    walk = at_the_account(anna).answer(account="Noget").answer(end="file").answer()
    walk.answer(name="Et barn", born_0=born[0], born_1=born[1], born_2=born[2])
    typed = [one.get("value", "") for one in walk.page.select("input[name^=born_]")]
    assert (walk.status, walk.errors[0].startswith(error), tuple(typed)) == (422, True, born)
    assert walk.text.count(walk.errors[0]) == 2


@pytest.mark.parametrize("field", ["danger", "topics", "suspects"])
def test_a_choice_that_was_never_offered_is_refused(ready: Town, anna: Staff, field: str) -> None:
    walk = Walk(anna).start("mistanke")
    answers = {"danger": "no", "topics": ["other"], "suspects": ["home"]}
    for name, value in answers.items():
        if name == field:
            walk.answer(**{name: "noget-helt-andet"})
            assert (walk.status, len(walk.errors)) == (422, 1)
            return
        walk.answer(**{name: value})
        if walk.step.startswith("raad"):
            walk.go_on()
