"""What stands on an action card, as plain facts: no database, no clock, no paper.

A card is printed by `printing`, shown without login by the landing page, and put together from
the municipality's own texts and contacts by `posters`. All three read the same `CardContent`, so
the paper on the wall and the page behind its QR code can never say different things.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import date

_PHONE = re.compile(r"(?<![\d\w])(?:\+?\d{2} )?\d{2}(?: \d{2}){3}(?![\d\w])|(?<!\d)116 111(?!\d)")
_CLOCK = re.compile(r"(?<=\d) ?[–-] ?(?=\d)")
_AT = re.compile(r"(?<=\bkl\.) (?=\d)")
_GAP = re.compile(r"\{[^{}]+\}")
NO_BREAK_SPACE = "\u00a0"
PURPOSE_LENGTH = 45
LOOKS = ("primary_colour", "logo", "logo_text")  # how a card looks, not what it says
WORD_JOINER = "\u2060"


@dataclass(frozen=True)
class CardStep:
    """One of the numbered things to do: what, and one line on how."""

    bold: str
    line: str = ""


@dataclass(frozen=True)
class CardNumber:
    """A number in the box at the top, readable at three metres."""

    number: str
    caption: str


@dataclass(frozen=True)
class CardContact:
    """Somebody to call, below the steps. An empty field is left out, never shown as a label."""

    function: str
    number: str
    person: str = ""
    hours: str = ""
    use: str = ""
    language: str = ""  # of the function's name, where it is not that of the card's text

    @property
    def purpose(self) -> str:
        """What one calls for, where it can be said on the same line."""
        return self.use.rstrip(".") if len(self.use) <= PURPOSE_LENGTH else ""


@dataclass(frozen=True)
class CardContent:
    """Everything printed on one card, in one language, for one municipality."""

    role_slug: str
    title: str
    role: str
    steps: tuple[CardStep, ...]
    numbers: tuple[CardNumber, ...]
    contacts: tuple[CardContact, ...]
    municipality: str
    address: str
    say: tuple[str, ...] = ()
    say_note: str = ""
    never: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    note: str = ""
    staff_room_only: bool = True
    primary_colour: str = "#0b4f6c"
    language: str = "da"
    text_language: str = "da"
    unit: str = ""
    logo: str = ""  # digest of the picture
    logo_text: str = ""

    def gaps(self) -> tuple[str, ...]:
        """The places in curly braces that the municipality has not filled in, in reading order."""
        return tuple(dict.fromkeys(gap for text in self._texts() for gap in _GAP.findall(text)))

    @property
    def address_parts(self) -> tuple[str, ...]:
        """The address in pieces between which a line may break: after a dot, never at a hyphen."""
        *first, last = self.address.split(".")
        return (*(f"{part}." for part in first), last)

    def key(self) -> str:
        """The same for the same words and numbers; it changes when anything printed changes."""
        return self._digest(without=())

    def words_key(self) -> str:
        """The same for the same words and numbers, whatever logo and colour stand beside them.

        A poster that hangs is out of date when what it says has changed, not when the colour has.
        """
        return self._digest(without=LOOKS)

    def _digest(self, *, without: Collection[str]) -> str:
        told = {name: value for name, value in asdict(self).items() if name not in without}
        for part in (told, *told["contacts"]):  # what is new and not used leaves the digest as it was
            for name in ("unit", "language", "logo", "logo_text"):
                if part.get(name) == "":
                    del part[name]
        plain = json.dumps(told, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()

    def unbroken(self) -> CardContent:
        """The same content, with telephone numbers and hours that never break across lines."""
        return replace(
            self,
            steps=tuple(CardStep(unbroken(s.bold), unbroken(s.line)) for s in self.steps),
            numbers=tuple(CardNumber(unbroken(n.number), unbroken(n.caption)) for n in self.numbers),
            contacts=tuple(
                replace(c, number=unbroken(c.number), hours=unbroken(c.hours), use=unbroken(c.use))
                for c in self.contacts
            ),
            never=tuple(map(unbroken, self.never)),
            note=unbroken(self.note),
            say_note=unbroken(self.say_note),
        )

    def _texts(self) -> tuple[str, ...]:
        steps = (text for step in self.steps for text in (step.bold, step.line))
        numbers = (text for n in self.numbers for text in (n.number, n.caption))
        contacts = (text for c in self.contacts for text in (c.function, c.person, c.number, c.hours))
        rest = (*self.say, self.say_note, *self.never, *self.signs, self.note, self.address)
        return (self.title, self.role, self.unit, *steps, *numbers, *contacts, *rest)


@dataclass(frozen=True)
class Stamp:
    """Which printing of a card this is: what a person at the wall can compare with the portal."""

    version: str
    dated: date
    url: str


def unbroken(text: str) -> str:
    """The text with telephone numbers and clock times kept on one line."""
    kept = _PHONE.sub(lambda found: found.group().replace(" ", NO_BREAK_SPACE), text)
    kept = _AT.sub(NO_BREAK_SPACE, kept)
    return _CLOCK.sub(f"{WORD_JOINER}–{WORD_JOINER}", kept)


def longest_step(content: CardContent) -> int:
    """The number (from 1) of the step with most text: the one to shorten first."""
    lengths = [len(step.bold) + len(step.line) for step in content.steps]
    return lengths.index(max(lengths)) + 1
