"""What a webhook signs with, at rest: encrypted with a key of the key folder."""

import secrets

from beredskab.doors.models import Webhook
from beredskab.vault import own

KEY, FIELD = "webhooks", "secret"


def new_secret() -> str:
    """Long enough for HMAC-SHA256."""
    return secrets.token_urlsafe(32)


def seal(hook: Webhook, secret: str) -> None:
    """Put it into the row, bound to it."""
    hook.secret = own.seal(KEY, hook.pk, FIELD, secret)


def secret_of(hook: Webhook) -> str:
    """As the other system has it."""
    return own.unseal(KEY, hook.pk, FIELD, bytes(hook.secret))
