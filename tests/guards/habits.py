"""What no file may do, wherever it stands."""

import ast

from tests.sources import (
    Source,
    imports_of,
    is_edge,
    looks_at_the_clock,
    names_of_ours,
    outermost,
)

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
