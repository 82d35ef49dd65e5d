"""The invented cases that a drill can begin with. Whoever plans one may change every word."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from notifications.drills.judging import Case
from notifications.vocabulary import Certainty, Danger, Suspect, Together, Topic

CATALOGUE = Path(__file__).parent.parent / "catalogue" / "drills.yaml"
#: A case of one's own, from an empty form.
OWN = "egen"


@dataclass(frozen=True)
class Scenario:
    """A case with its words."""

    slug: str
    title: str
    situation: str
    case: Case


@cache
def all_scenarios() -> dict[str, Scenario]:
    """The catalogue by slug, in its order."""
    told: list[dict[str, Any]] = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    return {one["slug"]: _scenario(one) for one in told}


def _scenario(told: dict[str, Any]) -> Scenario:
    case = Case(
        Danger(told["danger"]),
        Certainty(told["certainty"]),
        frozenset(Topic(one) for one in told["topics"]),
        frozenset(Suspect(one) for one in told["suspects"]),
        Together(told["together"]),
    )
    return Scenario(told["slug"], told["title"], told["situation"].strip(), case)
