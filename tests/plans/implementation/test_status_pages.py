import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plans.implementation.frameworks import framework_named
from plans.implementation.importing import import_measures
from plans.implementation.measure_files import read
from plans.implementation.telling import Statement, set_measure_status, set_recommendation_status
from plans.models import MeasureStatus, Recommendation, RecommendationName, RecommendationStatus
from plans.vocabulary import Level, Status

NOW = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)
TODAY = NOW.date()
JUNE = dt.date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _sunday(freeze):
    freeze(NOW)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def plan_of(town, count=3):
    rows = "\n".join(f"{number};Tiltag {number};Skoleleder;15" for number in range(1, count + 1))
    table = f"number;title;ansvarlig;anbefalinger\n{rows}\n".encode()
    return import_measures(read(table), "Handleplan", town.municipality, at=NOW).plan


def fifteenth(town):
    return Recommendation.objects.get(framework=framework_named(town.municipality, "SISO"), number=15)


def seen(response):
    return BeautifulSoup(response.content, "html.parser")


def words(soup, selector):
    return [" ".join(one.get_text(" ", strip=True).split()) for one in soup.select(selector)]


def posted(**told):
    day = told.pop("as_of", TODAY)
    told |= {"as_of_0": str(day.day), "as_of_1": str(day.month), "as_of_2": str(day.year)}
    return {"status": "done", "sentence": "Alle huse er med.", **told}


def test_dorte_says_how_far_a_level_is_and_sees_it(dorte, town):
    client = signed_in(dorte)
    told = posted(status="late", responsible="Skolechef", next_on_0="1", next_on_1="2", next_on_2="2027")
    response = client.post("/status/anbefalinger/15/ledelse/", told, follow=True)
    assert response.redirect_chain == [("/status/anbefalinger/15/", 302)]
    entry = RecommendationStatus.objects.get()
    assert (entry.level, entry.status, entry.sentence, entry.responsible, entry.next_on, entry.said_by) == (
        Level.LEADERS,
        Status.LATE,
        "Alle huse er med.",
        "Skolechef",
        dt.date(2027, 2, 1),
        dorte,
    )
    assert words(seen(response), ".level .status") == ["Ukendt", "Forsinket", "Ukendt"]
    overview = seen(client.get("/status/"))
    assert words(overview, ".decisions h3") == [
        "Anbefaling 15: Implementering af det kommunale beredskab – Ledelse"
    ]


def test_the_page_can_be_drawn_for_an_earlier_day(dorte, town):
    for level in Level:
        for status, day in ((Status.IN_PROGRESS, JUNE), (Status.DONE, TODAY)):
            statement = Statement(status, "Sådan.", day)
            set_recommendation_status(fifteenth(town), level, statement, by=dorte, at=NOW)
    client = signed_in(dorte)
    shown = {
        day: words(seen(client.get(f"/status/anbefalinger/15/?day={day}")), ".level .status")
        for day in ("2026-05-31", "2026-06-01", "2026-11-22")
    }
    assert shown == {
        "2026-05-31": ["Ukendt"] * 3,
        "2026-06-01": ["I gang"] * 3,
        "2026-11-22": ["Gennemført"] * 3,
    }


@pytest.mark.parametrize("day", ["i-går", "2027-01-01", "1812-01-01", "2026-02-30", "\x00", "9" * 4000])
def test_an_odd_day_is_said_beside_the_field_and_today_is_shown(dorte, town, day):
    response = signed_in(dorte).get("/status/", {"day": day})
    soup = seen(response)
    assert response.status_code == 422
    assert len(soup.select(".form-error-message")) == 1
    assert "22. november 2026" in soup.select_one(".font-lead").get_text()


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"status": ""}, "Vælg, hvor langt det er"),
        ({"status": "green"}, "Vælg, hvor langt det er"),
        ({"sentence": "   "}, "Skriv én sætning om status"),
        ({"as_of": TODAY + dt.timedelta(days=1)}, "Datoen ligger i fremtiden"),
        ({"as_of_1": "13"}, "Datoen findes ikke. Skriv dag, måned og år, for eksempel 22 11 2026"),
    ],
)
def test_a_mistake_is_said_beside_the_field_and_nothing_typed_is_lost(dorte, town, told, message):
    plan = plan_of(town)
    measure = plan.measures.first()
    data = posted(**{key: value for key, value in told.items() if key == "as_of"}) | {
        key: value for key, value in told.items() if key != "as_of"
    }
    soup = seen(signed_in(dorte).post(f"/status/handleplan/tiltag/{measure.pk}/", data))
    assert message in words(soup, ".form-error-message")[0]
    assert message in soup.select_one(".alert-error").get_text()
    assert soup.title.get_text().startswith("Fejl")
    assert soup.select_one("textarea").get_text().strip() == data["sentence"].strip()
    assert not MeasureStatus.objects.exists()


