import datetime as dt

import pytest

from beredskab.access.guard import Forbidden
from plans.implementation import measures
from plans.implementation.measures import MeasureFacts, PlanFacts, RefusedMeasure
from plans.implementation.measures_at import plan_at
from plans.implementation.rolling_over import Judged, RefusedRollOver, judge, roll_over, verdicts_of
from plans.implementation.telling import Statement, set_measure_status
from plans.models import ActionPlan, Measure, MeasureVerdict
from plans.vocabulary import Status, Task, Verdict
from tests.plans.implementation.test_measure_pages import date
from tests.plans.implementation.test_status_pages import fifteenth, seen, signed_in, words

NOW = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)
TODAY = NOW.date()
NEXT = PlanFacts("Handleplan 2027", starts_on=dt.date(2027, 1, 1), ends_on=dt.date(2030, 12, 31))


@pytest.fixture(autouse=True)
def _sunday(freeze):
    freeze(NOW)


@pytest.fixture
def plan(dorte, neighbour):
    facts = PlanFacts("Handleplan", confirmed_for=90, partners=[neighbour.municipality])
    return measures.make_plan(facts, by=dorte, at=NOW)


@pytest.fixture
def three(plan, dorte, bo, town):
    """A course that is done, cards in all houses that go on with a part, a meeting that is dropped."""
    first = add(plan, dorte, "1", chapter="Viden")
    second = add(
        plan,
        dorte,
        "2",
        chapter="Viden",
        due_on=dt.date(2027, 3, 1),
        is_local=True,
        units=[town.kindergarten],
        recommendations=[fifteenth(town)],
        see_also=[first],
    )
    part = add(plan, dorte, "2.1", parent=second, due_on=dt.date(2026, 6, 1), see_also=[second])
    measures.name_responsible(second, role="Leder", staff=bo, deputy=dorte, task=Task.MAKES, by=dorte, at=NOW)
    return first, second, part, add(plan, dorte, "3")


def add(plan, by, number, **more):
    return measures.save_measure(plan, MeasureFacts(number, f"Tiltag {number}", **more), by=by, at=NOW)


def judged(three, *verdicts):
    return [Judged(one, verdict, "Ikke nødvendig.") for one, verdict in zip(three, verdicts, strict=False)]


ALL = (Verdict.DONE, Verdict.REVISED, Verdict.EXTENDED, Verdict.DROPPED)


def test_what_goes_on_stands_in_the_next_plan_with_its_people_and_unknown(three, plan, dorte, bo):
    _first, second, _part, _third = three
    set_measure_status(second, Statement(Status.LATE, "Venter.", TODAY), by=dorte, at=NOW)
    judge(plan, judged(three, *ALL), by=dorte, at=NOW)
    new = roll_over(plan, NEXT, by=dorte, at=NOW)
    assert (new.follows, new.confirmed_for, [x.name for x in new.partners.all()]) == (
        plan,
        90,
        ["Nabo Kommune"],
    )
    report = plan_at(new, TODAY)
    assert [(row.measure.number, row.status) for row in report.all_rows] == [
        ("2", Status.UNKNOWN),
        ("2.1", Status.UNKNOWN),
    ]
    went_on, its_part = (row.measure for row in report.all_rows)
    assert (its_part.parent, its_part.due_on, went_on.due_on) == (went_on, None, dt.date(2027, 3, 1))
    named = went_on.responsible.get()
    assert (named.role, named.staff, named.deputy, named.task) == ("Leder", bo, dorte, Task.MAKES)
    assert (went_on.chapter.title, [x.number for x in went_on.recommendations.all()]) == ("Viden", [15])
    assert [x.number for x in went_on.see_also.all()] == ["2.1"]  # the one that is done stays behind
    assert [x.name for x in went_on.units.all()] == [x.name for x in second.units.all()]
    assert (went_on.came_from.measure, second.statuses.count()) == (second, 1)
    assert plan_at(plan, TODAY).distribution.denominator == 3


def test_again_nothing_comes_twice_and_what_was_judged_since_is_added(three, plan, dorte):
    judge(plan, judged(three, *ALL), by=dorte, at=NOW)
    first = roll_over(plan, NEXT, by=dorte, at=NOW)
    assert roll_over(plan, NEXT, by=dorte, at=NOW) == first
    assert Measure.objects.filter(plan=first).count() == 2
    judge(plan, [Judged(three[3], Verdict.EXTENDED), Judged(three[1], Verdict.DONE)], by=dorte, at=NOW)
    roll_over(plan, NEXT, by=dorte, at=NOW)
    assert [x.number for x in first.measures.order_by("position")] == ["2", "2.1", "3"]
    assert [x.verdict for x in verdicts_of(plan)] == ["done", "revised", "extended", "extended"]


