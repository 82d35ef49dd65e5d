"""A random part of the openings is looked at by somebody outside the team, who sees nothing of the cases."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from beredskab.access import grants
from beredskab.access.acting import acting_as, as_role
from beredskab.access.guard import Forbidden
from beredskab.access.models import Exclusion
from beredskab.access.roles import Role
from beredskab.outbox import worker
from beredskab.vault import safe
from notifications.models import Concern, ReadingCheck
from notifications.oversight import controlling
from notifications.vocabulary import Intake, State
from tests import build
from tests.build import monday_at, tuesday_at
from tests.cast import make_person
from tests.seen import shown_by_database, trail_of

NEXT_MONDAY = monday_at(5) + dt.timedelta(days=7)


@pytest.fixture
def kaj(town):
    """The controller: of no receiving team."""
    return make_person("Kaj Krog", town.department, "leder", Role.CONTROLLER)


@pytest.fixture
def read(anna, cia, ida, town) -> Concern:
    """Cia has the case; Ida has opened it twenty times on Tuesday, Anna her own as often."""
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    for minute in range(20):
        for person in (ida, anna):
            with acting_as(person):
                safe.open_for(concern.pk, by=person, at=tuesday_at(9, minute), purpose="stand_in")
    return concern


def drawn(person) -> list[ReadingCheck]:
    with acting_as(person):
        return list(controlling.waiting_for(person))


def test_the_worker_draws_on_monday_and_asks_for_the_next(town, kaj, ida, read):
    worker.do_duties(at=NEXT_MONDAY)
    found = drawn(kaj)
    assert len(found) == controlling.AT_LEAST
    assert {(one.reader, one.purpose, one.was_responsible) for one in found} == {(ida, "stand_in", False)}
    worker.do_duties(at=NEXT_MONDAY)
    assert controlling.draw(town.municipality, at=NEXT_MONDAY) == 0  # a week is drawn once
    assert len(drawn(kaj)) == controlling.AT_LEAST


def test_nobody_can_know_which_are_drawn(town, kaj, read):
    seen = set()
    for _time in range(6):
        with transaction.atomic():
            controlling.draw(town.municipality, at=NEXT_MONDAY)
            seen.add(frozenset(one.entry for one in drawn(kaj)))
            transaction.set_rollback(True)
    assert len(seen) > 1  # of 184,756 ways


@pytest.mark.parametrize("person", ["cia", "ida", "emil", "anna", "gert", "dorte", "hanne", "bo"])
def test_nobody_else_sees_the_sample(town, read, person, request):
    somebody = request.getfixturevalue(person)
    controlling.draw(town.municipality, at=NEXT_MONDAY)
    assert shown_by_database(somebody, "notifications_readingcheck") == 0
    assert drawn(somebody) == []


def test_the_controller_of_another_municipality_sees_nothing(town, neighbour, read):
    stranger = make_person("Nete Nabo", neighbour.department, "leder", Role.CONTROLLER)
    controlling.draw(town.municipality, at=NEXT_MONDAY)
    assert shown_by_database(stranger, "notifications_readingcheck") == 0


def test_a_controller_who_is_kept_out_or_of_the_team_or_the_reader_sees_nothing(anna, kaj, town, read):
    controlling.draw(town.municipality, at=NEXT_MONDAY)
    assert shown_by_database(kaj, "notifications_readingcheck") > 0
    with transaction.atomic():
        grants.grant(kaj, "handle_concerns", town.reception)
        assert shown_by_database(kaj, "notifications_readingcheck") == 0
        transaction.set_rollback(True)
    with acting_as(anna):
        Exclusion(subject=read.pk, staff=kaj, cause=Exclusion.Cause.LINE, since=monday_at(9)).save(
            force_insert=True
        )
    assert shown_by_database(kaj, "notifications_readingcheck") == 0


def test_the_controller_judges_and_it_stands_in_the_trail(kaj, ida, town, read):
    controlling.draw(town.municipality, at=NEXT_MONDAY)
    check = drawn(kaj)[0]
    with pytest.raises(Forbidden):
        controlling.judge(check, is_in_order=True, by=ida, at=NEXT_MONDAY)
    controlling.judge(check, is_in_order=False, by=kaj, at=NEXT_MONDAY)
    assert len(drawn(kaj)) == controlling.AT_LEAST - 1
    assert "concern.reading_judged" in trail_of(read)
    with as_role("owner"), pytest.raises(IntegrityError), transaction.atomic():
        ReadingCheck.objects.filter(pk=check.pk).update(judged_by=ida)


def test_the_page_shows_who_when_and_why_and_nothing_of_the_case(freeze, kaj, ida, town, read):
    controlling.draw(town.municipality, at=NEXT_MONDAY)
    freeze(NEXT_MONDAY)
    client = Client()
    client.force_login(kaj)
    url = reverse("notifications:readings_to_check")
    assert url in client.get("/").content.decode()
    page = client.get(url).content.decode()
    assert "Ida Iversen" in page
    assert str(read.pk) not in page
    assert client.get(reverse("notifications:concern", args=[read.pk])).status_code == 404
    check = drawn(kaj)[0]
    answer = client.post(reverse("notifications:judge_reading", args=[check.pk]), {"verdict": "in_order"})
    assert answer.status_code == 302


def test_what_the_taker_of_a_call_opens_is_drawn_like_any_opening(cia, kaj, town):
    """Only who notified is left out; whoever took it down handles it like everybody."""
    concern = build.concern(filed_by=cia, team=town.reception)
    with acting_as(cia):
        concern.intake, concern.notifier = Intake.ON_BEHALF, "private"
        concern.save()
        safe.open_for(concern.pk, by=cia, at=tuesday_at(9), purpose="handling")
    controlling.ask_to_draw(town.municipality, at=tuesday_at(9))
    worker.do_duties(at=NEXT_MONDAY)
    assert {one.reader for one in drawn(kaj)} == {cia}
