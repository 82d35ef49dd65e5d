"""Gert decides what the municipality has decided; it is in force at once, and the log says who. Rule A-19."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from beredskab.access.guard import Forbidden
from beredskab.administration import settings_of
from beredskab.audit.models import Entry
from beredskab.organisation.models import Municipality, Staff
from beredskab.ui import emergency
from tests.build import monday_at

PAGE = "/administration/indstillinger/"
SAID = {
    "language": "nb",
    "short_address": "beredskab.ny.example",
    "citizens_door": "https://www.ny.example/",
    "duty_minutes": "45",
    "dec24_is_workday": "on",
    "languages": ["da", "nb"],
    "idle_minutes": "15",
}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """The language of the municipality lies in a file as well: not in the one of other tests."""
    settings.VAR = tmp_path


@pytest.fixture
def gerts(gert: Staff) -> Client:
    client = Client()
    client.force_login(gert)
    return client


def test_what_is_saved_is_in_force_and_in_the_log(gerts: Client, gert: Staff, town: Any) -> None:
    assert gerts.post(PAGE, SAID).status_code == 302
    place = Municipality.objects.get(pk=town.municipality.pk)
    assert (place.language, place.duty_minutes, place.short_address) == ("nb", 45, "beredskab.ny.example")
    assert (place.dec24_is_workday, place.saturday_is_workday) == (True, False)
    entry = Entry.objects.get(verb="municipality.changed")
    assert (entry.actor_id, entry.plain["changed"]["duty_minutes"]) == (gert.pk, 45)
    assert emergency.for_host("testserver").language == "nb"


def test_saying_the_same_again_leaves_no_trace(gerts: Client) -> None:
    gerts.post(PAGE, SAID)
    gerts.post(PAGE, SAID)
    assert Entry.objects.filter(verb="municipality.changed").count() == 1


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("duty_minutes", "4"),
        ("duty_minutes", "241"),
        ("duty_minutes", ""),
        ("duty_minutes", "abc"),
        ("language", "xx"),
        ("citizens_door", "javascript:alert(1)"),
        ("short_address", "x" * 61),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_typed_is_lost(
    gerts: Client, town: Any, field: str, said: str
) -> None:
    answer = gerts.post(PAGE, {**SAID, field: said})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert Municipality.objects.get(pk=town.municipality.pk).language == "da"


def test_a_neighbour_is_left_alone(gerts: Client, neighbour: Any) -> None:
    gerts.post(PAGE, SAID)
    assert Municipality.objects.get(pk=neighbour.municipality.pk).language == "da"


def test_nobody_else_decides(anna: Staff, hanne: Staff, dorte: Staff) -> None:
    for person in (anna, hanne, dorte):
        with pytest.raises(Forbidden):
            settings_of.change({}, by=person, at=monday_at(9))


def test_the_languages_offered_are_those_of_the_municipality(gerts: Client) -> None:
    gerts.post(PAGE, SAID)
    page = Client().get("/").content.decode()
    assert ('hreflang="nb"' in page, 'hreflang="en"' in page) == (True, False)
    assert gerts.post(PAGE, {**SAID, "languages": ["da"]}).status_code == 422  # its own is not among them


def test_a_session_ends_after_the_minutes_of_the_municipality(gert: Staff, anna: Staff, freeze: Any) -> None:
    freeze(monday_at(9))
    gerts = Client()
    gerts.force_login(gert)
    gerts.post(PAGE, {**SAID, "idle_minutes": "10"})
    annas = Client()
    annas.force_login(anna)
    assert 'data-idle-seconds="600"' in annas.get("/").content.decode()
    freeze(monday_at(9, 9))
    assert annas.get("/min-side/").status_code == 200
    freeze(monday_at(9, 20))
    assert annas.get("/min-side/").status_code == 302


@pytest.mark.parametrize("minutes", ["9", "31", ""])
def test_idle_time_is_ten_to_thirty_minutes(gerts: Client, minutes: str) -> None:
    assert gerts.post(PAGE, {**SAID, "idle_minutes": minutes}).status_code == 422
