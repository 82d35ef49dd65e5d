"""A real OpenID provider on this machine, and a person who signs in there by filling in its forms."""

import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests

ROOT = Path(__file__).resolve().parent.parent.parent
PLACE = ROOT / "var" / "node" / "provider"
SECRET = "a-secret-of-the-test-and-of-nothing-else"
ANSWER = "http://testserver/log-ind/med/kommunen/svar/"


def is_here() -> bool:
    """Whether bin/pytest could install it."""
    return shutil.which("node") is not None and (PLACE / "node_modules").is_dir()


@dataclass
class OpenIdProvider:
    """Where it listens."""

    issuer: str

    def sign_in(self, url: str, login: str) -> dict[str, str]:
        """Follow the visitor through the provider's pages; what it sends back to the portal."""
        browser = requests.Session()
        answer = browser.get(url, allow_redirects=False)
        for _step in range(12):
            if answer.is_redirect:
                target = urljoin(answer.url, answer.headers["Location"])
                if target.startswith(ANSWER):
                    return dict(parse_qsl(urlsplit(target).query))
                answer = browser.get(target, allow_redirects=False)
                continue
            action = re.search(r'action="([^"]+)"', answer.text)
            assert action, answer.text[:500]
            prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
            told = {"prompt": prompt.group(1) if prompt else "login", "login": login, "password": "x"}
            answer = browser.post(urljoin(answer.url, unescape(action.group(1))), told, allow_redirects=False)
        raise AssertionError("the provider goes round in circles")


@contextmanager
def running(people: dict[str, dict[str, Any]]) -> Iterator[OpenIdProvider]:
    """The provider, knowing these people by their login."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shutil.copy(Path(__file__).parent / "provider" / "provider.mjs", PLACE / "provider.mjs")
    process = subprocess.Popen(
        ["node", "provider.mjs", str(port), ANSWER],
        cwd=PLACE,
        env={**os.environ, "PEOPLE": json.dumps(people)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline(), "the provider did not start"
        yield OpenIdProvider(f"http://localhost:{port}")
    finally:
        process.terminate()
        process.wait(10)
