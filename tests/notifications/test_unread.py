"""A filer finds what the team wrote: on the home page and in the list, until it is read."""

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from notifications import handling
from notifications.vocabulary import State
from tests import build
from tests.build import monday_at


def main_of(person, door: str) -> str:
    client = Client()
    client.force_login(person)
    soup = BeautifulSoup(client.get(reverse(door)).content, "html.parser")
    return " ".join(soup.main.text.split())


def test_a_message_stands_on_the_filers_home_page_until_it_is_opened(anna, bo, cia, town, freeze):
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    handling.message_filer(concern, "Hvornår hentes hun?", by=cia, at=monday_at(10))
    freeze(monday_at(11))
    assert "Besked til dig" in main_of(anna, "home")
    assert "Ny besked" in main_of(anna, "notifications:mine")
    assert "Besked til dig" not in main_of(bo, "home")
    reader = Client()
    reader.force_login(anna)
    reader.get(reverse("notifications:conversation", args=[concern.pk]))
    assert "Besked til dig" not in main_of(anna, "home")
    assert "Ny besked" not in main_of(anna, "notifications:mine")
    freeze(monday_at(12))
    handling.message_filer(concern, "Tak. En til.", by=cia, at=monday_at(12))
    assert "Besked til dig" in main_of(anna, "home")
    freeze(monday_at(13))
    handling.message_team(concern, "Kl. 15.", by=anna, at=monday_at(13))
    assert "Besked til dig" in main_of(anna, "home")  # what one writes oneself is not read by it