@pytest.mark.parametrize(
    ("verdicts", "numbers"),
    [
        (ALL[:3], ["3"]),
        ((Verdict.DONE, Verdict.DONE, Verdict.EXTENDED, Verdict.EXTENDED), ["2.1"]),
        ((Verdict.DONE,) * 4, []),
    ],
)
def test_what_stands_in_the_way_is_named_and_no_plan_is_made(three, plan, dorte, verdicts, numbers):
    judge(plan, judged(three, *verdicts), by=dorte, at=NOW)
    with pytest.raises(RefusedRollOver) as refused:
        roll_over(plan, NEXT, by=dorte, at=NOW)
    assert [one.number for one in refused.value.measures] == numbers
    assert ActionPlan.objects.count() == 1


def test_dropping_needs_a_reason_and_a_taken_name_is_refused(three, plan, dorte):
    with pytest.raises(RefusedRollOver):
        judge(plan, [Judged(three[0], Verdict.DROPPED, " ")], by=dorte, at=NOW)
    judge(plan, judged(three, *ALL), by=dorte, at=NOW)
    with pytest.raises(RefusedMeasure):
        roll_over(plan, PlanFacts("handleplan"), by=dorte, at=NOW)
    assert ActionPlan.objects.count() == 1


def test_only_the_municipality_that_owns_the_plan_takes_it_on(three, plan, frida, hanne):
    for somebody in (frida, hanne):
        with pytest.raises(Forbidden):
            judge(plan, judged(three, *ALL), by=somebody, at=NOW)
        with pytest.raises(Forbidden):
            roll_over(plan, NEXT, by=somebody, at=NOW)


# --- the page ---------------------------------------------------------------------------------


def posted(three, *verdicts, **more):
    told = {}
    for one, verdict in zip(three, verdicts, strict=True):
        told |= {f"verdict_{one.pk}": verdict, f"reason_{one.pk}": ""}
    return told | more


def test_dorte_judges_the_whole_table_at_once_and_makes_the_next_plan(three, plan, dorte):
    set_measure_status(three[0], Statement(Status.DONE, "Holdt.", TODAY), by=dorte, at=NOW)
    client = signed_in(dorte)
    path = f"/status/handleplan/{plan.pk}/videre/"
    page = seen(client.get(path))
    chosen = [one["value"] for one in page.select(".verdicts option[selected]")]
    assert chosen == ["done", "extended", "extended", "extended"]  # what the status suggests
    client.post(path, posted(three, "done", "", "", ""))
    assert [one.verdict for one in MeasureVerdict.objects.all()] == ["done"]
    told = posted(three, "done", "revised", "extended", "dropped", roll="1", name="Næste")
    response = client.post(path, told | date("starts_on", dt.date(2027, 1, 1)))
    assert response.status_code == 422
    assert words(seen(response), "#error-summary a") == ["Skriv, hvorfor det udgår"]
    told[f"reason_{three[3].pk}"] = "Dækket af andre."
    response = client.post(path, told)
    assert words(seen(response), "#error-summary a") == ["Skriv, hvilken dag den næste periode begynder"]
    response = client.post(path, told | date("starts_on", dt.date(2027, 1, 1)), follow=True)
    new = ActionPlan.objects.get(follows=plan)
    assert response.redirect_chain == [(f"/status/handleplan/{new.pk}/", 302)]
    again = seen(client.get(path))
    assert "Går videre som tiltag 2" in " ".join(words(again, ".verdicts"))
    went_on = new.measures.get(number="2")
    assert "Går videre, revideret" in " ".join(
        words(seen(client.get(f"/status/handleplan/tiltag/{went_on.pk}/")), "dd")
    )


def test_the_overview_follows_the_plan_that_runs(three, plan, dorte):
    judge(plan, judged(three, *ALL), by=dorte, at=NOW)
    roll_over(plan, NEXT, by=dorte, at=NOW)
    client = signed_in(dorte)
    assert words(seen(client.get("/status/")), "#plans ~ h3") == ["Handleplan 2027", "Handleplan"]
    ActionPlan.objects.filter(follows=plan).update(starts_on=TODAY)
    assert words(seen(client.get("/status/")), "#plans ~ h3") == ["Handleplan 2027"]
