"""A provider's secret at rest: encrypted with a key of the key folder."""

import uuid

from beredskab.signin.models import Provider
from beredskab.vault import own

KEY, FIELD = "providers", "secret"
SUBJECT = uuid.UUID(int=0x9E0)  # secrets move from a suggestion to its provider: they are bound to neither


def sealed(secret: str) -> bytes:
    """As it lies in the database; empty stays empty."""
    return own.seal(KEY, SUBJECT, FIELD, secret) if secret else b""


def secret_of(provider: Provider) -> str:
    """As the provider wants it."""
    kept = bytes(provider.secret)
    return own.unseal(KEY, SUBJECT, FIELD, kept) if kept else ""
