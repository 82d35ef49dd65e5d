"""What the owner says and what the partner has added, as one list. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from plans import prose
from plans.contents import BlockContent, lines_of

T = TypeVar("T")
K = TypeVar("K")


def woven(
    theirs: Sequence[T], mine: Sequence[T], *, name: Callable[[T], K], is_own: Callable[[T], bool]
) -> list[T]:
    """`theirs` in their order, with what is my own in `mine` behind what it stood behind before.

    Where that is gone it moves up to the next thing before it that is still there, or to the top.
    """
    follows: dict[K | None, list[T]] = {}
    there, anchor = {name(one) for one in theirs}, None
    for one in mine:
        if is_own(one):
            follows.setdefault(anchor, []).append(one)
        elif name(one) in there:
            anchor = name(one)
    found = list(follows.get(None, ()))
    for one in theirs:
        found += [one, *follows.get(name(one), ())]
    return found


def blocks(
    theirs: Sequence[BlockContent], mine: Sequence[BlockContent], known: frozenset[UUID]
) -> list[BlockContent]:
    """The owner's blocks with the partner's own among them; `known` are the keys that were the owner's."""
    keys = {one.key for one in theirs} | known
    return woven(theirs, mine, name=lambda one: one.key, is_own=lambda one: one.key not in keys)


def numbers_in(content: BlockContent) -> set[str]:
    """The contacts that a block names, shown or woven into its words."""
    passages = content.items if isinstance(content.items, list | tuple) else ()
    named = {slug for one in passages if isinstance(one, Mapping) for slug in one.get("contacts", ())}
    texts = (content.title, content.text, content.reference, *lines_of(content.items))
    gaps = [gap for text in texts for gap in prose.gaps(text)]
    woven_in = {gap.removeprefix("nummer: ") for gap in gaps if gap.startswith("nummer: ")}
    return {*content.contacts, *named, *woven_in}


def relinked(told: Any, links: Mapping[str, str]) -> Any:
    """The same words, with links to one address leading to another."""
    if isinstance(told, str):
        for old, new in links.items():
            told = told.replace(f"]({old}", f"]({new}")
        return told
    if isinstance(told, Mapping):
        return {name: relinked(one, links) for name, one in told.items()}
    if isinstance(told, list | tuple):
        return [relinked(one, links) for one in told]
    return told


def professions_in(sections: Iterable[Any]) -> set[str]:
    """Every profession that these section versions are for."""
    return {slug for one in sections for slug in one.professions}
