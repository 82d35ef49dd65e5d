"""Why somebody opens a case, who has, and what a citizen is told of it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from beredskab.access.acting import acting_as
from notifications import handling
from notifications.case import readings
from notifications.case.readings import OnDay, Reading
from notifications.models import Concern, Note
from notifications.vocabulary import Purpose, State
from tests import build
from tests.build import COPENHAGEN, monday_at, tuesday_at
from tests.seen import trail_of


@pytest.fixture(autouse=True)
def _now(freeze):
    freeze(monday_at(12))


@pytest.fixture
def claimed(anna, cia, ida, town) -> Concern:
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    handling.add_note(concern, "Ring til sundhedsplejen.", by=cia, at=monday_at(9))
    return concern


def as_(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def door(name, concern) -> str:
    return reverse(f"notifications:{name}", args=[concern.pk])


def text_of(response) -> str:
    return BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ", strip=True)


def readers(concern) -> int:
    return trail_of(concern, with_reading=True).count("concern.read")


def test_ida_is_asked_why_she_opens_cias_case_and_sees_nothing_before(cia, ida, claimed):
    before, client = readers(claimed), as_(ida)
    answer = client.get(door("concern", claimed))
    assert answer.status_code == 200
    assert "Ring til sundhedsplejen." not in answer.content.decode()
    assert claimed.reference not in answer.content.decode()
    assert readers(claimed) == before
    by_another_door = client.get(door("assess", claimed))
    assert claimed.reference not in by_another_door.content.decode()
    assert client.post(door("say_purpose", claimed), {"purpose": "curious"}).status_code == 422
    assert client.post(door("say_purpose", claimed), {"purpose": "stand_in"}).status_code == 302
    assert "Ring til sundhedsplejen." in text_of(client.get(door("concern", claimed)))
    assert readers(claimed) == before + 1


def test_it_is_asked_once_a_visit(ida, claimed):
    client = as_(ida)
    client.post(door("say_purpose", claimed), {"purpose": "asked"})
    for _time in range(2):
        assert claimed.reference in text_of(client.get(door("concern", claimed)))
    assert claimed.reference not in text_of(as_(ida).get(door("concern", claimed)))  # another visit


def test_whoever_has_the_case_is_not_asked_nor_anybody_while_nobody_has(anna, cia, ida, town, claimed):
    assert claimed.reference in text_of(as_(cia).get(door("concern", claimed)))
    free = build.concern(filed_by=anna, team=town.reception)
    assert free.reference in text_of(as_(ida).get(door("concern", free)))


def test_the_team_sees_who_has_read_when_and_why(cia, ida, claimed):
    client = as_(ida)
    client.post(door("say_purpose", claimed), {"purpose": "quality"})
    client.get(door("concern", claimed))
    seen = text_of(as_(cia).get(door("seen_by", claimed)))
    assert "Ida Iversen" in seen
    assert str(Purpose.QUALITY.label) in seen


def test_openings_in_a_row_are_one_line_that_says_how_many():
    def read(at, person, name, purpose=Purpose.HANDLING):
        return Reading(at, person, name, purpose)

    found = [
        read(tuesday_at(0, 5), 1, "Cia"),  # the next day of the same visit
        read(monday_at(23, 59), 1, "Cia"),
        read(monday_at(23, 50), 1, "Cia"),
        read(monday_at(12), 2, "Ida", Purpose.SECOND),
        read(monday_at(11), 1, "Cia"),
    ]
    shown = [(one.name, one.since, one.until, one.times) for one in readings.visits(found, COPENHAGEN)]
    assert shown == [
        ("Cia", tuesday_at(0, 5), tuesday_at(0, 5), 1),
        ("Cia", monday_at(23, 50), monday_at(23, 59), 2),
        ("Ida", monday_at(12), monday_at(12), 1),
        ("Cia", monday_at(11), monday_at(11), 1),
    ]
    assert sum(one.times for one in readings.visits(found, COPENHAGEN)) == len(found)


def test_the_draft_for_the_citizen_names_nobody(anna, cia, ida, claimed):
    as_(cia).get(door("concern", claimed))
    draft = text_of(as_(cia).get(door("access_report", claimed)))
    assert str(Purpose.HANDLING.label) in draft
    assert [name for name in ("Cia", "Ida", "Anna", "Clausen") if name in draft] == []


@pytest.mark.parametrize("name", ["seen_by", "access_report"])
@pytest.mark.parametrize("outsider", ["emil", "frida", "gert", "bo", "dorte", "anna"])
def test_who_has_read_it_is_the_teams_to_know(claimed, outsider, name, request):
    assert as_(request.getfixturevalue(outsider)).get(door(name, claimed)).status_code == 404


def test_days_and_purposes_are_counted_without_the_notifier():
    def read(at: dt.datetime, person: int, purpose: Purpose) -> Reading:
        return Reading(at, person, "somebody", purpose)

    found = readings.for_citizen(
        [
            read(tuesday_at(9), 2, Purpose.HANDLING),
            read(monday_at(10), 2, Purpose.HANDLING),
            read(monday_at(9), 3, Purpose.HANDLING),
            read(monday_at(9), 3, Purpose.EMERGENCY),
            read(monday_at(8), 1, Purpose.FILING),
        ],
        ZoneInfo("Europe/Copenhagen"),
        filer=1,
    )
    monday, tuesday = (at(1).astimezone(COPENHAGEN).date() for at in (monday_at, tuesday_at))
    assert found == [
        OnDay(monday, Purpose.HANDLING, 2),
        OnDay(monday, Purpose.EMERGENCY, 1),
        OnDay(tuesday, Purpose.HANDLING, 1),
    ]


@pytest.mark.parametrize(
    ("stored", "purpose"),
    [
        ("assess", Purpose.HANDLING),
        ("", Purpose.HANDLING),
        ("something new", Purpose.HANDLING),
        ("emergency", Purpose.EMERGENCY),
        ("stand_in", Purpose.STAND_IN),
    ],
)
def test_what_the_trail_holds_is_put_in_words(stored, purpose):
    assert readings.purpose_in(stored) is purpose


FILE = {"file": "00000000-0000-0000-0000-000000000007", "number": 1}


@pytest.mark.parametrize(
    "name", ["assess", "add_note", "message_filer", "transfer", "close", "hand_over", "seen_by", "case_files"]
)
def test_ida_is_asked_by_whichever_page_she_comes_and_goes_on_to_it(ida, claimed, name):
    before, client, wanted = readers(claimed), as_(ida), door(name, claimed)
    asked = client.get(wanted)
    assert claimed.reference not in asked.content.decode()
    assert readers(claimed) == before
    form = BeautifulSoup(asked.content, "html.parser").select_one("main form")
    assert form["action"] == door("say_purpose", claimed)
    said = {"purpose": "stand_in", "to": form.select_one("[name=to]")["value"]}
    assert client.post(form["action"], said).headers["Location"] == wanted
    assert claimed.reference in text_of(client.get(wanted))


def test_a_picture_is_not_shown_to_who_has_not_said_why(ida, claimed):
    picture = reverse("notifications:case_file_page", kwargs={"concern": claimed.pk, **FILE})
    assert as_(ida).get(picture).headers["Location"] == door("case_files", claimed)


def test_nothing_typed_is_lost_because_nobody_was_asked(ida, claimed):
    sent = as_(ida).post(door("add_note", claimed), {"text": "Ring til skolen."})
    assert sent.headers["Location"] == door("concern", claimed)
    client = as_(ida)
    client.post(door("say_purpose", claimed), {"purpose": "stand_in"})
    assert "Ring til skolen." in text_of(client.get(door("concern", claimed)))


@pytest.mark.parametrize("to", ["https://ond.example/", "//ond.example", "/indbakke/", "/indbakke//ond"])
def test_the_answer_leads_to_no_other_place(ida, claimed, to):
    sent = as_(ida).post(door("say_purpose", claimed), {"purpose": "stand_in", "to": to})
    assert sent.headers["Location"] == door("concern", claimed)


def test_a_note_is_corrected_by_another_beside_it(cia, ida, claimed):
    client, note = as_(cia), Note.objects
    case = BeautifulSoup(client.get(door("concern", claimed)).content, "html.parser")
    way = case.select_one(".chronology-note a")["href"]
    assert "Ring til sundhedsplejen." in text_of(client.get(way))
    assert client.post(way, {"text": ""}).status_code == 422
    assert client.post(way, {"text": "Ring til tandplejen."}).status_code == 302
    shown = text_of(client.get(door("concern", claimed)))
    assert "Ring til sundhedsplejen." in shown
    assert "Ring til tandplejen." in shown
    assert "Correction of the internal note" in shown or "Rettelse af den interne note" in shown
    with acting_as(cia):
        first, second = note.filter(concern=claimed).order_by("at")
        assert second.corrects == first


def test_no_note_of_another_case_is_corrected_here(anna, cia, town, claimed):
    other = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    note = handling.add_note(other, "Noget andet.", by=cia, at=monday_at(9))
    way = reverse("notifications:correct_note", args=[claimed.pk, note.pk])
    assert as_(cia).get(way).status_code == 404
    assert as_(cia).post(way, {"text": "Forkert sted."}).status_code == 404
