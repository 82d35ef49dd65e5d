import datetime as dt

import pytest

from beredskab.access.guard import Forbidden
from plans.implementation import evidence, measures
from plans.implementation import framework_making as making
from plans.implementation.evidence import Shown
from plans.implementation.exporting import measures_table
from plans.implementation.framework_making import (
    AreaFacts,
    FrameworkFacts,
    RecommendationFacts,
    RefusedFramework,
)
from plans.implementation.frameworks import framework_named
from plans.implementation.importing import import_measures
from plans.implementation.measure_files import UnreadableFile, read
from plans.implementation.measures import MeasureFacts, PlanFacts
from plans.implementation.measures_at import distribution_named, plan_at
from plans.implementation.progress import framework_at, frameworks_at
from plans.implementation.reports import making as reporting
from plans.implementation.reports.content import Wanted
from plans.implementation.telling import Statement, set_recommendation_status
from plans.models import Framework, Recommendation, RecommendationStatus
from plans.vocabulary import Level, Status
from tests.plans.implementation.test_status_pages import posted, seen, signed_in, words

NOW = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)
TODAY = NOW.date()
LATER = NOW + dt.timedelta(days=30)
JUNE = dt.date(2026, 6, 1)
NSK = FrameworkFacts("NSK", "Anbefalinger mod negativ social kontrol", "Eksempel Kommune", 2026)


@pytest.fixture(autouse=True)
def _sunday(freeze):
    freeze(NOW)


@pytest.fixture
def draft(dorte):
    found = making.make_framework(NSK, by=dorte, at=NOW)
    area = making.save_area(found, AreaFacts(1, "Forebyggelse"), by=dorte, at=NOW)
    for number, title in ((1, "Børn kender deres rettigheder"), (2, "Forældre inddrages tidligt")):
        facts = RecommendationFacts(
            number, title, area, "Skoler", "Fordi.", {"leaders": ["Sæt det på dagsordenen."], "staff": []}
        )
        making.save_recommendation(found, facts, by=dorte, at=NOW)
    return found


@pytest.fixture
def own(draft, dorte):
    return making.put_in_force(draft, by=dorte, at=NOW)


def recommendation(framework, number):
    return framework.recommendations.select_related("framework").get(number=number)


def say(one, status, by, day=TODAY, at=NOW, level=Level.STAFF):
    return set_recommendation_status(one, level, Statement(status, "Sådan.", day), by=by, at=at)


def test_a_draft_is_followed_by_nobody_and_in_force_it_is_counted_as_the_national_one(draft, dorte, town):
    place = dorte.municipality
    assert framework_named(place, "nsk") is None
    assert [one.framework.name for one in frameworks_at(place, TODAY)] == ["SISO"]
    making.put_in_force(draft, by=dorte, at=NOW)
    say(recommendation(draft, 1), Status.DONE, dorte)
    assert [one.framework.name for one in frameworks_at(place, TODAY)] == ["SISO", "NSK"]
    told = distribution_named(place, "NSK", TODAY)
    assert (told.denominator, told.count(Status.UNKNOWN)) == (2, 1)


def test_what_is_in_force_never_changes_and_is_not_thrown_away(own, dorte):
    area = own.focus_areas.get()
    for change in (
        lambda: making.change_framework(own, NSK, by=dorte, at=NOW),
        lambda: making.save_area(own, AreaFacts(2, "Ny"), by=dorte, at=NOW),
        lambda: making.remove_recommendation(recommendation(own, 1), by=dorte, at=NOW),
        lambda: making.save_recommendation(own, RecommendationFacts(3, "Ny", area), by=dorte, at=NOW),
        lambda: making.discard(own, by=dorte, at=NOW),
    ):
        with pytest.raises(RefusedFramework):
            change()
    assert own.recommendations.count() == 2


