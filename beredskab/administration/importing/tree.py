"""The tree of units as a list says it: which are known, which are new, which have moved. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from beredskab.administration.importing.reading import Row, folded


class Ambiguous(Exception):
    """Two units have this name, and nothing says which one is meant."""


class Circle(Exception):
    """A unit would lie below itself."""


@dataclass(eq=False)
class Node:
    """A unit: known when it has an id. `has_moved`: the list has it below another unit than we do."""

    name: str
    id: int | None = None
    parent: "Node | None" = None
    has_moved: bool = False


@dataclass
class Tree:
    """Every unit of a municipality; `find` adds what the list brings."""

    top: Node
    nodes: list[Node] = field(default_factory=list)
    _by_name: dict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))
    _told_apart: frozenset[str] = frozenset()
    _found: dict[tuple[str, str], Node] = field(default_factory=dict)

    def add(self, node: Node) -> Node:
        """Make a unit known to the tree."""
        self.nodes.append(node)
        self._by_name[folded(node.name)].append(node)
        return node

    def expect(self, rows: Iterable[Row]) -> None:
        """Names that the list has below several units are different units, not one that moves."""
        above: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row.parent:
                above[folded(row.unit)].add(folded(row.parent))
        self._told_apart = frozenset(name for name, parents in above.items() if len(parents) > 1)

    def find(self, name: str, parent: str = "") -> Node:
        """The unit of that name, made when there is none. Raises Ambiguous, Circle."""
        key = (folded(name), folded(parent))
        if key not in self._found:
            self._found[key] = self._look(name, self.find(parent) if parent else None)
        return self._found[key]

    def made(self) -> list[Node]:
        """What the list brings, a unit never before the one above it."""
        return sorted((one for one in self.nodes if one.id is None), key=_depth)

    def moved(self) -> list[Node]:
        """Known units that the list has elsewhere."""
        return [one for one in self.nodes if one.id is not None and one.has_moved]

    def _look(self, name: str, parent: Node | None) -> Node:
        known = self._by_name[folded(name)]
        if parent is None:
            if len(known) > 1:
                raise Ambiguous(name)
            return known[0] if known else self.add(Node(name, parent=self.top))
        here = [one for one in known if one.parent is parent]
        if here:
            return here[0]
        if len(known) == 1 and folded(name) not in self._told_apart and known[0] is not self.top:
            return _put_below(known[0], parent)
        return self.add(Node(name, parent=parent))


def _put_below(node: Node, parent: Node) -> Node:
    above: Node | None = parent
    while above is not None:
        if above is node:
            raise Circle(node.name)
        above = above.parent
    node.parent, node.has_moved = parent, True
    return node


def _depth(node: Node) -> int:
    return 0 if node.parent is None else 1 + _depth(node.parent)
