"""The environment is read strictly: a wrong value stops the start with one sentence."""

from pathlib import Path
from typing import Any

import pytest

from beredskab import env


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("yes", True), ("0", False), ("off", False), ("", False)]
)
def test_flags(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("FLAG", value)
    assert env.flag("FLAG", default=not expected) is expected


@pytest.mark.parametrize(
    ("read", "value", "sentence"),
    [
        (lambda: env.flag("X"), "maybe", "must be 1 or 0, not 'maybe'"),
        (lambda: env.number("X", 20, low=10, high=30), "9", "must be a whole number from 10 to 30, not '9'"),
        (lambda: env.number("X", 20, low=10, high=30), "²", "must be a whole number from 10 to 30, not '²'"),
        (lambda: env.database("X"), "mysql://x/y", "must look like postgresql://user:password@host/name"),
        (
            lambda: env.mail("X"),
            "mail.example",
            "must look like smtp://host:587, smtps://… or file:///folder",
        ),
        (lambda: env.required("X", "it signs"), "", "is not set; it signs"),
    ],
)
def test_a_wrong_value_is_named(
    monkeypatch: pytest.MonkeyPatch, read: Any, value: str, sentence: str
) -> None:
    monkeypatch.setenv("X", value)
    with pytest.raises(env.BadEnvironment) as refusal:
        read()
    assert str(refusal.value) == f"beredskab: the environment variable X {sentence}"


def test_a_database_over_a_unix_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "postgresql://app:p%40ss@/beredskab?host=/run/pg&sslmode=disable")
    assert env.database("X", max_age=60) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "beredskab",
        "USER": "app",
        "PASSWORD": "p@ss",
        "HOST": "/run/pg",
        "PORT": "",
        "OPTIONS": {"sslmode": "disable"},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def test_mail_asks_for_tls_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "smtp://mail.example")
    assert env.mail("X")["EMAIL_USE_TLS"] is True
    monkeypatch.setenv("X", "smtps://mail.example")
    assert (env.mail("X")["EMAIL_PORT"], env.mail("X")["EMAIL_USE_SSL"]) == (465, True)


def test_a_secret_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("long and secret\n")
    monkeypatch.delenv("X", raising=False)
    monkeypatch.setenv("X_FILE", str(tmp_path / "key"))
    assert env.secret("X") == "long and secret"
    monkeypatch.setenv("X_FILE", str(tmp_path / "none"))
    with pytest.raises(env.BadEnvironment):
        env.secret("X")
