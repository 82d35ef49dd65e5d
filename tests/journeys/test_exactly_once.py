"""In a real browser: two tabs, back, refresh, a double press, a lost connection.

Exactly one concern, and the filer is told whether it arrived.
"""

from typing import Any

import pytest

from beredskab.access.acting import acting_as
from beredskab.organisation.models import Staff
from notifications.models import Concern
from tests.browser import Visits
from tests.cast import Town
from tests.journeys.test_filing_browser import Form, whole_journey

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOT_SENT, UNSURE = "[data-offline]", "[data-unsure]"


def states(staff: Staff) -> list[str]:
    with acting_as(staff):
        return sorted(Concern.objects.filter(filed_by=staff).values_list("state", flat=True))


def ready_to_send(page: Any) -> Any:
    whole_journey(Form(page))
    return page.get_by_role("button", name="Send underretning")


def heading(page: Any, words: str) -> None:
    page.get_by_role("heading", level=1, name=words).wait_for()


def test_without_a_connection_nothing_is_sent_and_the_page_says_so_until_it_is_back(
    visits: Visits, ready: Town, anna: Staff, cia: Staff
) -> None:
    page = visits.page(anna)
    send = ready_to_send(page)
    page.context.set_offline(True)
    send.click()
    page.locator(NOT_SENT).wait_for(state="visible")
    assert "Underretningen er ikke sendt." in page.inner_text(NOT_SENT)
    assert page.locator(f"{NOT_SENT} a[href^='tel:']").count() == 1
    assert states(anna) == ["draft"]
    page.context.set_offline(False)
    send.click()
    heading(page, "Din underretning er sendt")
    assert states(anna) == ["filed"]


def test_the_answer_gets_lost_and_the_page_finds_out_that_it_arrived(
    visits: Visits, ready: Town, anna: Staff, cia: Staff
) -> None:
    page = visits.page(anna)
    send = ready_to_send(page)

    def lose_the_answer(route: Any) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            page.context.set_offline(True)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/tjek/", lose_the_answer)
    send.click()
    page.locator(UNSURE).wait_for(state="visible")
    assert "Vi ved ikke endnu, om den er nået frem." in page.inner_text(UNSURE)
    page.context.set_offline(False)
    heading(page, "Du har allerede sendt denne underretning")
    assert states(anna) == ["filed"]


def test_what_never_left_is_told_as_not_sent_and_the_next_press_sends_it(
    visits: Visits, ready: Town, anna: Staff, cia: Staff
) -> None:
    page = visits.page(anna)
    send = ready_to_send(page)
    page.route("**/tjek/", lambda route: route.abort("connectionreset"), times=1)
    send.click()
    page.get_by_role("heading", name="Den er ikke sendt endnu").wait_for()
    assert states(anna) == ["draft"]
    page.get_by_role("button", name="Send underretning").click()
    heading(page, "Din underretning er sendt")
    assert states(anna) == ["filed"]


def test_the_answer_gets_lost_without_script_and_the_address_tells_that_it_arrived(
    visits: Visits, ready: Town, anna: Staff, cia: Staff
) -> None:
    page = visits.page(anna, javascript=False)
    send = ready_to_send(page)
    check = page.url

    def lose_the_answer(route: Any) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/tjek/", lose_the_answer)
    with page.expect_event("requestfailed"):
        send.click(no_wait_after=True)
    page.unroute("**/tjek/")
    page.goto(check)
    heading(page, "Du har allerede sendt denne underretning")
    assert states(anna) == ["filed"]


@pytest.mark.parametrize("javascript", [True, False])
def test_two_tabs_send_once_and_the_second_is_told(
    visits: Visits, ready: Town, anna: Staff, cia: Staff, javascript: bool
) -> None:
    first = visits.page(anna, javascript=javascript)
    send = ready_to_send(first)
    second = first.context.new_page()
    second.goto(first.url)
    send.click()
    heading(first, "Din underretning er sendt")
    second.get_by_role("button", name="Send underretning").click()
    heading(second, "Du har allerede sendt denne underretning")
    assert states(anna) == ["filed"]


@pytest.mark.parametrize("javascript", [True, False])
def test_pressing_twice_going_back_and_refreshing_send_nothing_more(
    visits: Visits, ready: Town, anna: Staff, cia: Staff, javascript: bool
) -> None:
    page = visits.page(anna, javascript=javascript)
    ready_to_send(page).dblclick()
    page.get_by_role("heading", level=1).filter(has_text="sendt").wait_for()
    page.reload()
    page.go_back()
    page.reload()
    heading(page, "Du har allerede sendt denne underretning")
    page.get_by_role("link", name="Se kvitteringen").click()
    heading(page, "Din underretning er sendt")
    assert states(anna) == ["filed"]
