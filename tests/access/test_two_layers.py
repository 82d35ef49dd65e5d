"""Two independent layers over every page: each is switched off once, and the other leaks nothing.

tests/notifications/test_access.py asks the layers about tables and questions; here they are asked through
every door of the resolver, by everybody who must not know. Catches a view that fetches around the policy, a
table without row-level security, a policy that only works because the other one hides its hole.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.urls import reverse

from beredskab.access import guard
from beredskab.access.acting import acting_as
from beredskab.access.facts import forget
from notifications import access
from notifications.models import Concern
from tests.access.test_matrix import ABOUT_CONCERNS, OUTSIDERS, wanted
from tests.build import monday_at
from tests.routes import Route, routes
from tests.world import World, story
from tests.world.browsers import Browsers

LISTS = ("home", "notifications:inbox", "notifications:closed", "notifications:mine")
TEXTS = (
    story.ACCOUNT,
    story.WORDS,
    story.CHILD,
    story.SAFE_CONTACT,
    story.WORKPLACE,
    story.REASON,
    story.ACT,
    story.NOTE,
    story.MESSAGE,
)
OF_THE_TEAM = (story.NOTE, story.REASON, story.ACT)
pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(world: World, freeze: Any) -> World:
    world.file_a_concern()
    world.ask_without_a_name()
    world.begin_a_draft()
    freeze(monday_at(12))
    return world


def doors() -> list[Route]:
    """Every door to one concern, and every list that could show it."""
    return [r for r in routes() if r.name in LISTS or ABOUT_CONCERNS & set(r.gaps)]


def leaks(world: World, browsers: Browsers, people: tuple[str, ...]) -> list[str]:
    """Answers in which an outsider finds a word, the reference or the id of the concern."""
    with acting_as(world.people["anna"]):
        reference = str(Concern.objects.get(pk=world.sent).reference)
    words = [text.encode() for text in (*TEXTS, reference)]
    found = []
    for route, person in itertools.product(doors(), people):
        path = reverse(route.name, kwargs=world.arguments(route))
        for method in set(route.methods) & {"GET", "POST"}:
            answer = browsers.ask(person, method, path, {} if method == "POST" else None)
            # A form that was opened without right may repeat the address that was asked for.
            body = answer.body.replace(path.encode(), b"")
            ids = [] if ABOUT_CONCERNS & set(route.gaps) else [str(world.sent).encode()]
            if any(word in body for word in [*words, *ids]):
                found.append(f"{method} {route.name} as {person}: {answer.status}")
    return found


def without_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python layer lets everybody do everything with every concern."""
    for name in ("may_read", "may_handle", "may_follow", "may_continue"):
        monkeypatch.setattr(access, name, lambda *_: True)
    for name in ("concerns_for", "handled_concerns_for", "followed_concerns_for", "drafts_for"):
        monkeypatch.setattr(access, name, lambda *_: Concern.objects.all())
    monkeypatch.setattr(access, "require_handling", lambda *_: None)
    monkeypatch.setattr(guard, "may", lambda *_: True)


@contextmanager
def without_row_security() -> Iterator[None]:
    """Every request runs as the owner of the tables, whom no policy binds."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE owner")
        yield
        cursor.execute("SET LOCAL ROLE app")


def test_the_database_alone_leaks_nothing(
    busy: World, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_policy(monkeypatch)
    assert leaks(busy, browsers, OUTSIDERS) == []


def test_the_policy_alone_leaks_nothing(busy: World, browsers: Browsers) -> None:
    with without_row_security():
        assert leaks(busy, browsers, OUTSIDERS) == []


def test_the_policy_alone_gives_the_answers_of_the_table(busy: World, browsers: Browsers) -> None:
    """With row-level security off, everybody still gets the status that matrix.toml promises."""
    wrong = []
    with without_row_security():
        for route, person in itertools.product(doors(), OUTSIDERS):
            if "GET" in route.methods:
                path = reverse(route.name, kwargs=busy.arguments(route))
                got = browsers.ask(person, "GET", path).status
                if got != wanted(route.name, "GET", person):
                    wrong.append(f"{route.name} as {person}: {got}")
    assert wrong == []


def test_the_filer_is_shown_nothing_of_the_teams_own_by_the_database_alone(
    busy: World, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_policy(monkeypatch)
    shown = b""
    for route in doors():
        if "GET" in route.methods:
            shown += browsers.ask("anna", "GET", reverse(route.name, kwargs=busy.arguments(route))).body
    assert [text for text in OF_THE_TEAM if text.encode() in shown] == []
    assert story.MESSAGE.encode() in shown


def test_with_both_layers_off_it_would_leak(
    busy: World, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof that the tests above could fail: nothing is left but the vault, and the reference shows."""
    without_policy(monkeypatch)
    with without_row_security():
        assert leaks(busy, browsers, ("emil",)) != []


def test_every_table_that_names_a_concern_is_under_row_security() -> None:
    """By foreign key, or by a column that holds its id. A new table without a policy fails here."""
    wanted_tables = {model._meta.db_table for model in apps.get_models() if _names_a_concern(model)}
    assert len(wanted_tables) > 10
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c WHERE relrowsecurity"
            " AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)"
        )
        secured = {name for (name,) in cursor.fetchall()}
    assert wanted_tables - secured == set()


BY_ID = {"subject", "about", "concern", "draft"}


def _names_a_concern(model: type[models.Model]) -> bool:
    return any(
        field.related_model is Concern
        or (isinstance(field, models.UUIDField) and field.name in BY_ID)
        or model is Concern
        for field in model._meta.fields
    )


def test_somebody_moved_out_of_the_team_is_out_at_the_next_request(busy: World, browsers: Browsers) -> None:
    from beredskab.access import grants

    path = reverse("notifications:concern", args=[busy.sent])
    assert browsers.ask("cia", "GET", path).status == 200
    grants.revoke(busy.people["cia"], "handle_concerns", busy.town.reception)
    forget(busy.people["cia"])
    assert browsers.ask("cia", "GET", path).status == 404
