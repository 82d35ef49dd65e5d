"""Making an edition: open a draft, write in it, hand it in, publish it.

A draft shares its unchanged sections with the edition in force. The first change to a section makes
a working copy; publishing freezes the copies, and from then on the database refuses every change.
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Max

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from plans import access, lifecycle
from plans.contents import BlockContent, SectionContent, of_block
from plans.lifecycle import Move
from plans.models import Block, Edition, EditionSection, Plan, Section, SectionVersion
from plans.sharing import words
from plans.vocabulary import EditionState


class NotADraft(Exception):  # errors say what is refused
    """The edition is in review or published: nobody writes in it."""


class DraftInTheWay(Exception):  # errors say what is refused
    """Somebody works on an edition already; it is published or thrown away first."""


def in_force(plan: Plan) -> Edition | None:
    """The published edition, None before the first."""
    return plan.editions.in_force().first()


def in_the_making(plan: Plan) -> Edition | None:
    """The draft, or the edition in review; None when nobody works on one."""
    return plan.editions.open().first()


def start(
    plan: Plan,
    sections: Iterable[SectionContent],
    *,
    foreword: str = "",
    by: Staff | None,
    at: dt.datetime,
) -> Edition:
    """A draft with these sections and no others: a starter plan or an imported document.

    A section whose slug the plan already has gets a new version of it.
    """
    edition = new_edition(plan, foreword=foreword, by=by, at=at)
    for position, content in enumerate(sections, start=1):
        section, _made = Section.objects.get_or_create(plan=plan, slug=content.slug)
        version = new_version(section, content.heading(), by=by, at=at)
        write_blocks(version, content.blocks)
        edition.lines.create(section=section, version=version, position=position)
    return edition


@act
def open_draft(plan: Plan, *, by: Staff, at: dt.datetime) -> Edition:
    """The edition being worked on; a new draft that lists what is in force when there is none."""
    require_editor(by, plan)
    Plan.objects.select_for_update().get(pk=plan.pk)
    if open_edition := in_the_making(plan):
        return open_edition
    current = in_force(plan)
    edition = new_edition(plan, foreword=current.foreword if current else "", by=by, at=at)
    if current:
        list_as(edition, current)
    trail.record(by.pk, "plan.draft_opened", edition.pk, at=at, plan=plan.slug)
    return edition


@act
def working_copy(edition: Edition, section: Section, *, by: Staff, at: dt.datetime) -> SectionVersion:
    """The section's version that may be edited in this draft; made when the listed one is frozen."""
    require_editor(by, edition.plan)
    _require_draft(edition)
    line = edition.lines.select_for_update(of=("self",)).get(section=section)
    frozen = SectionVersion.objects.get(pk=line.version_id)
    if not frozen.is_frozen:
        return frozen
    line.version = _copy_of(frozen, by=by, at=at)
    line.save(update_fields=["version"])
    return line.version


@act
def restore(old: Edition, *, by: Staff, at: dt.datetime) -> Edition:
    """A new draft that says what an old edition said; the old one stays as it is.

    Every section that says something else today becomes a new version with the old words, so that it can be
    asked to be read again. Raises DraftInTheWay while somebody works on another.
    """
    require_editor(by, old.plan)
    Plan.objects.select_for_update().get(pk=old.plan_id)
    if in_the_making(old.plan):
        raise DraftInTheWay(old.plan_id)
    current = in_force(old.plan)
    today = dict(current.lines.values_list("section_id", "version_id")) if current else {}
    edition = new_edition(old.plan, foreword=old.foreword, by=by, at=at)
    for line in old.lines.select_related("version"):
        same = today.get(line.section_id) == line.version_id
        version = line.version if same else _copy_of(line.version, by=by, at=at)
        edition.lines.create(section_id=line.section_id, version=version, position=line.position)
    words.listed_again(edition, old)
    trail.record(by.pk, "plan.restored", edition.pk, at=at, plan=old.plan.slug, number=old.number)
    return edition


@act
def discard(edition: Edition, *, by: Staff, at: dt.datetime) -> None:
    """Throw a draft away, with everything that was written in it; what was published is not touched."""
    require_editor(by, edition.plan)
    _require_draft(edition)
    copies = [line.version for line in edition.lines.select_related("version") if not line.version.is_frozen]
    trail.record(by.pk, "plan.draft_discarded", edition.pk, at=at, plan=edition.plan.slug)
    edition.delete()
    for copy in copies:
        copy.delete()


@act
def add_section(edition: Edition, content: SectionContent, *, by: Staff, at: dt.datetime) -> SectionVersion:
    """A new section at the end of the draft."""
    require_editor(by, edition.plan)
    _require_draft(edition)
    section, _made = Section.objects.get_or_create(plan=edition.plan, slug=content.slug)
    version = new_version(section, content.heading(), by=by, at=at)
    write_blocks(version, content.blocks)
    last = edition.lines.aggregate(last=Max("position"))["last"] or 0
    edition.lines.create(section=section, version=version, position=last + 1)
    return version


