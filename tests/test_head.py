"""HEAD is GET without its body, as the web server passes it on."""

from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory


def asked(method: str, path: str) -> tuple[str, dict[str, str], bytes]:
    said: list[Any] = []
    environ = RequestFactory().generic(method, path, HTTP_HOST="localhost").environ
    response = WSGIHandler()(environ, lambda status, headers: said.append((status, dict(headers))))
    body = b"".join(response)
    return (*said[0], body)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sundhed/levende/", "/hjaelp/", "/findes-ikke/"])
def test_head_says_what_get_says_and_sends_nothing(town: Any, path: str) -> None:
    status, headers, body = asked("GET", path)
    head_status, head_headers, nothing = asked("HEAD", path)
    assert (head_status, nothing) == (status, b"")
    assert body
    assert int(head_headers["Content-Length"]) == pytest.approx(len(body), abs=200)  # a token may differ
    assert head_headers["Content-Type"] == headers["Content-Type"]
