"""The pages of a closed team: choosing a passphrase, sealing, unlocking, letting in; nothing typed is lost.

Anna sends something about a colleague to the closed team through the portal's own doors.
"""

import uuid
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from beredskab.access import grants
from beredskab.access.acting import acting_as
from beredskab.organisation.models import Staff
from beredskab.signin.unlocked import COOKIE
from beredskab.vault.models import MemberKey, Ticket
from beredskab.vault.sealed import members, team, tickets
from notifications.handover import sending
from notifications.handover.sending import Files
from notifications.models import Concern, Handover, Note
from notifications.vocabulary import State
from tests import build
from tests.build import monday_at
from tests.cast import Town
from tests.vault.members import key_of

PHRASES = {"Cia": "fire heste går over broen", "Ida": "en sang om regnen i april"}


@pytest.fixture(autouse=True)
def _at_ten(freeze: object) -> None:
    freeze(monday_at(10))  # type: ignore[operator]


@pytest.fixture
def sealed(town: Town, cia: Staff, ida: Staff) -> Town:
    for one in (cia, ida):
        grants.grant(one, "handle_concerns", town.closed)
        members.choose(PHRASES[one.name.split()[0]], by=one, at=monday_at(7))
    team.seal(town.closed, by=Staff.objects.get(pk=cia.pk), at=monday_at(7))
    return town


def browser(person: Staff) -> Client:
    made = Client()
    made.force_login(person)
    return made


def unlocked(person: Staff, phrase: str = "") -> Client:
    made = browser(person)
    told = {"passphrase": phrase or PHRASES[person.name.split()[0]]}
    assert made.post("/lukket-gruppe/laas-op/", told).status_code == 302
    return made


def filed(filer: Staff, town: Town) -> Concern:
    return build.concern(filed_by=filer, team=town.closed)


def test_two_choose_a_passphrase_and_one_seals_the_team(town: Town, cia: Staff, ida: Staff) -> None:
    for one in (cia, ida):
        grants.grant(one, "handle_concerns", town.closed)
    first, second = browser(cia), browser(ida)
    phrase = {"new": PHRASES["Cia"], "again": PHRASES["Cia"], "understood": "on"}
    assert first.post("/lukket-gruppe/adgangssaetning/", {**phrase, "again": "x"}).status_code == 422
    assert first.post("/lukket-gruppe/adgangssaetning/", {**phrase, "new": "kort"}).status_code == 422
    assert first.post("/lukket-gruppe/adgangssaetning/", phrase).status_code == 302
    assert first.post("/lukket-gruppe/lukket/forsegl/").status_code == 302
    assert not team.standing(town.closed).is_sealed
    second.post("/lukket-gruppe/adgangssaetning/", phrase)
    assert first.post("/lukket-gruppe/lukket/forsegl/").status_code == 302
    assert team.standing(town.closed).is_sealed
    assert first.get("/lukket-gruppe/").status_code == 200


