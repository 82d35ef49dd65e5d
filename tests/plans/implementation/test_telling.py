import datetime as dt
import random

import pytest
from django.db import DatabaseError, connection, transaction

from beredskab.access.guard import Forbidden
from beredskab.access.roles import Role
from beredskab.audit.models import Entry
from plans.implementation.frameworks import NotAGap, framework_named, name_recommendation, recommendations_of
from plans.implementation.importing import import_measures
from plans.implementation.measure_files import read
from plans.implementation.measures_at import plan_at
from plans.implementation.progress import framework_at, history_of
from plans.implementation.sums import in_force
from plans.implementation.telling import (
    RefusedStatus,
    Statement,
    set_measure_status,
    set_recommendation_status,
)
from plans.models import MeasureStatus, Recommendation, RecommendationStatus
from plans.vocabulary import Level, Status
from tests.cast import make_person

NOON = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)
JUNE = dt.date(2026, 6, 1)


@pytest.fixture
def siso(town):
    return framework_named(town.municipality, "siso")


@pytest.fixture
def fifteenth(siso):
    return Recommendation.objects.get(framework=siso, number=15)


@pytest.fixture
def measure(town):
    table = read("number;title\n1;Alle får kort\n2;Kursus\n".encode())
    return import_measures(table, "Handleplan", town.municipality, at=NOON).plan.measures.first()


def done(sentence="Alle huse er med.", as_of=TODAY, **more):
    return Statement(Status.DONE, sentence, as_of, **more)


def test_the_fifteen_stand_in_four_areas_with_two_marked_gaps(town, siso):
    named = recommendations_of(town.municipality)
    assert [(one.number, one.focus_area.slug) for one in named] == [
        *[(number, "forebyggelse") for number in (1, 2, 3)],
        *[(number, "opsporing") for number in (4, 5, 6, 7)],
        *[(number, "haandtering") for number in range(8, 14)],
        *[(number, "beredskab") for number in (14, 15)],
    ]
    assert [one.number for one in named if one.is_gap] == [3, 6]
    assert all(one.title for one in named if not one.is_gap)


def test_dorte_sets_a_status_and_the_level_before_it_stays_unknown(dorte, siso, fifteenth):
    statement = done("Alle ledere har holdt møde.", responsible="Dagtilbudschefen", next_on=TODAY)
    set_recommendation_status(fifteenth, Level.LEADERS, statement, by=dorte, at=NOON)
    row = framework_at(dorte.municipality, TODAY).rows[14]
    assert [level.status for level in row.levels] == [Status.UNKNOWN, Status.DONE, Status.UNKNOWN]
    assert (row.status, row.latest.responsible, row.next_on) == (
        Status.PARTLY_DONE,
        "Dagtilbudschefen",
        TODAY,
    )
    assert [entry.verb for entry in Entry.objects.filter(subject=str(fifteenth.pk))] == [
        "recommendation.status_set"
    ]


def test_the_history_is_kept_and_any_date_can_be_asked(dorte, siso, fifteenth):
    for status, day in [(Status.IN_PROGRESS, JUNE), (Status.DONE, TODAY)]:
        statement = Statement(status, "Sådan står det.", day)
        for level in Level:
            set_recommendation_status(fifteenth, level, statement, by=dorte, at=NOON)
    asked = {
        day: framework_at(dorte.municipality, day).rows[14].status
        for day in (JUNE - dt.timedelta(days=1), JUNE, TODAY - dt.timedelta(days=1), TODAY)
    }
    assert list(asked.values()) == [
        Status.UNKNOWN,
        Status.IN_PROGRESS,
        Status.IN_PROGRESS,
        Status.DONE,
    ]
    assert [entry.as_of for entry in history_of(fifteenth, dorte.municipality)] == [
        *[TODAY] * 3,
        *[JUNE] * 3,
    ]


def test_quarters_show_where_it_stood_then(dorte, siso, fifteenth):
    for level in Level:
        statement = Statement(Status.LATE, "Venter på aftale.", dt.date(2026, 6, 30))
        set_recommendation_status(fifteenth, level, statement, by=dorte, at=NOON)
    row = framework_at(dorte.municipality, TODAY, quarters=3).rows[14]
    assert row.quarters == (
        (dt.date(2026, 3, 31), Status.UNKNOWN),
        (dt.date(2026, 6, 30), Status.LATE),
        (dt.date(2026, 9, 30), Status.LATE),
    )


def test_what_was_told_later_is_not_in_the_report_as_it_was(dorte, siso, fifteenth):
    set_recommendation_status(fifteenth, Level.STAFF, done(as_of=JUNE), by=dorte, at=NOON)
    before = TODAY - dt.timedelta(days=1)
    municipality = dorte.municipality
    assert framework_at(municipality, JUNE).rows[14].levels[2].status == Status.DONE
    drawn_again = framework_at(municipality, JUNE, known_on=before)
    assert drawn_again.rows[14].levels[2].status == Status.UNKNOWN


def test_a_measure_gets_a_status_and_the_denominator_stays(dorte, measure):
    set_measure_status(measure, done(), by=dorte, at=NOON)
    report = plan_at(measure.plan, TODAY)
    assert [row.status for row in report.rows] == [Status.DONE, Status.UNKNOWN]
    assert report.distribution.denominator == 2


