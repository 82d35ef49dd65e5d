"""Reading is an act (rule N-18), and a refusal is the same work whether or not there is something to refuse.

Catches a page that shows what was said without a line in the trail, one that shows it although the trail
could not be written, and a look-up that costs more when the concern exists.
"""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beredskab.access.acting import as_role
from beredskab.audit import trail
from beredskab.audit.models import Entry
from tests.access.test_matrix import ABOUT_CONCERNS, OUTSIDERS
from tests.access.test_two_layers import TEXTS
from tests.build import monday_at
from tests.routes import Route, routes
from tests.world import World
from tests.world.browsers import Browsers
from tests.world.story import NO_CONCERN

VALUES = re.compile(r"'[^']*'|\d+")
pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(world: World, freeze: Any) -> World:
    world.file_a_concern()
    world.ask_without_a_name()
    world.begin_a_draft()
    freeze(monday_at(12))
    return world


def doors() -> list[Route]:
    return [route for route in routes() if ABOUT_CONCERNS & set(route.gaps) and "GET" in route.methods]


def readings(world: World, person: str) -> int:
    with as_role("auditor") as alias:
        found = Entry.objects.using(alias).filter(verb="concern.read", actor_id=world.people[person].pk)
        return int(found.count())


def texts_in(body: bytes) -> list[str]:
    return [text for text in TEXTS if text.encode() in body]


@pytest.mark.parametrize("person", ["cia", "anna"])
def test_who_is_shown_what_was_said_stands_in_the_trail(person: str, busy: World) -> None:
    client = Client()
    client.force_login(busy.people[person])
    silent, shown = [], 0
    for route in doors():
        before = readings(busy, person)
        body = client.get(reverse(route.name, kwargs=busy.arguments(route))).content
        if texts_in(body):
            shown += 1
            silent += [route.name] if readings(busy, person) == before else []
    assert silent == []
    assert shown >= 2


@pytest.mark.parametrize("person", ["cia", "anna"])
def test_without_a_trail_nothing_is_shown(
    person: str, busy: World, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log that cannot be written closes the door: no line, no key."""
    browsers.ask(person, "GET", "/")
    write = trail.record

    def full(actor_id: int | None, verb: str, *args: Any, **kwargs: Any) -> None:
        if verb == "concern.read":
            raise OSError("no space left on device")
        write(actor_id, verb, *args, **kwargs)

    monkeypatch.setattr(trail, "record", full)
    told = {
        route.name: texts_in(
            browsers.ask(person, "GET", reverse(route.name, kwargs=busy.arguments(route))).body
        )
        for route in doors()
    }
    assert {name: texts for name, texts in told.items() if texts} == {}


def work_of(world: World, person: str, path: str) -> list[str]:
    """The statements of a request, without their values."""
    client = Client()
    client.force_login(world.people[person])
    client.get("/hjaelp/")
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return [VALUES.sub("?", one["sql"]) for one in captured.captured_queries]


@pytest.mark.parametrize("person", [p for p in OUTSIDERS if p in {"emil", "ole", "ida", "bo", "gert"}])
def test_a_refusal_is_the_same_work_for_a_concern_that_never_was(person: str, busy: World) -> None:
    different = []
    for route in doors():
        known = busy.arguments(route)
        nowhere = {n: NO_CONCERN if n in ABOUT_CONCERNS else value for n, value in known.items()}
        there = work_of(busy, person, reverse(route.name, kwargs=known))
        not_there = work_of(busy, person, reverse(route.name, kwargs=nowhere))
        if there != not_there:
            different.append(f"{route.name} as {person}: {len(there)} and {len(not_there)} statements")
    assert different == []


def test_the_comparison_would_notice(busy: World) -> None:
    path = reverse("notifications:concern", kwargs={"concern": busy.sent})
    nowhere = reverse("notifications:concern", kwargs={"concern": NO_CONCERN})
    assert work_of(busy, "cia", path) != work_of(busy, "cia", nowhere)