def test_a_new_version_carries_on_what_was_said_and_a_day_before_it_has_the_old_answer(own, dorte):
    place, first = dorte.municipality, recommendation(own, 1)
    said = say(first, Status.PARTLY_DONE, dorte, JUNE)
    say(recommendation(own, 2), Status.DONE, dorte)
    shown = evidence.add(first, Shown("Referat", TODAY), by=dorte, at=NOW)
    plan = measures.make_plan(PlanFacts("Handleplan"), by=dorte, at=NOW)
    measure = measures.save_measure(
        plan, MeasureFacts("1", "Kurser", recommendations=[first]), by=dorte, at=NOW
    )
    draft = making.begin_version(own, by=dorte, at=LATER)
    assert making.begin_version(own, by=dorte, at=LATER) == draft
    other = recommendation(draft, 2)
    told = RecommendationFacts(2, "Noget helt andet", draft.focus_areas.get(), still_the_same=False)
    making.save_recommendation(draft, told, recommendation=other, by=dorte, at=LATER)
    before = framework_at(place, TODAY, "NSK")
    making.put_in_force(draft, by=dorte, at=LATER)
    making.put_in_force(draft, by=dorte, at=LATER)
    now = framework_at(place, LATER.date(), "NSK")
    assert [row.levels[2].status for row in now.rows] == [Status.PARTLY_DONE, Status.UNKNOWN]
    carried = now.rows[0].levels[2].entry
    assert (carried.as_of, carried.said_by, carried.pk != said.pk) == (JUNE, dorte, True)
    assert framework_at(place, TODAY, "NSK").rows == before.rows
    assert framework_at(place, JUNE, "NSK").framework == own  # before there was any
    assert [one.framework for one in measure.recommendations.all()] == [draft]
    shown.refresh_from_db()
    assert shown.recommendation == recommendation(draft, 1)


def test_a_draft_of_a_version_can_be_thrown_away_and_takes_nothing_with_it(own, dorte):
    say(recommendation(own, 1), Status.DONE, dorte)
    draft = making.begin_version(own, by=dorte, at=NOW)
    making.discard(draft, by=dorte, at=NOW)
    assert (Framework.objects.filter(name="NSK").count(), RecommendationStatus.objects.count()) == (1, 1)


@pytest.mark.parametrize("name", ["SISO", "siso", "Handleplan"])
def test_a_name_that_is_taken_is_refused(dorte, name):
    measures.make_plan(PlanFacts("Handleplan"), by=dorte, at=NOW)
    with pytest.raises(RefusedFramework):
        making.make_framework(FrameworkFacts(name, "Andet"), by=dorte, at=NOW)


def test_nobody_else_writes_it_and_the_neighbours_do_not_see_it(draft, own, hanne, frida, neighbour, dorte):
    with pytest.raises(Forbidden):
        making.make_framework(FrameworkFacts("X", "X"), by=hanne, at=NOW)
    assert framework_named(neighbour.municipality, "NSK") is None
    with pytest.raises(Forbidden):
        making.begin_version(own, by=frida, at=NOW)


def test_an_empty_draft_is_not_followed(dorte):
    empty = making.make_framework(NSK, by=dorte, at=NOW)
    with pytest.raises(RefusedFramework):
        making.put_in_force(empty, by=dorte, at=NOW)


def test_a_table_of_measures_goes_out_and_in_with_marks_of_both_sets(own, dorte):
    table = b"nr;titel;anbefalinger\n1;Kurser;4, 15, NSK 2\n2;Mere;nsk 9\n"
    with pytest.raises(ValueError, match="nsk 9"):
        import_measures(read(table), "Handleplan", dorte.municipality, at=NOW)
    table = table.replace(b";nsk 9", b";15 4")
    plan = import_measures(read(table), "Handleplan", dorte.municipality, at=NOW).plan
    lines = measures_table(plan_at(plan, TODAY)).rows
    assert [line[6] for line in lines] == ["4, 15, NSK 2", "4, 15"]
    again = import_measures(read(table), "Handleplan", dorte.municipality, at=NOW)
    assert (again.unchanged, again.changed) == (["1", "2"], [])
    with pytest.raises(UnreadableFile):
        read(b"titel;anbefalinger\nA;4 og 5\n")


