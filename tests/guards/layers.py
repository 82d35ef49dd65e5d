"""Who may import whom: the kernel from below, and each app in steps."""

import ast

from tests.sources import (
    Source,
    imports_of,
    names_of_ours,
)

# Lowest first. A package imports from lines above its own; on one line they do not know each other.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("beredskab.env", "beredskab.first_words", "beredskab.logs", "beredskab.policy", "beredskab.prepared"),
    ("beredskab.audit",),
    ("beredskab.organisation",),
    ("beredskab.access",),
    ("beredskab.vault", "beredskab.outbox", "beredskab.ui"),
    ("beredskab.errors",),
    ("beredskab.signin",),
    ("beredskab.administration",),
    ("beredskab.doors",),
    ("plans",),
    ("notifications",),
    (
        "beredskab.about",
        "beredskab.home",
        "beredskab.home_urls",
        "beredskab.head",
        "beredskab.hiding",
        "beredskab.checks",
        "beredskab.settings",
        "beredskab.urls",
        "beredskab.wsgi",
    ),
)
LEVEL = {package: level for level, line in enumerate(LAYERS) for package in line}
# `ready()` brings our checks into `check`; nothing of the app uses them.
WIRING = {("beredskab.administration.apps", "beredskab.checks")}

# Within an app, lowest first; what is not named here is an activity (what people do, or who may).
PURE = frozenset(
    {
        "vocabulary",
        "lifecycle",
        "linting",
        "routing",
        "prose",
        "clocks",
        "workdays",
        "opening_hours",
        "acts",
        "confirming",
    }
)
# A grant's table inherits from guardian's; what is kept of a person is kept by their own row.
UNDER_MODELS = frozenset({"grants", "roles", "kept"})
STEPS = ("pure", "models", "activity", "forms", "views", "urls")


def package_of(module: str) -> str | None:
    return next((p for p in sorted(LEVEL, key=len, reverse=True) if f"{module}.".startswith(f"{p}.")), None)


def step_of(module: str) -> str:
    """Where in its app a module stands, by its name: plans.views.reading is a view."""
    inside = module.split(".")[2:] if module.startswith("beredskab.") else module.split(".")[1:]
    if not inside:
        return "activity"
    if "management" in inside or inside[-1].endswith("urls"):
        return "urls"
    if inside[0] == "templatetags":
        return "views"
    if inside[0] in {"models", "forms", "views"}:
        return inside[0]
    return "pure" if inside[-1] in PURE and len(inside) == 1 else "activity"


def upward(found: list[Source]) -> list[str]:
    """Imports of a package that stands higher or on the same line: the kernel would know what uses it."""
    ours = names_of_ours()
    wrong = []
    for source in found:
        for one in imports_of(source, ours):
            mine, theirs = package_of(source.name), package_of(one.module)
            if mine is None or theirs is None or mine == theirs or (source.name, one.module) in WIRING:
                continue
            if LEVEL[theirs] >= LEVEL[mine] and LEVEL[mine] != len(LAYERS) - 1:
                wrong.append(f"{source.name}:{one.line} imports {one.module}")
    return wrong


def against_the_steps(found: list[Source]) -> list[str]:
    """Models that import an activity, activities that import a form, forms that import a view."""
    ours = names_of_ours()
    wrong = []
    for source in found:
        if LEVEL.get(source.package, 99) == len(LAYERS) - 1 or source.name.endswith((".apps", ".demo")):
            continue
        mine = STEPS.index(step_of(source.name))
        for one in imports_of(source, ours):
            if package_of(one.module) != package_of(source.name) or one.typing or one.module not in ours:
                continue
            if one.module.rpartition(".")[2] in UNDER_MODELS:
                continue
            if one.module != source.package and STEPS.index(step_of(one.module)) > mine:
                wrong.append(f"{source.name}:{one.line} imports {one.module}")
    return wrong


def models_reaching_out(found: list[Source]) -> list[str]:
    """Models use only models, words and grants of the packages below them."""
    allowed = {"models", "vocabulary", "grants", "roles", "opening_hours", "confirming", "kept", "prepared"}
    ours = names_of_ours()
    wrong = []
    for source in found:
        if step_of(source.name) != "models":
            continue
        for one in imports_of(source, ours):
            theirs = package_of(one.module)
            if theirs in {None, package_of(source.name)}:
                continue
            if not allowed & set(one.module.split(".")):
                wrong.append(f"{source.name}:{one.line} imports {one.module}")
    return wrong


def impure(found: list[Source]) -> list[str]:
    """A pure module asks neither database nor clock: what it needs is passed in."""
    wrong = []
    for source in found:
        if step_of(source.name) != "pure":
            continue
        for node in ast.walk(source.tree):
            asked = node.func if isinstance(node, ast.Call) else None
            clock = isinstance(asked, ast.Attribute) and asked.attr in {"now", "today"}
            if clock or (isinstance(node, ast.Attribute) and node.attr in {"objects", "cursor"}):
                wrong.append(f"{source.name}:{getattr(node, 'lineno', 0)}")
    return wrong


def circles(found: list[Source]) -> list[str]:
    """Modules that import each other at the top of the file, by however long a way."""
    ours = frozenset(source.name for source in found)
    graph = {
        source.name: sorted(
            {
                one.module
                for one in imports_of(source, ours)
                if one.module in ours and one.module != source.name and not one.lazy and not one.typing
            }
        )
        for source in found
    }
    wrong: list[str] = []
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> None:
        if name in way:
            wrong.append(" -> ".join([*way[way.index(name) :], name]))
        elif name not in done:
            for following in graph.get(name, []):
                # A package's own __init__ that gathers its modules is no circle.
                if not name.startswith(f"{following}."):
                    walk(following, [*way, name])
            done.add(name)

    for name in graph:
        walk(name, [])
    return wrong
