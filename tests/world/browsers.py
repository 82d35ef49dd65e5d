"""A signed-in browser per person, whose requests are taken back."""

import copy
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client

from tests.world import World

NOBODY = "anonymous"


@dataclass(frozen=True)
class Answer:
    """What somebody got: everything that could tell two answers apart."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    cookies: tuple[str, ...]


@dataclass
class Browsers:
    """One signed-in browser per person; every request is taken back afterwards."""

    world: World
    kept: dict[str, Any] = field(default_factory=dict)

    def ask(self, who: str, method: str, path: str, data: Any = None, **more: Any) -> Answer:
        """Send a request as somebody (NOBODY: without login), and forget what it did."""
        client = Client(raise_request_exception=False)
        client.cookies = copy.deepcopy(self._cookies(who))
        with transaction.atomic():
            response = client.generic(method, path, **_form(data), **more)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        cookies = tuple(str(morsel) for morsel in response.cookies.values())
        return Answer(response.status_code, tuple(sorted(response.headers.items())), body, cookies)

    def _cookies(self, who: str) -> Any:
        if who not in self.kept:
            client = Client()
            if who != NOBODY:
                client.force_login(self.world.people[who])
            self.kept[who] = client.cookies
        return self.kept[who]


def _form(data: dict[str, str] | None) -> dict[str, Any]:
    if data is None:
        return {}
    return {"data": urlencode(data, doseq=True), "content_type": "application/x-www-form-urlencoded"}


TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def masked(body: bytes) -> bytes:
    """A page without the one thing that may differ: the masked token of its forms."""
    return TOKEN.sub(b"TOKEN", body)


@pytest.fixture
def browsers(world: "World") -> Browsers:
    """A browser for each of the people."""
    return Browsers(world)
