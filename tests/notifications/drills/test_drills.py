"""Stories of drills: planned, played, received, closed, counted, forgotten."""

import dataclasses
import datetime as dt

import pytest
from django.utils import translation

from beredskab.access import grants
from beredskab.access.guard import Forbidden
from beredskab.access.models import RoleAssignment
from beredskab.administration import leaving
from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff
from beredskab.outbox.models import Duty
from beredskab.outbox.vocabulary import Kind
from notifications.drills import access, facts, gaps, measures, planning, playing, receiving, results, running
from notifications.drills.answer_key import key_for
from notifications.drills.planning import RefusedDrill
from notifications.drills.playing import DrillIsOver
from notifications.models import Drill, DrillAnswer, DrillCase, DrillMeasure, DrillPlayer, RoutingRule
from notifications.vocabulary import Stage, Step, Urgency
from plans.implementation import measures as plan_measures
from plans.implementation.measures import PlanFacts
from plans.models import Measure
from plans.stops import all_advice
from tests.build import monday_at, tuesday_at
from tests.cast import make_person
from tests.notifications.drills.conftest import DAY, HOUR, RIGHT, WRONG, draft, part_of, play, promised

pytestmark = pytest.mark.django_db


# --- planning -----------------------------------------------------------------------------------


def test_a_leader_plans_for_the_units_they_lead_and_nobody_elses(ready, crew, bo, anna, cia):
    made = planning.plan(draft(ready), by=bo, at=monday_at(8))
    assert (made.planned_by, made.stage) == (bo, Stage.PLANNED)
    for more in ({"units": [ready.school]}, {"teams": [ready.reception]}, {"people": [cia]}):
        with pytest.raises(Forbidden):
            planning.plan(draft(ready, **{"units": [], **more}), by=bo, at=monday_at(8))
    with pytest.raises(Forbidden):
        planning.plan(draft(ready), by=anna, at=monday_at(8))


def test_planning_twice_is_planning_once_and_changing_is_for_whoever_planned(ready, crew, bo, dorte, planned):
    assert planning.plan(draft(ready), by=dorte, at=monday_at(9)) == planned
    changed = planning.plan(draft(ready, title="Nyt navn"), by=dorte, at=monday_at(9), drill=planned)
    assert (changed.pk, changed.title) == (planned.pk, "Nyt navn")
    with pytest.raises(Forbidden):
        planning.plan(draft(ready), by=bo, at=monday_at(9), drill=planned)
    running.start(planned, by=dorte, at=monday_at(9))
    with pytest.raises(RefusedDrill):
        planning.plan(draft(ready), by=dorte, at=monday_at(9), drill=planned)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"starts_on": monday_at(8).date() - DAY}, "starts_on"),
        ({"ends_on": monday_at(8).date() - DAY}, "ends_on"),
        ({"units": []}, "units"),
    ],
)
def test_a_drill_has_days_to_come_and_people(ready, dorte, more, field):
    with pytest.raises(RefusedDrill) as refused:
        planning.plan(draft(ready, **more), by=dorte, at=monday_at(8))
    assert refused.value.field == field


def test_another_municipality_is_no_part_of_it(ready, neighbour, dorte, frida, planned):
    with pytest.raises(Forbidden):
        planning.plan(draft(ready, units=[neighbour.kindergarten]), by=dorte, at=monday_at(8))
    assert not access.drills_for(frida).exists()


def test_who_is_to_know_beforehand_is_told_and_who_is_not_is_not(ready, crew, dorte, bo):
    later = {"starts_on": monday_at(8).date() + 3 * DAY}
    planning.plan(draft(ready, **later), by=dorte, at=monday_at(8))
    assert len(promised(Kind.DRILL_PLANNED)) == 6
    planning.plan(draft(ready, title="Uvarslet", is_announced=False, **later), by=dorte, at=monday_at(8))
    assert len(promised(Kind.DRILL_PLANNED)) == 6
    assert [one.is_announced for one in access.announced_to(bo)] == [True]


# --- beginning ----------------------------------------------------------------------------------


