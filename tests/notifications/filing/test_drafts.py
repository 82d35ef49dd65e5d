"""A draft is kept as typed, only the filer's, on any machine; nothing typed is ever thrown away."""

import datetime as dt
from typing import Any

from django.db import connection
from django.test import Client

from beredskab.access.acting import acting_as
from beredskab.organisation.models import Staff
from notifications.drafting import rescue
from notifications.models import Concern, RescuedPost
from tests.build import monday_at
from tests.cast import Town
from tests.journeys.walking import Walk, client_of

CANARY = "kanariefugl-i-det-skjulte"


def at_the_account(staff: Staff) -> Walk:
    """A form that stands on »tell what you have seen«."""
    walk = Walk(staff).start("bekymring")
    walk.answer(danger="no")
    walk.answer(topics=["distress"])
    walk.answer(suspects=["nobody"])
    walk.answer(said="no")
    assert walk.step == "set-og-hoert"
    return walk


def account_on(page: Walk) -> str:
    area = page.page.select_one("textarea[name=account]")
    return area.get_text().removeprefix("\n") if area else ""


def test_a_draft_goes_on_at_another_machine_where_it_was_left(ready: Town, anna: Staff) -> None:
    walk = at_the_account(anna)
    walk.answer("luk", account="Halvt skrevet")
    assert walk.step == "mine"
    assert "Fortsæt kladden fra den" in walk.text
    other = Walk(anna).open(f"/bekymring/{at_home(anna).pk}/")
    assert (other.step, account_on(other)) == ("set-og-hoert", "Halvt skrevet")


def at_home(staff: Staff) -> Concern:
    with acting_as(staff):
        return Concern.objects.get(filed_by=staff)


def test_a_wrong_answer_keeps_what_was_typed_and_says_what_is_wrong(ready: Town, anna: Staff) -> None:
    walk = at_the_account(anna)
    walk.answer(account="", worry="Hans tøj er tyndt")
    assert (walk.status, walk.errors) == (422, ["Skriv, hvad du har set eller hørt"])
    assert "Fejl: Skriv, hvad du har set eller hørt" in walk.text
    worry = walk.page.select_one("textarea[name=worry]")
    assert worry is not None
    assert "Hans tøj er tyndt" in worry.get_text()
    assert "Hans tøj er tyndt" in str(Walk(anna).open(walk.url).page)


def test_what_is_typed_is_sealed_in_the_database(ready: Town, anna: Staff) -> None:
    at_the_account(anna).answer(account=CANARY)
    with acting_as(anna), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(a::text, ' ') FROM notifications_answer a")
        answers = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(c::text, ' ') FROM notifications_concern c")
        concerns = cursor.fetchone()[0]
    assert answers
    assert CANARY not in answers + concerns
    assert CANARY.encode().hex() not in answers


def test_autosave_keeps_a_half_written_answer_without_judging_it(ready: Town, anna: Staff) -> None:
    walk = at_the_account(anna)
    saved = walk.client.post(f"{walk.url}gem/", {"account": "Midt i en sætn"})
    assert saved.json()["saved"].startswith("Gemt kl. ")
    again = Walk(anna).open(walk.url)
    assert (account_on(again), again.errors) == ("Midt i en sætn", [])


def test_hiding_the_screen_saves_logs_off_and_returns_to_the_same_question(ready: Town, anna: Staff) -> None:
    walk = at_the_account(anna)
    walk.answer("skjul", account="Far kommer nu")
    assert walk.url == "/skjul/"
    gone = walk.client.get(f"/bekymring/{at_home(anna).pk}/set-og-hoert/")
    assert gone.status_code == 302
    back = Walk(anna).open(f"/bekymring/{at_home(anna).pk}/")
    assert (back.step, account_on(back)) == ("set-og-hoert", "Far kommer nu")


def test_a_post_after_the_session_ended_is_shown_again_after_login(ready: Town, anna: Staff) -> None:
    walk = at_the_account(anna)
    walk.client.logout()
    lost = walk.client.post(walk.url, {**walk._fields(), "account": CANARY})
    assert lost["Location"] == f"/log-ind/?next={walk.url}&kept=1"
    assert "Det, du skrev, er gemt" in walk.client.get(lost["Location"]).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notifications_rescuedpost")
        assert cursor.fetchone()[0] == 0  # nobody is logged in: nobody sees it
    back = Walk(anna).open(walk.url)
    assert (account_on(back), "Det, du skrev, er her" in back.text) == (CANARY, True)
    back.answer()
    assert back.step == "naeste-skridt"
    with acting_as(anna):
        assert not RescuedPost.objects.exists()


