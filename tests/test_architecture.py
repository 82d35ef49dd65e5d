"""Who may import whom, and what no file may do. docs/architecture.md tells people, this holds them to it.

Every guard is a function from source files to faults, and has a test beside it that plants a fault: a guard
that finds nothing anywhere would be no guard.
"""

import ast
from collections.abc import Callable

import pytest

from tests.sources import (
    ROOT,
    Source,
    imports_of,
    is_edge,
    looks_at_the_clock,
    names_of_ours,
    outermost,
    sources,
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
EDGES = frozenset(
    {
        "views",
        "middleware",
        "sessions",
        "commands",
        "management",
        "worker",
        "page",
        "health",
        "hiding",
        "demo",
        "demo_duty",
    }
)
FORBIDDEN_NAMES = frozenset({"utils", "helpers", "services", "common", "misc", "util", "helper"})
LINES_AT_MOST = 400


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


# --- the guards -------------------------------------------------------------------------------


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


def guardian_elsewhere(found: list[Source]) -> list[str]:
    """guardian's defaults let superusers through; one module knows how to ask it."""
    return _importing(found, "guardian", but="beredskab.access.grants")


def weasyprint_at_the_top(found: list[Source]) -> list[str]:
    """Importing WeasyPrint costs seconds and 65 MB, and fails without Pango: only inside a function."""
    ours = names_of_ours()
    return [
        f"{source.name}:{one.line}"
        for source in found
        for one in imports_of(source, ours)
        if one.module.split(".")[0] == "weasyprint" and not one.lazy and not one.typing
    ]


def signals(found: list[Source]) -> list[str]:
    """No signals between our own apps: a call is easier to follow."""
    names = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed", "Signal", "receiver"}
    return [
        f"{source.name}:{node.lineno} {node.name}"
        for source in found
        for node in ast.walk(source.tree)
        if isinstance(node, ast.alias) and node.name in names
    ]


def _importing(found: list[Source], library: str, but: str = "") -> list[str]:
    ours = names_of_ours()
    return [
        f"{source.name}:{one.line} imports {one.module}"
        for source in found
        for one in imports_of(source, ours)
        if f"{one.module}.".startswith(f"{library}.") and source.name != but
    ]


def badly_named(found: list[Source]) -> list[str]:
    """A file is found by a question, and nobody asks for utils."""
    return [source.name for source in found if FORBIDDEN_NAMES & set(source.name.split("."))]


def too_long(found: list[Source]) -> list[str]:
    """At 400 lines a module holds two concepts."""
    return [
        f"{source.name}: {source.text.count(chr(10))} lines"
        for source in found
        if source.text.count("\n") > LINES_AT_MOST
    ]


def clocks_inside(found: list[Source]) -> list[str]:
    """The clock comes in at the edge: an act that looks at it itself cannot be told what time it is."""
    wrong = []
    for source in found:
        if EDGES & set(source.name.split(".")):
            continue
        for function in outermost(source.tree):
            if is_edge(function):
                continue
            wrong += [f"{source.name}:{n.lineno}" for n in ast.walk(function) if looks_at_the_clock(n)]
    return wrong


def acts_without_by_and_at(found: list[Source]) -> list[str]:
    """Every act has a `by` and an `at`, given by name."""
    wrong = []
    for source in found:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef) and "act" in [ast.unparse(d) for d in node.decorator_list]:
                named = {argument.arg for argument in node.args.kwonlyargs}
                if not {"by", "at"} <= named:
                    wrong.append(f"{source.name}.{node.name}")
    return wrong


# What no file says, where it may stand all the same, and why not.
SAID_NOWHERE: dict[str, tuple[frozenset[str], str]] = {
    "is_superuser": (
        frozenset({"beredskab.organisation.models.staff"}),
        "a superuser has no rights here; who asks for the flag is about to give some",
    ),
    "csrf_exempt": (
        frozenset(
            {
                "beredskab.signin.views.saml",  # a provider's form posts a signed answer there
                "beredskab.doors.door",  # a system shows a token; no cookie is looked at
            }
        ),
        "every form carries its token",
    ),
    "cache_page": (frozenset(), "a page that was made for one person would be shown to another"),
    "mark_safe": (
        frozenset(
            {
                "plans.prose",  # cleaned by nh3 before anything is woven in
                "plans.searching.marking",  # escaped before the marks go in
                "plans.paper.card_printing",  # the QR code that segno drew
                "plans.paper.printing",  # paths of our own fonts
                "plans.paper.overview_sheets",  # shapes of our own icon file
                "beredskab.ui.charts",  # shapes without any value
                "beredskab.ui.templatetags.dkfds",  # attributes, each escaped
            }
        ),
        "text of people is cleaned in plans.prose",
    ),
    "get_objects_for_user": (frozenset({"beredskab.access.grants"}), "its defaults let superusers through"),
    "RawSQL": (frozenset(), "access is decided by querysets and policies"),
    "pickle": (frozenset(), "a stored object that runs code"),
    "eval": (frozenset(), "text that runs as code"),
    "exec": (frozenset(), "text that runs as code"),
}


