"""What docs/ says exists: files, rules, words and links. A page that lies is worse than none."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import CommandParser

from tests.sources import PACKAGES, sources

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
RULE = re.compile(r"\b[ANP]-\d{2}\b")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Rule:
    """A line of docs/rules.md."""

    id: str
    text: str
    source: str
    mark: str
    home: str
    test: str


def rules() -> list[Rule]:
    lines = [line for line in (DOCS / "rules.md").read_text().splitlines() if RULE.match(line.strip("| "))]
    return [Rule(*(cell.strip(" `") for cell in line.strip("|").split("|"))) for line in lines]


def pages() -> list[Path]:
    return [*DOCS.glob("*.md"), *(DOCS / "adr").glob("*.md")]


def test_a_rule_has_one_number_a_source_a_mark_a_home_and_a_test() -> None:
    found = rules()
    assert len({rule.id for rule in found}) == len(found) > 30
    assert [r.id for r in found if not (r.source and re.match(r"C2?|P|N|own", r.mark))] == []
    assert [r.id for r in found if not (ROOT / r.home).is_file()] == []
    assert [r.id for r in found if not (ROOT / r.test).is_file()] == []


def test_every_rule_that_code_points_to_is_written_down() -> None:
    pointed = {number for source in sources() for number in RULE.findall(source.text)}
    assert pointed - {rule.id for rule in rules()} == set()
    assert len(pointed) >= 3


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    broken = [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]
    assert broken == []


def test_every_word_of_the_glossary_is_used_in_the_code() -> None:
    everything = "\n".join(source.text for source in sources())
    lines = (DOCS / "glossary.md").read_text().splitlines()
    names = [name for line in lines if line.startswith("| ") for name in CODE.findall(line.split("|")[-2])]
    assert len(names) > 40
    assert [name for name in names if not _is_there(name, everything)] == []


def _is_there(name: str, everything: str) -> bool:
    if "/" in name:
        return (ROOT / name).is_file()
    last = name.removesuffix("()").split(".")[-1]
    return (
        re.search(rf"\b{re.escape(last)}\b", everything) is not None
        or (ROOT / name.replace(".", "/")).is_dir()
    )


def test_a_word_that_is_gone_is_noticed() -> None:
    assert not _is_there("plans.Programme", "class Plan: ...")
    assert not _is_there("plans/nowhere.py", "")


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (DOCS / "adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


# --- the commands -----------------------------------------------------------------------------

COMMAND = re.compile(r"^\| `manage ([a-z_]+)[^|]*\|")
CELL = re.compile(r"(?<!\\)\|")
DJANGOS = frozenset({"check"})
"""Commands of Django that an operator is told of beside ours."""


def commands() -> dict[str, CommandParser]:
    """Our own commands with what they can be told."""
    ours = {name: app for name, app in get_commands().items() if app.split(".")[0] in PACKAGES}
    return {name: load_command_class(app, name).create_parser("manage", name) for name, app in ours.items()}


def told_of() -> dict[str, str]:
    """Name of a command -> its line in the table of docs/operations.md; a line may tell of several."""
    found = {}
    for line in (DOCS / "operations.md").read_text().splitlines():
        if COMMAND.match(line):
            for name in re.findall(r"`(?:manage )?([a-z_]+)[^`]*`", CELL.split(line)[1]):
                found[name] = line
    return found


def test_every_command_is_told_of_and_every_one_told_of_is_there() -> None:
    assert sorted(set(commands()) - set(told_of())) == []
    assert sorted(set(told_of()) - set(commands()) - DJANGOS) == []


def test_a_command_that_can_answer_in_json_says_so() -> None:
    can = {name for name, parser in commands().items() if "--json" in parser._option_string_actions}
    says = {name for name, line in told_of().items() if "--json" in CELL.split(line)[1]}
    assert (sorted(can - says), sorted(says - can - DJANGOS)) == ([], [])


def test_every_command_has_its_exit_codes() -> None:
    without = [name for name, line in told_of().items() if not re.search(r"\b0\b", CELL.split(line)[3])]
    assert sorted(without) == []