def test_a_locked_case_leads_to_the_passphrase_and_back(sealed: Town, anna: Staff, cia: Staff) -> None:
    page = f"/indbakke/{filed(anna, sealed).pk}/"
    client = browser(cia)
    assert client.get("/indbakke/").status_code == 200
    asked = client.get(page)
    assert (asked.status_code, asked["Location"]) == (
        302,
        f"/lukket-gruppe/laas-op/?{urlencode({'next': page})}",
    )
    assert client.get(asked["Location"]).status_code == 200
    wrong = client.post("/lukket-gruppe/laas-op/", {"passphrase": "noget andet", "next": page})
    assert (wrong.status_code, MemberKey.objects.get(ref=cia.pk).failures) == (422, 1)
    right = client.post("/lukket-gruppe/laas-op/", {"passphrase": PHRASES["Cia"], "next": page})
    cookie = right.cookies[COOKIE]
    assert (right["Location"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (
        page,
        True,
        "Strict",
        900,
    )
    assert client.get(page).status_code == 200
    assert client.post("/lukket-gruppe/laas/").status_code == 302
    assert client.get(page).status_code == 302


def test_what_was_typed_while_it_was_locked_is_not_lost(sealed: Town, anna: Staff, cia: Staff) -> None:
    concern = filed(anna, sealed)
    page, words = f"/indbakke/{concern.pk}/note/", 'Talt med hende.\r\n\r\n<b>Hun</b> er "bange".'
    client = browser(cia)
    asked = client.post(page, {"text": words})
    assert asked.status_code == 423
    carried = asked.context["form"]["carried"].value()
    told = {"passphrase": "forkert sætning her", "next": page, "carried": carried}
    again = client.post("/lukket-gruppe/laas-op/", told)
    assert (again.status_code, again.context["form"]["carried"].value()) == (422, carried)
    ready = client.post("/lukket-gruppe/laas-op/", {**told, "passphrase": PHRASES["Cia"]})
    assert (ready.status_code, ready.context["target"], ready.context["typed"]) == (
        200,
        page,
        [("text", words)],
    )
    assert not Note.objects.exists()
    assert client.post(page, dict(ready.context["typed"])).status_code == 302
    with acting_as(cia):
        assert Note.objects.filter(concern=concern).count() == 1


def test_unlocking_leads_to_no_other_place(sealed: Town, cia: Staff) -> None:
    client = browser(cia)
    told = {"passphrase": PHRASES["Cia"], "next": "https://andet.example/", "carried": '[["a","b"]]'}
    assert client.post("/lukket-gruppe/laas-op/", told).context["target"] == "/"
    assert client.post("/lukket-gruppe/laas-op/", {**told, "carried": "{"})["Location"] == "/"


def test_logging_off_locks(sealed: Town, cia: Staff) -> None:
    client = unlocked(cia)
    assert Ticket.objects.count() == 1
    assert client.post("/log-af/").status_code == 302
    assert not Ticket.objects.exists()
    other = unlocked(cia)
    assert other.get("/skjul/").status_code == 200
    assert not Ticket.objects.exists()


def test_every_act_of_the_team_works_while_it_is_unlocked(
    sealed: Town, anna: Staff, cia: Staff, ida: Staff
) -> None:
    concern, client = filed(anna, sealed), unlocked(cia)
    at = f"/indbakke/{concern.pk}/"
    posts = [
        ("tag/", {}),
        ("vurdering/", {"is_acute": "no", "reason": "Barnet er ikke hos ham i dag."}),
        ("note/", {"text": "Ringet."}),
        ("besked/", {"text": "Hvornår så du det?"}),
        ("kvittering/", {}),
    ]
    for place, fields in posts:
        answer = client.post(at + place, fields)
        assert answer.status_code == 302, place
        assert "laas-op" not in answer["Location"]
    shown = client.get(at)
    assert "Ringet." in shown.content.decode()
    for place in ("filer/", "set-af/", "indsigt/", "videregiv/", "hold-ude/", "traed-til-side/"):
        assert client.get(at + place).status_code == 200, place


def test_nothing_fails_while_it_is_locked(sealed: Town, anna: Staff, cia: Staff) -> None:
    """Every page of a case that opens it leads to the passphrase; every other one is as it was."""
    concern, client = filed(anna, sealed), browser(cia)
    at = f"/indbakke/{concern.pk}/"
    places = [
        "",
        "filer/",
        "vurdering/",
        "kvittering/",
        "beslutning/",
        "overdragelse/",
        "send-videre/",
        "luk/",
    ]
    places += ["videregiv/", "traed-til-side/", "hold-ude/", "note/", "besked/", "set-af/", "indsigt/"]
    got = {place: client.get(at + place).status_code for place in places}
    assert set(got.values()) <= {200, 302}, got
    posted = {
        place: client.post(at + place, {"text": "x", "reason": "x"}).status_code for place in places[1:]
    }
    assert set(posted.values()) <= {200, 302, 405, 422, 423}, posted


def test_a_new_member_is_let_in_by_one_who_has_unlocked(
    sealed: Town, anna: Staff, cia: Staff, emil: Staff
) -> None:
    page = f"/indbakke/{filed(anna, sealed).pk}/"
    grants.grant(emil, "handle_concerns", sealed.closed)
    client = browser(emil)
    assert client.get("/lukket-gruppe/laas-op/").context["has_key"] is False
    phrase = "emils helt egen lange sætning"
    client.post("/lukket-gruppe/adgangssaetning/", {"new": phrase, "again": phrase, "understood": "on"})
    client.post("/lukket-gruppe/laas-op/", {"passphrase": phrase})
    assert client.get(page).status_code == 423
    key = key_of(emil)
    told = {"member": str(key.pk)}
    helper = browser(cia)
    assert helper.post("/lukket-gruppe/lukket/luk-ind/", told).status_code == 423, "it has to be unlocked"
    helper = unlocked(cia)
    assert members.mark_of(key) in helper.get("/lukket-gruppe/").content.decode()
    assert helper.post("/lukket-gruppe/lukket/luk-ind/", told).status_code == 302
    assert client.get(page).status_code == 200


def test_these_pages_are_for_the_closed_team_alone(
    sealed: Town, anna: Staff, gert: Staff, dorte: Staff
) -> None:
    for person in (anna, gert, dorte):
        client = browser(person)
        for place in ("/lukket-gruppe/", "/lukket-gruppe/adgangssaetning/"):
            assert client.get(place).status_code == 404
        assert client.post("/lukket-gruppe/lukket/forsegl/").status_code == 404
        assert client.post("/lukket-gruppe/lukket/luk-ind/", {"member": str(uuid.uuid4())}).status_code == 404
        assert client.get("/lukket-gruppe/laas-op/").context["is_member"] is False


def test_the_case_page_costs_one_statement_more_when_it_is_sealed_and_none_else(
    sealed: Town, anna: Staff, cia: Staff, django_assert_max_num_queries: object
) -> None:
    client, concern = unlocked(cia), filed(anna, sealed)
    client.get(f"/indbakke/{concern.pk}/")
    with django_assert_max_num_queries(30) as seen:  # type: ignore[operator]
        client.get(f"/indbakke/{concern.pk}/")
    told = [one["sql"] for one in seen.captured_queries if "SAVEPOINT" not in one["sql"]]
    assert sum("vault_ticket" in one for one in told) == 1


def test_a_hand_over_goes_at_once_and_waits_for_a_press_after_that(
    sealed: Town, anna: Staff, cia: Staff, settings: object, tmp_path: object
) -> None:
    settings.HANDOVER, settings.HANDOVER_FOLDER = "folder", tmp_path  # type: ignore[attr-defined]
    concern = filed(anna, sealed)
    client = unlocked(cia)
    cia = client_person(client, cia)
    made = build_on(concern, cia)
    row = sending.hand_over(made, Files('{"a": 1}', b"%PDF"), by=cia, at=monday_at(10, 5))
    assert (row.sent_at, row.attempts, row.fault) == (monday_at(10, 5), 1, "")
    assert len(list(tmp_path.glob("*/*.pdf"))) == 1  # type: ignore[attr-defined]
    with acting_as(cia):
        assert Handover.objects.get(pk=row.pk).receipt_at is None


def client_person(client: Client, person: Staff) -> Staff:
    """The person as their browser brings them."""
    found = Staff.objects.get(pk=person.pk)
    tickets.bring(found, tickets.read(client.cookies[COOKIE].value, client.session.session_key))
    return found


def build_on(concern: Concern, by: Staff) -> Concern:
    """Taken on to the state in which it is handed over."""
    return build._taken_on(concern, State.DECIDED, by, monday_at(10))


def test_lock_now_stands_on_inbox_case_and_team_page_and_works_from_each(
    sealed: Town, anna: Staff, cia: Staff
) -> None:
    concern = filed(anna, sealed)
    for place in ("/indbakke/", f"/indbakke/{concern.pk}/", "/lukket-gruppe/"):
        client = Client(enforce_csrf_checks=True)
        client.force_login(cia)
        assert "Lås nu" not in client.get("/indbakke/").content.decode()
        first = BeautifulSoup(client.get("/lukket-gruppe/laas-op/").content, "html.parser")
        told = {
            "passphrase": PHRASES["Cia"],
            "csrfmiddlewaretoken": token_of(first, "/lukket-gruppe/laas-op/"),
        }
        assert client.post("/lukket-gruppe/laas-op/", told).status_code == 302
        page = BeautifulSoup(client.get(place).content, "html.parser")
        lock = {"csrfmiddlewaretoken": token_of(page, "/lukket-gruppe/laas/")}
        assert client.post("/lukket-gruppe/laas/", lock).status_code == 302
        assert not Ticket.objects.exists()


def token_of(page: BeautifulSoup, action: str) -> str:
    """What the form to that address sends against forgery."""
    found = page.select_one(f'form[action="{action}"] input[name=csrfmiddlewaretoken]')
    assert found is not None, action
    return str(found["value"])


def test_a_case_passed_on_leaves_the_lock_and_one_that_comes_is_locked(
    sealed: Town, anna: Staff, cia: Staff, emil: Staff
) -> None:
    leaving, client = filed(anna, sealed), unlocked(cia)
    told = {"team": str(sealed.other_team.pk), "reason": "Hører til hos jer."}
    page = f"/indbakke/{leaving.pk}/videregiv/"
    assert "forlader låsen" in client.get(page).content.decode()
    assert browser(cia).post(page, told).status_code == 423
    assert client.post(page, told).status_code == 302
    assert browser(emil).get(f"/indbakke/{leaving.pk}/").status_code == 200
    coming = build.concern(filed_by=anna, team=sealed.other_team)
    page = f"/indbakke/{coming.pk}/videregiv/"
    assert "forlader låsen" not in browser(emil).get(page).content.decode()
    assert browser(emil).post(page, {**told, "team": str(sealed.closed.pk)}).status_code == 302
    assert browser(cia).get(f"/indbakke/{coming.pk}/").status_code == 302
    assert client.get(f"/indbakke/{coming.pk}/").status_code == 200


def test_stepping_aside_and_keeping_out_narrow_the_key_to_the_rest(
    sealed: Town, anna: Staff, cia: Staff, ida: Staff
) -> None:
    concern, mine, hers = filed(anna, sealed), unlocked(cia), unlocked(ida)
    page = f"/indbakke/{concern.pk}/"
    assert (mine.get(page).status_code, hers.get(page).status_code) == (200, 200)
    assert mine.post(page + "traed-til-side/", {"reason": "Det er min nabo."}).status_code == 302
    assert (mine.get(page).status_code, hers.get(page).status_code) == (404, 200)
