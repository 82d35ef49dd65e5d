"""What a report says of a day, what becomes of it when somebody approves it, and how two compare."""

import datetime as dt
import json

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from beredskab.access.guard import Forbidden
from plans.implementation import facts, measures
from plans.implementation.facts import Figure, Meaning
from plans.implementation.measures import MeasureFacts, PlanFacts
from plans.implementation.reports import content as contents
from plans.implementation.reports import making, showing
from plans.implementation.reports.comparing import Item, change_of, compare
from plans.implementation.reports.content import Wanted, checksum
from plans.implementation.reports.showing import Report, compare_reports
from plans.models import FactCount, StatusReport
from plans.vocabulary import Change, Status, Task
from tests.plans.implementation.reporting import JULY, JUNE, NOW, TODAY, add, make, say


@pytest.fixture
def plan(dorte):
    return measures.make_plan(PlanFacts("Handleplan"), by=dorte, at=NOW)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (None, Status.DONE, Change.NEW),
        (Status.DONE, None, Change.GONE),
        (Status.LATE, Status.LATE, Change.SAME),
        (Status.IN_PROGRESS, Status.DONE, Change.UP),
        (Status.NOT_STARTED, Status.LATE, Change.DOWN),
        (Status.LATE, Status.NOT_STARTED, Change.UP),
        (Status.DONE, Status.PARTLY_DONE, Change.DOWN),
        (Status.UNKNOWN, Status.LATE, Change.TOLD),
        (Status.DONE, Status.UNKNOWN, Change.UNTOLD),
        (Status.UNKNOWN, Status.DROPPED, Change.DROPPED),
        (Status.DROPPED, Status.UNKNOWN, Change.RESUMED),
        (Status.DROPPED, Status.DONE, Change.RESUMED),
    ],
)
def test_what_became_of_something(before, after, change):
    assert change_of(before, after) is change


def test_every_pair_of_statuses_is_some_change_and_only_the_same_is_unchanged():
    pairs = [(a, b) for a in Status for b in Status]
    assert all((change_of(a, b) is Change.SAME) == (a is b) for a, b in pairs)


def test_what_calls_for_somebody_stands_first():
    before = {"a": Item("1", "A", Status.DONE), "b": Item("2", "B", Status.DONE)}
    after = {
        "b": Item("2", "B", Status.LATE),
        "a": Item("1", "A", Status.DONE),
        "c": Item("3", "C", Status.DONE),
    }
    told = compare(before, after)
    assert [(one.key, one.change) for one in told.items] == [
        ("b", Change.DOWN),
        ("c", Change.NEW),
        ("a", Change.SAME),
    ]


def test_a_report_says_what_held_on_its_day_and_had_been_told_by_its_publication(plan, dorte):
    first, second = add(plan, "1", dorte), add(plan, "2", dorte)
    say(first, Status.DONE, JUNE, dorte)
    say(second, Status.LATE, JULY, dorte)
    report = make(plan, JUNE, dorte)
    assert [(x["number"], x["status"]) for x in report.content["measures"]] == [
        ("1", "done"),
        ("2", "unknown"),
    ]
    assert make(plan, JUNE, dorte, told=JUNE).content["measures"][0]["status"] == "unknown"


def test_until_somebody_approves_it_a_report_follows_and_then_it_stands(plan, dorte):
    measure = add(plan, "1", dorte)
    report = make(plan, JUNE, dorte)
    say(measure, Status.DONE, JUNE, dorte)
    again = make(plan, JUNE, dorte)
    assert (again.pk, again.content["measures"][0]["status"]) == (report.pk, "done")
    approved = making.approve(again, by=dorte, at=NOW)
    assert making.approve(again, by=dorte, at=NOW + dt.timedelta(days=1)).approved_at == NOW
    say(measure, Status.LATE, JUNE, dorte)
    later = make(plan, JUNE, dorte)
    assert (later.content, later.checksum) == (approved.content, checksum(approved.content))
    assert later.approved_name == "Dorte Dahl"