def test_everybody_of_the_unit_gets_a_mail_once_and_nobody_on_leave(ready, crew, anna, dorte, planned):
    anna.memberships.update(on_leave_until=monday_at(8).date() + 30 * DAY)
    running.start(planned, by=dorte, at=monday_at(9))
    running.start(planned, by=dorte, at=monday_at(10))
    names = [name for name in sorted(one.name for one in crew) if name != "Anna Andersen"]
    assert promised(Kind.DRILL_STARTED) == names
    assert DrillPlayer.objects.count() == 5


def test_team_members_and_named_people_take_part_too(ready, crew, cia, ida, dorte, hanne):
    made = planning.plan(
        draft(ready, units=[], teams=[ready.reception], people=[hanne]), by=dorte, at=monday_at(8)
    )
    running.start(made, by=dorte, at=monday_at(9))
    assert promised(Kind.DRILL_STARTED) == ["Cia Clausen", "Hanne Holm", "Ida Iversen"]


def test_the_worker_begins_on_the_day_and_not_on_a_day_that_was_changed(ready, crew, dorte, planned):
    duty = Duty.objects.get(name=planning.START)
    moved = draft(ready, starts_on=monday_at(8).date() + DAY)
    planning.plan(moved, by=dorte, at=monday_at(7), drill=planned)
    running.start_due(duty.ids, monday_at(8))
    assert Drill.objects.get().stage is Stage.PLANNED
    running.start_due(duty.ids, tuesday_at(8))
    running.start_due(duty.ids, tuesday_at(8))
    assert (Drill.objects.get().stage, DrillPlayer.objects.count()) == (Stage.RUNNING, 6)


def test_a_drill_without_people_does_not_begin(ready, dorte):
    made = planning.plan(draft(ready, units=[ready.school]), by=dorte, at=monday_at(8))
    with pytest.raises(RefusedDrill):
        running.start(made, by=dorte, at=monday_at(9))
    running.start_due({"drill": made.pk}, monday_at(9))
    assert Drill.objects.get().stage is Stage.PLANNED


# --- taking part --------------------------------------------------------------------------------


def test_the_real_routing_decides_who_receives_it_and_every_answer_has_its_time(
    running_drill, anna, cia, ready
):
    playing.begin(part_of(anna, running_drill), by=anna, at=monday_at(9, 20))
    player = play(running_drill, anna, RIGHT, monday_at(9, 30))
    assert (player.begun_at, player.answered_at) == (monday_at(9, 20), monday_at(9, 30))
    assert (player.team, player.is_routed_right) == (ready.reception, True)
    marks = {ask: right for one in player.answers.all() for ask, right in one.right.items()}
    assert marks == dict.fromkeys(
        ("first", "call", "danger", "certainty", "topics", "suspects", "parents"), True
    )
    assert {one.at for one in player.answers.all()} == {monday_at(9, 30)}


def test_who_judges_it_as_a_leader_sends_it_where_the_routing_sends_that(running_drill, anna, cia, ready):
    said = {**RIGHT, Step.JUDGE: {**RIGHT[Step.JUDGE], "suspects": ["leader"]}}
    grants.grant(make_person("Lise Lund", ready.counselling, "myndighed"), "handle_concerns", ready.closed)
    player = play(running_drill, anna, said)
    assert (player.team, player.is_routed_right) == (ready.closed, False)


def test_the_first_answer_stands_and_nobody_answers_for_another(running_drill, anna, bo):
    player = part_of(anna, running_drill)
    playing.answer(player, Step.FIRST, WRONG[Step.FIRST], by=anna, at=monday_at(10))
    playing.answer(player, Step.FIRST, RIGHT[Step.FIRST], by=anna, at=monday_at(11))
    assert DrillAnswer.objects.get().right == {"first": False, "call": False}
    with pytest.raises(Forbidden):
        playing.answer(player, Step.JUDGE, RIGHT[Step.JUDGE], by=bo, at=monday_at(11))


