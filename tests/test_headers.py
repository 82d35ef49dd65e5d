"""What every answer of every door says beside its body: policy, caches, cookies.

Catches a view that sets a weaker policy, a page with names in it that a shared computer keeps, a cookie that
a script can read, and a log-off that leaves the cache.
"""

import itertools
from dataclasses import replace
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from tests.access.test_matrix import EMPTY
from tests.build import monday_at
from tests.routes import routes
from tests.world import World
from tests.world.browsers import NOBODY, Answer, Browsers

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PEOPLE = (NOBODY, "anna", "cia", "hanne", "dorte", "bo")
# Answered before any middleware that adds headers of pages; no browser renders them.
FOR_MACHINES = frozenset({"administration:health", "administration:living"})
# The same for everybody, told apart by its address: may lie in every cache.
FOR_EVERY_CACHE = frozenset({"theme"})
HTTP_ONLY = frozenset(
    {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(world: World, freeze: Any) -> World:
    world.file_a_concern()
    world.ask_without_a_name()
    world.begin_a_draft()
    freeze(monday_at(12))
    return world


@pytest.fixture
def answers(request: pytest.FixtureRequest) -> dict[tuple[str, str, str], Answer]:
    """(door, person, method) -> what was answered, for every door; asked once."""
    if not ASKED:
        ASKED.update(ask_everywhere(request.getfixturevalue("busy"), request.getfixturevalue("browsers")))
    return ASKED


ASKED: dict[tuple[str, str, str], Answer] = {}


def ask_everywhere(busy: World, browsers: Browsers) -> dict[tuple[str, str, str], Answer]:
    """Every door, by everybody, reading and sending an empty form."""
    found = {}
    for route, person in itertools.product(routes(), PEOPLE):
        for method in set(route.methods) & {"GET", "POST"}:
            path = reverse(route.name, kwargs=busy.arguments(route))
            answer = browsers.ask(person, method, path, EMPTY[method])
            # bodies of thousands of pages would stay in memory until the worker ends
            found[route.name, person, method] = replace(answer, body=b"")
    found["nowhere", "anna", "GET"] = browsers.ask("anna", "GET", "/findes/ikke/")
    found["nowhere", NOBODY, "GET"] = browsers.ask(NOBODY, "GET", "/findes/ikke/")
    return found


def faults_of(door: str, person: str, answer: Answer) -> list[str]:
    """What is wrong with the headers of one answer."""
    headers = dict(answer.headers)
    wanted = {} if door in FOR_MACHINES else ALWAYS
    found = [name for name, value in wanted.items() if headers.get(name) != value]
    if policy_of(headers) != POLICY:
        found.append("Content-Security-Policy")
    kept, kind = headers.get("Cache-Control", ""), headers.get("Content-Type", "")
    if door not in FOR_EVERY_CACHE and person != NOBODY and "no-store" not in kept:
        found.append(f"Cache-Control is {kept!r}")
    if kind.startswith("text/html") and "charset=utf-8" not in kind:
        found.append("no charset")
    found += [name for name in ("Server", "X-Powered-By", "Access-Control-Allow-Origin") if name in headers]
    return found + [fault for cookie in answer.cookies for fault in faults_of_cookie(cookie)]


def policy_of(headers: dict[str, str]) -> dict[str, str]:
    told = headers.get("Content-Security-Policy", "")
    return dict(part.strip().split(" ", 1) for part in told.split(";") if part.strip())


def faults_of_cookie(cookie: str) -> list[str]:
    (name, morsel), *_ = SimpleCookie(cookie.removeprefix("Set-Cookie: ")).items()
    found = []
    if name not in HTTP_ONLY:
        found.append(f"an unknown cookie {name}")
    elif morsel.value and not (morsel["httponly"] and morsel["samesite"] == "Lax" and morsel["path"] == "/"):
        found.append(f"{name} is {cookie}")
    if morsel["domain"]:
        found.append(f"{name} is sent to other hosts")
    return found


def test_every_answer_keeps_to_the_policy(answers: dict[tuple[str, str, str], Answer]) -> None:
    faults = {key: faults_of(key[0], key[1], answer) for key, answer in answers.items()}
    assert {key: told for key, told in faults.items() if told} == {}
    assert len(answers) > 500


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Content-Security-Policy", "default-src 'none'; script-src 'self' 'unsafe-inline'"),
        ("Cache-Control", "private, max-age=60"),
        ("X-Frame-Options", "SAMEORIGIN"),
        ("Server", "gunicorn"),
    ],
)
def test_a_weaker_answer_would_be_noticed(header: str, value: str, busy: World, browsers: Browsers) -> None:
    right = browsers.ask("anna", "GET", "/")
    assert faults_of("home", "anna", right) == []
    wrong = {**dict(right.headers), header: value}
    assert faults_of("home", "anna", Answer(200, tuple(wrong.items()), b"", ())) != []
    assert faults_of_cookie("Set-Cookie: session=1; Path=/; SameSite=Lax") != []


def test_a_page_of_a_person_is_never_the_page_of_another_in_a_cache(
    answers: dict[tuple[str, str, str], Answer],
) -> None:
    """What is shown without login differs by cookie (language), so caches must know."""
    public = [a for (door, who, _), a in answers.items() if who == NOBODY and a.status == 200]
    html = [a for a in public if dict(a.headers).get("Content-Type", "").startswith("text/html")]
    assert [a.headers for a in html if "Cookie" not in dict(a.headers).get("Vary", "")] == []


def test_log_off_and_hiding_empty_the_cache_of_the_browser(
    answers: dict[tuple[str, str, str], Answer],
) -> None:
    for door in (("signin:sign_out", "anna", "POST"), ("hide", "anna", "GET"), ("hide", "anna", "POST")):
        assert '"cache"' in dict(answers[door].headers).get("Clear-Site-Data", ""), door


def test_what_is_sent_as_a_file_is_named_and_never_rendered_as_a_page(
    answers: dict[tuple[str, str, str], Answer],
) -> None:
    files = {
        door: dict(answer.headers)
        for (door, _, _), answer in answers.items()
        if answer.status == 200
        and not dict(answer.headers)["Content-Type"].startswith(("text/html", "text/css", "application/json"))
    }
    assert len(files) >= 3
    named = {door: headers.get("Content-Disposition", "") for door, headers in files.items()}
    assert {door for door, told in named.items() if "filename" not in told} == set()


def redirects(found: dict[tuple[str, str, str], Answer]) -> list[str]:
    return [dict(answer.headers)["Location"] for answer in found.values() if answer.status in {301, 302}]


def test_nobody_is_sent_to_a_stranger(answers: dict[tuple[str, str, str], Answer]) -> None:
    assert [to for to in redirects(answers) if not to.startswith("/") or to.startswith("//")] == []


def test_no_door_leads_where_a_stranger_says(busy: World, browsers: Browsers) -> None:
    led = []
    for number, route in enumerate(routes()):
        target = STRANGERS[number % len(STRANGERS)]
        for method in set(route.methods) & {"GET", "POST"}:
            path = reverse(route.name, kwargs=busy.arguments(route))
            data = dict.fromkeys(("next", "tilbage", "back"), target) if method == "POST" else None
            query = "" if data else f"?next={target}&back={target}"
            answer = browsers.ask("anna", method, path + query, data)
            led.append((route.name, dict(answer.headers).get("Location", "/").split("?")[0]))
    assert [name for name, to in led if "evil" in to or to.startswith("javascript")] == []


STRANGERS = ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:go('evil')")
