"""Does a text look as if it named somebody? A hint to whoever wrote it, never a refusal. Pure.

Finds CPR numbers, phone numbers, addresses and what looks like a name. It is meant to find too much rather
than too little, and to say what it found, so that the writer decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from notifications.guide.birth import cpr_date


class Looks(StrEnum):
    """What a piece of text looks like."""

    CPR = "cpr"
    PHONE = "phone"
    ADDRESS = "address"
    NAME = "name"


@dataclass(frozen=True)
class Hint:
    """A piece of the text, and what it looks like."""

    looks: Looks
    words: str


CPR = re.compile(r"\b(\d{6})[-\s]?(\d{4})\b")
PHONE = re.compile(r"(?<!\d)(?:\+45\s?)?(?:\d{2}\s?){4}(?!\d)")
ADDRESS = re.compile(
    r"\b[A-ZÆØÅ][\wæøåÆØÅ.]*(?:\s[\wæøåÆØÅ.]+){0,2}?"
    r"(?:vej|gade|gaden|vejen|all[ée]|stræde|plads|parken|bakken|vænget|haven|torv|boulevard|vei|gata)"
    r"\s+\d+\w?\b"
)
#: Two or more capitalised words in a row; or one that is no start of a sentence.
NAMES = re.compile(r"\b[A-ZÆØÅÉ][a-zæøåéü]+(?:[ -](?:[A-ZÆØÅÉ][a-zæøåéü]+|[A-ZÆØÅÉ]\.?))+")
INSIDE = re.compile(r"(?<=[a-zæøå,;] )[A-ZÆØÅÉ][a-zæøåéü]{2,}\b")
#: Capitalised, and no name: days of feast, places of everybody, the words of this field.
KNOWN = frozenset(
    {
        "Aula", "Danmark", "Familierådgivningen", "Facebook", "Instagram", "Snapchat", "TikTok", "Jeg", "Han",
        "Hun", "Jul", "Påske", "Ramadan", "Modtagelsen", "Messenger", "Roblox", "Discord",
    }
)  # fmt: skip


def hints_in(text: str) -> tuple[Hint, ...]:
    """Every piece that looks like it names somebody, each once, in the order of the text."""
    found: dict[str, tuple[int, Hint]] = {}

    def add(looks: Looks, match: re.Match[str]) -> None:
        words = match[0].strip()
        if not any(start <= match.start() < start + len(hint.words) for start, hint in found.values()):
            found.setdefault(words, (match.start(), Hint(looks, words)))

    for match in CPR.finditer(text):
        if cpr_date(match[1] + match[2]):
            add(Looks.CPR, match)
    for match in ADDRESS.finditer(text):
        add(Looks.ADDRESS, match)
    for match in PHONE.finditer(text):
        add(Looks.PHONE, match)
    for match in (*NAMES.finditer(text), *INSIDE.finditer(text)):
        if not set(re.split(r"[ -]", match[0])) & KNOWN:
            add(Looks.NAME, match)
    return tuple(hint for _start, hint in sorted(found.values(), key=lambda one: one[0]))
