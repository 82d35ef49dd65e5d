"""Nobody leaves holding open concerns, and whoever causes it sees nothing (N-83)."""

import datetime as dt

import pytest
from django.db import connection

from beredskab.access import grants
from beredskab.access.acting import acting_as
from beredskab.access.facts import forget
from beredskab.access.roles import Role
from beredskab.organisation.models import Staff
from beredskab.outbox import worker
from notifications.models import Concern
from notifications.rota import absences
from notifications.vocabulary import State
from tests import build
from tests.build import monday_at, tuesday_at
from tests.cast import Town, make_person
from tests.seen import outbox_to, trail_of

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 23)


@pytest.fixture
def liv(town: Town) -> Staff:
    """Leads the receiving team, and reads none of its concerns."""
    liv = make_person("Liv Lund", town.counselling, "myndighed", Role.TEAM_LEADER)
    grants.grant(liv, "lead_team", town.reception)
    return liv


def stands(concern: Concern, reader: Staff) -> tuple[str, int | None]:
    forget(reader)
    with acting_as(reader):
        concern.refresh_from_db()
    return concern.state, concern.claimed_by_id


def test_open_cases_go_to_the_stand_in_and_both_names_are_written(
    anna: Staff, cia: Staff, ida: Staff, town: Town
) -> None:
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    absences.set_absent(cia, since=MONDAY, until=None, stand_in=ida, by=ida, at=monday_at(9))
    assert stands(concern, ida) == (State.CLAIMED, ida.pk)
    assert trail_of(concern)[-1] == "concern.moved_on"
    assert outbox_to(ida)[-1:] == ["news"]


def test_without_a_stand_in_the_case_is_new_again_and_later_work_stays(
    anna: Staff, cia: Staff, ida: Staff, liv: Staff, town: Town
) -> None:
    new = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    assessed = build.concern(filed_by=anna, team=town.reception, state=State.ASSESSED, by=cia)
    closed = build.concern(filed_by=anna, team=town.reception, state=State.CLOSED, by=cia)
    absences.set_absent(cia, since=MONDAY, until=None, stand_in=None, by=liv, at=monday_at(9))
    assert stands(new, ida) == (State.FILED, None)
    assert stands(assessed, ida) == (State.ASSESSED, None)
    assert stands(closed, ida) == (State.CLOSED, cia.pk)
    assert outbox_to(liv) == ["news", "news"]


def test_a_case_that_the_stand_in_may_not_see_goes_back_to_the_team(
    anna: Staff, cia: Staff, ida: Staff, liv: Staff, town: Town
) -> None:
    hidden = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia, keep_out=(ida,))
    own = build.concern(filed_by=ida, team=town.reception, state=State.CLAIMED, by=cia)
    before = outbox_to(ida)
    absences.set_absent(cia, since=MONDAY, until=None, stand_in=ida, by=ida, at=monday_at(9))
    for concern in (hidden, own):
        assert stands(concern, cia) == (State.FILED, None)
    assert outbox_to(ida) == before


def test_an_absence_to_come_moves_nothing_before_its_day(
    anna: Staff, cia: Staff, ida: Staff, town: Town
) -> None:
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    tuesday = MONDAY + dt.timedelta(days=1)
    absences.set_absent(cia, since=tuesday, until=None, stand_in=ida, by=ida, at=monday_at(9))
    worker.do_duties(at=monday_at(20))
    assert stands(concern, ida) == (State.CLAIMED, cia.pk)
    worker.do_duties(at=tuesday_at(1))
    assert stands(concern, ida) == (State.CLAIMED, ida.pk)


def test_who_is_switched_off_holds_nothing_and_the_leader_is_told(
    anna: Staff, cia: Staff, ida: Staff, liv: Staff, gert: Staff, town: Town
) -> None:
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    with acting_as(gert):
        assert Staff.objects.filter(pk=cia.pk).update(is_active=False) == 1
        assert not Concern.objects.exists()
    assert stands(concern, ida) == (State.FILED, None)
    assert (outbox_to(liv), outbox_to(gert)) == (["news"], [])


def test_a_leader_who_is_kept_out_hears_nothing_and_the_team_does(
    anna: Staff, cia: Staff, ida: Staff, liv: Staff, town: Town
) -> None:
    build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia, keep_out=(liv,))
    before = len(outbox_to(ida))
    Staff.objects.filter(pk=cia.pk).update(is_active=False)
    assert (outbox_to(liv), len(outbox_to(ida))) == ([], before + 1)


def test_who_leaves_a_team_leaves_its_cases_there(anna: Staff, cia: Staff, ida: Staff, town: Town) -> None:
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    grants.grant(cia, "handle_concerns", town.other_team)
    forget(cia)
    other = build.concern(filed_by=anna, team=town.other_team, state=State.CLAIMED, by=cia)
    grants.revoke(cia, "handle_concerns", town.reception)
    assert stands(concern, ida) == (State.FILED, None)
    assert stands(other, cia) == (State.CLAIMED, cia.pk)


def test_the_door_of_the_database_asks_who_knocks(anna: Staff, cia: Staff, emil: Staff, town: Town) -> None:
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    with acting_as(emil), connection.cursor() as cursor:
        cursor.execute("SELECT notifications_move_on(%s, NULL, now())", [cia.pk])
    assert stands(concern, cia) == (State.CLAIMED, cia.pk)
