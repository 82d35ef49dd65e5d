import datetime as dt

import pytest

from beredskab.organisation.models import Membership, Municipality, Staff
from plans.implementation import evidence, facts, measures, plan_facts
from plans.implementation.country import country_at
from plans.implementation.dashboards import by_municipality, by_responsible, not_told_lately
from plans.implementation.facts import Figure, Meaning
from plans.implementation.frameworks import framework_named
from plans.implementation.measures import MeasureFacts, PlanFacts
from plans.implementation.measures_at import Place, plans_at
from plans.implementation.reports import making
from plans.implementation.reports.content import Wanted
from plans.implementation.telling import Statement, set_measure_status, set_recommendation_status
from plans.models import Recommendation
from plans.vocabulary import Level, Status, Task
from tests.cast import make_person, make_town
from tests.plans.implementation.test_status_pages import seen, signed_in, words

NOW = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)
TODAY = NOW.date()
JUNE = dt.date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _sunday(freeze):
    freeze(NOW)


@pytest.fixture
def plan(dorte):
    return measures.make_plan(PlanFacts("Handleplan"), by=dorte, at=NOW)


def add(plan, number, dorte, *roles, **more):
    facts = MeasureFacts(number=number, title=f"Tiltag {number}", **more)
    made = measures.save_measure(plan, facts, by=dorte, at=NOW)
    for role in roles:
        measures.name_responsible(made, role=role, staff=None, deputy=None, task=Task.MAKES, by=dorte, at=NOW)
    return made


def say(measure, status, day, by, place=None):
    return set_measure_status(measure, Statement(status, "Sådan.", day, place=place), by=by, at=NOW)


def test_roles_are_counted_each_and_who_is_called_for_stands_first(plan, dorte):
    say(add(plan, "1", dorte, "Skolechef", "PPR"), Status.DONE, JUNE, dorte)
    say(add(plan, "2", dorte, "PPR"), Status.LATE, JUNE, dorte)
    told = by_responsible(plans_at([plan], TODAY))
    assert [(one.name, one.told.denominator, one.told.count(Status.LATE)) for one in told] == [
        ("PPR", 2, 1),
        ("Skolechef", 1, 0),
    ]


def test_municipalities_are_counted_where_there_are_several(dorte, neighbour):
    plan = measures.make_plan(PlanFacts("Fælles", partners=[neighbour.municipality]), by=dorte, at=NOW)
    measure = add(plan, "1", dorte, is_local=True)
    say(measure, Status.DONE, TODAY, dorte, Place(dorte.municipality_id, None, ""))
    told = {one.name: one.told.count(Status.DONE) for one in by_municipality(plans_at([plan], TODAY))}
    assert told == {"Eksempel Kommune": 1, "Nabo Kommune": 0}


def test_what_faded_longest_ago_stands_first(plan, dorte):
    for number, back in (("1", 200), ("2", 400), ("3", 10)):
        say(add(plan, number, dorte), Status.IN_PROGRESS, TODAY - dt.timedelta(days=back), dorte)
    assert [row.measure.number for row in not_told_lately(plans_at([plan], TODAY))] == ["2", "1"]


def test_the_overview_says_what_moved_since_the_last_approved_report(plan, dorte):
    measure = add(plan, "1", dorte, "PPR")
    making.approve(making.make(Wanted(plan, JUNE, JUNE), by=dorte, at=NOW), by=dorte, at=NOW)
    say(measure, Status.LATE, TODAY, dorte)
    page = seen(signed_in(dorte).get("/status/"))
    assert words(page, "#changes-since ~ p")[0] == "Nu kendt: 1"
    titles = words(page, ".charts figcaption")
    assert titles == [
        "Anbefalingerne samlet og på tre niveauer",
        "Anbefalingerne for hvert fokusområde",
        "Tiltag for hver ansvarlig, dem, der kalder på nogen, først",
    ]


def test_the_committee_sees_what_was_approved_and_nothing_before(plan, dorte, town, neighbour):
    measure = add(plan, "1", dorte, "PPR")
    say(measure, Status.LATE, JUNE, dorte)
    paula = make_person("Paula Politiker", town.department, "leder", "politician")
    client = signed_in(paula)
    report = making.make(Wanted(plan, JUNE, TODAY, ("Vi mangler lærere.",)), by=dorte, at=NOW)
    assert words(seen(client.get("/status/udvalg/")), ".empty") == ["Ingen rapport er godkendt endnu."]
    assert client.get("/status/rapporter/1/").status_code == 404
    making.approve(report, by=dorte, at=NOW)
    page = seen(client.get("/status/udvalg/"))
    assert words(page, ".decisions strong") == ["1. Tiltag 1"]
    assert "Vi mangler lærere." in words(page, "main li")
    assert words(seen(client.get("/status/rapporter/1/")), ".breadcrumb a, .breadcrumbs a")[0] == "Udvalget"
    for path in ("/status/", "/status/rapporter/ny/", "/status/handleplan/"):
        assert client.get(path).status_code == 403
    assert client.post("/status/rapporter/1/offentlig/").status_code == 403


