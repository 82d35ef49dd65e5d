"""Addresses that open without a login, because a calendar has none: a long secret, its digest is kept."""

import hashlib
import secrets


def fresh() -> str:
    """A new secret. It is shown once and kept nowhere."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a secret, and looked for when somebody comes with one."""
    return hashlib.sha256(secret.encode()).hexdigest()
