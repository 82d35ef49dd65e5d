"""The same child again: linked within the team, invisible outside it, and no way to try numbers."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from beredskab.access.acting import acting_as, as_role
from beredskab.access.facts import forget
from beredskab.access.guard import Forbidden
from beredskab.audit.models import Entry
from notifications.case import same_child
from notifications.case.same_child import CPR, FAMILY, NAME, TooManyLookUps
from notifications.drafting.answers import Stored
from notifications.guide.typed import Typed
from notifications.models import ChildIndex, Concern
from notifications.vocabulary import Question
from tests import build
from tests.build import monday_at
from tests.seen import shown_by_database

NUMBER = "010221-4321"


def child(**fields: str) -> Typed:
    return Typed({name: (value,) for name, value in fields.items()})


def filed(anna, team, child_is: Typed, **more) -> Concern:
    concern = build.concern(filed_by=anna, team=team, **more)
    with acting_as(anna):
        same_child.remember(concern, Stored(typed={Question.CHILD: child_is}))
    return concern


def links(concern, reader) -> list[tuple[str, bool]]:
    forget(reader)
    with acting_as(reader):
        return [(one.reference, one.is_same_child) for one in same_child.linked_to(concern, reader=reader)]


BORN = {"born_0": "1", "born_1": "2", "born_2": "2021"}


@pytest.mark.parametrize(
    ("said", "marks"),
    [
        (child(cpr=NUMBER), {(CPR, "0102214321")}),
        (child(cpr="0102214321"), {(CPR, "0102214321")}),
        (child(cpr="010221"), set()),
        (child(name="  Maja   PRØVE ", **BORN), {(NAME, "maja prøve|2021-02-01")}),
        (child(name="Maja", **BORN), set()),  # a first name tells nobody apart
        (child(name="Maja Prøve"), set()),
        (child(parents="Mor: 12 34 56 78, far +45 87654321"), {(FAMILY, "12345678"), (FAMILY, "87654321")}),
        (child(parents="CPR 010180-1234, nr. 123"), set()),
    ],
)
def test_what_tells_a_child_apart(said, marks):
    assert same_child.marks_in(said) == marks


def test_an_earlier_concern_about_the_same_child_is_found(anna, cia, town):
    first = filed(anna, town.reception, child(cpr=NUMBER))
    second = filed(anna, town.reception, child(cpr="0102214321"))
    filed(anna, town.reception, child(cpr="0102214322"))
    assert links(second, cia) == [(first.reference, True)]


def test_a_phone_number_of_a_parent_is_a_prompt_and_no_more(anna, cia, town):
    first = filed(anna, town.reception, child(cpr=NUMBER, parents="Mor 12 34 56 78"))
    second = filed(anna, town.reception, child(cpr="0303184321", parents="12345678"))
    assert links(second, cia) == [(first.reference, False)]


@pytest.mark.parametrize("person", ["emil", "frida", "dorte", "anna", "gert"])
def test_nobody_else_learns_of_the_link(anna, cia, town, person, request):
    outsider = request.getfixturevalue(person)
    filed(anna, town.reception, child(cpr=NUMBER))
    filed(anna, town.reception, child(cpr=NUMBER))
    assert shown_by_database(outsider, "notifications_childindex") == 0


def test_another_teams_case_and_one_from_which_one_is_kept_out_are_not_linked(anna, cia, ida, emil, town):
    filed(anna, town.other_team, child(cpr=NUMBER))
    hidden = filed(anna, town.reception, child(cpr=NUMBER), keep_out=(ida,))
    mine = filed(anna, town.reception, child(cpr=NUMBER))
    assert (links(mine, cia), links(mine, ida)) == ([(hidden.reference, True)], [])
    with as_role("owner"):  # the policy alone
        forget(ida)
        assert same_child.linked_to(mine, reader=ida) == []


def test_neither_number_nor_name_stands_in_the_table(anna, town):
    filed(anna, town.reception, child(cpr=NUMBER, name="Maja Prøve", **BORN))
    with as_role("owner"):
        rows = [bytes(row.value) for row in ChildIndex.objects.all()]
    assert len(rows) == 2
    assert not any(b"4321" in row or b"maja" in row for row in rows)


def test_looking_up_is_counted_logged_and_shut_after_thirty(anna, cia, town):
    concern = filed(anna, town.reception, child(cpr=NUMBER))
    found = same_child.look_up(NUMBER, by=cia, at=monday_at(9))
    assert [one.reference for one in found] == [concern.reference]
    for _number in range(same_child.LOOK_UPS_AN_HOUR - 1):
        same_child.look_up("0102214322", by=cia, at=monday_at(9))
    with pytest.raises(TooManyLookUps):
        same_child.look_up(NUMBER, by=cia, at=monday_at(9, 30))
    same_child.look_up(NUMBER, by=cia, at=monday_at(10, 1))
    with as_role("auditor") as alias:
        entries = Entry.objects.using(alias).filter(verb=same_child.LOOKED_UP)
        assert {(one.actor_id, one.subject, str(one.plain)) for one in entries} == {(cia.pk, "", "{}")}


@pytest.mark.parametrize("person", ["anna", "gert", "bo", "hanne"])
def test_only_caseworkers_look_up(anna, town, person, request):
    with pytest.raises(Forbidden):
        same_child.look_up(NUMBER, by=request.getfixturevalue(person), at=monday_at(9))


def as_(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_cia_sees_it_on_the_case_and_on_the_page_for_looking_up(freeze, anna, cia, emil, town):
    freeze(monday_at(12))
    first = filed(anna, town.reception, child(cpr=NUMBER))
    second = filed(anna, town.reception, child(cpr=NUMBER))
    case = as_(cia).get(reverse("notifications:concern", args=[second.pk]))
    assert first.reference in BeautifulSoup(case.content, "html.parser").select_one("#same").parent.get_text()
    url = reverse("notifications:look_up")
    for person, is_shown in ((cia, True), (emil, False)):
        answer = as_(person).post(url, {"cpr": NUMBER})
        assert (answer.status_code, first.reference in answer.content.decode()) == (200, is_shown)
    assert as_(cia).post(url, {"cpr": "123"}).status_code == 422