# --- what is counted --------------------------------------------------------------------------


def employ(unit, count):
    people = [
        Staff(municipality=unit.municipality, email=f"{unit.slug}{n}@eksempel.example", name=f"Nr. {n}")
        for n in range(count)
    ]
    made = Staff.objects.bulk_create(people)
    Membership.objects.bulk_create(Membership(staff=one, unit=unit) for one in made)


@pytest.mark.parametrize(
    ("sizes", "lines"),
    [
        ((12, 4, 4), []),
        ((12, 11, 4), [("Børnehuset Solsikken", 12), ("", 15)]),
        ((12, 11, 10), [("Bakkeskolen", 11), ("Børnehuset Solsikken", 12), ("Familierådgivningen", 10)]),
        ((3, 3, 3), []),
        ((12, 5, 5), [("Børnehuset Solsikken", 12), ("", 10)]),
    ],
)
def test_no_line_is_of_fewer_than_ten_and_no_difference_gives_one_away(town, sizes, lines):
    for unit, size in zip((town.kindergarten, town.school, town.counselling), sizes, strict=True):
        employ(unit, size)
    total, told = plan_facts.readers(town.municipality, NOW)
    assert total.people == sum(sizes)
    expected = lines if sizes != (12, 4, 4) else [("", 20)]
    assert [(name, figures.people) for name, figures in told] == expected


def test_a_figure_becomes_evidence_when_dorte_says_so_and_can_be_taken_back(dorte, monkeypatch):
    monkeypatch.setattr(facts, "_sources", [lambda place, at: [Figure("in_time", 80, 85, is_percent=True)]])
    monkeypatch.setattr(facts, "_meanings", {"in_time": Meaning("Vurderet i tide", 9)})
    client = signed_in(dorte)
    client.post("/status/tal/igen/")
    assert "Brug som dokumentation" in words(seen(client.get("/status/tal/")), "tbody tr")[0]
    assert "Brug som dokumentation" in words(seen(client.get("/status/tal/")), ".person-cards li")[0]
    for _again in range(2):
        client.post("/status/tal/in_time/viser/")
    shown = evidence.in_force(dorte.municipality, TODAY).get()
    assert (shown.title, shown.recommendation.number) == ("Vurderet i tide: 80–85 %", 9)
    assert words(seen(client.get("/status/anbefalinger/9/")), ".evidence strong") == [shown.title]
    client.post(f"/status/tal/viser/{shown.pk}/fjern/")
    assert not evidence.in_force(dorte.municipality, TODAY).exists()
    assert client.post("/status/tal/ukendt/viser/").status_code == 404


def test_the_plans_own_figures_are_counted(dorte, town):
    kept = {one.slug for one in facts.remember(town.municipality, TODAY, NOW)}
    assert {"meetings", "contacts", "faults"} <= kept


# --- all municipalities -----------------------------------------------------------------------


def test_five_municipalities_are_counted_together_and_four_are_not(dorte, town):
    framework = framework_named(town.municipality, "SISO")
    fifteenth = Recommendation.objects.get(framework=framework, number=15)
    tellers = [dorte]
    for number in range(4):
        place = make_town(f"By {number}", f"by{number}", f"by{number}.localhost")
        tellers.append(make_person(f"Maja{number} Mo", place.department, "leder", "manager"))
    for count, teller in enumerate(tellers, start=1):
        for level in Level:
            statement = Statement(Status.DONE, "Sådan.", JUNE)
            set_recommendation_status(fifteenth, level, statement, by=teller, at=NOW)
        country = country_at(framework, Municipality.objects.count(), TODAY)
        assert country.is_shown == (count == 5)
    assert country.rows[15].count(Status.DONE) == 5
    assert country.rows[1].count(Status.UNKNOWN) == 5
    assert country_at(framework, 5, JUNE - dt.timedelta(days=1)).told == 0
    page = signed_in(dorte).get("/status/landet/").content.decode()
    assert "By 1" not in page