def test_the_advice_is_the_plans_own_in_force(published, running_drill, anna, ready):
    shown = key_for(part_of(anna, running_drill), anna).advice
    assert [one.code for one in shown] == ["A", "H", "A2", "B"]
    told = all_advice(
        ready.municipality,
        professions={"paedagog"},
        language="da",
        at=monday_at(10),
        suspects={"home"},
        unit=ready.kindergarten,
    )
    with translation.override("da"):
        assert shown[0].title == told["A"].title


def test_all_are_asked_about_the_same_hour_whenever_they_answer(ready, crew, anna, cia, dorte):
    night = monday_at(8) + 2 * DAY + 14 * HOUR
    for is_open, number in ((True, "familieraadgivningen"), (False, "sociale-vagt")):
        made = planning.plan(draft(ready, title=number, is_open=is_open), by=dorte, at=monday_at(8))
        running.start(made, by=dorte, at=monday_at(9))
        said = {**RIGHT, Step.FIRST: {"first": ["call"], "call": [number]}}
        marks = play(made, anna, said, night).answers.get(step=Step.FIRST).right
        assert (key_for(part_of(anna, made), anna).phone.slug, marks["call"]) == (number, True)


def test_when_it_is_over_or_stopped_nobody_answers(running_drill, anna, dorte):
    player = part_of(anna, running_drill)
    running.finish(running_drill, by=dorte, at=monday_at(11))
    with pytest.raises(DrillIsOver):
        playing.begin(player, by=anna, at=monday_at(12))


def test_a_stopped_drill_asks_and_counts_nowhere(running_drill, anna, cia, dorte, ready):
    play(running_drill, anna, RIGHT)
    planning.abort(running_drill, by=dorte, at=monday_at(11))
    planning.abort(running_drill, by=dorte, at=monday_at(12))
    assert Drill.objects.get().aborted_at == monday_at(11)
    assert not access.waiting_for(anna).exists()
    with pytest.raises(DrillIsOver):
        receiving.claim(access.cases_for(cia).get(), by=cia, at=monday_at(12))
    running.finish_due({"drill": running_drill.pk}, tuesday_at(8))
    assert (Drill.objects.get().result, facts.count(ready.municipality, tuesday_at(9))) == (None, [])


# --- the team -----------------------------------------------------------------------------------


def test_the_team_gets_one_case_whoever_sends_it_and_assesses_it_in_time(
    running_drill, anna, bo, cia, ida, emil, ready
):
    play(running_drill, anna, RIGHT, monday_at(10))
    play(running_drill, bo, RIGHT, monday_at(11))
    case = access.cases_for(cia).get()
    assert (case.arrived_at, case.due_at) == (monday_at(10), tuesday_at(10))
    assert promised(Kind.DRILL_CASE) == ["Cia Clausen", "Ida Iversen"]
    with pytest.raises(Forbidden):
        receiving.claim(case, by=emil, at=monday_at(12))
    receiving.claim(case, by=cia, at=monday_at(12))
    receiving.claim(case, by=ida, at=monday_at(13))
    receiving.assess(case, Urgency.TODAY, is_theirs=True, by=ida, at=monday_at(14))
    receiving.assess(case, Urgency.LATER, is_theirs=False, by=cia, at=monday_at(15))
    found = DrillCase.objects.get()
    assert (found.claimed_by, found.assessed_by, found.urgency) == (cia, ida, "today")
    part = results.of(running_drill, at=monday_at(16)).teams[0]
    assert (part.claimed, part.assessed, part.is_in_time, part.is_urgency_right) == (120, 240, True, True)


def test_a_team_that_did_not_take_it_in_24_hours_is_late_and_before_that_it_is_not(running_drill, anna):
    play(running_drill, anna, RIGHT, monday_at(10))
    assert results.of(running_drill, at=tuesday_at(9)).teams[0].is_in_time is None
    late = results.of(running_drill, at=tuesday_at(11))
    assert late.teams[0].is_in_time is False
    assert "claimed" in [one.code for one in gaps.of(late)]


# --- how it went --------------------------------------------------------------------------------


