"""What a page's help is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Help:
    """What a page is for, and what somebody with a role may do here besides."""

    text: StrPromise
    roles: Mapping[str, StrPromise] = field(default_factory=dict)

    def lines(self, roles: frozenset[str]) -> list[StrPromise]:
        """The sentences for somebody with these roles."""
        return [self.text, *(text for role, text in self.roles.items() if role in roles)]
