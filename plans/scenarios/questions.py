"""A question of a section: a situation, what one would do, and why. Pure.

`SectionVersion.scenarios` keeps them as JSON; nothing else reads that field's inside.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

MOST_OPTIONS = 4
SHOWN = 2
"""How many questions a reader meets in one section."""


@dataclass(frozen=True)
class Option:
    """An answer to choose, whether it is right, and what the reader is told about it."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True)
class Question:
    """`professions` empty: for all."""

    slug: str
    question: str
    situation: str = ""
    professions: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()

    @cached_property
    def mark(self) -> str:
        """A mark of the words: a question that asks something else is another question."""
        told = [self.situation, self.question, [asdict(one) for one in self.options]]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def field(self) -> str:
        """The name of its field in a form."""
        return f"try-{self.mark}"

    def is_for(self, professions: Collection[str] | None) -> bool:
        """Whether somebody of these professions meets it; None stands for everybody."""
        return (
            professions is None or not self.professions or not set(self.professions).isdisjoint(professions)
        )

    def as_json(self) -> dict[str, Any]:
        """As `SectionVersion.scenarios` keeps it."""
        return {
            **asdict(self),
            "professions": list(self.professions),
            "options": list(map(asdict, self.options)),
        }


def questions_of(told: Sequence[Mapping[str, Any]]) -> list[Question]:
    """The questions as they are kept."""
    return [
        Question(
            slug=one["slug"],
            question=one["question"],
            situation=one.get("situation", ""),
            professions=tuple(one.get("professions", ())),
            options=tuple(Option(o["text"], o["right"], o["why"]) for o in one["options"]),
        )
        for one in told
    ]


def shown_to(told: Sequence[Mapping[str, Any]], professions: Collection[str] | None) -> list[Question]:
    """Those that a reader of these professions meets, two at most."""
    return [one for one in questions_of(told) if one.is_for(professions)][:SHOWN]
