"""Gert takes in a list through the page, says what titles mean, and looks at who works where."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from beredskab.access.guard import Forbidden
from beredskab.administration.importing import lists, meanings, taking_in
from beredskab.administration.models import StaffList
from beredskab.organisation.models import Membership, Municipality, Staff
from beredskab.outbox import worker
from tests.build import monday_at
from tests.cast import make_person
from tests.test_queries import statements

HEAD = "navn;email;enhed;profession"
PEOPLE, UPLOAD = "/administration/medarbejdere/", "/administration/medarbejdere/liste/"
pytestmark = pytest.mark.django_db


def crowd(count: int) -> list[str]:
    return [f"Nr {n};nr{n}@eksempel.example;Bakkeskolen;Gruppekoordinator" for n in range(count)]


@pytest.fixture
def gerts(gert: Staff, freeze: Callable[..., None]) -> Client:
    freeze(monday_at(9))
    client = Client()
    client.force_login(gert)
    return client


def upload(gerts: Client, *lines: str) -> StaffList:
    file = SimpleUploadedFile("liste.csv", "\n".join([HEAD, *lines]).encode("cp1252"))
    answer = gerts.post(UPLOAD, {"file": file})
    assert answer.status_code == 302
    found = StaffList.objects.get(pk=answer["Location"].rstrip("/").rpartition("/")[2])
    assert gerts.get(answer["Location"]).status_code == 200
    return found


def say_yes(gerts: Client, one: StaffList, **more: object) -> Any:
    return gerts.post(f"{UPLOAD}{one.pk}/", more)


def work_until_done() -> None:
    while worker.do_duties(at=monday_at(9)):
        pass


def test_a_list_changes_nobody_before_somebody_says_yes(gerts: Client) -> None:
    one = upload(gerts, *crowd(3), "Fejl;;Bakkeskolen;Lærer")
    assert (one.told["added"], one.told["fault_count"], one.people) == (3, 1, 3)
    assert not Staff.objects.filter(email="nr0@eksempel.example").exists()
    say_yes(gerts, one)
    work_until_done()
    one.refresh_from_db()
    assert (one.state, bytes(one.content), one.position) == ("done", b"", 3)
    assert Staff.objects.filter(email__startswith="nr").count() == 3


def test_the_bar_moves_a_handful_at_a_time(gerts: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "HANDFUL", 2)
    one = upload(gerts, *crowd(5))
    say_yes(gerts, one)
    positions = []
    while worker.do_duties(at=monday_at(9)):
        one.refresh_from_db()
        positions.append(one.position)
    assert positions[:3] == [2, 4, 5]
    assert '<progress id="progress" value="' not in gerts.get(f"{UPLOAD}{one.pk}/").content.decode()


def test_a_worker_that_dies_between_two_handfuls_goes_on(
    gerts: Client, gert: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "HANDFUL", 2)
    one = upload(gerts, *crowd(4))
    say_yes(gerts, one)
    lists.take_in({"list": str(one.pk)}, monday_at(9))
    work_until_done()
    assert Staff.objects.filter(email__startswith="nr").count() == 4


def test_many_leavers_are_asked_about_by_number(gerts: Client) -> None:
    say_yes(gerts, upload(gerts, *crowd(20)))
    work_until_done()
    short = upload(gerts, *crowd(15))
    assert say_yes(gerts, short).status_code == 422
    assert say_yes(gerts, short, left="on", seen=4).status_code == 422
    short.refresh_from_db()
    assert short.state == "waiting"
    assert say_yes(gerts, short, left="on", seen=5).status_code == 302
    work_until_done()
    assert Staff.objects.filter(email__startswith="nr", is_active=False).count() == 5


def test_a_list_keeps_the_last_administrator_and_says_so(gerts: Client, gert: Staff) -> None:
    Membership.objects.filter(staff=gert).update(source=Membership.Source.LIST)
    one = upload(gerts, *crowd(3))
    say_yes(gerts, one, left="on", seen=1)
    work_until_done()
    gert.refresh_from_db()
    assert gert.is_active
    assert "Udpeg først en anden administrator" in gerts.get(f"{UPLOAD}{one.pk}/").content.decode()


def test_a_second_list_waits_for_the_first(gerts: Client) -> None:
    first, second = upload(gerts, *crowd(1)), upload(gerts, *crowd(2))
    say_yes(gerts, first)
    assert say_yes(gerts, second).status_code == 409


def test_a_list_that_nobody_confirmed_is_gone_after_two_weeks(gerts: Client) -> None:
    one = upload(gerts, *crowd(1))
    lists.expire({"list": str(one.pk)}, one.expires_at)
    assert not StaffList.objects.exists()


def test_only_whoever_administers_takes_in_a_list(anna: Staff, hanne: Staff, dorte: Staff) -> None:
    for person in (anna, hanne, dorte):
        with pytest.raises(Forbidden):
            lists.upload(HEAD.encode(), "x.csv", by=person, at=monday_at(9))


def test_a_list_of_another_municipality_is_not_there(gerts: Client, frida: Staff, gert: Staff) -> None:
    one = upload(gerts, *crowd(1))
    StaffList.objects.filter(pk=one.pk).update(municipality=frida.municipality)
    assert gerts.get(f"{UPLOAD}{one.pk}/").status_code == 404


def test_a_title_is_given_a_meaning_for_everybody_who_has_it(gerts: Client, town: Any) -> None:
    say_yes(gerts, upload(gerts, *crowd(3)))
    work_until_done()
    [title] = [one for one in meanings.titles_of(town.municipality) if not one.is_known]
    assert (title.title, title.people) == ("gruppekoordinator", 3)
    teacher = town.municipality.professions.get(slug="laerer")
    gerts.post("/administration/stillinger/", {"title_0": str(teacher.pk)})
    assert Membership.objects.filter(staff__email__startswith="nr", profession=teacher).count() == 3
    gerts.post("/administration/stillinger/", {"title_0": "none"})
    assert Membership.objects.filter(staff__email__startswith="nr", profession=None).count() == 3


def test_a_title_cannot_mean_a_profession_of_another_municipality(gert: Staff, neighbour: Any) -> None:
    foreign = neighbour.municipality.professions.first()
    with pytest.raises(Forbidden):
        meanings.say({"kok": foreign.pk}, by=gert, at=monday_at(9))


def test_people_are_found_by_a_part_of_their_name_and_no_name_is_in_an_address(
    gerts: Client, anna: Staff, ole: Staff
) -> None:
    page = gerts.post(PEOPLE, {"words": "ander"}).content.decode()
    assert anna.email in page
    assert ole.email not in page
    assert ole.email in gerts.get(f"{PEOPLE}?words=ander").content.decode()


def test_people_come_fifty_at_a_time_each_once(gerts: Client, town: Any) -> None:
    for number in range(60):
        make_person(f"P{number:02} Same Name", town.school, "laerer")
    Staff.objects.filter(email__startswith="p").update(name="Same Name")
    first = gerts.get(PEOPLE)
    second = gerts.get(first.context["next_url"])
    ids = [one.pk for page in (first, second) for one in page.context["page_of"].people]
    assert len(ids) == len(set(ids)) == Staff.objects.filter(municipality=town.municipality).count()


def test_the_people_page_asks_the_same_of_twenty_and_of_many(gert: Staff, town: Any) -> None:
    for number in range(20):
        make_person(f"P{number} P", town.school, "laerer")
    few = len(statements(gert, PEOPLE))
    for number in range(20, 120):
        make_person(f"P{number} P", town.school, "laerer")
    assert len(statements(gert, PEOPLE)) == few <= 12


@pytest.mark.parametrize("path", [UPLOAD, "/administration/enheder/", "/administration/stillinger/"])
def test_the_pages_keep_their_budget(gerts: Client, gert: Staff, town: Any, path: str) -> None:
    say_yes(gerts, upload(gerts, *crowd(5)))
    work_until_done()
    few = len(statements(gert, path))
    say_yes(gerts, upload(gerts, *crowd(9), "A;a@x.example;Nyt Hus;Brandmand", "B;b@x.example;Andet;Kok"))
    work_until_done()
    assert len(statements(gert, path)) == few <= 12


def test_who_has_left_is_out_at_the_next_click(gerts: Client, town: Any) -> None:
    say_yes(gerts, upload(gerts, *crowd(30)))
    work_until_done()
    somebody = Staff.objects.get(email="nr29@eksempel.example")
    theirs = Client()
    theirs.force_login(somebody)
    assert theirs.get("/laest/").status_code == 200
    place = Municipality.objects.get(pk=town.municipality.pk)
    found = taking_in.prospect(
        lists.reading.read("\n".join([HEAD, *crowd(29)]).encode()), place, at=monday_at(9)
    )
    taking_in.take_in_everybody(found, by=None, at=monday_at(9))
    assert theirs.get("/laest/").status_code == 302
