import datetime as dt

import pytest
from django.test import Client

from plans.implementation import measures
from plans.implementation.measures import MeasureFacts, PlanFacts
from plans.implementation.telling import Statement, set_measure_status
from plans.models import ActionPlan, Evidence, Measure, MeasureStatus
from plans.vocabulary import Status, Task
from tests.plans.implementation.test_status_pages import seen, signed_in, words

NOW = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _sunday(freeze):
    freeze(NOW)


@pytest.fixture
def measure(dorte, town):
    plan = measures.make_plan(PlanFacts("Handleplan"), by=dorte, at=NOW)
    facts = MeasureFacts("1", "Alle huse øver.", is_local=True, units=[town.kindergarten])
    return measures.save_measure(plan, facts, by=dorte, at=NOW)


def date(name, day):
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


def test_dorte_makes_a_plan_a_measure_and_names_bo(dorte, bo, town):
    client = signed_in(dorte)
    told = {"name": "Plan for 2027", "confirmed_for": "90", **date("starts_on", TODAY)}
    page = client.post("/status/handleplan/ny/", told, follow=True)
    plan = ActionPlan.objects.get()
    assert words(seen(page), "h1") == ["Plan for 2027"]
    told = {"number": "1", "title": "Alle huse øver.", "chapter": "Øvelser", "is_local": "on"}
    client.post(f"/status/handleplan/{plan.pk}/nyt-tiltag/", told | {"units": town.school.pk})
    made = Measure.objects.get()
    named = {"task": "makes", "staff": bo.email, "deputy": dorte.email}
    page = client.post(f"/status/handleplan/tiltag/{made.pk}/ansvarlige/", named, follow=True)
    assert words(seen(page), "tbody tr") == ["Bo Bang udarbejder Dorte Dahl Fjern Bo Bang"]
    assert (made.chapter.title, [x.name for x in made.units.all()]) == ("Øvelser", ["Bakkeskolen"])


@pytest.mark.parametrize(
    ("told", "field", "message"),
    [
        ({"name": "handleplan"}, "name", "En anden handleplan eller et andet sæt anbefalinger hedder det"),
        ({"confirmed_for": "0"}, "confirmed_for", "1"),
        ({**date("starts_on", TODAY), **date("ends_on", TODAY - dt.timedelta(days=1))}, "ends_on", "slutter"),
    ],
)
def test_a_mistake_in_a_plan_is_said_beside_the_field(dorte, measure, told, field, message):
    data = {"name": "Ny", "confirmed_for": "90", **told}
    response = signed_in(dorte).post("/status/handleplan/ny/", data)
    assert (response.status_code, ActionPlan.objects.count()) == (422, 1)
    assert message in words(seen(response), ".form-error-message")[0]


def test_a_colleague_nobody_knows_is_said_beside_the_field(dorte, measure):
    path = f"/status/handleplan/tiltag/{measure.pk}/ansvarlige/"
    response = signed_in(dorte).post(path, {"task": "makes", "staff": "ukendt@eksempel.example"})
    assert "Ingen her har den e-mail" in words(seen(response), ".form-error-message")[0]


def test_bo_finds_his_measure_says_how_far_it_is_and_sees_no_more(dorte, bo, measure, town):
    client = signed_in(bo)
    assert words(seen(client.get("/status/mine/")), ".empty") == ["Ingen tiltag nævner dig."]
    assert client.get(f"/status/mine/{measure.pk}/").status_code == 404
    measures.name_responsible(measure, role="", staff=bo, deputy=None, task=Task.USES, by=dorte, at=NOW)
    assert words(seen(client.get("/status/mine/")), ".decisions h2") == ["1. Alle huse øver."]
    told = {"status": "done", "sentence": "Øvelsen er holdt.", "place": f"u{town.kindergarten.pk}"}
    page = client.post(f"/status/mine/{measure.pk}/", told | date("as_of", TODAY), follow=True)
    assert MeasureStatus.objects.get().unit == town.kindergarten
    assert words(seen(page), "#places ~ tbody td, table tbody td")[0] == "Gennemført"
    assert client.get(f"/status/handleplan/tiltag/{measure.pk}/").status_code == 403


def test_a_place_of_somebody_else_cannot_be_chosen(dorte, measure, town):
    told = {"status": "done", "sentence": "Nej.", "place": f"u{town.school.pk}", **date("as_of", TODAY)}
    response = signed_in(dorte).post(f"/status/handleplan/tiltag/{measure.pk}/", told)
    assert (response.status_code, MeasureStatus.objects.exists()) == (422, False)


def test_it_still_holds_is_one_press(dorte, measure):
    path = f"/status/handleplan/tiltag/{measure.pk}/"
    old = Statement(Status.IN_PROGRESS, "Godt på vej.", TODAY - dt.timedelta(days=300))
    set_measure_status(measure, old, by=dorte, at=NOW)
    client = signed_in(dorte)
    assert "Ubekræftet" in words(seen(client.get(path)), ".badge")[0]
    page = seen(client.post(f"{path}bekraeft/", follow=True))
    assert words(page, ".badge") == []
    assert MeasureStatus.objects.latest("pk").as_of == TODAY


def test_evidence_and_comments_stand_on_the_page(dorte, measure):
    client = signed_in(dorte)
    path = f"/status/handleplan/tiltag/{measure.pk}/"
    told = {"title": "Referat", "url": "https://eksempel.example/r", **date("holds_from", TODAY)}
    client.post(f"{path}viser/", told)
    client.post(f"{path}kommentar/", {"comment-text": "Kommer det med?"})
    page = seen(client.get(path))
    assert words(page, ".evidence strong") == ["Referat"]
    assert words(page, ".comment p")[0] == "Kommer det med?"
    client.post(f"/status/handleplan/viser/{Evidence.objects.get().pk}/fjern/")
    assert words(seen(client.get(path)), ".evidence strong") == []


def test_the_page_shows_what_had_been_told_by_then(dorte, measure):
    june = dt.date(2026, 6, 1)
    set_measure_status(measure, Statement(Status.DONE, "Færdig.", june), by=dorte, at=NOW)
    client: Client = signed_in(dorte)
    path = f"/status/handleplan/{measure.plan_id}/"
    shown = {
        query: words(seen(client.get(path + query)), ".measures td .status")
        for query in ("?day=2026-06-01", "?day=2026-06-01&told=yes")
    }
    assert shown == {"?day=2026-06-01": ["Gennemført"], "?day=2026-06-01&told=yes": ["Ukendt"]}
