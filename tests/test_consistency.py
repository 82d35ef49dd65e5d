"""What one part says, the others know: templates, personal fields, words, forms, doors.

Each guard is a function that returns faults; beside it a planted fault proves that it would be found.
"""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from crispy_forms.helper import FormHelper
from django.db import models
from django.db.models.enums import Choices
from django.forms import BaseForm
from django.template import engines
from django.template.loader import get_template
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils.functional import Promise

from beredskab.access.models import ExclusionCause
from beredskab.ui.forms import DkfdsMixin
from notifications.routing import Cause
from notifications.views.case_page import CAUSES
from tests.routes import Route, routes
from tests.sources import sources
from tests.ui.test_page_help import helpless

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
OURS = ("beredskab", "plans", "notifications")

# --- templates --------------------------------------------------------------------------------

REFERENCE = re.compile(r"""\{%-?\s*(?:include|extends)\s+["']([^"']+)["']""")
FOREIGN_CALLERS = ("dkfds/*",)  # crispy asks for these by names of its own


def template_names() -> list[str]:
    return sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*") if p.is_file())


def text_of(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def asked_for_by_code() -> set[str]:
    """Names of templates as code writes them; a part that is computed becomes a star."""
    asked: set[str] = set()
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                asked.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                asked.add("".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in node.values))
    return {one for one in asked if re.search(r"[\w*]\.(html|txt|css)$", one) and not one.startswith("*")}


def unused(names: list[str], asked: set[str], texts: dict[str, str]) -> list[str]:
    """Templates that no code asks for, and no template that is asked for."""
    patterns = [*asked, *FOREIGN_CALLERS]
    reached = {name for name in names if any(fnmatch(name, one) for one in patterns)}
    waiting = list(reached)
    while waiting:
        for inner in REFERENCE.findall(texts.get(waiting.pop(), "")):
            if inner not in reached:
                reached.add(inner)
                waiting.append(inner)
    return sorted(set(names) - reached)


def test_every_template_is_used() -> None:
    names = template_names()
    assert unused(names, asked_for_by_code(), {name: text_of(name) for name in names}) == []


def test_an_unused_template_is_noticed() -> None:
    texts = {
        "a.html": '{% include "b.html" %}',
        "b.html": "",
        "c.html": '{% include "d.html" %}',
        "d.html": "",
    }
    assert unused(list(texts), {"a.html"}, texts) == ["c.html", "d.html"]


def test_every_template_that_is_asked_for_is_there() -> None:
    known = template_names()
    asked = {inner for name in known for inner in REFERENCE.findall(text_of(name))}
    by_code = {one for one in asked_for_by_code() if "/" in one and not one.startswith(("css/", "/"))}
    assert sorted(a for a in asked | by_code if not any(fnmatch(name, a) for name in known)) == []