def test_sums_say_how_it_went_and_gaps_come_of_them(running_drill, crew):
    for person in crew[:3]:
        play(running_drill, person, RIGHT, monday_at(9, 30))
    for person in crew[3:5]:
        play(running_drill, person, WRONG, monday_at(10))
    result = results.of(running_drill, at=monday_at(12))
    assert (result.invited, result.begun, result.answered, result.minutes_to_open) == (6, 5, 5, 30)
    assert (result.asks["parents"].percent, result.hurdles) == (60, {"plan": 3, "number": 5})
    codes = [one.code for one in gaps.of(result)]
    assert {"parents", "first", "number"} <= set(codes)
    assert "answered" not in codes  # five of six


def test_of_fewer_than_five_people_nothing_is_told_of_their_answers(running_drill, crew):
    for person in crew[:4]:
        play(running_drill, person, WRONG)
    result = results.of(running_drill, at=monday_at(12))
    assert not result.answered_share.part >= results.LEAST
    assert not any(share.is_told for share in result.asks.values())
    assert [one.code for one in gaps.of(result)] == ["answered"]


def test_small_places_are_told_of_together_or_not_at_all():
    share = results.Share
    units = (("Lille", share(1, 2)), ("Stor", share(5, 8)), ("Ganske lille", share(2, 3)))
    assert results.Result(units=units).told_units == [("Stor", share(5, 8)), ("", share(3, 5))]
    assert results.Result(units=units[:2]).told_units == [("Stor", share(5, 8))]


def test_what_is_kept_reads_as_what_was_counted(running_drill, crew, dorte):
    for person in crew:
        play(running_drill, person, RIGHT)
    counted = results.of(running_drill, at=tuesday_at(12))
    finished = running.finish(running_drill, by=dorte, at=tuesday_at(12))
    again = running.finish(running_drill, by=dorte, at=tuesday_at(13))
    assert (again.finished_at, finished.stage) == (tuesday_at(12), Stage.FINISHED)
    assert results.of(Drill.objects.get(), at=tuesday_at(14)) == counted
    assert Entry.objects.filter(verb="drill.finished").count() <= 1


def test_a_leader_sees_the_names_of_their_own_unit_and_a_manager_who_leads_nobody_none(
    running_drill, bo, ready
):
    boss = make_person("Max Madsen", ready.department, "leder")
    RoleAssignment.objects.create(staff=boss, role="manager")
    assert access.drills_for(boss).get() == running_drill
    led = access.named_to(bo, running_drill, [ready.kindergarten])
    assert len(led) == 6
    assert not access.named_to(boss, running_drill, []).exists()


def test_somebody_who_has_left_is_not_missing(running_drill, crew, anna):
    leaving.switch_off([anna.pk], by=None, at=monday_at(11))
    assert results.of(running_drill, at=monday_at(12)).invited == 5


def test_a_gap_becomes_one_measure_of_an_action_plan(running_drill, crew, dorte, bo, ready):
    plan = plan_measures.make_plan(PlanFacts("Handleplan"), by=dorte, at=monday_at(8))
    for person in crew[:2]:
        play(running_drill, person, RIGHT)
    done = running.finish(running_drill, by=dorte, at=tuesday_at(12))
    gap = gaps.of(results.of(done, at=tuesday_at(12)))[0]
    made = measures.propose(done, gap, plan, gap.measure, by=dorte, at=tuesday_at(13))
    assert measures.propose(done, gap, plan, "Et andet", by=dorte, at=tuesday_at(13)) == made
    assert (made.number, Measure.objects.count(), DrillMeasure.objects.count()) == ("Ø1", 1, 1)
    assert "2" in made.note
    with pytest.raises(Forbidden):
        measures.propose(done, gap, plan, gap.measure, by=bo, at=tuesday_at(13))


def test_finished_drills_of_a_year_are_figures_without_small_numbers(running_drill, crew, dorte, ready):
    for person in crew[:3]:
        play(running_drill, person, RIGHT)
    running.finish(running_drill, by=dorte, at=tuesday_at(12))
    figures = {one.slug: one.number for one in facts.count(ready.municipality, tuesday_at(13))}
    assert (figures["drills"], figures["drill_answers"], figures["drill_right"]) == ("1", "50 %", "100 %")
    assert "drill_routed" not in figures  # three people
    assert facts.count(ready.municipality, tuesday_at(13) + dt.timedelta(days=366)) == []