@pytest.mark.parametrize("sentence", ["a\x00b", "e" + "\u0301" * 1_000_000])
def test_odd_sentences_are_refused_and_do_no_harm(dorte, town, sentence):
    measure = plan_of(town).measures.first()
    response = signed_in(dorte).post(f"/status/handleplan/tiltag/{measure.pk}/", posted(sentence=sentence))
    assert (response.status_code, MeasureStatus.objects.exists()) == (422, False)


@pytest.mark.parametrize("sentence", ["\u202eomvendt", "👩‍👧 med", "<b>fed</b> & »citat«"])
def test_odd_but_allowed_sentences_are_stored_as_typed(dorte, town, sentence):
    measure = plan_of(town).measures.first()
    page = signed_in(dorte).post(
        f"/status/handleplan/tiltag/{measure.pk}/", posted(sentence=sentence), follow=True
    )
    assert MeasureStatus.objects.get().sentence == sentence
    assert seen(page).select_one(".status-history .chronology-body p").get_text() == sentence


def test_shares_on_the_page_add_up_and_unknown_is_not_hidden(dorte, town):
    plan = plan_of(town)
    statement = Statement(Status.DONE, "Færdig.", TODAY)
    set_measure_status(plan.measures.first(), statement, by=dorte, at=NOW)
    soup = seen(signed_in(dorte).get(f"/status/handleplan/{plan.pk}/"))
    rows = [
        [cell.get_text(strip=True) for cell in row.select("th,.number")]
        for row in soup.select(".distribution tbody tr")
    ]
    assert rows == [
        ["Gennemført", "1", "33 %"],
        ["Delvist gennemført", "0", "0 %"],
        ["I gang", "0", "0 %"],
        ["I risiko", "0", "0 %"],
        ["Forsinket", "0", "0 %"],
        ["Ikke startet", "0", "0 %"],
        ["Udgået", "0", "0 %"],
        ["Ukendt", "2", "67 %"],
        ["I alt", "3", "100 %"],
    ]


def test_measures_can_be_filtered_by_status(dorte, town):
    plan = plan_of(town)
    set_measure_status(plan.measures.last(), Statement(Status.LATE, "Venter.", TODAY), by=dorte, at=NOW)
    soup = seen(signed_in(dorte).get(f"/status/handleplan/{plan.pk}/", {"show": "late"}))
    assert words(soup, ".measures th[scope=row] a") == ["3. Tiltag 3"]
    assert words(soup, ".filters a") == ["Alle (3)", "Forsinket (1)", "Ukendt (2)"]


def test_one_plan_is_opened_at_once_and_several_are_listed(dorte, town):
    plan = plan_of(town)
    client = signed_in(dorte)
    assert client.get("/status/handleplan/").headers["Location"] == f"/status/handleplan/{plan.pk}/"
    import_measures(read(b"title\nA\n"), "Anden plan", town.municipality, at=NOW)
    assert words(seen(client.get("/status/handleplan/")), "main h2") == ["Anden plan", "Handleplan"]


def test_the_overview_has_no_plan_yet(dorte):
    soup = seen(signed_in(dorte).get("/status/"))
    assert words(soup, ".key-figures strong") == ["0 af 15", "0", "15"]
    assert words(soup, ".empty") == ["Der er ingen handleplan endnu."]


