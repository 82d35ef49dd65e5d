"""What a section and a block hold, apart from any edition; and the starter content as such.

The starter content (`catalogue/*.yaml`) was written for this product. It keeps its gaps in curly
braces until the municipality fills them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from plans import prose
from plans.models import Block
from plans.vocabulary import Audience, BlockType

CATALOGUE = Path(__file__).parent / "catalogue"
PLANS = ("overgreb", "social-kontrol")


@dataclass(frozen=True)
class BlockContent:
    """One block as somebody writes it; `key` names the block it replaces, None a new one."""

    type: str
    audience: str = Audience.INTERNAL
    professions: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    suspect: tuple[str, ...] = ()
    title: str = ""
    text: str = ""
    items: Any = ()
    code: str = ""
    mirrors: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    reference: str = ""
    checked_on: Any = None
    file_id: UUID | None = None
    translations: Mapping[str, Any] = field(default_factory=dict)
    expert_check: bool = False
    key: UUID | None = None

    def fields(self) -> dict[str, Any]:
        """The fields of a `Block` row, words for search included."""
        values = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "key"}
        for name in ("professions", "certainty", "suspect", "mirrors", "contacts"):
            values[name] = list(values[name])
        values["items"] = _plain_json(self.items)
        return {**values, "plain": self.words()}

    def words(self) -> str:
        """Every word a reader sees, without markup; what search and comparison look at."""
        lines = [self.title, self.reference, self.text, *lines_of(self.items)]
        return " ".join(filter(None, (prose.plain(prose.without_numbers(line)) for line in lines)))

    def filled(self, values: Mapping[str, str]) -> "BlockContent":
        """The block with the gaps that have a value filled in."""
        return replace(
            self,
            title=prose.fill(self.title, values),
            text=prose.fill(self.text, values),
            reference=prose.fill(self.reference, values),
            items=_fill_items(self.items, values),
            translations=_fill_items(self.translations, values),
        )


@dataclass(frozen=True)
class SectionContent:
    """One section as somebody writes it, with its blocks in order."""

    slug: str
    title: str
    summary: str = ""
    chapter: str = ""
    professions: tuple[str, ...] = ()
    must_acknowledge: bool = False
    scenarios: tuple[dict[str, Any], ...] = ()
    form_step: str = ""
    blocks: tuple[BlockContent, ...] = ()

    def heading(self) -> dict[str, Any]:
        """The fields of a `SectionVersion` row."""
        names = ("title", "summary", "chapter", "must_acknowledge", "form_step")
        return {
            **{name: getattr(self, name) for name in names},
            "professions": list(self.professions),
            "scenarios": list(self.scenarios),
        }

    def filled(self, values: Mapping[str, str]) -> "SectionContent":
        """The section with the gaps that have a value filled in."""
        return replace(
            self,
            title=prose.fill(self.title, values),
            summary=prose.fill(self.summary, values),
            scenarios=tuple(_fill_items(self.scenarios, values)),
            blocks=tuple(block.filled(values) for block in self.blocks),
        )


@dataclass(frozen=True)
class PlanContent:
    """A whole plan as somebody writes it."""

    slug: str
    kind: str
    title: str
    owner_function: str = ""
    revision_years: int = 4
    foreword: str = ""
    sections: tuple[SectionContent, ...] = field(default=())


def of_block(block: Block) -> BlockContent:
    """The content of a stored block, its key included."""
    values = {one.name: getattr(block, one.name) for one in fields(BlockContent)}
    for name in ("professions", "certainty", "suspect", "mirrors", "contacts"):
        values[name] = tuple(values[name])
    return BlockContent(**values)


# --- the starter content ----------------------------------------------------------------------


@cache
def catalogue(name: str) -> Any:
    """A catalogue file as it was read; callers must not change it."""
    return yaml.safe_load((CATALOGUE / f"{name}.yaml").read_text(encoding="utf-8"))


def starter_plan(slug: str) -> PlanContent:
    """One of the two starter plans, with STOP advice in the plan against violence and abuse."""
    told = catalogue(slug)
    sections = [_section(slug, one) for one in told["sections"]]
    if slug == "overgreb":
        before = next(i for i, one in enumerate(sections) if one.slug == BEFORE_THE_STOPS)
        sections.insert(before + 1, stop_section())
    return PlanContent(**told["plan"], sections=tuple(sections))


STOP_SECTION = "stop-raad"
BEFORE_THE_STOPS = "efter-underretningen"


def stop_section() -> SectionContent:
    """The section that holds the STOP advice of the guided form, one block per letter."""
    return SectionContent(
        slug=STOP_SECTION,
        title="Rådene undervejs, når du underretter",
        summary="De røde sider, som portalen viser, mens du underretter. De følger dine svar.",
        chapter="Underretning",
        blocks=tuple(_stop(one) for one in catalogue("stops")["stops"]),
    )


STOP_LANGUAGES = ("en", "nb")
"""In which the STOP advice is written, beside Danish."""


def _stop(told: Mapping[str, Any]) -> BlockContent:
    others = {code: catalogue(f"stops.{code}")["stops"][told["code"]] for code in STOP_LANGUAGES}
    return BlockContent(
        type=BlockType.STOP,
        code=told["code"],
        title=told["title"],
        contacts=tuple(told["contacts"]),
        items=tuple(told["passages"]),
        translations=others,
        expert_check=told["expert_check"],
    )


def _section(plan: str, told: Mapping[str, Any]) -> SectionContent:
    own = [{"slug": told["slug"], **told["scenario"]}] if "scenario" in told else []
    return SectionContent(
        slug=told["slug"],
        title=told["title"],
        summary=told["summary"],
        chapter=told["chapter"],
        professions=tuple(told["professions"]),
        must_acknowledge=told["must_acknowledge"],
        scenarios=tuple(own + _scenarios(plan, told["slug"])),
        blocks=tuple(_block(one) for one in told["blocks"]),
    )


def _scenarios(plan: str, section: str) -> list[dict[str, Any]]:
    told = catalogue("scenarios")["scenarios"]
    mine = [one for one in told if (one["plan"], one["section"]) == (plan, section)]
    return [{k: v for k, v in one.items() if k not in ("plan", "section")} for one in mine]


def _block(told: Mapping[str, Any]) -> BlockContent:
    """`mark` and `candidate` of a legal block are notes for the editor and stay in the file."""
    known = {one.name for one in fields(BlockContent)} - {"items", "contacts"}
    values = {name: _tuple(value) for name, value in told.items() if name in known}
    contacts = (told["contact"],) if "contact" in told else ()
    return BlockContent(**values, contacts=contacts, items=_items(told))


def _items(told: Mapping[str, Any]) -> Any:
    if told["type"] == BlockType.DO_DONT:
        return {"do": list(told.get("do", ())), "dont": list(told.get("dont", ()))}
    return tuple(told.get("items", ()))


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _plain_json(items: Any) -> Any:
    return items if isinstance(items, dict) else list(items)


def lines_of(items: Any) -> list[str]:
    """Every line of text in the items of a block, whatever its type."""
    if isinstance(items, Mapping):
        return [*items.get("do", ()), *items.get("dont", ())]
    return [one["text"] if isinstance(one, Mapping) else one for one in items]


def _fill_items(items: Any, values: Mapping[str, str]) -> Any:
    if isinstance(items, str):
        return prose.fill(items, values)
    if isinstance(items, Mapping):
        return {name: _fill_items(one, values) for name, one in items.items()}
    if isinstance(items, list | tuple):
        return [_fill_items(one, values) for one in items]
    return items
