"""Typed readers of the environment. A wrong value stops the start with one sentence."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

# These change the schema, so they connect as the role that owns it.
OWNER_COMMANDS = frozenset(
    {"migrate", "makemigrations", "sqlmigrate", "showmigrations"}
    | {"rotate_team_key", "share_recovery_key", "recover_keys", "index_children", "backup"}
)

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


class BadEnvironment(SystemExit):
    """A variable is missing or unreadable; the message names it and says what it should hold."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"beredskab: the environment variable {name} {expected}")


def text(name: str, default: str = "") -> str:
    """The variable, or the default when it is unset or empty."""
    return os.environ.get(name) or default


def required(name: str, why: str) -> str:
    """The variable; without it the start stops and says why it is needed."""
    value = os.environ.get(name, "")
    if not value:
        raise BadEnvironment(name, f"is not set; {why}")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """1/true/yes/on or 0/false/no/off."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise BadEnvironment(name, f"must be 1 or 0, not {value!r}")


def number(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number between low and high, both included."""
    value = os.environ.get(name) or str(default)
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise BadEnvironment(name, f"must be a whole number from {low} to {high}, not {value!r}")
    return int(value)


def one_of(name: str, known: tuple[str, ...]) -> str:
    """One of these words; the first when it is unset."""
    value = os.environ.get(name) or known[0]
    if value not in known:
        raise BadEnvironment(name, f"must be one of {', '.join(known)}, not {value!r}")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas, blanks trimmed, empty parts dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    """An absolute path; relative ones count from the working directory."""
    return Path(text(name, str(default))).absolute()


def secret(name: str) -> str:
    """The variable NAME, or the content of the file that NAME_FILE points to, or empty."""
    if value := os.environ.get(name):
        return value
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return ""
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise BadEnvironment(f"{name}_FILE", f"must point to a readable file: {error.strerror}") from None


def database(name: str, *, role: str = "", max_age: int = 0) -> dict[str, Any] | None:
    """Django's settings for `postgresql://user:password@host:port/name`, or None when unset.

    A unix socket goes in the query: `postgresql://app:secret@/beredskab?host=/run/postgresql`.
    Further query keys (`sslmode`, `sslrootcert`) go to the driver. `role` is taken on connecting.
    """
    url = os.environ.get(name)
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise BadEnvironment(name, "must look like postgresql://user:password@host/name")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = options.pop("host", None) or unquote(parts.hostname or "")
    if role:
        options["options"] = f"-c role={role}"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": max_age,
        "CONN_HEALTH_CHECKS": max_age > 0,
    }


def mail(name: str) -> dict[str, Any]:
    """Mail settings from `smtp://user:password@host:port`, `smtps://…` or `file:///folder`.

    `smtp` asks for STARTTLS unless the query says `starttls=0`; `smtps` speaks TLS at once.
    """
    url = os.environ.get(name)
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise BadEnvironment(name, "must look like smtp://host:587, smtps://… or file:///folder")
    starttls = parse_qs(parts.query).get("starttls", ["1"])[-1] != "0"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and starttls,
        "EMAIL_TIMEOUT": 15,
    }


def connect_as_owner() -> None:
    """Point the default connection at the role that owns the tables, where one is given."""
    if url := os.environ.get("DATABASE_OWNER_URL"):
        os.environ["DATABASE_URL"] = url