def test_hanne_fills_the_gaps_and_the_mark_says_who(hanne, dorte, neighbour):
    client = signed_in(hanne)
    assert words(seen(client.get("/redaktion/anbefalinger/")), "tbody th") == ["3", "6"]
    area = framework_named(hanne.municipality, "SISO").focus_areas.get(slug="opsporing")
    client.post("/redaktion/anbefalinger/3/", {"title": "Titel fra publikationen", "focus_area": area.pk})
    client.post("/redaktion/anbefalinger/6/", {"title": "En anden titel"})
    named = {x.recommendation.number: (x.title, x.focus_area.slug) for x in RecommendationName.objects.all()}
    assert named == {3: ("Titel fra publikationen", "opsporing"), 6: ("En anden titel", "opsporing")}
    page = seen(signed_in(dorte).get("/status/anbefalinger/"))
    marks = words(page, "table .gap-mark")
    assert marks == ["Titel og placering skrevet af kommunen"] * 2


def test_gaps_are_marked_until_then(dorte):
    page = seen(signed_in(dorte).get("/status/anbefalinger/"))
    assert words(page, "table .gap-mark") == ["Placering og titel ikke bekræftet"] * 2
    assert "Anbefaling 3" in words(page, "table th[scope=row] a")


def test_only_gaps_can_be_named(hanne):
    assert signed_in(hanne).get("/redaktion/anbefalinger/4/").status_code == 404


@pytest.mark.parametrize("who", ["anna", "bo", "cia", "emil", "gert", "hanne"])
@pytest.mark.parametrize(
    "path",
    [
        "/status/",
        "/status/anbefalinger/",
        "/status/anbefalinger/15/",
        "/status/anbefalinger/15/ledelse/",
        "/status/handleplan/",
    ],
)
def test_who_does_not_follow_the_work_is_refused(request, who, path):
    assert signed_in(request.getfixturevalue(who)).get(path).status_code == 403


def test_anothers_plan_and_measure_are_the_404_page(town, dorte, neighbour):
    plan = plan_of(neighbour)
    client = signed_in(dorte)
    for path in (f"/status/handleplan/{plan.pk}/", f"/status/handleplan/tiltag/{plan.measures.first().pk}/"):
        assert client.get(path).status_code == client.post(path, posted()).status_code == 404 or (
            client.get(path).status_code,
            client.post(path, posted()).status_code,
        ) == (404, 405)


@pytest.mark.parametrize(
    "path", ["/status/anbefalinger/16/", "/status/anbefalinger/15/bestyrelse/", "/status/handleplan/999/"]
)
def test_what_does_not_exist_is_the_404_page(dorte, path):
    assert signed_in(dorte).get(path).status_code == 404


# Transaction control; and inside a test's own transaction a request puts the settings of nobody back.
NOT_COUNTED = (
    "SAVEPOINT",
    "RELEASE",
    "ROLLBACK",
    "BEGIN",
    "COMMIT",
    "SELECT set_config('app.actor', '', true)",
)


def statements(client, path):
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in caught.captured_queries if not query["sql"].startswith(NOT_COUNTED)]


def test_pages_cost_the_same_for_one_measure_and_for_fifty(dorte, town):
    client = signed_in(dorte)
    plan = plan_of(town, 1)

    def cost():
        paths = (
            "/status/",
            "/status/anbefalinger/",
            "/status/anbefalinger/15/",
            f"/status/handleplan/{plan.pk}/",
            f"/status/handleplan/tiltag/{plan.measures.first().pk}/",
        )
        return {path: len(statements(client, path)) for path in paths}

    say_something(dorte, town, plan, times=1)
    before = cost()
    plan_of(town, 50)
    say_something(dorte, town, plan, times=30)
    assert cost() == before
    assert max(before.values()) <= 12


def say_something(dorte, town, plan, times):
    framework = framework_named(town.municipality, "SISO")
    for back in range(times):
        statement = Statement(Status.IN_PROGRESS, "Sådan står det.", TODAY - dt.timedelta(days=back))
        for recommendation in Recommendation.objects.filter(framework=framework, number__lte=1 + back % 15):
            set_recommendation_status(recommendation, Level.STAFF, statement, by=dorte, at=NOW)
        for measure in plan.measures.all()[: 1 + back]:
            set_measure_status(measure, statement, by=dorte, at=NOW)


def test_the_editor_finds_the_gaps_from_the_editing_page_and_an_approver_does_not(hanne, dorte):
    links = {
        person.name: "/redaktion/anbefalinger/" in signed_in(person).get("/redaktion/").content.decode()
        for person in (hanne, dorte)
    }
    assert links == {"Hanne Holm": True, "Dorte Dahl": False}
