"""What a measurement is, and which parts there are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Goal:
    """A bound that a value must keep: at most, or at least."""

    bound: float
    direction: Literal["at most", "at least"]

    def is_met_by(self, value: float) -> bool:
        """Whether the value keeps the bound."""
        return value <= self.bound if self.direction == "at most" else value >= self.bound

    def __str__(self) -> str:
        return f"{'<=' if self.direction == 'at most' else '>='} {self.bound:g}"


@dataclass(frozen=True)
class Measure:
    """One value, for example the statements of the home page; without a goal it is only told."""

    part: str
    name: str
    value: float
    unit: str
    goal: Goal | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        return self.goal.is_met_by(self.value) if self.goal else None

    def as_json(self) -> dict[str, object]:
        """As it stands in the list that --json prints."""
        return {
            "part": self.part,
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "goal": str(self.goal) if self.goal else None,
            "met": self.is_met,
        }


Part = Callable[[], Iterable[Measure]]
PARTS: dict[str, Part] = {}


def part(name: str) -> Callable[[Part], Part]:
    """Register a part under the name that the command line knows."""

    def register(function: Part) -> Part:
        PARTS[name] = function
        return function

    return register


def at_most(bound: float) -> Goal:
    """A ceiling."""
    return Goal(bound, "at most")


def at_least(bound: float) -> Goal:
    """A floor."""
    return Goal(bound, "at least")
