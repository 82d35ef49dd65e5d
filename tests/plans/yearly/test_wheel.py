import datetime as dt
import re

import pytest
from django.test import Client

from beredskab.access.guard import Forbidden
from beredskab.organisation.models import Staff, Unit
from plans.models import WheelAddress, YearlyTask, YearlyTurn
from plans.paper import sheets
from plans.vocabulary import Interval, TurnState, YearlyKind
from plans.yearly import addresses, keeping
from plans.yearly.access import tasks_for, tasks_of
from plans.yearly.drawing import draw
from plans.yearly.keeping import RefusedTurn, TaskFacts
from plans.yearly.paper import compose
from plans.yearly.turns import days, later, school_year, school_year_of, state_of
from plans.yearly.wheel import wheel_of
from tests.plans.implementation.test_measure_pages import date
from tests.plans.implementation.test_status_pages import seen, signed_in, words

NOW = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)
TODAY = NOW.date()
AUTUMN = dt.date(2026, 9, 15)


@pytest.fixture(autouse=True)
def _sunday(freeze):
    freeze(NOW)


@pytest.fixture
def house(town, bo):
    return Unit.objects.select_related("leader").get(pk=town.kindergarten.pk)


def facts(title="Tema: Krop og grænser", **more):
    told = {"kind": YearlyKind.THEME, "first_on": AUTUMN, "every": Interval.QUARTER, "role": "Skolechef"}
    return TaskFacts(title=title, **told | more)


@pytest.fixture
def task(dorte):
    return keeping.add(facts(), by=dorte, at=NOW)


def wheel(person, year=2026):
    return wheel_of(tasks_for(person), person.municipality, year, TODAY)


def states(person, year=2026):
    return [(one.due_on, one.state) for one in wheel(person, year).turns]


# --- when -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "every", "until", "expected"),
    [
        ((2026, 8, 31), 1, None, ["08-31", "09-30", "10-31", "11-30", "12-31"]),
        ((2024, 2, 29), 12, None, []),
        ((2025, 8, 15), 6, None, ["08-15"]),
        ((2026, 9, 1), 2, (2026, 11, 1), ["09-01", "11-01"]),
        ((2027, 1, 1), 1, None, []),
    ],
)
def test_something_comes_back_every_so_many_months(first, every, until, expected):
    last = dt.date(*until) if until else None
    found = days(dt.date(*first), every, last, dt.date(2026, 8, 1), dt.date(2026, 12, 31))
    assert [f"{day:%m-%d}" for day in found] == expected


def test_the_29th_of_february_comes_back_on_the_28th_and_on_the_29th_again():
    day = dt.date(2024, 2, 29)
    assert [later(day, 12), later(day, 48)] == [dt.date(2025, 2, 28), dt.date(2028, 2, 29)]


@pytest.mark.parametrize(
    ("due", "held", "called_off", "state"),
    [
        (TODAY - dt.timedelta(days=1), False, False, TurnState.MISSED),
        (TODAY, False, False, TurnState.SOON),
        (TODAY + dt.timedelta(days=30), False, False, TurnState.SOON),
        (TODAY + dt.timedelta(days=31), False, False, TurnState.COMING),
        (TODAY - dt.timedelta(days=1), True, False, TurnState.HELD),
        (TODAY - dt.timedelta(days=1), False, True, TurnState.CALLED_OFF),
    ],
)
def test_what_nobody_told_about_is_missed_the_day_after(due, held, called_off, state):
    assert state_of(due, TODAY, held=held, called_off=called_off) is state


def test_a_school_year_runs_from_august_to_july():
    assert [school_year_of(dt.date(2026, 7, 31)), school_year_of(dt.date(2026, 8, 1))] == [2025, 2026]
    assert school_year(2026) == (dt.date(2026, 8, 1), dt.date(2027, 7, 31))


# --- what became of it ------------------------------------------------------------------------


