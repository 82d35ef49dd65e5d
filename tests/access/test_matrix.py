"""Who gets what, everywhere: every door of the resolver x every person x every method (matrix.toml).

A door without a line in the table fails the suite, and so does a line without a door. Catches a new view
that forgot to ask, a role that opens more than it should, a 403 that confirms a concern exists.
"""

import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.build import monday_at
from tests.routes import Route, routes
from tests.world import World
from tests.world.browsers import NOBODY, Browsers, masked
from tests.world.story import NO_CONCERN

TABLE: dict[str, dict[str, dict[str, int]]] = tomllib.loads(
    (Path(__file__).parent / "matrix.toml").read_text(encoding="utf-8")
)
PEOPLE = (NOBODY, "anna", "bo", "cia", "dorte", "emil", "frida", "gert", "hanne", "ida", "ole", "per")
ELSE = "else"
# A form that was sent without filling in anything still carries its token.
EMPTY = {"GET": None, "POST": {"csrfmiddlewaretoken": "x"}}
ABOUT_CONCERNS = {"draft", "concern"}
# Whose answers must be those of a concern that never was.
OUTSIDERS = tuple(person for person in PEOPLE if person not in {NOBODY, "anna", "cia"})
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(freeze: Any) -> None:
    freeze(monday_at(12))


@pytest.fixture
def busy(world: World) -> World:
    """With Anna's concern about Ole, and her draft."""
    world.file_a_concern()
    world.ask_without_a_name()
    world.begin_a_draft()
    return world


def wanted(route: str, method: str, person: str) -> int | None:
    """The status that the table wants; None where it says nothing."""
    row = TABLE.get(route, {}).get(method, {})
    return row.get(person, row.get(ELSE))


def surprises(world: World, browsers: Browsers, method: str, doors: list[Route] | None = None) -> list[str]:
    """Every answer that is not the one in the table."""
    found = []
    for route, person in itertools.product(doors or routes(), PEOPLE):
        if method not in route.methods:
            continue
        path = reverse(route.name, kwargs=world.arguments(route))
        got = browsers.ask(person, method, path, EMPTY[method]).status
        expected = wanted(route.name, method, person)
        if got != expected:
            found.append(f"{route.name} {method} {person}: {got}, the table says {expected}")
    return found


def test_every_door_has_its_lines_and_every_line_a_door() -> None:
    declared = {(r.name, m) for r in routes() for m in r.methods if m in {"GET", "POST"}}
    written = {(name, method) for name, row in TABLE.items() for method in row}
    assert (sorted(declared - written), sorted(written - declared)) == ([], [])


def test_every_line_speaks_of_everybody() -> None:
    """A person who is not named falls under »else«, or under nothing, which is an error."""
    lines = [(name, method) for name, row in TABLE.items() for method in row]
    silent = [line for line in lines for person in PEOPLE if wanted(*line, person) is None]
    unknown = [line for line in lines for person in TABLE[line[0]][line[1]] if person not in {*PEOPLE, ELSE}]
    assert (silent, unknown) == ([], [])


def test_reading(busy: World, browsers: Browsers) -> None:
    assert surprises(busy, browsers, "GET") == []


def test_writing_without_saying_anything(busy: World, browsers: Browsers) -> None:
    """An empty post: whoever may act is told what is missing, everybody else is turned away."""
    assert surprises(busy, browsers, "POST") == []


def test_a_door_that_opens_too_wide_is_noticed(
    busy: World, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beredskab.access.guard.may", lambda *_: True)
    inbox = [route for route in routes() if route.name == "notifications:inbox"]
    assert [line.split()[2] for line in surprises(busy, browsers, "GET", inbox)] == [
        "anna:",
        "bo:",
        "gert:",
        "hanne:",
        "ole:",
        "per:",
    ]


def test_a_method_that_no_door_has_is_refused_everywhere(busy: World, browsers: Browsers) -> None:
    answers = {
        (route.name, method): browsers.ask(
            "anna", method, reverse(route.name, kwargs=busy.arguments(route))
        ).status
        for route in routes()
        for method in ("PUT", "PATCH", "DELETE", "TRACE")
        if method not in route.methods  # those of another system's doors
    }
    assert {status for status in answers.values() if status != 405} == set()


def test_a_concern_of_others_is_a_page_that_never_was(busy: World, browsers: Browsers) -> None:
    """Status, headers, cookies and body are those of an id that nobody ever made."""
    doors = [route for route in routes() if ABOUT_CONCERNS & set(route.gaps)]
    assert len(doors) > 20
    different = []
    for route, person in itertools.product(doors, OUTSIDERS):
        for method in set(route.methods) - {"HEAD"}:
            there, nowhere = _both(busy, browsers, route, person, method)
            if there != nowhere or there[0] not in {404, 405}:
                different.append(f"{method} {route.name} as {person}: {there[0]} and {nowhere[0]}")
    assert different == []


def _both(world: World, browsers: Browsers, route: Route, person: str, method: str) -> list[tuple[Any, ...]]:
    known = world.arguments(route)
    nowhere = {name: NO_CONCERN if name in ABOUT_CONCERNS else value for name, value in known.items()}
    found = []
    for arguments in (known, nowhere):
        path = reverse(route.name, kwargs=arguments)
        answer = browsers.ask(person, method, path, EMPTY[method])
        found.append((answer.status, answer.headers, masked(answer.body), answer.cookies))
    return found


def test_the_comparison_would_notice(busy: World, browsers: Browsers) -> None:
    """Cia, who may read it, gets something else than for a concern that never was."""
    door = next(route for route in routes() if route.name == "notifications:concern")
    there, nowhere = _both(busy, browsers, door, "cia", "GET")
    assert (there[0], nowhere[0]) == (200, 404)
