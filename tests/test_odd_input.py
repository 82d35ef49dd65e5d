"""Odd input at every door: it is refused or stored as typed, and never a page of 500.

Each form of the portal is opened by somebody who may, filled with one oddity in every field that can be typed
into, and sent. Catches a NUL that the database refuses, a number too large for a column, bytes that are no
text, a post too large to be a form, and what a form does with a hidden field that somebody changed.
"""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from notifications import handling
from notifications.forms.filing import FORMS
from notifications.guide.path import BY_SLUG
from notifications.models import Note
from tests.access.test_matrix import wanted
from tests.build import monday_at
from tests.routes import Route, routes
from tests.world import World
from tests.world.browsers import NOBODY, Browsers

ODDITIES = {
    "nul": "før\x00efter",
    "right to left": "\u202egnafna nO\u202c \u2066x\u2069",
    "combining": "e" + "\u0301" * 50_000,
    "emoji": "👩‍👩‍👧‍👦 🇩🇰 Zoë",
    "controls": "\x01\x07\x1b[31m\x7f\u0085\u2028",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "markup": "<script>alert(1)</script>{{ 7|add:7 }}{% load x %}",
    "sql": "'; DROP TABLE organisation_staff; --",
    "number": "9" * 40,
    "minus": "-1",
    "dates": "31.02.2026",
    "line ends": "a\r\nBcc: x@evil.example\r\n\r\nb",
    "long": "æ" * 200_000,
}
MUST_ACT = ("anna", "cia", "hanne", "dorte", "bo", NOBODY)
TEN_MEGABYTES = 10 * 1024 * 1024
pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(world: World, freeze: Any) -> World:
    world.file_a_concern()
    world.ask_without_a_name()
    world.begin_a_draft()
    freeze(monday_at(12))
    return world


GUESSED = ("next", "sprog", "person", "people", "to", "seen", "text", "unit", "confirmed")


def writers(route: Route) -> str:
    """Somebody who gets as far as the form, or who is turned away like everybody."""
    return next((p for p in MUST_ACT if wanted(route.name, "POST", p) in {200, 302, 422}), "anna")


def form_of(world: World, browsers: Browsers, route: Route, person: str) -> dict[str, str]:
    """Every name of the page's forms that can be sent, with what stands in it."""
    if "GET" not in route.methods:
        return dict.fromkeys(
            ("next", "sprog", "person", "people", "to", "seen", "text", "unit", "confirmed"), ""
        )
    page = browsers.ask(person, "GET", reverse(route.name, kwargs=world.arguments(route))).body
    fields = BeautifulSoup(page, "html.parser").select("main form[method=post] [name]")
    return {str(field["name"]): str(field.get("value") or "") for field in fields}


def posts(world: World, browsers: Browsers, odd: str) -> list[str]:
    """Doors that fail on an oddity: in every field at once, and in the typed fields alone."""
    failed = []
    for route in routes():
        if "POST" not in route.methods or route.name == "signin:sign_in":
            continue
        person = writers(route)
        path = reverse(route.name, kwargs=world.arguments(route))
        known = form_of(world, browsers, route, person)
        everywhere = dict.fromkeys(known, odd)
        typed = {name: value or odd for name, value in known.items()}
        for data in (everywhere, typed):
            status = browsers.ask(person, "POST", path, data).status
            if status >= 500:
                failed.append(f"{route.name} as {person}: {status}")
    return failed


@pytest.mark.parametrize("oddity", ODDITIES)
def test_every_form_refuses_it_or_stores_it(oddity: str, busy: World, browsers: Browsers) -> None:
    assert posts(busy, browsers, ODDITIES[oddity]) == []


@pytest.mark.parametrize("oddity", ["nul", "right to left", "emoji", "number", "minus", "dates", "long"])
def test_every_question_of_the_guided_form_keeps_it_or_says_no(
    oddity: str, busy: World, browsers: Browsers
) -> None:
    """Kept as typed while writing, judged when sent; and every page after it can still be opened."""
    odd, failed, statuses = ODDITIES[oddity], [], set()
    anna = Client(raise_request_exception=False)
    anna.cookies = browsers._cookies("anna")
    for step in [one for one in BY_SLUG.values() if one.question is not None]:
        path = reverse("notifications:step", kwargs={"draft": busy.draft, "step": step.slug})
        fields = [*FORMS[step.question].base_fields, "born_0", "born_1", "born_2", "search"]
        typed = dict.fromkeys(fields, odd)
        for sent in (anna.post(f"{path}gem/", typed), anna.get(path), anna.post(path, typed), anna.get(path)):
            statuses.add(sent.status_code)
            if sent.status_code >= 500:
                failed.append(f"{step.slug}: {sent.request['REQUEST_METHOD']} {sent.status_code}")
    for name in ("draft", "step", "discard"):
        arguments = {"draft": busy.draft, **({"step": "tjek"} if name == "step" else {})}
        opened = anna.get(reverse(f"notifications:{name}", kwargs=arguments)).status_code
        failed += [f"{name} afterwards: {opened}"] * (opened >= 500)
    assert (failed, {200, 422} <= statuses) == ([], True)


