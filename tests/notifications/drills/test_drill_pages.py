"""The pages of a drill as people meet them."""

import io

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from beredskab.outbox.mails import mail_for
from beredskab.outbox.models import Message
from beredskab.outbox.vocabulary import Kind
from notifications.drills import access, planning, running
from notifications.models import Concern, Drill, DrillMeasure
from notifications.vocabulary import Stage, Step
from plans.implementation import measures as plan_measures
from plans.implementation.measures import PlanFacts
from plans.models import Measure
from plans.paper import printing
from tests.build import monday_at, tuesday_at
from tests.notifications.drills.conftest import BELT, DAY, RIGHT, draft, part_of, play

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(freeze):
    freeze(monday_at(12))


def signed_in(person):
    client = Client()
    client.force_login(person)
    client.cookies["sprog"] = "da"
    return client


def words(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def filled(**more):
    case = BELT.case
    return {
        "title": "Efterårets øvelse",
        "situation": BELT.situation,
        "danger": case.danger.value,
        "certainty": case.certainty.value,
        "topics": [one.value for one in case.topics],
        "suspects": [one.value for one in case.suspects],
        "together": case.together.value,
        "hours": "open",
        "starts_on_0": "23",
        "starts_on_1": "11",
        "starts_on_2": "2026",
        "ends_on_0": "30",
        "ends_on_1": "11",
        "ends_on_2": "2026",
        "is_announced": "no",
        **more,
    }


def test_bo_plans_from_the_catalogue_begins_and_sees_who_has_answered(ready, crew, bo, anna):
    browser = signed_in(bo)
    shown = browser.get(reverse("notifications:new_drill", args=["baeltet-inden-afhentning"]))
    assert BELT.situation in shown.content.decode()
    made = browser.post(
        reverse("notifications:new_drill", args=["egen"]), filled(units=[ready.kindergarten.pk])
    )
    drill = Drill.objects.get()
    assert made.url == reverse("notifications:drill", args=[drill.pk])
    browser.post(reverse("notifications:start_drill", args=[drill.pk]))
    play(drill, anna, RIGHT, monday_at(12))
    page = words(browser.get(made.url))
    assert "1 / 6" in page
    assert "Anna Andersen 23. november 2026 kl. 12.00" in page
    assert "bliver vist, når øvelsen er slut" in page


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ({"situation": "Barnet er 010120-1234."}, "CPR-nummer"),
        ({"units": []}, "Vælg mindst én enhed"),
        ({"suspects": []}, "rettet mod nogen"),
        ({"ends_on_0": "1"}, "før den første"),
        ({"people": "ingen@eksempel.example"}, "Ingen her har denne e-mail"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(ready, crew, bo, more, complaint):
    path = reverse("notifications:new_drill", args=["egen"])
    answer = signed_in(bo).post(path, filled(**{"units": [ready.kindergarten.pk], **more}))
    assert answer.status_code == 422
    assert complaint in words(answer)
    assert "Efterårets øvelse" in answer.content.decode()
    assert not Drill.objects.exists()


def test_a_participant_goes_through_it_from_the_mail_and_sees_what_the_plan_says(
    published, crew, planned, anna, cia, dorte
):
    drill = running.start(planned, by=dorte, at=monday_at(9))
    mail = mail_for(Message(recipient=anna, kind=Kind.DRILL_STARTED, about=part_of(anna, drill).pk))
    path = reverse("notifications:play_drill", args=[part_of(anna, drill).pk])
    assert mail.body.strip().endswith(path)
    browser = signed_in(anna)
    assert "Øvelse: en opdigtet sag til dig" in words(browser.get("/"))
    assert BELT.situation not in browser.get(path).content.decode()
    browser.post(path, {"begin": "yes"})
    for step in Step:
        page = browser.get(path)
        assert "ØVELSE" in page.content.decode()
        assert reverse("notifications:file") in page.content.decode()
        assert 'href="tel:112"' in page.content.decode()
        browser.post(path, {"step": step.value, **RIGHT[step]})
    told = words(browser.get(path))
    assert "En underretning som den her går til Modtagelsen" in told
    assert "Fortæl ikke forældrene om mistanken" in told  # the plan's own advice
    assert "Planen siger noget andet" not in told
    assert not Concern.objects.exists()
    assert "Øvelse: en opdigtet sag" not in words(browser.get("/"))


def test_an_old_page_answers_nothing_else_and_an_empty_one_complains(running_drill, anna):
    browser, path = (
        signed_in(anna),
        reverse("notifications:play_drill", args=[part_of(anna, running_drill).pk]),
    )
    browser.post(path, {"begin": "yes"})
    assert browser.post(path, {"step": "first"}).status_code == 422
    browser.post(path, {"step": "first", **RIGHT[Step.FIRST]})
    again = browser.post(path, {"step": "first", "first": "wait", "call": "none"})
    assert again.status_code == 200
    assert part_of(anna, running_drill).answers.get().said["first"] == ["call"]


def test_the_team_takes_and_assesses_in_an_inbox_of_its_own(running_drill, anna, cia, emil):
    play(running_drill, anna, RIGHT)
    case = access.cases_for(cia).get()
    browser, path = signed_in(cia), reverse("notifications:drill_case", args=[case.pk])
    assert BELT.title in words(browser.get(reverse("notifications:drills")))
    assert BELT.title not in words(browser.get(reverse("notifications:inbox")))
    browser.post(path, {"claim": "yes"})
    assert browser.post(path, {"urgency": ""}).status_code == 422
    browser.post(path, {"urgency": "today", "is_theirs": "yes"})
    page = words(browser.get(path))
    assert "Taget af Cia Clausen" in page
    assert "Sagen er vores" in page
    assert signed_in(emil).get(path).status_code == 404


def test_dorte_makes_a_gap_a_measure_in_one_click(running_drill, crew, dorte, bo):
    plan = plan_measures.make_plan(PlanFacts("Handleplan"), by=dorte, at=monday_at(8))
    running.finish(running_drill, by=dorte, at=monday_at(11))
    here = reverse("notifications:drill", args=[running_drill.pk])
    path = reverse("notifications:drill_gap", args=[running_drill.pk, "answered"])
    browser = signed_in(dorte)
    assert path in browser.get(here).content.decode()
    assert path not in signed_in(bo).get(here).content.decode()
    made = browser.post(path, {"title": "Sæt tid af", "plan": plan.pk})
    measure = Measure.objects.get()
    assert (made.url, measure.title) == (reverse("plans:measure", args=[measure.pk]), "Sæt tid af")
    assert (DrillMeasure.objects.get().gap, measure.chapter.title) == ("answered", "Fra øvelser")
    assert measure.number in words(browser.get(here))


def test_stopping_and_deleting_ask_first_and_the_mail_leads_to_a_word(running_drill, anna, dorte):
    browser = signed_in(dorte)
    stop = reverse("notifications:stop_drill", args=[running_drill.pk])
    assert "Vil du stoppe øvelsen?" in words(browser.get(stop))
    assert Drill.objects.get().stage is Stage.RUNNING
    browser.post(stop)
    assert Drill.objects.get().stage is Stage.ABORTED
    part = reverse("notifications:play_drill", args=[part_of(anna, running_drill).pk])
    assert "Øvelsen blev stoppet" in words(signed_in(anna).get(part))
    assert BELT.title not in words(signed_in(anna).get(reverse("notifications:drills")))
    browser.post(reverse("notifications:delete_drill", args=[running_drill.pk]))
    assert not Drill.objects.exists()


@pytest.mark.skipif(bool(printing.why_off()), reason="this machine cannot print")
def test_the_paper_says_drill_on_every_page_and_names_nobody(running_drill, crew, dorte, freeze):
    for person in crew:
        play(running_drill, person, RIGHT)
    running.finish(running_drill, by=dorte, at=tuesday_at(12))
    freeze(tuesday_at(13))
    answer = signed_in(dorte).get(reverse("notifications:drill_paper", args=[running_drill.pk]))
    assert answer["Content-Type"] == "application/pdf"
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert all("ØVELSE" in page for page in pages)
    assert not [one.name for one in crew for page in pages if one.name in page]


def test_somebody_who_is_to_take_part_sees_it_coming_only_when_it_is_announced(ready, crew, anna, dorte):
    later = monday_at(8).date() + 3 * DAY
    for title, announced in (("Varslet", True), ("Hemmelig", False)):
        facts = draft(ready, title=title, starts_on=later, is_announced=announced)
        planning.plan(facts, by=dorte, at=monday_at(8))
    page = words(signed_in(anna).get(reverse("notifications:drills")))
    assert "Varslet" in page
    assert "Hemmelig" not in page


def test_every_mail_of_a_drill_says_that_it_is_one(dorte):
    for kind in (Kind.DRILL_STARTED, Kind.DRILL_REMINDER, Kind.DRILL_CASE, Kind.DRILL_PLANNED):
        with translation.override("da"):
            assert "øvelse" in mail_for(Message(recipient=dorte, kind=kind)).subject.lower()
