"""`check --deploy` refuses a demo that others can reach, open keys, and mail in the clear."""

from pathlib import Path
from typing import Any

import pytest

from beredskab import checks


@pytest.mark.parametrize(
    ("bind", "https", "demo", "expected"),
    [
        ("127.0.0.1", False, True, []),
        ("::1", False, True, []),
        ("localhost", False, True, []),
        ("0.0.0.0", False, True, ["beredskab.E001"]),
        ("portal.example", False, True, ["beredskab.E001"]),
        ("127.0.0.1", True, True, ["beredskab.E002"]),
        ("0.0.0.0", True, False, []),
    ],
)
def test_the_demo_stays_on_this_machine(
    settings: Any, bind: str, https: bool, demo: bool, expected: list[str]
) -> None:
    settings.BIND, settings.HTTPS, settings.PROXIES, settings.DEMO = bind, https, 0, demo
    assert [found.id for found in checks.demo_stays_on_this_machine()] == expected


def test_keys_are_for_their_owner_alone(settings: Any, tmp_path: Path) -> None:
    settings.KEYS = tmp_path / "keys"
    assert [found.id for found in checks.keys_are_private()] == ["beredskab.E003"]
    settings.KEYS.mkdir(mode=0o700)
    assert checks.keys_are_private() == []
    (settings.KEYS / "a.key").touch(mode=0o644)
    assert [found.id for found in checks.keys_are_private()] == ["beredskab.E004"]


def test_mail_leaves_with_tls_and_a_sender(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "mail.example", False, False
    settings.DEFAULT_FROM_EMAIL = "Portal <portal@localhost>"
    assert [found.id for found in checks.mail_leaves_the_house()] == ["beredskab.W002", "beredskab.W003"]
