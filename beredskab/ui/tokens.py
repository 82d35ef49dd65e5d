"""A form that is drawn once and shown to many: each answer has its own token against forged posts."""

import secrets

from django.utils.safestring import SafeString

SLOT = f"slot-{secrets.token_hex(16)}"
"""Drawn as `csrf_token` into what is kept; nobody can write it into a text."""


def with_token(kept: SafeString, token: object) -> SafeString:
    """What was kept, with the token of this answer where the slot was."""
    return SafeString(kept.replace(SLOT, str(token))) if SLOT in kept else kept