@act
def take_back(edition: Edition, section: Section, *, by: Staff, at: dt.datetime) -> None:
    """Throw the working copy away: the draft lists the version in force again, or not at all.

    Raises SharedWords for a section of a shared plan: what was taken over is taken over as a whole.
    """
    require_editor(by, edition.plan)
    _require_draft(edition)
    line = edition.lines.select_related("version").get(section=section)
    if line.version.is_frozen:
        return
    copy = line.version
    words.require_own(copy, edition.plan_id)
    before = version_in_force(section)
    if before:
        line.version = before
        line.save(update_fields=["version"])
    else:
        line.delete()
    copy.delete()
    trail.record(by.pk, "plan.section_taken_back", section.pk, at=at)


def write_blocks(version: SectionVersion, blocks: Iterable[BlockContent]) -> list[Block]:
    """Store blocks in order; a content that names a key keeps its identity."""
    rows = []
    for position, content in enumerate(blocks, start=1):
        identity = {"key": content.key} if content.key else {}
        rows.append(Block(version=version, position=position, **content.fields(), **identity))
    return Block.objects.bulk_create(rows)


def require_editor(by: Staff, plan: Plan) -> None:
    """Raises Forbidden unless `by` may edit this plan."""
    if not access.may_edit(by, plan):
        raise guard.Forbidden(Act.EDIT_PLAN)


def require_writing(edition: Edition, by: Staff) -> None:
    """Raises Forbidden or NotADraft unless `by` may write in this edition now."""
    require_editor(by, edition.plan)
    _require_draft(edition)


def same_words(one: SectionVersion, other: SectionVersion) -> bool:
    """Whether two versions say the same to everybody: heading, blocks and order."""
    if heading_of(one) != heading_of(other):
        return False
    return [of_block(b) for b in one.blocks.all()] == [of_block(b) for b in other.blocks.all()]


def _require_draft(edition: Edition) -> None:
    state = Edition.objects.values_list("state", flat=True).get(pk=edition.pk)
    if EditionState(state) not in lifecycle.EDITABLE:
        raise NotADraft(state)


def version_in_force(section: Section) -> SectionVersion | None:
    """The version of the section that readers see now, None when they do not see the section."""
    return SectionVersion.objects.filter(
        section=section, lines__edition__state=EditionState.PUBLISHED
    ).first()


def _copy_of(frozen: SectionVersion, *, by: Staff | None, at: dt.datetime) -> SectionVersion:
    """A new version with the same words; the blocks keep their keys."""
    copy = new_version(frozen.section, heading_of(frozen), by=by, at=at)
    for block in frozen.blocks.all():
        block.pk, block.version = None, copy
        block.save(force_insert=True)
    words.copied(copy, frozen)
    return copy


def list_as(edition: Edition, other: Edition) -> None:
    """Give an edition without sections the table of contents of another."""
    lines = other.lines.values_list("section_id", "version_id", "position")
    EditionSection.objects.bulk_create(
        EditionSection(edition=edition, section_id=s, version_id=v, position=p) for s, v, p in lines
    )
    words.listed_again(edition, other)


HEADING = ("title", "summary", "chapter", "professions", "must_acknowledge", "scenarios", "form_step")


def heading_of(version: SectionVersion) -> dict[str, object]:
    """What a version says above its blocks, and who it is for."""
    return {name: getattr(version, name) for name in HEADING}


def new_edition(
    plan: Plan, *, foreword: str, by: Staff | None, at: dt.datetime, brings_back: Edition | None = None
) -> Edition:
    """An edition with the next number and no sections yet."""
    last = plan.editions.aggregate(last=Max("number"))["last"] or 0
    return Edition.objects.create(
        plan=plan,
        number=last + 1,
        foreword=foreword,
        created_by=by,
        created_at=at,
        brings_back=brings_back,
    )


def new_version(
    section: Section, heading: dict[str, object], *, by: Staff | None, at: dt.datetime
) -> SectionVersion:
    """A version of the section with the next number and no blocks yet."""
    last = section.versions.aggregate(last=Max("number"))["last"] or 0
    return SectionVersion.objects.create(
        section=section, number=last + 1, changed_by=by, changed_at=at, **heading
    )


__all__ = [
    "DraftInTheWay",
    "Move",
    "NotADraft",
    "add_section",
    "discard",
    "heading_of",
    "in_force",
    "in_the_making",
    "list_as",
    "new_edition",
    "new_version",
    "open_draft",
    "require_editor",
    "require_writing",
    "restore",
    "same_words",
    "start",
    "take_back",
    "version_in_force",
    "working_copy",
    "write_blocks",
]
