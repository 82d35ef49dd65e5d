"""Every door of the portal, as the resolver knows it. What is not found here does not exist."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """`path` with its gaps (`plan/<slug:plan>/`), `name` with its namespace."""

    path: str
    name: str
    view: Callable[..., Any]

    @property
    def gaps(self) -> list[str]:
        """Names of what has to be filled in."""
        return re.findall(r"<(?:\w+:)?(\w+)>", self.path)

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """(kind, name) of what has to be filled in: int, slug, uuid."""
        return re.findall(r"<(\w+):(\w+)>", self.path)

    @property
    def methods(self) -> list[str]:
        """What the view says it answers."""
        return list(self.view.declared["methods"])  # type: ignore[attr-defined]

    def __str__(self) -> str:
        return f"{self.name or '(no name)'} /{self.path}"


def routes() -> list[Route]:
    """All of them, in the order in which they are tried."""
    return list(_below(get_resolver(), "", ()))


def _below(resolver: URLResolver, path: str, namespaces: tuple[str, ...]) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _below(pattern, here, inner)
        elif isinstance(pattern, URLPattern):
            yield Route(here, ":".join((*namespaces, pattern.name or "")), pattern.callback)