def test_a_report_on_ones_own_recommendations_compares_across_versions(own, dorte):
    say(recommendation(own, 1), Status.DONE, dorte)
    wanted = Wanted(None, TODAY, TODAY, framework="NSK")
    first = reporting.approve(reporting.make(wanted, by=dorte, at=NOW), by=dorte, at=NOW)
    national = reporting.make(Wanted(None, TODAY, TODAY), by=dorte, at=NOW)
    assert (first.subject, len(first.content["recommendations"])) == ("NSK", 2)
    assert reporting.before(national) is None
    draft = making.begin_version(own, by=dorte, at=LATER)
    making.put_in_force(draft, by=dorte, at=LATER)
    day = LATER.date()
    second = reporting.make(Wanted(None, day, day, framework="NSK"), by=dorte, at=LATER)
    assert reporting.before(second) == first
    keys = [[row["key"] for row in report.content["recommendations"]] for report in (first, second)]
    assert keys[0] == keys[1]
    assert [row["number"] for row in second.content["recommendations"]] == ["NSK 1", "NSK 2"]


# --- pages ------------------------------------------------------------------------------------


def test_dorte_writes_a_set_follows_it_and_says_how_far_it_is(dorte):
    client = signed_in(dorte)
    page = client.post("/status/saet/ny/", {"name": "NSK", "title": "Mod social kontrol"}, follow=True)
    draft = Framework.objects.get(name="NSK")
    assert words(seen(page), "h1") == ["NSK: Mod social kontrol"]
    client.post(f"/status/saet/{draft.pk}/nyt-omraade/", {"number": "1", "title": "Forebyggelse"})
    area = draft.focus_areas.get()
    told = {
        "number": "1",
        "title": "Børn kender deres rettigheder",
        "focus_area": str(area.pk),
        "target_group": "Skoler",
        "reason": "Fordi.",
        "staff": "Tal om det.\n\n Hør barnet. ",
    }
    client.post(f"/status/saet/{draft.pk}/ny-anbefaling/", told)
    one = Recommendation.objects.get(framework=draft)
    assert one.suggestions == {"staff": ["Tal om det.", "Hør barnet."]}
    page = client.get(f"/status/saet/anbefaling/{one.pk}/")
    assert seen(page).select_one("#id_staff").get_text(strip=True) == "Tal om det.\nHør barnet."
    page = client.post(f"/status/saet/{draft.pk}/i-kraft/", follow=True)
    assert words(seen(page), "tbody th a") == ["NSK 1. Børn kender deres rettigheder"]
    path = f"/status/saet/{draft.pk}/1/"
    page = client.post(f"{path}ledelse/", posted(status="late"), follow=True)
    assert page.redirect_chain == [(path, 302)]
    overview = seen(client.get("/status/"))
    assert "NSK 1: Børn kender deres rettigheder – Ledelse" in words(overview, ".decisions h3")
    assert "NSK: Mod social kontrol" in words(overview, "h2")


def test_an_old_address_shows_the_version_in_force(own, dorte):
    draft = making.begin_version(own, by=dorte, at=NOW)
    told = RecommendationFacts(1, "Nye ord", draft.focus_areas.get())
    first = recommendation(draft, 1)
    making.save_recommendation(draft, told, recommendation=first, by=dorte, at=NOW)
    client = signed_in(dorte)
    assert client.get(f"/status/saet/{draft.pk}/").status_code == 404
    making.put_in_force(draft, by=dorte, at=NOW)
    assert words(seen(client.get(f"/status/saet/{own.pk}/1/")), "h1") == ["NSK 1. Nye ord"]


def test_a_mistake_is_said_beside_the_field_and_what_is_in_force_is_not_touched(own, dorte):
    client = signed_in(dorte)
    page = client.post("/status/saet/ny/", {"name": "siso", "title": "X"})
    assert page.status_code == 422
    assert "hedder det" in words(seen(page), ".form-error-message")[0]
    told = {"number": "1", "title": "X", "focus_area": str(own.focus_areas.get().pk)}
    client.post(f"/status/saet/anbefaling/{recommendation(own, 1).pk}/", told)
    client.post(f"/status/saet/anbefaling/{recommendation(own, 2).pk}/fjern/")
    client.post(f"/status/saet/{own.pk}/kasser/")
    assert [one.title for one in own.recommendations.all()] == [
        "Børn kender deres rettigheder",
        "Forældre inddrages tidligt",
    ]