def test_a_turn_is_held_called_off_missed_and_coming(task, dorte):
    keeping.tell(task, AUTUMN, held_on=AUTUMN, note="Alle huse.", by=dorte, at=NOW)
    assert states(dorte) == [
        (AUTUMN, TurnState.HELD),
        (dt.date(2026, 12, 15), TurnState.SOON),
        (dt.date(2027, 3, 15), TurnState.COMING),
        (dt.date(2027, 6, 15), TurnState.COMING),
    ]
    keeping.tell(task, AUTUMN, held_on=None, note="Aflyst.", by=dorte, at=NOW)
    assert states(dorte)[0] == (AUTUMN, TurnState.CALLED_OFF)
    assert YearlyTurn.objects.count() == 1


def test_a_missed_turn_stays_missed_when_the_days_are_changed(task, dorte):
    keeping.change(task, facts(first_on=dt.date(2027, 1, 10), every=Interval.YEAR), by=dorte, at=NOW)
    expected = [(AUTUMN, TurnState.MISSED), (dt.date(2027, 1, 10), TurnState.COMING)]
    assert states(dorte) == expected
    keeping.change(task, facts(first_on=dt.date(2027, 1, 10), every=Interval.YEAR), by=dorte, at=NOW)
    assert states(dorte) == expected


def test_what_has_ended_comes_back_no_more_and_keeps_its_turns(task, dorte):
    keeping.end(task, by=dorte, at=NOW)
    keeping.end(task, by=dorte, at=NOW)
    assert states(dorte) == [(AUTUMN, TurnState.MISSED)]


@pytest.mark.parametrize(
    ("due", "held_on", "note"),
    [
        (dt.date(2026, 9, 16), AUTUMN, ""),
        (AUTUMN, TODAY + dt.timedelta(days=1), ""),
        (AUTUMN, None, " "),
    ],
)
def test_a_turn_that_is_none_is_refused(task, dorte, due, held_on, note):
    with pytest.raises(RefusedTurn):
        keeping.tell(task, due, held_on=held_on, note=note, by=dorte, at=NOW)
    assert not YearlyTurn.objects.exists()


def test_who_does_it_tells_and_others_do_not(dorte, bo, anna, frida, house):
    by_name = keeping.add(facts(staff=anna), by=dorte, at=NOW)
    by_unit = keeping.add(facts("Møde", unit=house), by=dorte, at=NOW)
    keeping.tell(by_name, AUTUMN, held_on=AUTUMN, by=anna, at=NOW)
    keeping.tell(by_unit, AUTUMN, held_on=AUTUMN, by=bo, at=NOW)
    for task, person in ((by_name, bo), (by_unit, anna), (by_name, frida)):
        with pytest.raises(Forbidden):
            keeping.tell(task, AUTUMN, held_on=AUTUMN, by=person, at=NOW)
    for act in (lambda: keeping.add(facts(), by=bo, at=NOW), lambda: keeping.end(by_name, by=anna, at=NOW)):
        with pytest.raises(Forbidden):
            act()
    assert [list(tasks_of(one)) for one in (anna, bo, frida)] == [[by_name], [by_unit], []]
    assert list(tasks_for(frida)) == []


def test_saying_the_same_twice_is_saying_it_once(task, dorte):
    assert keeping.add(facts(), by=dorte, at=NOW) == task
    assert YearlyTask.objects.count() == 1


# --- drawing and paper ------------------------------------------------------------------------


def test_the_drawing_has_every_turn_and_nothing_a_strict_policy_forbids(task, dorte):
    keeping.tell(task, AUTUMN, held_on=AUTUMN, by=dorte, at=NOW)
    drawn = draw(wheel(dorte))
    assert not re.search(r"style=|<script|href|url\(", drawn)
    assert re.findall(r'font-weight="600"[^>]*>(\d+)</text>', drawn) == ["1", "2", "3", "4"]
    assert "4 " in drawn.split('aria-label="')[1].split('"')[0]


def test_the_paper_holds_the_school_year_and_no_other(task, dorte):
    composed = compose(dorte.municipality, "2026", sheets.PAPERS["a4"], NOW, "")
    assert composed is not None
    assert composed[0].count("<tr>") == 5
    assert compose(dorte.municipality, "x", sheets.PAPERS["a4"], NOW, "") is None
    assert not sheets.is_there(sheets.Order(dorte.municipality, "yearly", "a4", "1"), at=NOW)


# --- calendar ---------------------------------------------------------------------------------


