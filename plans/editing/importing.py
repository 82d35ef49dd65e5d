"""A plan that exists as a document becomes a draft edition, for an editor to read through and hand in.

The command and the guided page (`plans.editing.proposals`) come through here alike.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from plans import granting, prose
from plans.contents import BlockContent, SectionContent
from plans.documents import Document, DocumentBlock, DocumentSection
from plans.editing import editions
from plans.models import Edition, Plan
from plans.vocabulary import Audience, BlockType, EditionState, PlanKind

SLUGS = {PlanKind.ABUSE: "overgreb", PlanKind.SOCIAL_CONTROL: "social-kontrol"}
RESERVED = {"soeg", "udgaver"}
_STEP = re.compile(r"^\d{1,3}\. (\S.*)$")
_PHONE = re.compile(r"(?<![\d,§-])(?:(?:\d\d ){3}\d\d|\d{8})(?![\d-]|[.,]\d)")
_CPR = re.compile(r"\b[0-3]\d[01]\d{3}[- ]\d{4}\b")
_FOLDED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "ð": "d", "þ": "th"})


class Place(StrEnum):
    """Where the imported sections go when somebody has begun a draft."""

    NEW = "new"  # only where there is none
    AFTER = "after"  # after the sections of the draft
    INSTEAD = "instead"  # the draft is thrown away


class DraftInTheWay(Exception):  # errors say what is refused
    """The plan already has a draft; an import must not mix with somebody's work."""


@dataclass(frozen=True)
class Imported:
    """What an import did, in numbers and sentences."""

    edition: Edition
    made_plan: bool
    sections: int
    blocks: int
    words: int
    remarks: tuple[str, ...]


@transaction.atomic
def import_document(
    document: Document,
    kind: PlanKind,
    *,
    municipality: Municipality,
    audience: Audience = Audience.PUBLIC,
    place: Place = Place.NEW,
    by: Staff | None,
    at: dt.datetime,
) -> Imported:
    """A draft edition of the municipality's plan of this kind, with the document's sections.

    The plan is made when there is none. Raises DraftInTheWay for a draft that `place` says nothing
    about, and for an edition in review whatever it says. Beside the owner's sections of a shared plan the
    document's always come after them.
    """
    plan, made = _plan(document, kind, municipality)
    begun = editions.in_the_making(plan)
    if plan.follows_id:
        begun, place = _beside_the_shared(plan, begun, by=by, at=at), Place.AFTER
    if begun and (place == Place.NEW or by is None or begun.state != EditionState.DRAFT):
        raise DraftInTheWay(plan.title)
    taken = _slugs_in(begun) if begun and place == Place.AFTER else set()
    with translation.override(municipality.language):
        sections = [*_contents(document.sections, document.title, audience, taken)]
    if begun and by and place == Place.AFTER:
        edition = begun
        for section in sections:
            editions.add_section(edition, section, by=by, at=at)
    else:
        if begun and by:
            editions.discard(begun, by=by, at=at)
        edition = editions.start(plan, sections, by=by, at=at)
    kept = _keep_stop_advice(plan, edition)
    trail.record(by.pk if by else None, "plan.imported", edition.pk, at=at, plan=plan.slug)
    return Imported(
        edition=edition,
        made_plan=made,
        sections=len(sections),
        blocks=sum(len(section.blocks) for section in sections),
        words=document.words,
        remarks=(*document.remarks, *remarks_on(document), *kept, *_left_behind(plan, edition)),
    )


def _beside_the_shared(plan: Plan, begun: Edition | None, *, by: Staff | None, at: dt.datetime) -> Edition:
    """The draft of a plan that follows another's: the owner's sections stay. Raises DraftInTheWay."""
    if by is None:
        raise DraftInTheWay(plan.title)
    return begun or editions.open_draft(plan, by=by, at=at)


def _slugs_in(edition: Edition) -> set[str]:
    return set(edition.lines.values_list("section__slug", flat=True))