@pytest.mark.parametrize("change", [{"content": {}}, {"as_of": JULY}, {"approved_name": "Anna"}])
def test_the_database_keeps_an_approved_report(plan, dorte, change):
    report = making.approve(make(plan, JUNE, dorte), by=dorte, at=NOW)
    rows = StatusReport.objects.filter(pk=report.pk)
    for attempt in (lambda: rows.update(**change), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert making.show_everybody(report, True, by=dorte, at=NOW).is_public


def test_only_an_approved_report_is_public_and_it_is_not_thrown_away(plan, dorte, hanne, neighbour):
    report = make(plan, JUNE, dorte)
    with pytest.raises(making.RefusedReport):
        making.show_everybody(report, True, by=dorte, at=NOW)
    with pytest.raises(Forbidden):
        making.approve(report, by=hanne, at=NOW)
    making.approve(report, by=dorte, at=NOW)
    with pytest.raises(making.RefusedReport):
        making.discard(report, by=dorte, at=NOW)


def test_numbers_follow_each_other_and_days_that_have_not_come_are_refused(plan, dorte):
    numbers = [make(plan, day, dorte).number for day in (JUNE, JULY, JUNE)]
    assert numbers == [1, 2, 1]
    for wanted in (Wanted(plan, TODAY + dt.timedelta(days=1), dt.date(2027, 1, 1)), Wanted(plan, JULY, JUNE)):
        with pytest.raises(making.RefusedReport):
            making.make(wanted, by=dorte, at=NOW)


def test_two_reports_compare_as_they_were_frozen(plan, dorte):
    first, second = add(plan, "1", dorte), add(plan, "2", dorte)
    say(first, Status.IN_PROGRESS, JUNE, dorte)
    early = making.approve(make(plan, JUNE, dorte), by=dorte, at=NOW)
    say(first, Status.LATE, JULY, dorte)
    say(second, Status.DONE, JULY, dorte)
    add(plan, "3", dorte)
    late = make(plan, JULY, dorte)
    assert making.before(late) == early
    told = compare_reports(early, late)
    assert [(one.item.number, one.change) for one in told.items] == [
        ("1", Change.DOWN),
        ("2", Change.TOLD),
        ("3", Change.NEW),
    ]
    report = Report(late, early)
    assert report.counts == [(Change.DOWN, 1), (Change.TOLD, 1), (Change.NEW, 1)]
    assert [row.told["number"] for row in report.decisions] == ["1"]
    assert [row.told["number"] for row in report.measures] == ["1", "2", "3"]


def test_figures_of_the_day_are_kept_in_the_report_and_old_ones_are_not(plan, dorte, monkeypatch):
    counted = [Figure("in_time", 80, 85, is_percent=True), Figure("few", 0, 4)]
    monkeypatch.setattr(facts, "_sources", [lambda place, at: counted])
    monkeypatch.setattr(facts, "_meanings", {"in_time": Meaning("I tide", 8), "few": Meaning("Få", 8)})
    report = make(plan, TODAY, dorte)
    assert [(title, figure.number) for title, figure, _before in Report(report, None).facts] == [
        ("Få", "under 5"),
        ("I tide", "80–85 %"),
    ]
    assert make(plan, JUNE, dorte).content["facts"] == []
    facts.remember(dorte.municipality, TODAY, NOW)
    assert FactCount.objects.count() == 2


def test_no_person_and_no_small_unit_is_in_a_report(plan, dorte, bo, anna, town):
    measure = measures.save_measure(
        plan,
        MeasureFacts("1", "Alle øver", is_local=True, units=[town.kindergarten]),
        by=dorte,
        at=NOW,
    )
    measures.name_responsible(measure, role="Leder", staff=bo, deputy=None, task=Task.MAKES, by=dorte, at=NOW)
    told = json.dumps(make(plan, TODAY, dorte).content, ensure_ascii=False)
    hidden = ("Bo Bang", "Dorte", "Anna", "Solsikken")
    assert [name for name in hidden if name in told] == []
    assert '"places": {"unknown": 1}' in told


def test_a_report_says_what_a_figure_was_a_year_before(plan, dorte, monkeypatch):
    monkeypatch.setattr(facts, "_meanings", {"in_time": Meaning("I tide", 8)})
    for percent, day in ((70, TODAY - dt.timedelta(days=370)), (82, TODAY)):
        counted = [Figure("in_time", percent, percent, 50, is_percent=True)]
        monkeypatch.setattr(facts, "_sources", [lambda place, at, counted=counted: counted])
        facts.remember(dorte.municipality, day, NOW)
    ((_title, figure, before),) = Report(make(plan, TODAY, dorte), None).facts
    assert (figure.number, before.number) == ("82 %", "70 %")


def month(number, low, high=None, year=2026):
    return {"month": f"{year}-{number:02}-01", "low": low, "high": high or low}


def test_months_say_no_more_than_was_told():
    kept = [
        month(12, 61, year=2025),
        month(1, 12),
        month(2, 12, 16),
        month(3, 19),
        month(4, 24),
        month(5, 24, 28),
    ]
    with translation.override("en"):
        told = [(one.count, one.with_months, one.so_far) for one in showing.months_of(kept)]
    assert told == [
        (None, 0, "61"),
        (12, 0, "12"),
        (None, 0, "12–16"),
        (7, 1, "19"),
        (5, 0, "24"),
        (None, 0, "24–28"),
    ]


def test_the_year_before_a_leap_day_is_the_28th():
    assert contents.a_year_before(dt.date(2028, 2, 29)) == dt.date(2027, 2, 28)