def test_a_post_with_an_old_token_is_shown_again(ready: Town, anna: Staff) -> None:
    walk = at_the_account(anna)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client_of(anna).cookies
    lost = strict.post(walk.url, {**walk._fields(), "account": CANARY})
    assert (lost.status_code, lost["Location"]) == (302, walk.url)
    assert account_on(Walk(anna).open(walk.url)) == CANARY


def test_a_stranger_cannot_leave_anything_in_my_draft(ready: Town, anna: Staff, ole: Staff) -> None:
    walk = at_the_account(anna)
    forged = {**walk._fields(), "account": "Plantet", "ticket": "noget"}
    for ticket in ("noget", rescue.ticket(at_home(anna).pk, "fare", anna)):
        Client().post(walk.url, {**forged, "ticket": ticket})
    mine = rescue.ticket(at_home(anna).pk, "set-og-hoert", ole)
    Client().post(walk.url, {**forged, "ticket": mine})
    assert account_on(Walk(anna).open(walk.url)) == ""


def test_a_rescued_post_is_forgotten_after_half_an_hour(ready: Town, anna: Staff, freeze: Any) -> None:
    freeze(monday_at(10))
    walk = at_the_account(anna)
    Client().post(walk.url, {**walk._fields(), "account": CANARY})
    freeze(monday_at(10) + rescue.KEPT)
    assert account_on(Walk(anna).open(walk.url)) == ""


def test_a_draft_lives_seven_days_after_it_was_last_touched(ready: Town, anna: Staff, freeze: Any) -> None:
    freeze(monday_at(10))
    walk = at_the_account(anna)
    freeze(monday_at(10, 15))
    walk.answer(account="Mere")
    assert at_home(anna).expires_at == monday_at(10, 15) + dt.timedelta(days=7)


def test_a_draft_can_be_thrown_away(ready: Town, anna: Staff) -> None:
    walk = at_the_account(anna)
    draft = at_home(anna).pk
    asked = Walk(anna, client=walk.client).open(f"/bekymring/{draft}/slet/")
    assert asked.heading == "Vil du slette kladden?"
    walk.client.post(f"/bekymring/{draft}/slet/")
    with acting_as(anna):
        assert not Concern.objects.filter(pk=draft).exists()
    assert walk.client.get(walk.url).status_code == 404


def test_somebody_over_eighteen_is_shown_the_other_way_and_may_go_on(
    ready: Town, anna: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    walk = at_the_account(anna)
    walk.answer(account="Hun er voksen nu").answer(end="file").answer()
    walk.answer(name="En ung", born_0="23", born_1="11", born_2="2008")
    assert (walk.step, walk.heading) == ("over-18", "Er den unge fyldt 18 år, er det en anden vej")
    walk.answer()
    assert walk.step == "tolk"


def test_an_unborn_child_is_asked_for_its_mother(ready: Town, anna: Staff) -> None:
    walk = Walk(anna).start("bekymring", unborn=True)
    walk.answer(danger="no").answer(topics=["witnessed"])
    assert "Du har valgt barnet ser eller hører vold i hjemmet" in walk.text.replace("Barnet", "barnet")
    walk.go_on().answer(suspects=["home"])
    assert walk.step == "raad-3"
    walk.go_on()
    assert walk.step == "set-og-hoert"
    walk.answer(account="Hun drikker.").answer()
    assert walk.heading == "Hvem er den gravide?"
    assert walk.page.select("input[name=cpr]") == []


def test_a_page_that_is_not_on_the_path_leads_to_the_next_one(ready: Town, anna: Staff) -> None:
    walk = at_the_account(anna)
    draft = at_home(anna).pk
    steps = ["person", "tjek", "raad-3", "dig", "aftale", "over-18"]
    assert {walk.open(f"/bekymring/{draft}/{step}/").step for step in steps} == {"set-og-hoert"}
    assert walk.open(f"/bekymring/{draft}/findes-ikke/").status == 404


def test_a_search_that_finds_nobody_says_so_also_where_the_own_leader_can_be_chosen(
    ready: Town, anna: Staff, ole: Staff
) -> None:
    walk = Walk(anna).start("mistanke").answer(danger="no").answer(topics=["physical"]).answer()
    walk.answer(suspects=["employee"])
    assert walk.step == "person"
    assert "Vi fandt ingen" in walk.answer("soeg", search="findes ikke").text
    assert "Vi fandt ingen" not in walk.answer("soeg", search=ole.name).text