@pytest.mark.parametrize("name", [name for name in template_names() if name.endswith((".html", ".txt"))])
def test_the_template_can_be_read(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("tag", ["section", "main", "nav", "form"])
def test_what_a_template_opens_it_closes(tag: str) -> None:
    """One end tag that is another's moves everything below it out of its frame."""
    halves = {"components/table_start.html", "components/table_end.html"}
    wrong = [
        name
        for name in template_names()
        if name not in halves
        and not name.startswith(("print/", "dkfds/"))
        and len(re.findall(rf"<{tag}[\s>]", text_of(name))) != text_of(name).count(f"</{tag}>")
    ]
    assert wrong == []


FORBIDDEN_IN_TEMPLATES = {
    r"\|\s*safe\b": "text becomes code; plans.prose cleans text of people",
    r"\{%\s*autoescape": "the same by another door",
    r"\sstyle\s*=": "the content security policy drops it; a class says it",
    r"<style\b": "the same",
    r"<script\b(?![^>]*\bsrc=)": "no script inside a page: the policy drops it",
    r"\son[a-z]+\s*=\s*[\"']": "a script inside an attribute",
    r"javascript:": "a script inside a link",
    r"""(?:src|href)\s*=\s*["']https?://""": "nothing is fetched from a stranger, and links have a home",
    r"""(?:src|href)\s*=\s*["']data:""": "the policy drops it",
    r"\|\s*(?:force_escape|safeseq)\b": "escape once, by Django",
    r"<form\b[^>]*\bmethod=[\"']?post[^>]*>(?!.*csrf_token)": "a form that posts carries its token",
}
PRINTED = "print/"  # PDFs have their own renderer, without policy and without script


def forbidden_in(name: str, text: str) -> list[str]:
    """What a template must not say."""
    found = []
    for pattern, why in FORBIDDEN_IN_TEMPLATES.items():
        for match in re.finditer(pattern, text, re.IGNORECASE | re.DOTALL):
            if not (name.startswith(PRINTED) and "style" in pattern):
                found.append(f"{name}: {match.group(0)[:40].strip()!r}: {why}")
    return found


def test_no_template_opens_a_door_for_code() -> None:
    assert [fault for name in template_names() for fault in forbidden_in(name, text_of(name))] == []


@pytest.mark.parametrize(
    "planted",
    [
        "{{ text|safe }}",
        "{% autoescape off %}",
        '<p style="color:red">',
        "<script>go()</script>",
        '<a onclick="go()">',
        '<a href="javascript:go()">',
        '<img src="https://example.org/a.png">',
        '<img src="data:image/png;base64,AA">',
        '<form method="post"><input></form>',
    ],
)
def test_a_door_for_code_is_noticed(planted: str) -> None:
    assert len(forbidden_in("a.html", planted)) == 1


TITLE = re.compile(r"\{%\s*block title\s*%\}(.*?)\{%\s*endblock", re.DOTALL)
ABOUT_PEOPLE = re.compile(
    r"\{\{[^}]*\b(person|staff|concern|child|filer|reference|name_of|user|suspect)\b[^}]*\}\}"
)


def test_no_title_holds_personal_data() -> None:
    """Titles stay in the history of a shared computer's browser."""
    titles = {name: "".join(TITLE.findall(text_of(name))) for name in template_names()}
    assert [name for name, title in titles.items() if ABOUT_PEOPLE.search(title)] == []
    assert ABOUT_PEOPLE.search("{{ concern.reference }} – case")


URL_TAG = re.compile(r"""\{%\s*url\s+["']([\w:.-]+)["']""")


def test_every_link_by_name_has_a_door() -> None:
    named = {name for one in template_names() for name in URL_TAG.findall(text_of(one))}
    doors = {route.name for route in routes()}
    assert sorted(named - doors) == []


# --- words ------------------------------------------------------------------------------------

# Read by machines and people who run the portal, in English like all logs.
NEVER_SHOWN = frozenset(
    {
        "beredskab.access.models.ExclusionCause",
        "beredskab.vault.models.Custody",
        "beredskab.vault.models.HolderKind",
        "beredskab.outbox.vocabulary.Kind",
        "beredskab.outbox.vocabulary.Channel",
        "notifications.models.route_proposal.ProposalState",
    }
)


def our_enums() -> Iterator[type[Choices]]:
    waiting = list(Choices.__subclasses__())
    while waiting:
        enum = waiting.pop()
        waiting += enum.__subclasses__()
        if enum.__module__.split(".")[0] in OURS and len(enum) > 0:
            yield enum


def unspoken(enums: Iterator[type[Choices]]) -> list[str]:
    """Words with a label that no translator has seen."""
    return [
        f"{enum.__module__}.{enum.__qualname__}.{member.name}"
        for enum in enums
        if f"{enum.__module__}.{enum.__qualname__}" not in NEVER_SHOWN
        for member in enum
        if not isinstance(member._label_, Promise)
    ]


def test_every_word_that_is_shown_can_be_translated() -> None:
    """That the Danish is there is checked by tests/test_translations.py."""
    assert unspoken(our_enums()) == []


def test_words_that_stand_in_two_places_are_the_same() -> None:
    """What the database may hold, a page must be able to say: an unknown cause would be a page of 500."""
    assert set(Cause) == set(ExclusionCause.values)
    assert set(CAUSES) == set(Cause)


def test_an_untranslated_word_is_noticed() -> None:
    class Colour(models.TextChoices):
        RED = "red"

    assert len(unspoken(iter([Colour]))) == 1


# --- forms ------------------------------------------------------------------------------------


def our_forms() -> list[type[BaseForm]]:
    found: list[type[BaseForm]] = []
    waiting = list(BaseForm.__subclasses__())
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.split(".")[0] in OURS and form.base_fields:  # type: ignore[attr-defined]
            found.append(form)
    return found


def test_every_form_is_one_of_ours() -> None:
    """Its layout, its error summary and its markup come from one place."""
    get_resolver()._populate()  # imports every view, and with it every form
    assert [f.__qualname__ for f in our_forms() if not issubclass(f, DkfdsMixin)] == []


def test_every_form_has_a_helper() -> None:
    """On the class, or made in `__init__` where it depends on what the form is given."""
    get_resolver()._populate()
    without = [
        form.__qualname__
        for form in our_forms()
        if not isinstance(getattr(form, "helper", None), FormHelper) and not _makes_a_helper(form)
    ]
    assert without == []


def _makes_a_helper(form: type[BaseForm]) -> bool:
    modules = {base.__module__ for base in form.__mro__} - {DkfdsMixin.__module__}
    return any(
        isinstance(node, ast.Attribute) and node.attr == "helper" and isinstance(node.ctx, ast.Store)
        for source in sources()
        if source.name in modules
        for node in ast.walk(source.tree)
    )


UNPREFIXED = {"home", "hide", "theme", "language", "help", "accessibility", "official_statement", "privacy"}

# --- doors ------------------------------------------------------------------------------------


def undeclared_doors(found: list[Route]) -> list[str]:
    """Views without `@page`: nobody said who may open them and with which methods they write."""
    return [str(route) for route in found if not hasattr(route.view, "declared")]


def test_every_door_says_who_may_open_it() -> None:
    assert undeclared_doors(routes()) == []


def test_a_door_that_says_nothing_is_noticed() -> None:
    assert len(undeclared_doors([Route("x/", "x", lambda request: None)])) == 1


def test_paths_are_danish_ascii_and_end_as_paths_do() -> None:
    """They are printed and read aloud on the phone."""
    shape = re.compile(
        r"^(?:[a-z0-9-]+/|<[a-z_:]+>/|<[a-z_:]+>\.(?:pdf|csv|ics)|[a-z0-9-]+\.<slug:ending>|[a-z0-9-]+\.(?:css|txt|csv|pdf|zip))*$"
    )
    for_people = [route.path for route in routes() if not route.path.startswith("api/")]  # the others never
    assert [path for path in for_people if not shape.match(path)] == []


def test_names_of_doors_are_used_once() -> None:
    names = [route.name for route in routes()]
    assert sorted({name for name in names if names.count(name) > 1}) == []
    for name in names:
        assert ":" in name or name in UNPREFIXED, name


def test_the_name_of_a_door_leads_to_it() -> None:
    for route in routes():
        if "<" not in route.path:
            try:
                assert reverse(route.name) == f"/{route.path}"
            except NoReverseMatch as error:
                raise AssertionError(route.name) from error


def test_every_page_has_help_or_a_reason_to_have_none() -> None:
    """A new page gets a sentence in beredskab/ui/page_help/, or its name in `without.py` with the reason."""
    assert helpless(routes()) == []


def test_the_engine_escapes() -> None:
    engine = engines["django"]
    assert engine.from_string("{{ a }}").render({"a": "<b>"}) == "&lt;b&gt;"
