"""Every text of the interface has its Danish and its Norwegian; the compiled files match."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "beredskab" / "locale"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@dataclass(frozen=True)
class Text:
    """A text of the interface as code or a template says it."""

    singular: str
    plural: str | None
    context: str | None


@cache
def texts() -> dict[Text, set[str]]:
    """Every text in code and templates, with the files it stands in."""
    found: dict[Text, set[str]] = {}
    for path in sorted(_sources()):
        for text in _texts_in(path):
            found.setdefault(text, set()).add(path.relative_to(ROOT).as_posix())
    return found


def _sources() -> Iterator[Path]:
    for folder in ("beredskab", "plans", "notifications"):
        yield from (p for p in (ROOT / folder).rglob("*.py") if "migrations" not in p.parts)
    yield from (p for p in (ROOT / "templates").rglob("*") if p.suffix in {".html", ".txt"})


def _texts_in(path: Path) -> Iterator[Text]:
    source = path.read_text(encoding="utf-8")
    code = source if path.suffix == ".py" else templatize(source, origin=str(path))
    options = {"encoding": "utf-8"}
    keywords = KEYWORDS | (_other_names(source) if path.suffix == ".py" else {})
    for _line, call, said, _comments in extract_python(BytesIO(code.encode()), list(keywords), [], options):
        parts = said if isinstance(said, tuple) else (said,)
        spec = keywords[call] or (1,)
        context = next((parts[s[0] - 1] for s in spec if isinstance(s, tuple)), None)
        plain = [parts[s - 1] for s in spec if isinstance(s, int) and s <= len(parts)]
        if plain and plain[0]:
            yield Text(str(plain[0]), plain[1] if len(plain) > 1 else None, context)


def _other_names(source: str) -> dict[str, Any]:
    """The names that a module gives the functions of translation, as in `gettext as _now`."""
    return {
        name.asname: KEYWORDS[name.name]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.asname and name.name in KEYWORDS
    }


@cache
def catalog(language: str) -> Catalog:
    """The translations of a language."""
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def missing(language: str, wanted: set[Text]) -> list[str]:
    """The texts without a whole translation."""
    return sorted(text.singular for text in wanted if not _is_translated(catalog(language), text))


def _is_translated(known: Catalog, text: Text) -> bool:
    message = known.get(text.singular, context=text.context)
    if message is None or message.fuzzy:
        return False
    said = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(said) and (text.plural is None or len(said) == 2)


def test_the_search_for_texts_finds_python_templates_plurals_contexts_and_other_names(tmp_path: Path) -> None:
    code = tmp_path / "code.py"
    code.write_text(
        "from django.utils.translation import gettext as _now, npgettext_lazy as counted\n"
        '_("One")\nngettext("%d day", "%d days", n)\npgettext_lazy("month", "May")\n'
        '_now("Now")\ncounted("time", "%d hour", "%d hours", "n")\n'
    )
    page = tmp_path / "page.html"
    page.write_text(
        "{% load i18n %}{% translate 'Two' %}{% blocktranslate %}Three {{ x }}{% endblocktranslate %}"
    )
    assert [*_texts_in(code), *_texts_in(page)] == [
        Text("One", None, None),
        Text("%d day", "%d days", None),
        Text("May", None, "month"),
        Text("Now", None, None),
        Text("%d hour", "%d hours", "time"),
        Text("Two", None, None),
        Text("Three %(x)s", None, None),
    ]


@pytest.mark.parametrize("language", ["da", "nb"])
def test_every_text_is_translated(language: str) -> None:
    assert missing(language, set(texts())) == []


@pytest.mark.parametrize("language", ["da", "nb"])
def test_translations_keep_their_placeholders(language: str) -> None:
    wrong = [_forms(one.id)[0] for one in catalog(language) if not _keeps_placeholders(one)]
    assert wrong == []


def _keeps_placeholders(message: Message) -> bool:
    """A singular may say "the section" where the plural counts; nothing else differs."""
    ids, said = _forms(message.id), _forms(message.string)
    if not ids[0] or not any(said):
        return True
    asked = [set(PLACEHOLDER.findall(one)) for one in ids]
    given = [set(PLACEHOLDER.findall(one)) for one in said]
    return given[-1] == asked[-1] and all(one <= set().union(*asked) for one in given)


@pytest.mark.parametrize("language", ["da", "nb"])
def test_compiled_translations_match_their_source(language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = _spoken(read_mo(file))
    assert compiled == _spoken(catalog(language))


def _spoken(known: Catalog) -> dict[tuple[tuple[str, ...], str | None], tuple[str, ...]]:
    """Texts and their translations, singular and plural alike, without what is not translated yet."""
    return {
        (_forms(one.id), _text(one.context)): _forms(one.string)
        for one in known
        if any(_forms(one.id)) and not one.fuzzy and any(_forms(one.string))
    }


def _text(said: str | bytes | None) -> str | None:
    return said.decode() if isinstance(said, bytes) else said


def _forms(said: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(said) if isinstance(said, list | tuple) else (said,)
