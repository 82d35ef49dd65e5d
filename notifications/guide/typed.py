"""One answer as it was typed. Nothing is lost when it is not yet valid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Typed:
    """One question's fields as they were typed; ``done`` once the form accepted them."""

    data: Mapping[str, tuple[str, ...]]
    done: bool = True

    def one(self, name: str) -> str:
        """The last value of a field, or the empty string."""
        values = self.data.get(name, ())
        return values[-1] if values else ""

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field."""
        return tuple(self.data.get(name, ()))