def fetched(secret):
    answer = Client().get(f"/aarshjul/kalender/{secret}.ics")
    return answer.status_code, answer.content.decode()


def test_the_calendar_is_told_days_and_titles_and_no_names(dorte, anna, bo, house):
    keeping.add(facts(staff=anna, every=Interval.YEAR), by=dorte, at=NOW)
    off = keeping.add(facts("Møde", unit=house, every=Interval.YEAR), by=dorte, at=NOW)
    keeping.tell(off, AUTUMN, held_on=None, note="Aflyst.", by=bo, at=NOW)
    status, text = fetched(addresses.make(only_mine=False, by=anna, at=NOW))
    assert (status, sorted(re.findall(r"DTSTART;VALUE=DATE:(\d+)", text))) == (
        200,
        ["20260915", "20270915", "20270915"],
    )
    assert set(re.findall(r"SUMMARY:(.*)\r", text)) == {"Tema: Tema: Krop og grænser", "Tema: Møde"}
    assert "Anna" not in text
    assert "SUMMARY:Tema: Møde" not in fetched(addresses.make(only_mine=True, by=anna, at=NOW))[1]


def test_an_address_taken_back_or_replaced_is_a_missing_page(anna):
    first = addresses.make(only_mine=False, by=anna, at=NOW)
    second = addresses.make(only_mine=False, by=anna, at=NOW)
    assert [fetched(one)[0] for one in (first, second, "none")] == [404, 200, 404]
    assert second not in str(list(WheelAddress.objects.values()))
    addresses.revoke(by=anna, at=NOW)
    assert fetched(second)[0] == 404
    third = addresses.make(only_mine=False, by=anna, at=NOW)
    Staff.objects.filter(pk=anna.pk).update(is_active=False)
    assert fetched(third)[0] == 404


# --- pages ------------------------------------------------------------------------------------


def test_dorte_puts_something_into_the_wheel_and_bo_says_that_it_was_held(dorte, bo, house):
    client = signed_in(dorte)
    told = {"kind": "drill", "title": "Øvelse", "every": "6", "unit": house.pk}
    page = client.post("/aarshjul/ny/", told | date("first_on", AUTUMN), follow=True)
    task = YearlyTask.objects.get()
    assert words(seen(page), "tbody tr") == [
        "15. september 2026 Mangler – Hvad blev der af det? 15. september 2026",
        "15. marts 2027 Kommer – Hvad blev der af det? 15. marts 2027",
        "15. september 2027 Kommer – Hvad blev der af det? 15. september 2027",
    ]
    client = signed_in(bo)
    overview = seen(client.get("/aarshjul/?show=mine"))
    assert words(overview, ".alert-text, .alert-body")[0].startswith("1 gang mangler")
    path = f"/aarshjul/opgave/{task.pk}/2026-09-15/"
    wrong = client.post(path, {"became": "called_off"})
    assert (wrong.status_code, words(seen(wrong), ".form-error-message")) == (
        422,
        ["Fejl: Skriv, hvorfor det blev aflyst"],
    )
    client.post(path, {"became": "held"} | date("held_on", dt.date(2026, 9, 17)))
    page = seen(client.get("/aarshjul/"))
    assert "17. september 2026" in words(page, ".turns tbody tr")[0]
    assert client.post(f"/aarshjul/opgave/{task.pk}/slut/").status_code == 403
    for missing in ("2026-09-16", "sludder", "2026-13-01"):
        assert client.get(f"/aarshjul/opgave/{task.pk}/{missing}/").status_code == 404


def test_a_task_is_somebodys_and_does_not_end_before_it_begins(dorte):
    told = {"kind": "drill", "title": "Øvelse", "every": "6"} | date("first_on", AUTUMN)
    told |= date("until", AUTUMN - dt.timedelta(days=1))
    response = signed_in(dorte).post("/aarshjul/ny/", told)
    assert (response.status_code, len(words(seen(response), ".form-error-message"))) == (422, 2)


@pytest.mark.parametrize("year", ["x", "0000", "99999", "٢٠٢٦", ""])
def test_an_odd_year_is_this_school_year(task, dorte, year):
    page = seen(signed_in(dorte).get("/aarshjul/", {"year": year}))
    assert words(page, "h1") == ["Årshjul 2026/27"]
