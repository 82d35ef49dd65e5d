import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from beredskab.access.guard import Forbidden
from plans.implementation import evidence, measures, people
from plans.implementation.evidence import Shown
from plans.implementation.measures import MeasureFacts, PlanFacts, RefusedMeasure
from plans.implementation.measures_at import Place, action_plans_of, plan_at, plans_at
from plans.implementation.sums import from_below
from plans.implementation.telling import Statement, confirm_measure, set_measure_status
from plans.models import Comment, Evidence, MeasureStatus
from plans.vocabulary import Status, Task
from tests.cast import make_person
from tests.seen import outbox_to

NOW = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)
TODAY = NOW.date()
JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)


@pytest.fixture
def plan(dorte):
    return measures.make_plan(PlanFacts("Handleplan"), by=dorte, at=NOW)


def add(plan, number, dorte, **more):
    facts = MeasureFacts(number=number, title=f"Tiltag {number}", **more)
    return measures.save_measure(plan, facts, by=dorte, at=NOW)


def say(measure, status, day, by, place=None):
    return set_measure_status(measure, Statement(status, "Sådan.", day, place=place), by=by, at=NOW)


@pytest.mark.parametrize(
    ("own", "below", "expected"),
    [
        (None, [], None),
        ((JUNE, Status.DONE), [(None, Status.UNKNOWN)], None),
        ((JUNE, Status.DONE), [(JULY, Status.LATE), (JULY, Status.DONE)], Status.LATE),
        ((JULY, Status.DROPPED), [(JUNE, Status.LATE)], None),
        (None, [(JUNE, Status.DONE), (None, Status.UNKNOWN)], Status.PARTLY_DONE),
        (None, [(JUNE, Status.DONE), (JULY, Status.DONE)], Status.DONE),
        ((JUNE, Status.LATE), [(JUNE, Status.DONE)], None),
    ],
)
def test_the_newest_word_counts_and_no_warning_is_averaged_away(own, below, expected):
    assert from_below(own, below) == expected


def test_a_local_measure_follows_its_units_and_units_nobody_told_about_are_not_forgotten(plan, dorte, town):
    measure = add(plan, "1", dorte, is_local=True, units=[town.kindergarten, town.school])
    here = Place(town.municipality.pk, town.kindergarten.pk, town.kindergarten.name)
    say(measure, Status.DONE, JUNE, dorte, here)
    row = plan_at(plan, TODAY).rows[0]
    assert (row.status, row.derived) == (Status.PARTLY_DONE, True)
    assert [(one.place.name, one.status) for one in row.places] == [
        ("Bakkeskolen", Status.UNKNOWN),
        ("Børnehuset Solsikken", Status.DONE),
    ]
    assert plan_at(plan, JUNE - dt.timedelta(days=1)).rows[0].status is Status.UNKNOWN


def test_each_municipality_of_a_shared_plan_speaks_for_itself(dorte, neighbour, town):
    plan = measures.make_plan(
        PlanFacts("Fælles", partners=[neighbour.municipality, town.municipality]), by=dorte, at=NOW
    )
    measure = add(plan, "1", dorte, is_local=True)
    nora = make_person("Nora Nabo", neighbour.department, "leder", "manager")
    theirs = Place(neighbour.municipality.pk, None, neighbour.municipality.name)
    with pytest.raises(Forbidden):
        say(measure, Status.DONE, JUNE, dorte, theirs)
    say(measure, Status.LATE, JUNE, nora, theirs)
    assert {one.place.name: one.status for one in plan_at(plan, TODAY).rows[0].places} == {
        "Eksempel Kommune": Status.UNKNOWN,
        "Nabo Kommune": Status.LATE,
    }
    with pytest.raises(Forbidden):
        measures.change_plan(plan, PlanFacts("Vores"), by=nora, at=NOW)


def test_a_part_never_counts_twice_and_parts_of_parts_are_refused(plan, dorte):
    whole = add(plan, "1", dorte)
    part = add(plan, "1a", dorte, parent=whole)
    add(plan, "1b", dorte, parent=whole)
    say(part, Status.LATE, JUNE, dorte)
    report = plan_at(plan, TODAY)
    assert (report.distribution.denominator, report.rows[0].status) == (1, Status.LATE)
    assert [one.measure.number for one in report.all_rows] == ["1", "1a", "1b"]
    with pytest.raises(RefusedMeasure) as refused:
        add(plan, "1c", dorte, parent=part)
    assert refused.value.field == "parent"


def test_one_number_and_one_name_are_used_once(plan, dorte):
    add(plan, "1", dorte)
    for wrong, made in (
        ("number", lambda: add(plan, "1", dorte)),
        ("name", lambda: measures.make_plan(PlanFacts("HANDLEPLAN"), by=dorte, at=NOW)),
        ("name", lambda: measures.make_plan(PlanFacts("SISO"), by=dorte, at=NOW)),
    ):
        with pytest.raises(RefusedMeasure) as refused:
            made()
        assert refused.value.field == wrong


