"""The accessibility statement says what is declared, and what is declared is what the tests do. Rule A-54."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from beredskab.organisation.models import Staff
from beredskab.ui import accessibility
from beredskab.ui.accessibility import GAPS, NOT_TRIED, TRIALS, Kind, State

ROOT = Path(__file__).resolve().parents[2]
PAGE = "/om/tilgaengelighed/"
#: The declaration as it was on the day it is dated. Change it: date it anew, then write the new digest here.
DATED = ("2026-11-22", "7dd08321df7f5743")


def declaration() -> str:
    with translation.override("en"):
        told = [accessibility.STANDARD, accessibility.LEVEL, *map(str, TRIALS), *map(str, GAPS)]
        told += [str(one.instead) for one in GAPS] + [str(one) for one in NOT_TRIED]
    return hashlib.sha256("\n".join([*told, *accessibility.AXE_RULES]).encode()).hexdigest()[:16]


def test_what_is_declared_is_dated() -> None:
    assert (accessibility.DECLARED.isoformat(), declaration()) == DATED


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.tests[0].split("::")[1])
def test_every_trial_is_a_test_that_is_there(trial: accessibility.Trial) -> None:
    for one in trial.tests:
        file, name = one.split("::")
        assert re.search(rf"^def {name}\(", (ROOT / file).read_text(), re.M), one


def test_the_tests_of_every_page_go_by_what_is_declared() -> None:
    source = (ROOT / "tests/journeys/test_accessibility.py").read_text()
    assert all(f"accessibility.{name}" in source for name in ("WIDE", "SMALLEST", "BY_KEYBOARD"))
    assert "AXE_RULES" in (ROOT / "tests/browser.py").read_text()


def test_a_portal_with_a_known_gap_does_not_say_that_it_meets_everything(monkeypatch: Any) -> None:
    assert accessibility.state() is State.PARTLY
    monkeypatch.setattr(accessibility, "GAPS", [one for one in GAPS if one.kind is Kind.OUTSIDE])
    assert accessibility.state() is State.FULLY


@pytest.mark.django_db
def test_the_page_has_every_part_of_the_official_statement(town: Any) -> None:
    page = Client().get(PAGE).content.decode()
    assert "EN 301 549 v3.2.1" in page
    assert "22. november 2026" in page
    assert str(accessibility.state().value) in page
    for one in (*TRIALS, *GAPS, *NOT_TRIED):
        assert str(one) in page, one
    assert accessibility.AGENCY in page


@pytest.mark.django_db
def test_gert_says_whom_to_tell_and_the_page_and_the_footer_follow(gert: Staff, town: Any) -> None:
    gerts = Client()
    gerts.force_login(gert)
    said = {
        "language": "da",
        "languages": ["da"],
        "duty_minutes": "30",
        "idle_minutes": "20",
        "accessibility_phone": " 12 34  56 77",
        "accessibility_email": "web@eksempel.example",
        "accessibility_statement": "https://was.digst.dk/eksempel-dk",
    }
    assert Client().get("/was", follow=True).redirect_chain[-1][0] == PAGE
    answer = gerts.post("/administration/indstillinger/", {**said, "accessibility_phone": "ring"})
    assert answer.status_code == 422
    assert gerts.post("/administration/indstillinger/", said).status_code == 302
    page = Client().get(PAGE).content.decode()
    assert 'href="tel:+4512345677"' in page or 'href="tel:12345677"' in page
    assert 'href="mailto:web@eksempel.example"' in page
    assert Client().get("/was/")["Location"] == "https://was.digst.dk/eksempel-dk"
    footer = Client().get("/").content.decode().split('class="footer-links"')[1]
    assert 'href="https://was.digst.dk/eksempel-dk"' in footer
