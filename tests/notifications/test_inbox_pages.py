"""The receiver's pages as people meet them: who sees what, and what is the same for everybody else."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from notifications import handling
from notifications.vocabulary import State, Suspect
from tests import build
from tests.build import monday_at
from tests.seen import trail_of


@pytest.fixture(autouse=True)
def _now(freeze):
    freeze(monday_at(12))


def as_(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(client: Client, name: str, *args: object, status: int = 200, query: str = "") -> BeautifulSoup:
    response = client.get(reverse(f"notifications:{name}", args=args) + query)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def test_cia_sees_what_must_be_done_first(anna, cia, town):
    build.concern(filed_by=anna, team=town.reception, at=monday_at(7))
    fetched = build.concern(filed_by=anna, team=town.reception, pick_up_at=monday_at(15, 30))
    soup = page(as_(cia), "inbox")
    assert soup.select_one("tbody th .reference").text == fetched.reference
    first = soup.select("tbody tr")[0].get_text(" ", strip=True)
    assert "Fetched at 15.30" in first or "15.30" in first
    assert len(soup.select("tbody tr")) == 2


@pytest.mark.parametrize(
    "name", ["concern", "assess", "send_receipt", "decide", "close", "add_note", "message_filer"]
)
def test_every_page_of_a_case_opens_for_its_team(anna, cia, town, name):
    concern = build.concern(filed_by=anna, team=town.reception, state=State.ASSESSED, by=cia)
    assert page(as_(cia), name, concern.pk).select_one("h1")


def test_reading_a_case_is_written_down_before_it_is_shown(anna, cia, town):
    concern = build.concern(filed_by=anna, team=town.reception)
    page(as_(cia), "concern", concern.pk)
    assert trail_of(concern, with_reading=True)[-1] == "concern.read"


def test_a_walk_from_the_inbox_to_the_closed_case(anna, cia, town):
    concern = build.concern(filed_by=anna, team=town.reception)
    client = as_(cia)

    def post(name: str, **fields: str) -> None:
        response = client.post(reverse(f"notifications:{name}", args=[concern.pk]), fields)
        assert response.status_code == 302, BeautifulSoup(response.content, "html.parser").get_text()

    post("claim")
    post("assess", is_acute="yes", reason="Marks.", act="Cia drives there.")
    post("send_receipt")
    post(
        "decide",
        outcome="examination",
        reason="Suspicion.",
        police="yes",
        police_at="23.11.2026 10.30",
        childrens_house="no",
        talk="planned",
        talk_at="24.11.2026 9.00",
        has_support="no",
    )
    post("give_feedback", letter="started")
    post("hand_over", choice="hand_over")
    post("handover", number="SAG-2026-17")
    post("close")
    assert trail_of(concern) == [
        "concern.filed",
        "concern.claimed",
        "concern.assessed",
        "concern.receipt_sent",
        "concern.decided",
        "concern.feedback_sent",
        "concern.handed_over",
        "concern.handover_received",
        "concern.closed",
    ]
    assert page(client, "closed").select_one(".reference").text == concern.reference


OUTSIDERS = ["emil", "frida", "gert", "bo", "dorte", "ole", "ida", "anna"]
PAGES = [
    "give_feedback",
    "concern",
    "release",
    "assess",
    "send_receipt",
    "decide",
    "hand_over",
    "close",
    "reopen",
    "add_note",
    "message_filer",
]


@pytest.mark.parametrize("name", [*PAGES, "claim"])
@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_for_everybody_else_it_is_the_page_of_a_case_that_never_was(
    anna, cia, ida, ole, town, outsider, name, request
):
    concern = build.concern(filed_by=anna, team=town.reception, keep_out=(ole, ida))
    client = as_(request.getfixturevalue(outsider))
    ask = client.post if name == "claim" else client.get
    there = ask(reverse(f"notifications:{name}", args=[concern.pk]))
    nowhere = ask(reverse(f"notifications:{name}", args=[uuid.UUID(int=7)]))
    assert (there.status_code, there.content, there.headers) == (404, nowhere.content, nowhere.headers)
    assert trail_of(concern, with_reading=True).count("concern.read") == 0


@pytest.mark.parametrize("outsider", ["emil", "frida", "dorte", "ida"])
def test_another_inbox_is_the_same_with_and_without_the_concern(anna, cia, ida, town, outsider, request):
    client = as_(request.getfixturevalue(outsider))
    before = client.get(reverse("notifications:inbox")).content
    build.concern(filed_by=anna, team=town.reception, keep_out=(ida,))
    assert without_token(client.get(reverse("notifications:inbox")).content) == without_token(before)


def without_token(body: bytes) -> str:
    soup = BeautifulSoup(body, "html.parser")
    for token in soup.select("[name=csrfmiddlewaretoken]"):
        token["value"] = ""
    return str(soup)


def test_the_inbox_is_for_caseworkers(anna, gert):
    assert as_(anna).get(reverse("notifications:inbox")).status_code == 403
    assert as_(gert).get(reverse("notifications:inbox")).status_code == 403


def test_the_second_to_press_is_told_who_has_the_case(anna, cia, ida, town):
    concern = build.concern(filed_by=anna, team=town.reception)
    handling.claim(concern, by=cia, at=monday_at(10, 41))
    response = as_(ida).post(reverse("notifications:claim", args=[concern.pk]))
    assert response.status_code == 409
    assert "Cia Clausen" in response.content.decode()
    assert "10.41" in response.content.decode()


def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(anna, cia, town):
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    url = reverse("notifications:assess", args=[concern.pk])
    response = as_(cia).post(url, {"is_acute": "yes", "reason": "Marks on the neck."})
    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert soup.select_one("#id_reason").text.strip() == "Marks on the neck."
    assert soup.select_one("#id_act_error") is not None
    assert "concern.assessed" not in trail_of(concern)


def test_anna_reads_what_cia_wrote_and_answers(anna, cia, town):
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    as_(cia).post(reverse("notifications:message_filer", args=[concern.pk]), {"text": "Hvem henter ham?"})
    as_(cia).post(reverse("notifications:add_note", args=[concern.pk]), {"text": "Ring til sundhedsplejen."})
    seen = page(as_(anna), "conversation", concern.pk).get_text()
    assert "Hvem henter ham?" in seen
    assert "sundhedsplejen" not in seen
    as_(anna).post(reverse("notifications:conversation", args=[concern.pk]), {"text": "Hans onkel."})
    assert "Hans onkel." in page(as_(cia), "concern", concern.pk).get_text()


@pytest.mark.parametrize("reader", ["cia", "bo", "gert", "frida"])
def test_the_conversation_page_is_the_filers_alone(anna, cia, town, reader, request):
    concern = build.concern(filed_by=anna, team=town.reception)
    page(as_(request.getfixturevalue(reader)), "conversation", concern.pk, status=404)


def statements(client: Client, name: str, *args: object) -> int:
    """How many a page takes, transaction control apart; the first visit of a session is not counted."""
    page(client, name, *args)
    with CaptureQueriesContext(connection) as seen:
        page(client, name, *args)
    control = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return sum(not query["sql"].startswith(control) for query in seen.captured_queries)


def test_the_inbox_takes_the_same_statements_for_one_row_and_for_fifty(anna, cia, town):
    client = as_(cia)
    build.concern(filed_by=anna, team=town.reception)
    one = statements(client, "inbox")
    for _number in range(49):
        build.concern(filed_by=anna, team=town.reception)
    assert statements(client, "inbox") == one <= 12


def test_a_long_case_takes_no_more_statements_than_a_short_one(anna, cia, ida, ole, town):
    client = as_(cia)
    short = build.concern(filed_by=anna, team=town.reception)
    long = build.concern(filed_by=anna, team=town.reception, state=State.ASSESSED, by=cia, keep_out=(ole,))
    for minute in range(30):
        handling.add_note(long, "…", by=ida, at=monday_at(9, minute))
    assert statements(client, "concern", short.pk) == statements(client, "concern", long.pk) <= 14


def test_the_case_says_what_not_to_overlook_and_who_is_kept_out(anna, cia, ole, town):
    concern = build.concern(
        filed_by=anna,
        team=town.reception,
        suspects=(Suspect.EMPLOYEE,),
        keep_out=(ole,),
        keep_out_units=(town.school,),
    )
    text = page(as_(cia), "concern", concern.pk).get_text(" ", strip=True)
    assert "Ole Olsen" in text
    assert "Bakkeskolen" in text