def said_anyway(found: list[Source]) -> list[str]:
    """Names that must not be used, with the files where they may."""
    wrong = []
    for source in found:
        for node in ast.walk(source.tree):
            used = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)
            if isinstance(node, ast.alias):
                used = node.name.rpartition(".")[2]
            if used in SAID_NOWHERE and source.name not in SAID_NOWHERE[used][0]:
                wrong.append(f"{source.name}:{getattr(node, 'lineno', 0)} {used}: {SAID_NOWHERE[used][1]}")
    return wrong


def open_forms(found: list[Source]) -> list[str]:
    """`fields = "__all__"`: a field added tomorrow could be posted by anybody."""
    return [
        f"{source.name}:{node.lineno}"
        for source in found
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and node.value.value == "__all__"
    ]


def sql_made_of_values(found: list[Source]) -> list[str]:
    """SQL with a value inside an f-string, `%` or format; names in capitals are our own constants."""
    wrong = []
    for source in found:
        for node in ast.walk(source.tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr not in {"execute", "raw", "extra", "executemany"} or not node.args:
                continue
            said = node.args[0]
            parts = said.values if isinstance(said, ast.JoinedStr) else []
            values = [p for p in parts if isinstance(p, ast.FormattedValue) and not _is_ours(p.value)]
            if values or isinstance(said, ast.BinOp) or node.func.attr in {"raw", "extra"}:
                wrong.append(f"{source.name}:{node.lineno}")
    return wrong


def _is_ours(value: ast.expr) -> bool:
    return ast.unparse(value).isupper() or ast.unparse(value) == "role"  # checked against a closed list


GUARDS: tuple[Callable[[list[Source]], list[str]], ...] = (
    upward,
    against_the_steps,
    models_reaching_out,
    impure,
    circles,
    guardian_elsewhere,
    weasyprint_at_the_top,
    signals,
    badly_named,
    too_long,
    clocks_inside,
    acts_without_by_and_at,
    said_anyway,
    open_forms,
    sql_made_of_values,
)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_nobody_breaks_it(guard: Callable[[list[Source]], list[str]]) -> None:
    assert guard(sources()) == []


PLANTED: dict[Callable[[list[Source]], list[str]], list[Source]] = {
    upward: [Source("plans.reading", "def f():\n    from notifications import filing\n")],
    against_the_steps: [Source("plans.models.plan", "from plans import access\n")],
    models_reaching_out: [Source("plans.models.plan", "from beredskab.outbox import messages\n")],
    impure: [Source("notifications.routing", "def f():\n    return RoutingRule.objects.all()\n")],
    circles: [Source("plans.a", "import plans.b\n"), Source("plans.b", "import plans.a\n")],
    guardian_elsewhere: [Source("plans.access", "from guardian.shortcuts import assign_perm\n")],
    weasyprint_at_the_top: [Source("plans.paper.printing", "from weasyprint import HTML\n")],
    signals: [Source("plans.apps", "from django.db.models.signals import post_save\n")],
    badly_named: [Source("plans.helpers", "")],
    too_long: [Source("plans.reading", "\n" * 401)],
    clocks_inside: [Source("plans.reading", "at = timezone.now()\n")],
    acts_without_by_and_at: [Source("plans.reading", "@act\ndef read(x, *, by): ...\n")],
    said_anyway: [Source("plans.views.reading", "if request.user.is_superuser: pass\n")],
    open_forms: [Source("plans.forms.a", "class A:\n    class Meta:\n        fields = '__all__'\n")],
    sql_made_of_values: [Source("plans.a", "cursor.execute(f'SELECT {name}')\n")],
}


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_it_is_noticed_when_somebody_does(guard: Callable[[list[Source]], list[str]]) -> None:
    assert len(guard(PLANTED[guard])) == 1


def test_every_package_has_its_place() -> None:
    """A new app or module of the kernel is a decision: it gets a line in LAYERS."""
    unplaced = {s.package for s in sources() if package_of(s.name) is None} - {"beredskab"}
    assert unplaced == set()


def test_the_top_of_the_tree_is_as_given() -> None:
    """No further Django app at the top: two things people do, and one kernel."""
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert apps == {"plans", "notifications"}
