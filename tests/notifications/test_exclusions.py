"""Who is kept out changes when the team learns more, and every time the database follows at once."""

from beredskab.access import grants
from beredskab.access.acting import acting_as
from beredskab.access.models import Exclusion
from notifications.exclusion import exclusions, keeping_out
from notifications.vocabulary import Suspect
from tests import build
from tests.build import monday_at
from tests.seen import shown_by_database, trail_of


def in_force(concern, by):
    with acting_as(by):
        rows = Exclusion.objects.filter(subject=concern.pk, lifted_at__isnull=True)
        return {(row.staff.name if row.staff else row.unit.name, row.cause) for row in rows}


def a_colleague_it_is_not_known_who(anna, town):
    return build.concern(
        filed_by=anna, team=town.reception, suspects=(Suspect.EMPLOYEE,), keep_out_units=(town.kindergarten,)
    )


def test_the_team_settles_who_it_is_and_the_others_are_free(anna, bo, cia, dorte, ole, town):
    concern = a_colleague_it_is_not_known_who(anna, town)
    with acting_as(cia):
        assert list(exclusions.people_at_excluded_places(concern)) == [bo, ole]
    keeping_out.settle(concern, [ole], by=cia, at=monday_at(10))
    assert in_force(concern, cia) == {
        ("Ole Olsen", "suspected"),
        ("Bo Bang", "line"),
        ("Dorte Dahl", "line"),
    }
    assert trail_of(concern)[-1] == "concern.suspicion_settled"


def test_where_leaders_are_not_kept_out_only_the_suspected_is(anna, bo, cia, ole, town):
    town.municipality.exclude_line_of_leaders = False
    town.municipality.save()
    concern = a_colleague_it_is_not_known_who(anna, town)
    keeping_out.settle(concern, [ole], by=cia, at=monday_at(10))
    assert in_force(concern, cia) == {("Ole Olsen", "suspected")}


def test_settled_twice_the_second_time_counts_beside_the_first(anna, bo, cia, ole, town):
    concern = a_colleague_it_is_not_known_who(anna, town)
    keeping_out.settle(concern, [ole], by=cia, at=monday_at(10))
    keeping_out.settle(concern, [bo], by=cia, at=monday_at(11))
    assert in_force(concern, cia) == {("Ole Olsen", "suspected"), ("Bo Bang", "suspected")}


def test_none_of_them_opens_the_case_for_the_colleague_in_the_team(anna, cia, ole, town):
    grants.grant(ole, "handle_concerns", town.reception)
    concern = a_colleague_it_is_not_known_who(anna, town)
    assert shown_by_database(ole, "notifications_concern") == 0
    keeping_out.settle(concern, [], by=cia, at=monday_at(10))
    assert in_force(concern, cia) == set()
    assert shown_by_database(ole, "notifications_concern") == 1


def test_who_filed_is_never_kept_out_whatever_the_team_presses(anna, cia, town):
    concern = a_colleague_it_is_not_known_who(anna, town)
    keeping_out.settle(concern, [anna], by=cia, at=monday_at(10))
    assert in_force(concern, cia) == set()
    assert shown_by_database(anna, "notifications_concern") == 1


def test_a_person_who_is_suspected_anew_is_kept_out_again(anna, cia, ole, town):
    concern = build.concern(filed_by=anna, team=town.reception, keep_out=(ole,))
    with acting_as(cia):
        Exclusion.objects.filter(subject=concern.pk).update(lifted_at=monday_at(9))
    keeping_out.settle(concern, [ole], by=cia, at=monday_at(10))
    assert ("Ole Olsen", "suspected") in in_force(concern, cia)
