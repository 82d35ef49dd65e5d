"""Help stands where one is: every page has its sentences, or a reason why it needs none. Rule A-24."""

import re
from typing import Any

import pytest
from django.test import Client

from beredskab.access.roles import Role
from beredskab.organisation.models import Staff
from beredskab.ui.page_help import HELP, LIKE, WITHOUT, help_for
from tests.routes import Route, routes

NOT_FOR_PEOPLE = re.compile(
    r"^api/|\.(css|csv|ics|json|ods|pdf|png|svg|txt|xlsx|zip|<slug:ending>|<slug:kind>)$|^sprog/"
)


def helpless(found: list[Route]) -> list[str]:
    """Pages that nobody has thought of."""
    pages = {one.name for one in found if "GET" in one.methods and not NOT_FOR_PEOPLE.search(one.path)}
    return sorted(pages - set(HELP) - set(LIKE) - set(WITHOUT))


def test_a_page_that_nobody_thought_of_is_noticed() -> None:
    new = routes()[0]
    assert helpless([Route("ny/side/", "plans:new_page", new.view)]) == ["plans:new_page"]


def test_what_is_said_of_a_page_is_said_once_and_of_a_page_that_is_there() -> None:
    known = {one.name for one in routes()}
    told = [*HELP, *LIKE, *WITHOUT]
    assert sorted(set(told) - known) == []
    assert sorted(name for name in set(told) if told.count(name) > 1) == []
    assert set(LIKE.values()) <= set(HELP)


def test_sentences_for_roles_are_of_roles_that_are_there() -> None:
    assert {role for one in HELP.values() for role in one.roles} <= {role.value for role in Role}


def test_a_form_shows_the_help_of_its_page() -> None:
    assert help_for("administration:suggest_key", frozenset()) == help_for("administration:keys", frozenset())
    assert help_for("notifications:step", frozenset()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("gert", "/administration/adgang/"),
        ("gert", "/administration/noegler/"),
        ("gert", "/administration/systemer/"),
        ("gert", "/administration/systemer/grupper/"),
        ("gert", "/administration/kom-i-gang/"),
        ("gert", "/administration/regler/"),
        ("bo", "/leder/medarbejdere/"),
        ("bo", "/medarbejder/{anna}/"),
        ("bo", "/aarshjul/"),
        ("anna", "/oevelser/"),
        ("anna", "/laest/"),
        ("dorte", "/status/"),
        ("hanne", "/redaktion/handlekort/"),
    ],
)
def test_help_is_on_the_page(town: Any, request: pytest.FixtureRequest, who: str, path: str) -> None:
    person: Staff = request.getfixturevalue(who)
    client = Client()
    client.force_login(person)
    anna = request.getfixturevalue("anna")
    answer = client.get(path.format(anna=anna.pk))
    assert answer.status_code == 200
    page = answer.content.decode()
    sentences = help_for(answer.resolver_match.view_name, frozenset())
    assert str(sentences[0]) in page.split('<details class="page-help">')[1].split("</details>")[0]
