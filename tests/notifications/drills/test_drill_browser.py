"""A drill in a real browser: every page of it is accessible, wide and on the smallest phone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.drills import planning, running
from notifications.drills.words import Ask
from notifications.models import DrillCase, DrillPlayer
from tests.browser import covered, overflow, violations
from tests.notifications.drills.conftest import DAY, RIGHT, draft

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDE, PHONE = 1280, 320


def faults_of(page, what):
    found = []
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{what} at {width}: {fault}" for fault in violations(page)]
        found += [f"{what} at {width}: {one!r} is covered" for one in covered(page)]
        if overflow(page) > 0:
            found.append(f"{what} at {width} is too wide")
    return found


@pytest.fixture
def now(committing, published, crew, cia, dorte):
    """The drill runs today, by the real clock of the browser."""
    at = timezone.now()
    today = planning.today(published.municipality, at)
    planned = planning.plan(draft(published, starts_on=today, ends_on=today + 7 * DAY), by=dorte, at=at)
    return running.start(planned, by=dorte, at=at)


def test_anna_goes_through_it_and_cia_receives_it_and_every_page_says_drill(now, visits, anna, cia, dorte):
    page, faults = visits.page(anna), []
    path = reverse("notifications:play_drill", args=[DrillPlayer.objects.get(drill=now, staff=anna).pk])
    page.goto(path)
    faults += faults_of(page, "begin")
    page.click("button[name=begin]")
    for step, said in RIGHT.items():
        faults += faults_of(page, step.value)
        if Ask.FIRST.value in said:
            page.click("main form button.button-primary")
            faults += faults_of(page, "errors")
        for name, codes in said.items():
            for code in codes:
                page.check(f"input[name={name}][value={code}]")
        assert page.locator(".drill-band strong").inner_text() == "ØVELSE"
        page.click("main form button.button-primary")
    faults += faults_of(page, "what the plan says")
    assert "Modtagelsen" in page.inner_text("main")
    team = visits.page(cia)
    team.goto(reverse("notifications:drill_case", args=[DrillCase.objects.get().pk]))
    faults += faults_of(team, "the team's case")
    team.click("button[name=claim]")
    faults += faults_of(team, "taken")
    team.check("input[name=urgency][value=today]")
    team.check("input[name=is_theirs][value=yes]")
    team.click("main form button.button-primary")
    faults += faults_of(team, "assessed")
    director = visits.page(dorte)
    director.goto(reverse("notifications:drill", args=[now.pk]))
    faults += faults_of(director, "running")
    running.finish(now, by=dorte, at=timezone.now())
    for name, gaps in (
        ("drill", [now.pk]),
        ("drill_gap", [now.pk, "answered"]),
        ("drills", []),
        ("choose_drill", []),
        ("new_drill", ["egen"]),
        ("delete_drill", [now.pk]),
    ):
        answer = director.goto(reverse(f"notifications:{name}", args=gaps))
        assert answer is not None
        assert answer.status == 200, name
        faults += faults_of(director, name)
    assert faults == []
