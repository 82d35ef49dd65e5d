"""Our own source files and what they import, as the guards read them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("beredskab", "plans", "notifications")
STARTS = frozenset({"found", "load"})  # settings.FOUNDING_PARTS and DEMO_PARTS: called by a command


@dataclass(frozen=True)
class Import:
    """A module of ours or a library's; `lazy` inside a function, `typing` for types only."""

    module: str
    line: int
    lazy: bool
    typing: bool


@dataclass(frozen=True)
class Source:
    """A file of ours: its dotted name, its text and its tree."""

    name: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def package(self) -> str:
        """The app it belongs to, or its own name where it is wiring of the project."""
        parts = self.name.split(".")
        return ".".join(parts[:2]) if parts[0] == "beredskab" and len(parts) > 1 else parts[0]


def sources() -> list[Source]:
    """Every Python file of the product but migrations, which history alone explains."""
    found = []
    for path in sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "migrations" not in parts:
            name = ".".join(part for part in parts if part != "__init__")
            found.append(Source(name, path.read_text(encoding="utf-8")))
    return found


def names_of_ours() -> frozenset[str]:
    return frozenset(source.name for source in sources())


def imports_of(source: Source, ours: frozenset[str]) -> Iterator[Import]:
    """What a file imports. `from plans import access` is an import of plans.access where that is a module."""

    def visit(node: ast.AST, lazy: bool, typing: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            inside = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            types = typing or (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test))
            if isinstance(child, ast.Import):
                for alias in child.names:
                    yield Import(alias.name, child.lineno, inside, types)
            elif isinstance(child, ast.ImportFrom):
                assert child.level == 0, f"{source.name}:{child.lineno} imports relatively"
                base = child.module or ""
                for alias in child.names:
                    full = f"{base}.{alias.name}"
                    yield Import(full if full in ours else base, child.lineno, inside, types)
            else:
                yield from visit(child, inside, types)

    yield from visit(source.tree, False, False)


def outermost(tree: ast.Module) -> Iterator[ast.stmt]:
    for node in tree.body:
        yield from node.body if isinstance(node, ast.ClassDef) else [node]


def is_edge(node: ast.stmt) -> bool:
    """A function that is given the request, or that a command starts."""
    if not isinstance(node, ast.FunctionDef):
        return False
    return node.name in STARTS or any(argument.arg == "request" for argument in node.args.args)


def looks_at_the_clock(node: ast.AST) -> bool:
    clock = re.compile(r"(timezone|(dt\.)?datetime)\.now|now")
    return isinstance(node, ast.Call) and clock.fullmatch(ast.unparse(node.func)) is not None
