"""STOP advice: the words that the guided form shows between two questions, from the plan in force.

Which advice is due is decided by the guide; here stands what it says to this reader. A passage may
depend on whom the reader goes to. With a suspected leader no passage may send anybody to that
leader: the passage for one's own leader is then left out, whatever an editor wrote elsewhere.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from beredskab.organisation.models import Contact, Municipality, Unit
from plans import prose, showing
from plans.models import Block
from plans.numbers.contacts import OUT_OF_HOURS, contacts_in_force
from plans.vocabulary import BlockType, EditionState, Institution, Line, Suspect


@dataclass(frozen=True)
class StopPhone:
    """A number to press; the first of an advice stands before its words.

    `instead_of` is the function that the words name and that is closed now, "" where nothing was replaced.
    """

    slug: str
    function: str
    number: str
    is_open: bool
    unconfirmed: str = ""
    instead_of: str = ""


@dataclass(frozen=True)
class StopAdvice:
    """One advice for one reader. `parts` are paragraphs: what not to do first, then what to do."""

    code: str
    version: int
    title: SafeString
    parts: tuple[SafeString, ...]
    phones: tuple[StopPhone, ...]
    words: int
    language: str
    gaps: tuple[str, ...]

    @property
    def html(self) -> SafeString:
        """All parts after each other."""
        return format_html_join("", "{}", ((part,) for part in self.parts))


def advice(
    municipality: Municipality,
    code: str,
    *,
    professions: Collection[str],
    language: str,
    at: dt.datetime,
    suspects: Collection[str] = (),
    private: bool = False,
    unit: Unit | None = None,
) -> StopAdvice | None:
    """The advice with this letter, None when the plan in force has none. See `all_advice`."""
    return all_advice(
        municipality,
        professions=professions,
        language=language,
        at=at,
        suspects=suspects,
        private=private,
        unit=unit,
    ).get(code)


def all_advice(
    municipality: Municipality,
    *,
    professions: Collection[str],
    language: str,
    at: dt.datetime,
    suspects: Collection[str] = (),
    private: bool = False,
    unit: Unit | None = None,
) -> dict[str, StopAdvice]:
    """Every advice of the plan in force by its letter, as this reader is to see it: two statements.

    `professions` are the reader's, `suspects` whom the suspicion is against (`vocabulary.Suspect`),
    `private` whether the reader works in a private institution, `unit` where they work: it may have
    numbers of its own. `language` is the one asked for;
    the advice says in which language its words are.
    """
    line = line_of(professions, suspects)
    place = Institution.PRIVATE if private else Institution.MUNICIPAL
    contacts = contacts_in_force(municipality, at, unit)
    found = {}
    for block in _blocks(municipality):
        found[block.code] = _told(block, line, place, contacts, at, language)
    return found


def line_of(professions: Collection[str], suspects: Collection[str]) -> Line:
    """Whom the reader goes to. A suspected leader wins over everything else."""
    if Suspect.LEADER in suspects:
        return Line.AROUND_LEADER
    return Line.FILER_LEADS if "leder" in professions else Line.OWN_LEADER


def _blocks(municipality: Municipality) -> Iterable[Block]:
    return Block.objects.filter(
        type=BlockType.STOP,
        version__lines__edition__state=EditionState.PUBLISHED,
        version__section__plan__municipality=municipality,
    ).select_related("version__section__plan")


def _told(
    block: Block,
    line: Line,
    place: Institution,
    contacts: Mapping[str, Contact],
    at: dt.datetime,
    asked: str,
) -> StopAdvice:
    own = block.version.section.plan.language
    title, items, language = _in_language(block, asked, own)
    passages = [one for one in items if _holds(one, line, place)]
    slugs = [*block.contacts, *(s for one in passages for s in one.get("contacts", ()))]
    numbers = {slug: contact.phone for slug, contact in contacts.items()}
    text = " ".join(one["text"] for one in passages)
    return StopAdvice(
        code=block.code,
        version=block.number,
        title=prose.render_inline(title, numbers),
        parts=tuple(prose.render(one["text"], numbers) for one in passages),
        phones=tuple(_phones(dict.fromkeys(slugs), contacts, at)),
        words=len(prose.plain(f"{title} {text}").split()),
        language=language,
        gaps=tuple(prose.gaps(f"{title} {text}")),
    )


def _in_language(block: Block, asked: str, own: str) -> tuple[str, Iterable[Mapping[str, Any]], str]:
    """Title, passages and language: as asked where all of it was translated, else the plan's own words."""
    told = block.translations.get(asked)
    if asked == own or told is None or not holds(block.title, block.items, told):
        return block.title, block.items, own
    pairs = zip(block.items, told["passages"], strict=True)
    return told["title"], [{**one, "text": words} for one, words in pairs], asked


def missing_in(items: Sequence[Any], told: Mapping[str, Any]) -> bool:
    """Whether a translation leaves out the title or a passage: half an advice is shown to nobody."""
    passages = told.get("passages", [])
    return (
        not str(told.get("title", "")).strip()
        or len(passages) != len(items)
        or not all(str(words).strip() for words in passages)
    )


def digest(title: str, items: Sequence[Any]) -> str:
    """The same for the same words of the plan's own language."""
    plain = json.dumps([title, [one["text"] for one in items]], ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def is_behind(title: str, items: Sequence[Any], told: Mapping[str, Any]) -> bool:
    """Whether a translation was made of other words than the advice has now."""
    return str(told.get("of", digest(title, items))) != digest(title, items)


def holds(title: str, items: Sequence[Any], told: Mapping[str, Any]) -> bool:
    """Whether a translation is whole, and says what the advice says now (rule P-25)."""
    return not missing_in(items, told) and not is_behind(title, items, told)


def _holds(passage: Mapping[str, object], line: Line, place: Institution) -> bool:
    lines = passage.get("line") or list(Line)
    return line in lines and passage.get("institution", place) == place  # type: ignore[operator]  # a list in JSON


def _phones(slugs: Iterable[str], contacts: Mapping[str, Contact], at: dt.datetime) -> Iterable[StopPhone]:
    """The numbers in order; a closed one gives way to who answers now, and none stands twice."""
    shown: set[str] = set()
    for slug in slugs:
        contact = contacts.get(slug)
        cover = contacts.get(OUT_OF_HOURS.get(slug, ""))
        closed = ""
        if contact and cover and cover.phone and not contact.open_at(at):
            contact, closed = cover, contact.function
        if contact and contact.phone and contact.slug not in shown:
            shown.add(contact.slug)
            amber = showing.unconfirmed_text(contact, at)
            yield StopPhone(contact.slug, contact.function, contact.phone, contact.open_at(at), amber, closed)