def test_whoever_is_named_says_how_far_it_is_and_so_does_the_deputy(plan, dorte, anna, bo, hanne):
    measure = add(plan, "1", dorte)
    for _again in range(2):
        measures.name_responsible(
            measure, role="Leder", staff=bo, deputy=anna, task=Task.MAKES, by=dorte, at=NOW
        )
    assert measure.responsible.count() == 1
    assert [list(people.measures_of(one)) for one in (bo, anna, hanne)] == [[measure], [measure], []]
    say(measure, Status.IN_PROGRESS, JUNE, bo)
    say(measure, Status.DONE, JULY, anna)
    with pytest.raises(Forbidden):
        say(measure, Status.LATE, JULY, hanne)
    measures.release_responsible(measure.responsible.get(), by=dorte, at=NOW)
    with pytest.raises(Forbidden):
        say(measure, Status.LATE, JULY, bo)


def test_nobody_stands_in_for_themselves(plan, dorte, bo):
    measure = add(plan, "1", dorte)
    with pytest.raises(RefusedMeasure):
        measures.name_responsible(measure, role="", staff=bo, deputy=bo, task=Task.USES, by=dorte, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        measure.responsible.create(position=1, staff=bo, deputy=bo)


def test_a_status_fades_after_the_days_of_its_plan_and_is_confirmed_by_saying_it_again(dorte):
    plan = measures.make_plan(PlanFacts("Kort", confirmed_for=30), by=dorte, at=NOW)
    measure = add(plan, "1", dorte)
    entry = say(measure, Status.IN_PROGRESS, TODAY - dt.timedelta(days=31), dorte)
    assert plan_at(plan, TODAY).rows[0].stale
    confirm_measure(entry, by=dorte, at=NOW)
    row = plan_at(plan, TODAY).rows[0]
    assert (row.stale, row.status, MeasureStatus.objects.count()) == (False, Status.IN_PROGRESS, 2)


def test_what_was_told_later_is_left_out_when_asked_for_what_was_known(plan, dorte):
    measure = add(plan, "1", dorte)
    say(measure, Status.DONE, JUNE, dorte)
    assert plan_at(plan, JUNE).rows[0].status is Status.DONE
    assert plan_at(plan, JUNE, known_on=JUNE).rows[0].status is Status.UNKNOWN


def test_evidence_is_shown_once_expires_and_can_be_taken_back(plan, dorte, bo, neighbour):
    measure = add(plan, "1", dorte)
    minutes = Shown("Referat", JUNE, expires_on=JULY, owner=bo)
    first = evidence.add(measure, minutes, by=dorte, at=NOW)
    assert evidence.add(measure, minutes, by=dorte, at=NOW) == first
    assert list(evidence.in_force(dorte.municipality, JULY)) == [first]
    assert list(evidence.in_force(dorte.municipality, JULY + dt.timedelta(days=1))) == []
    assert list(evidence.expiring(dorte.municipality, JUNE, dt.timedelta(days=30))) == [first]
    with pytest.raises(Forbidden):
        evidence.withdraw(first, by=bo, at=NOW)
    evidence.withdraw(first, by=dorte, at=NOW)
    assert Evidence.objects.get().withdrawn_by == dorte
    assert not evidence.in_force(dorte.municipality, JUNE).exists()


def test_whoever_keeps_evidence_is_told_once_on_a_monday_that_it_expires(plan, dorte, bo, anna):
    measure, monday = add(plan, "1", dorte), dt.datetime(2026, 11, 23, 5, tzinfo=dt.UTC)
    soon, later = monday.date() + dt.timedelta(days=20), monday.date() + dt.timedelta(days=60)
    for title, day, owner in (("Referat", soon, bo), ("Liste", soon, bo), ("Plan", later, anna)):
        evidence.add(measure, Shown(title, JUNE, expires_on=day, owner=owner), by=dorte, at=NOW)
    assert evidence.remind_owners(dorte.municipality, monday - dt.timedelta(days=1)) == []
    assert evidence.remind_owners(dorte.municipality, monday) == [bo]
    assert evidence.remind_owners(dorte.municipality, monday + dt.timedelta(days=7)) == []
    assert evidence.remind_owners(dorte.municipality, monday + dt.timedelta(days=35)) == [anna]
    assert (outbox_to(bo), outbox_to(anna)) == (["evidence_expires"], ["evidence_expires"])


def test_a_comment_twice_is_a_comment_once(plan, dorte, hanne):
    measure = add(plan, "1", dorte)
    for _again in range(2):
        evidence.comment(measure, "Kommer punktet med?", by=dorte, at=NOW)
    assert Comment.objects.count() == 1
    with pytest.raises(Forbidden):
        evidence.comment(measure, "Hvad?", by=hanne, at=NOW)


def test_a_plan_outlives_the_municipality_that_made_it(plan, dorte, neighbour, town):
    measure = add(plan, "1", dorte)
    say(measure, Status.DONE, JUNE, dorte)
    for _again in range(2):
        call_command("succeed_municipality", old="eksempel", new="nabo", on="2027-01-01")
    assert list(action_plans_of(neighbour.municipality)) == [plan]
    assert plan_at(plan, TODAY).rows[0].entry.said_by == dorte


def test_plans_cost_two_statements_however_many_measures_places_and_parts(
    plan, dorte, town, django_assert_num_queries
):
    whole = add(plan, "1", dorte, is_local=True, units=[town.school])
    add(plan, "1a", dorte, parent=whole)
    other = measures.make_plan(PlanFacts("Anden"), by=dorte, at=NOW)
    for number in range(20):
        say(add(other, str(number), dorte), Status.DONE, JUNE, dorte)
    with django_assert_num_queries(2):
        reports = plans_at([plan, other], TODAY)
    assert [one.distribution.denominator for one in reports] == [1, 20]