# --- the end ------------------------------------------------------------------------------------


def test_the_worker_reminds_on_the_last_day_and_ends_it_the_morning_after(running_drill, anna, crew):
    play(running_drill, anna, RIGHT)
    names = {one.name: one for one in Duty.objects.filter(name__startswith="drills.")}
    assert names[running.FINISH].due_at.date() == running_drill.ends_on + DAY
    running.remind_due(names[running.REMIND].ids, names[running.REMIND].due_at)
    assert len(promised(Kind.DRILL_REMINDER)) == 5
    for _again in range(2):
        running.finish_due(names[running.FINISH].ids, names[running.FINISH].due_at)
    assert Drill.objects.get().stage is Stage.FINISHED


def test_after_ninety_days_nobody_who_took_part_is_known_and_the_numbers_stand(
    running_drill, crew, cia, dorte
):
    for person in crew:
        play(running_drill, person, RIGHT)
    receiving.claim(access.cases_for(cia).get(), by=cia, at=monday_at(11))
    running.finish(running_drill, by=dorte, at=tuesday_at(12))
    before = Drill.objects.get().result
    for _again in range(2):
        running.forget_due({"drill": running_drill.pk}, tuesday_at(12) + running.KEPT)
    found = Drill.objects.get()
    assert (found.result, DrillPlayer.objects.count(), DrillAnswer.objects.count()) == (before, 0, 0)
    assert (DrillCase.objects.get().claimed_by, found.people.count()) == (None, 0)


def test_a_drill_is_deleted_whole_but_not_while_it_runs(running_drill, anna, dorte, bo):
    play(running_drill, anna, RIGHT)
    with pytest.raises(RefusedDrill):
        planning.delete(running_drill, by=dorte, at=monday_at(12))
    planning.abort(running_drill, by=dorte, at=monday_at(12))
    with pytest.raises(Forbidden):
        planning.delete(running_drill, by=bo, at=monday_at(12))
    planning.delete(running_drill, by=dorte, at=monday_at(12))
    assert not DrillPlayer.objects.exists()
    assert not DrillCase.objects.exists()


def test_nothing_of_a_result_names_a_person():
    words = {one.name for one in dataclasses.fields(results.Result)}
    assert not words & {"players", "people", "staff", "names"}


# --- what went wrong -----------------------------------------------------------------------------


def test_a_drill_that_is_due_with_nobody_in_it_tells_whoever_planned_it_and_shows_so(
    ready, crew, dorte, planned
):
    Staff.objects.filter(pk__in=[one.pk for one in crew]).update(is_active=False)
    running.start_due({"drill": planned.pk}, monday_at(8))
    planned.refresh_from_db()
    assert (planned.stage, promised(Kind.DRILL_EMPTY)) == (Stage.PLANNED, ["Dorte Dahl"])
    Staff.objects.filter(pk__in=[one.pk for one in crew]).update(is_active=True)
    running.start_due({"drill": planned.pk}, monday_at(8))
    planned.refresh_from_db()
    assert (planned.stage, promised(Kind.DRILL_EMPTY)) == (Stage.RUNNING, ["Dorte Dahl"])


def test_a_routing_without_a_rule_that_always_fits_is_a_gap(running_drill, anna, dorte, ready):
    play(running_drill, anna, RIGHT)
    assert "no_route" not in [one.code for one in gaps.of(results.of(running_drill, at=monday_at(11)))]
    DrillPlayer.objects.update(begun_at=None, answered_at=None, is_routed_right=None, team=None)
    DrillAnswer.objects.all().delete()
    RoutingRule.objects.filter(municipality=ready.municipality).delete()
    assert play(running_drill, anna, RIGHT).is_routed_right is None
    found = gaps.of(results.of(running_drill, at=monday_at(11)))
    assert ("no_route", 8) in [(one.code, one.recommendation) for one in found]
    kept = results.of(running_drill, at=monday_at(11)).as_json()
    assert results.Result.read({key: kept[key] for key in kept if key != "unrouted"}).unrouted == 0