def test_a_part_of_a_measure_never_counts_twice(dorte, measure):
    measure.plan.measures.filter(number="2").update(parent=measure)
    assert plan_at(measure.plan, TODAY).distribution.denominator == 1


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (done(sentence="  "), "A status needs a sentence."),
        (done(as_of=TODAY + dt.timedelta(days=1)), "A status cannot hold for a day that has not come."),
    ],
)
def test_a_status_without_sentence_or_from_tomorrow_is_refused(dorte, measure, statement, why):
    with pytest.raises(RefusedStatus) as refused:
        set_measure_status(measure, statement, by=dorte, at=NOON)
    assert (str(refused.value), MeasureStatus.objects.count()) == (why, 0)


@pytest.mark.parametrize("who", ["anna", "bo", "cia", "emil", "gert", "hanne"])
def test_who_does_not_follow_the_work_sets_no_status(request, who, fifteenth, measure):
    person = request.getfixturevalue(who)
    with pytest.raises(Forbidden):
        set_recommendation_status(fifteenth, Level.STAFF, done(), by=person, at=NOON)
    with pytest.raises(Forbidden):
        set_measure_status(measure, done(), by=person, at=NOON)


def test_a_manager_of_another_municipality_reaches_neither(neighbour, measure, fifteenth, siso):
    nils = make_person("Nils Nabo", neighbour.department, "leder", Role.MANAGER)
    with pytest.raises(Forbidden):
        set_measure_status(measure, done(), by=nils, at=NOON)
    set_recommendation_status(fifteenth, Level.STAFF, done(), by=nils, at=NOON)
    ours = framework_at(measure.plan.municipality, TODAY)
    assert ours.distribution.count(Status.UNKNOWN) == 15


@pytest.mark.parametrize("change", ["status = 'done'", "sentence = 'andet'"])
def test_the_database_refuses_to_change_the_history(dorte, measure, change):
    entry = set_measure_status(measure, done(), by=dorte, at=NOON)
    table = MeasureStatus._meta.db_table
    for sql in (f"UPDATE {table} SET {change}", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert MeasureStatus.objects.get() == entry


def test_the_database_refuses_a_ninth_word_and_a_silent_status(dorte, fifteenth):
    good = {
        "municipality": dorte.municipality,
        "recommendation": fifteenth,
        "level": Level.STAFF,
        "status": Status.DONE,
        "sentence": "Sådan.",
        "as_of": TODAY,
        "published_on": TODAY,
        "recorded_at": NOON,
        "said_by": dorte,
    }
    for bad in (
        {"status": "green"},
        {"sentence": ""},
        {"said_by": None},
        {"level": "board"},
        {"as_of": TODAY + dt.timedelta(days=1)},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            RecommendationStatus.objects.create(**{**good, **bad})


def test_hanne_names_a_gap_for_her_own_municipality_only(hanne, neighbour, siso):
    third = Recommendation.objects.get(framework=siso, number=3)
    detection = siso.focus_areas.get(slug="opsporing")
    name_recommendation(third, " En titel ", detection, by=hanne, at=NOON)
    here = recommendations_of(hanne.municipality)[2]
    there = recommendations_of(neighbour.municipality)[2]
    assert (here.title, here.focus_area.slug, here.is_gap, here.named_here) == (
        "En titel",
        "opsporing",
        True,
        True,
    )
    assert (there.title, there.focus_area.slug, there.named_here) == ("", "forebyggelse", False)


def test_the_known_place_of_the_sixth_is_not_moved(hanne, siso):
    sixth = Recommendation.objects.get(framework=siso, number=6)
    name_recommendation(sixth, "Titel", siso.focus_areas.get(number=1), by=hanne, at=NOON)
    assert recommendations_of(hanne.municipality)[5].focus_area.slug == "opsporing"


def test_a_confirmed_title_is_not_written_over(hanne, fifteenth, siso):
    with pytest.raises(NotAGap):
        name_recommendation(fifteenth, "Andet", siso.focus_areas.first(), by=hanne, at=NOON)


@pytest.mark.parametrize("who", ["anna", "dorte", "gert"])
def test_only_an_editor_names_a_gap(request, who, siso):
    third = Recommendation.objects.get(framework=siso, number=3)
    with pytest.raises(Forbidden):
        name_recommendation(third, "X", siso.focus_areas.first(), by=request.getfixturevalue(who), at=NOON)


def test_the_database_reads_a_history_as_the_pure_rule_does(dorte, measure):
    dice = random.Random(7)
    for _ in range(40):
        day = JUNE + dt.timedelta(days=dice.randrange(60))
        told = NOON + dt.timedelta(seconds=dice.randrange(3))
        said = Statement(dice.choice(list(Status)), "Sådan.", day)
        set_measure_status(measure, said, by=dorte, at=told)
    history = list(MeasureStatus.objects.filter(measure=measure).order_by("pk"))
    for back in range(-2, 62):
        day = JUNE + dt.timedelta(days=back)
        assert plan_at(measure.plan, day).rows[0].entry == in_force(history, day)
