"""Addresses outside the portal: asked at night where that is allowed, yellow with a date when silent."""

import datetime as dt
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from beredskab.organisation.models import Staff
from beredskab.outbox.models import Duty
from plans import checking, links
from plans.models import Edition, LinkCheck
from tests import build_plans as build
from tests.build import monday_at

URL = "https://social.example/anbefalinger"
OTHER = "https://ast.example/underretning"


@pytest.fixture
def edition(hanne: Staff, dorte: Staff) -> Edition:
    words = f"Læs [anbefalingerne]({URL}) og [reglerne]({OTHER}), eller [vores](/kontakter/)."
    return build.published([build.section("akut", build.text(words))], editor=hanne, approver=dorte)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[str]:
    """Nothing leaves the machine: the first address answers, the other one does not."""
    settings.CHECK_LINKS = True
    found: list[str] = []

    def answers(url: str) -> bool:
        found.append(url)
        return url == URL

    monkeypatch.setattr(links, "answers", answers)
    return found


def findings(edition: Edition) -> list[tuple[str, str, str]]:
    edition = Edition.objects.select_related("plan__municipality").get(pk=edition.pk)
    found = checking.check_edition(edition, at=monday_at(9))
    return [(one.code, one.level.value, one.what) for one in found if one.code == "link-silent"]


def test_an_address_that_does_not_answer_is_yellow_with_the_day(edition: Edition, asked: list[str]) -> None:
    links.ask_some({"municipality": edition.plan.municipality_id, "part": 0}, monday_at(3))
    assert asked == [URL, OTHER]
    told = f"En adresse har ikke svaret siden 23. november 2026: {OTHER}"
    assert findings(edition) == [("link-silent", "yellow", told)]


def test_each_is_asked_once_a_week_and_the_first_silent_day_stays(edition: Edition, asked: list[str]) -> None:
    ids: dict[str, object] = {"municipality": edition.plan.municipality_id, "part": 0}
    links.ask_some(ids, monday_at(3))
    links.ask_some(ids, monday_at(3) + dt.timedelta(days=1))
    assert len(asked) == 2
    links.ask_some(ids, monday_at(3) + dt.timedelta(days=7))
    assert len(asked) == 4
    assert LinkCheck.objects.get(url=OTHER).silent_since == monday_at(3).date()


def test_it_is_off_where_nobody_turned_it_on(edition: Edition, asked: list[str], settings: Any) -> None:
    settings.CHECK_LINKS = False
    links.ask_for_the_night(edition.plan.municipality, at=monday_at(3))
    links.ask_some({"municipality": edition.plan.municipality_id, "part": 0}, monday_at(3))
    assert (asked, Duty.objects.filter(name=links.ASK).count()) == ([], 0)


def test_the_nightly_look_asks_for_it(edition: Edition, asked: list[str]) -> None:
    checking.look({"municipality": edition.plan.municipality_id}, monday_at(3))
    assert Duty.objects.filter(name=links.ASK).count() == 1


class Here(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.send_header("Location", "http://169.254.169.254/")
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[str]:
    made = HTTPServer(("127.0.0.1", 0), Here)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()


@pytest.mark.parametrize(
    ("status", "is_there"), [(200, True), (301, True), (403, True), (404, False), (500, False)]
)
def test_what_counts_as_an_answer(server: str, status: int, is_there: bool) -> None:
    """A way on is an answer, and is not followed."""
    assert links.answers(f"{server}/{status}", may_ask=lambda _url: True) is is_there


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://10.0.0.7/x",
        "http://[::1]/",
        "http://169.254.169.254/",
        "https://1.1.1.1:8080/",
    ],
)
def test_nothing_inside_is_ever_asked(url: str) -> None:
    assert not links.is_public(url)
    assert links.answers(url)
