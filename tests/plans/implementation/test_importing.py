import datetime as dt
from pathlib import Path

import pytest
from django.utils import translation

from plans.implementation.importing import RefusedImport, Stated, import_measures
from plans.implementation.measure_files import read
from plans.implementation.measures_at import plan_at
from plans.implementation.sums import distribution
from plans.models import ActionPlan, Measure, MeasureStatus
from plans.vocabulary import Status, Task

MOSS = Path(__file__).resolve().parents[4] / "shared" / "domain" / "mosseregionen.csv"
without_moss = pytest.mark.skipif(
    not MOSS.exists(), reason="the real table is not beside this copy of the project"
)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


NOON = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)
TODAY = NOON.date()
TABLE = (
    "number;chapter;title_da;responsible_da;status;due;recommendations\n"
    "1;Viden;Alle får kort;Udarbejdelse: Koordinator. Brug i husene: Ledere;;2026-10-01;4, 15\n"
    "2;Viden;Kursus for alle;Koordinator, PPR;Delvist gennemført: to hold af fire;;\n"
    "3;;Fast sparring;;Møder er gennemført;;7\n"
).encode()


def taken_in(town, table=TABLE, name="Handleplan", **more):
    return import_measures(read(table), name, town.municipality, at=NOON, **more)


def everything():
    return [
        (one.number, one.title, one.chapter and one.chapter.title, one.status_text)
        for one in Measure.objects.order_by("position")
    ]


def test_a_table_becomes_a_plan_with_chapters_roles_and_recommendations(town):
    outcome = taken_in(town)
    assert (outcome.plan_is_new, outcome.added, outcome.stated) == (True, ["1", "2", "3"], [])
    assert everything() == [
        ("1", "Alle får kort", "Viden", ""),
        ("2", "Kursus for alle", "Viden", "Delvist gennemført: to hold af fire"),
        ("3", "Fast sparring", None, "Møder er gennemført"),
    ]
    first = Measure.objects.get(number="1")
    assert [(one.role, one.task) for one in first.responsible.all()] == [
        ("Koordinator", Task.MAKES),
        ("Ledere", Task.USES),
    ]
    assert [one.number for one in first.recommendations.all()] == [4, 15]
    assert first.due_on == dt.date(2026, 10, 1)


def test_every_measure_is_unknown_before_its_first_status(town):
    plan = taken_in(town).plan
    told = plan_at(plan, TODAY).distribution
    assert told == distribution([Status.UNKNOWN] * 3)
    assert plan_at(plan, dt.date(1999, 1, 1)).distribution == told


def test_importing_again_changes_nothing(town):
    taken_in(town)
    before = (everything(), list(Measure.objects.values_list("pk", "position", "due_on")))
    outcome = taken_in(town, name="  handleplan ")
    assert (outcome.changed_anything, outcome.unchanged) == (False, ["1", "2", "3"])
    assert (everything(), list(Measure.objects.values_list("pk", "position", "due_on"))) == before
    assert ActionPlan.objects.count() == 1


def test_a_corrected_table_changes_that_measure_and_deletes_none(town):
    taken_in(town)
    outcome = taken_in(town, table=b"number;title\n2;Kursus for alle nye\n4;Ny\n")
    assert (outcome.changed, outcome.added, outcome.not_in_file) == (["2"], ["4"], ["1", "3"])
    assert [row[0] for row in everything()] == ["1", "2", "3", "4"]


def test_words_become_a_status_only_with_a_day_and_only_where_they_state_one(town):
    stated = Stated(dt.date(2026, 6, 1), dt.date(2026, 6, 23), "tabel.csv")
    plan = taken_in(town, stated=stated).plan
    entry = MeasureStatus.objects.get()
    assert (entry.measure.number, entry.status, entry.sentence, entry.source) == (
        "2",
        Status.PARTLY_DONE,
        "Delvist gennemført: to hold af fire",
        "tabel.csv",
    )
    assert plan_at(plan, dt.date(2026, 5, 31)).distribution.count(Status.UNKNOWN) == 3
    assert plan_at(plan, dt.date(2026, 6, 1)).distribution.count(Status.PARTLY_DONE) == 1
    again = taken_in(town, stated=stated)
    assert (again.changed_anything, MeasureStatus.objects.count()) == (False, 1)


@pytest.mark.parametrize(
    ("name", "table", "sentence"),
    [
        ("Plan", "title;anbefalinger\nA;99\n", "There is no recommendation 99 here."),
        ("siso", "title\nA\n", "»siso« cannot be the name of an action plan."),
        ("  ", "title\nA\n", "»« cannot be the name of an action plan."),
        ("x" * 161, "title\nA\n", "The name of the plan is longer than 160 characters."),
    ],
)
def test_what_cannot_be_taken_in_is_refused_and_leaves_nothing(town, name, table, sentence):
    with pytest.raises(RefusedImport) as refused:
        taken_in(town, table=table.encode(), name=name)
    assert str(refused.value) == sentence
    assert not ActionPlan.objects.exists()


def test_two_municipalities_may_have_a_plan_of_one_name(town, neighbour):
    taken_in(town)
    assert taken_in(neighbour).added == ["1", "2", "3"]
    assert ActionPlan.objects.count() == 2


@without_moss
def test_the_real_plan_has_45_measures_and_no_colour_is_invented(town):
    plan = taken_in(town, table=MOSS.read_bytes(), name="Mosseregionen").plan
    assert plan.language == "nb"
    assert plan_at(plan, dt.date(2017, 6, 23)).distribution == distribution([Status.UNKNOWN] * 45)
    assert taken_in(town, table=MOSS.read_bytes(), name="Mosseregionen").changed_anything is False


@without_moss
def test_the_real_plan_read_as_far_as_its_words_go(town):
    stated = Stated(dt.date(2017, 6, 1), dt.date(2017, 6, 23), MOSS.name)
    plan = taken_in(town, table=MOSS.read_bytes(), name="Mosseregionen", stated=stated).plan
    said = {one.measure.number: one.status for one in MeasureStatus.objects.select_related("measure")}
    assert said == {
        "3": Status.PARTLY_DONE,
        "4": Status.PARTLY_DONE,
        "5": Status.IN_PROGRESS,
        "6": Status.NOT_STARTED,
        "21": Status.IN_PROGRESS,
        "27": Status.PARTLY_DONE,
        "32": Status.DROPPED,
        "39": Status.IN_PROGRESS,
        "43": Status.IN_PROGRESS,
    }
    told = plan_at(plan, dt.date(2017, 6, 1)).distribution
    assert (told.denominator, told.count(Status.UNKNOWN)) == (45, 36)
    assert sum(one.share for one in told.shares) == 100
