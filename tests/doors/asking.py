"""Asking at a door as another system does: with a token, and without a cookie."""

import datetime as dt
from typing import Any

from django.test import Client

from beredskab.doors import tokens
from beredskab.doors.models import Token
from beredskab.doors.vocabulary import Scope
from beredskab.organisation.models import Staff
from tests.build import monday_at


def let_in(by: Staff, *scopes: Scope, days: int = 365, second: Staff | None = None) -> tuple[Token, str]:
    """A token and its secret, made on Monday morning; `second` approves it."""
    at = monday_at(8)
    token, secret = tokens.make("Intranet", scopes, at.date() + dt.timedelta(days=days), by=by, at=at)
    if second is not None:
        tokens.approve(token, by=second, at=at)
    return token, secret


def ask(path: str, secret: str = "", method: str = "GET", **more: Any) -> Any:
    """The answer of a door."""
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return Client().generic(method, path, headers={**headers, **more.pop("headers", {})}, **more)
