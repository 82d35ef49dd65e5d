"""The words of a card in more than one language. Danish is what is approved; the others translate it.

A translation remembers which text it translates. When the Danish words change it is no longer used until
somebody has looked at it again: a poster in English must not tell what no longer holds.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plans.models import ActionCard

TEXT_LANGUAGE = "da"
WORDS = ("title", "role", "steps", "say", "say_note", "never", "signs", "note")


@dataclass(frozen=True)
class Words:
    """What is said on a card, and in which language."""

    title: str
    role: str
    steps: list[dict[str, str]]
    say: list[str]
    say_note: str
    never: list[str]
    signs: list[str]
    note: str
    language: str


def digest(words: Mapping[str, Any]) -> str:
    """The same for the same Danish words."""
    plain = json.dumps([words[name] for name in WORDS], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def danish(card: ActionCard) -> dict[str, Any]:
    """The approved words."""
    return {name: getattr(card, name) for name in WORDS}


def told_in(card: ActionCard, language: str) -> Words:
    """The words in `language` when they translate what holds today, else in Danish."""
    found = card.translations.get(language)
    if language == TEXT_LANGUAGE or not found or found.get("of") != digest(danish(card)):
        return Words(**danish(card), language=TEXT_LANGUAGE)
    return Words(**{name: found[name] for name in WORDS}, language=language)


def is_behind(card: ActionCard, language: str) -> bool:
    """Whether there is a translation that no longer says what the Danish card says."""
    found = card.translations.get(language)
    return bool(found) and found["of"] != digest(danish(card))


def languages_of(card: ActionCard) -> tuple[str, ...]:
    """The languages in which the card can be printed in its own words, Danish first."""
    ready = [code for code in sorted(card.translations) if told_in(card, code).language == code]
    return (TEXT_LANGUAGE, *ready)


def translation(words: Mapping[str, Any], of: Mapping[str, Any]) -> dict[str, Any]:
    """A translation as it is stored: `words`, and of which Danish text."""
    return {**{name: words[name] for name in WORDS}, "of": digest(of)}
