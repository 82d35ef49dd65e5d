"""A form that is drawn once and shown to many: each answer has its own token against forged posts."""

import secrets
from collections.abc import Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString


def new_slot() -> str:
    """What stands in a kept piece until it is filled; nobody can write it into a text."""
    return f"slot-{secrets.token_hex(16)}"


SLOT = new_slot()
"""Drawn as `csrf_token` into what is kept."""


def with_token(kept: SafeString, token: object) -> SafeString:
    """What was kept, with the token of this answer where the slot was."""
    return SafeString(kept.replace(SLOT, str(token))) if SLOT in kept else kept


def filled(kept: SafeString, values: Mapping[str, str]) -> SafeString:
    """What was kept, with each slot's value in its place, escaped."""
    whole = str(kept)
    for slot, value in values.items():
        whole = whole.replace(slot, escape(value))
    return SafeString(whole)