def _keep_stop_advice(plan: Plan, edition: Edition) -> list[str]:
    """The guided form must never come to a page without advice: its section stays in the plan."""
    current = editions.in_force(plan)
    if current is None:
        return []
    advice = current.lines.filter(version__blocks__type=BlockType.STOP).distinct()
    kept = []
    for line in advice.exclude(section__in=edition.lines.values("section")).select_related("version"):
        last = edition.lines.count() + 1
        edition.lines.create(section_id=line.section_id, version_id=line.version_id, position=last)
        told = {"title": line.version.title}
        kept.append(_("The advice of the guided form was kept: ”%(title)s”.") % told)
    return kept


def _left_behind(plan: Plan, edition: Edition) -> list[str]:
    """Sections of the edition in force that the draft does not have: publishing takes them away."""
    current = editions.in_force(plan)
    if current is None:
        return []
    gone = current.lines.exclude(section__in=edition.lines.values("section")).count()
    told = {"number": current.number, "count": gone}
    return [_("Sections of edition %(number)d that are not in this draft: %(count)d.") % told] if gone else []


def slug_of(title: str, taken: Iterable[str] = ()) -> str:
    """A path for a title: lower case ASCII with æ, ø, å spelled out, at most 60 characters, new."""
    folded = unicodedata.normalize("NFKD", title.lower().translate(_FOLDED))
    words = re.findall(r"[a-z0-9]+", folded.encode("ascii", "ignore").decode())
    slug = "-".join(words)[:60].strip("-") or "afsnit"
    used = {*taken, *RESERVED}
    return next(one for one in _numbered(slug) if one not in used)


def _numbered(slug: str) -> Iterable[str]:
    yield slug
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1


def _plan(document: Document, kind: PlanKind, municipality: Municipality) -> tuple[Plan, bool]:
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    known = Plan.objects.filter(municipality=municipality, kind=kind).first()
    if known:
        return known, False
    plan = Plan.objects.create(
        municipality=municipality,
        kind=kind,
        slug=SLUGS[kind],
        title=document.title[:160],
        language=municipality.language,
    )
    granting.for_everybody(plan)
    return plan, True


def _contents(
    sections: Iterable[DocumentSection], title: str, audience: Audience, taken: set[str]
) -> Iterable[SectionContent]:
    """Text before the first sub-heading becomes an introduction; empty headings stay, to be filled."""
    for section in sections:
        heading = _("Introduction") if section.title == title else section.title
        slug = slug_of(heading, taken)
        taken.add(slug)
        blocks = tuple(_block(block, audience) for block in section.blocks)
        yield SectionContent(slug=slug, title=heading[:160], professions=section.professions, blocks=blocks)


def _block(block: DocumentBlock, audience: Audience) -> BlockContent:
    """A numbered list alone is what the plan calls steps; everything else is text."""
    steps = [found[1] if (found := _STEP.match(line)) else "" for line in block.text.split("\n")]
    title = block.title[:200]
    if len(steps) > 1 and all(steps):
        return BlockContent(type=BlockType.STEPS, audience=audience, title=title, items=tuple(steps))
    return BlockContent(type=BlockType.TEXT, audience=audience, title=title, text=block.text)


def remarks_on(document: Document) -> list[str]:
    """What the editor has to look at in the words themselves, whatever file they came from."""
    texts = [block.text for section in document.sections for block in section.blocks]
    told = []
    if found := [gap for text in texts for gap in prose.gaps(text)]:
        words = ", ".join(dict.fromkeys(found))
        told.append(_("Words in curly braces are shown as gaps to fill in: %(words)s.") % {"words": words})
    if numbers := {number for text in texts for number in _PHONE.findall(text)}:
        counted = {"count": len(numbers)}
        told.append(
            _("Phone numbers in the text: %(count)d. Put contacts in their place: they are always right.")
            % counted
        )
    if any(_CPR.search(text) for text in texts):
        told.append(_("Something looks like a CPR number. A plan must not hold any: take it out."))
    return told