def test_bytes_that_are_no_text_are_no_fault_of_ours(busy: World, browsers: Browsers) -> None:
    statuses = _raw(busy, browsers, b"text=%ED%A0%80%FF&reason=\xff\xfe&email=%00&account=%C0%80")
    assert [told for told in statuses if told[1] >= 500] == []


def test_a_body_of_another_kind_is_no_fault_of_ours(busy: World, browsers: Browsers) -> None:
    for kind, body in (
        ("application/json", b'{"text": ['),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"),
        ("multipart/form-data", b"no boundary"),
        ("text/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
    ):
        assert [told for told in _raw(busy, browsers, body, kind) if told[1] >= 500] == [], kind


def test_ten_megabytes_and_a_thousand_fields_are_refused_everywhere(busy: World, browsers: Browsers) -> None:
    large = _raw(busy, browsers, b"text=" + b"a" * TEN_MEGABYTES)
    many = _raw(busy, browsers, b"&".join(b"f%d=1" % n for n in range(1200)))
    # Hiding the screen reads nothing of what is sent with it, and must not fail either.
    accepted = {name for name, status in [*large, *many] if status >= 500 or status == 200}
    assert accepted == {"hide"}
    assert 400 in {status for _, status in large}


def _raw(
    world: World, browsers: Browsers, body: bytes, kind: str = "application/x-www-form-urlencoded"
) -> list[tuple[str, int]]:
    """What every door that takes a post answers to these bytes."""
    found = []
    for route in routes():
        if "POST" in route.methods:
            client = Client(raise_request_exception=False)
            client.cookies = browsers._cookies(writers(route))
            path = reverse(route.name, kwargs=world.arguments(route))
            found.append((route.name, client.generic("POST", path, body, content_type=kind).status_code))
    return found


QUERIES = (
    *("q", "sprog", "unit", "v", "role", "rolle", "format", "side", "page", "filter", "status", "at", "dato"),
    *("grad", "vis", "next", "type", "kommune", "before", "after", "lens", "from", "changed"),
)


@pytest.mark.parametrize("oddity", ["nul", "right to left", "emoji", "number", "minus", "markup", "dates"])
def test_an_odd_question_in_the_address_is_answered(oddity: str, busy: World, browsers: Browsers) -> None:
    failed = []
    for route in routes():
        if "GET" in route.methods and route.name != "administration:health":
            person = next(p for p in (*MUST_ACT, "gert") if (wanted(route.name, "GET", p) or 0) != 403)
            path = reverse(route.name, kwargs=busy.arguments(route))
            query = dict.fromkeys(QUERIES, ODDITIES[oddity])
            answer = Client(raise_request_exception=False)
            answer.cookies = browsers._cookies(person)
            status = answer.get(path, query).status_code
            if status >= 500:
                failed.append(f"{route.name} as {person}: {status}")
    assert failed == []


def test_a_path_that_cannot_be_is_a_missing_page(busy: World, browsers: Browsers) -> None:
    odd: dict[str, Any] = {"int": 10**30, "slug": "-" * 300, "uuid": "00000000-0000-0000-0000-000000000000"}
    odd["path"] = odd["slug"]
    found = []
    for route in routes():
        kinds = {name: kind for kind, name in route.kinds}
        if not kinds:
            continue
        path = reverse(route.name, kwargs={name: odd[kind] for name, kind in kinds.items()})
        for person in ("anna", "cia", "hanne", "dorte"):
            for method in set(route.methods) & {"GET", "POST"}:
                answer = browsers.ask(person, method, path, {} if method == "POST" else None)
                found.append((route.name, person, method, answer.status))
    refused = {302, 403, 404}
    for_systems = {401, 405}  # their doors ask for a token before they look at anything
    wrong = [
        told
        for told in found
        if told[3] not in (refused | for_systems if told[0].startswith("doors:") else refused)
    ]
    assert wrong == []
    assert len(found) > 100


@pytest.mark.parametrize("oddity", ["right to left", "emoji", "formula", "markup", "sql"])
def test_what_is_odd_but_allowed_is_kept_as_it_was_typed(
    oddity: str, busy: World, browsers: Browsers
) -> None:
    from beredskab.access.acting import acting_as
    from beredskab.vault import safe

    path = reverse("notifications:add_note", kwargs={"concern": busy.sent})
    client = Client()
    client.cookies = browsers._cookies("cia")
    assert client.post(path, {"text": ODDITIES[oddity]}).status_code == 302
    with acting_as(busy.people["cia"]):
        last = Note.objects.filter(concern=busy.sent).order_by("-at", "-pk")
        opened = safe.open_for(busy.sent, by=busy.people["cia"], at=monday_at(13), purpose="test")
        texts = {opened.decrypt(handling.field_of(note, "text"), note.text) for note in last}
    assert ODDITIES[oddity] in texts


def test_a_failing_door_would_be_noticed(
    busy: World, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("notifications.handling.add_note", fail)
    assert "notifications:add_note as cia: 500" in posts(busy, browsers, "x" * 10)
