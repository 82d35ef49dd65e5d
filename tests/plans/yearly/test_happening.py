import datetime as dt

import pytest
from django.urls import reverse

from beredskab.organisation.models import Unit
from notifications.models import Drill
from plans.models import YearlyTurn
from plans.vocabulary import Interval, YearlyKind
from plans.yearly import happening, keeping, reminding
from plans.yearly.happening import Held, matched
from plans.yearly.keeping import TaskFacts
from tests.plans.implementation.test_measures import outbox_to
from tests.plans.implementation.test_status_pages import signed_in

NOW = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)
OCTOBER, NOVEMBER = dt.date(2026, 10, 20), dt.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _sunday(freeze):
    freeze(NOW)


def days(day, length=4):
    return Held("Bæltet", day, day + dt.timedelta(days=length))


@pytest.mark.parametrize(
    ("things", "expected"),
    [
        ([days(OCTOBER)], {(1, OCTOBER): days(OCTOBER)}),
        ([days(dt.date(2026, 10, 10), 20)], {(1, OCTOBER): days(dt.date(2026, 10, 10), 20)}),
        ([days(dt.date(2026, 9, 16))], {(1, OCTOBER): days(dt.date(2026, 9, 16))}),
        ([days(dt.date(2026, 9, 15))], {}),
        ([days(dt.date(2026, 11, 10))], {(1, NOVEMBER): days(dt.date(2026, 11, 10))}),
        ([days(dt.date(2026, 10, 1)), days(OCTOBER)], {(1, OCTOBER): days(OCTOBER)}),
    ],
)
def test_a_turn_is_offered_what_was_held_nearest_to_it_within_a_month(things, expected):
    assert matched([(1, OCTOBER), (1, NOVEMBER)], things) == expected


def wheel_task(dorte, **more):
    told = {"kind": YearlyKind.DRILL, "first_on": OCTOBER, "every": Interval.YEAR, "role": "Skolechef"}
    return keeping.add(TaskFacts(title="Øvelse", **told | more), by=dorte, at=NOW)


def drill(town, title="Bæltet", **more):
    at = dt.datetime(2026, 10, 21, 9, tzinfo=dt.UTC)
    told = {"started_at": at, "finished_at": at + dt.timedelta(days=3), "result": {}, **more}
    return Drill.objects.create(
        municipality=town.municipality,
        title=title,
        topics=[],
        suspects=[],
        starts_on=at.date(),
        ends_on=at.date() + dt.timedelta(days=7),
        planned_at=at,
        **told,
    )


def test_a_finished_drill_is_confirmed_with_one_press_and_then_offered_no_more(town, dorte, anna):
    task, _drill = wheel_task(dorte, staff=anna), drill(town)
    browser, pages = signed_in(dorte), [reverse("plans:yearly_task", args=[task.pk]), reverse("plans:yearly")]
    for url in pages:
        assert "Markér gangen som holdt" in browser.get(url).content.decode()
        assert "Markér gangen som holdt" not in signed_in(anna).get(url).content.decode()
    assert not YearlyTurn.objects.exists()
    answer = browser.post(
        reverse("plans:yearly_turn", args=[task.pk, "2026-10-20"]),
        {"became": "held", "held_on_0": "24", "held_on_1": "10", "held_on_2": "2026", "note": "Bæltet"},
    )
    turn = YearlyTurn.objects.get()
    assert (answer.status_code, turn.held_on, turn.told_by) == (302, dt.date(2026, 10, 24), dorte)
    for url in pages:
        assert "Markér gangen som holdt" not in browser.get(url).content.decode()


def test_only_a_finished_drill_of_ones_own_municipality_is_offered(town, neighbour, dorte):
    wheel_task(dorte)
    drill(neighbour)
    drill(town, finished_at=None, result=None)
    drill(town, finished_at=None, result=None, aborted_at=NOW)
    assert "Markér gangen som holdt" not in signed_in(dorte).get(reverse("plans:yearly")).content.decode()


def test_a_theme_is_offered_no_drill(town, dorte):
    wheel_task(dorte, kind=YearlyKind.THEME)
    drill(town)
    assert "Markér gangen som holdt" not in signed_in(dorte).get(reverse("plans:yearly")).content.decode()
    assert happening.offers([], dorte.municipality, NOW.date()) == {}


def test_whoever_does_a_turn_is_told_once_a_week_before_it(town, dorte, bo, anna):
    house, first = Unit.objects.get(pk=town.kindergarten.pk), dt.date(2026, 11, 30)
    wheel_task(dorte, first_on=first, staff=anna)
    wheel_task(dorte, first_on=first, unit=house, every=Interval.MONTH, kind=YearlyKind.MEETING)
    wheel_task(dorte, first_on=first, kind=YearlyKind.OTHER)
    early = wheel_task(dorte, first_on=first, staff=dorte, kind=YearlyKind.THEME)
    keeping.tell(early, first, held_on=None, note="Aflyst.", by=dorte, at=NOW)
    told = [
        reminding.tell_who_does_it(dorte.municipality, NOW + dt.timedelta(days=n)) for n in (0, 1, 2, 8, 31)
    ]
    assert [sorted(one.name for one in people) for people in told] == [
        [],
        ["Anna Andersen", "Bo Bang"],
        [],
        [],
        ["Bo Bang"],
    ]
    assert (outbox_to(anna), outbox_to(bo)) == (["turn_coming"], ["turn_coming", "turn_coming"])


def test_a_turn_that_was_moved_is_told_of_again_and_who_has_left_is_not_told(town, dorte, anna):
    task = wheel_task(dorte, first_on=dt.date(2026, 11, 25), staff=anna)
    assert reminding.tell_who_does_it(dorte.municipality, NOW) == [anna]
    moved = TaskFacts(YearlyKind.DRILL, "Øvelse", dt.date(2026, 11, 28), Interval.YEAR, staff=anna)
    keeping.change(task, moved, by=dorte, at=NOW)
    anna.is_active = False
    anna.save()
    assert reminding.tell_who_does_it(dorte.municipality, NOW) == []
