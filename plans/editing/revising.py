"""Writing in a draft, block by block. Two editors at once: nobody overwrites the other without seeing it.

An editor's screen carries a mark of the words it showed. When the block says something else by the time
it is saved, nothing is saved, and the difference is shown first. Two editors in two blocks of the same
section do not meet at all.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from plans import files
from plans.contents import BlockContent, of_block
from plans.editing import editions
from plans.files import Document
from plans.models import Block, Edition, Plan, Section, SectionVersion
from plans.sharing import words
from plans.vocabulary import BlockType

HEADING = ("title", "summary", "chapter", "professions", "must_acknowledge", "form_step")


class ChangedMeanwhile(Exception):  # errors say what is refused
    """A colleague saved first; `newer` is the block or section version as it stands now."""

    def __init__(self, newer: Block | SectionVersion, version: SectionVersion) -> None:
        self.newer, self.version = newer, version
        super().__init__("a colleague saved first")


class BlockGone(Exception):  # errors say what is refused
    """A colleague removed the block meanwhile."""


def mark_of(content: BlockContent) -> str:
    """A short mark of what a block says, for the form that shows it."""
    plain = json.dumps(content.fields(), default=str, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def heading_mark(version: SectionVersion) -> str:
    """The same for a section's heading."""
    plain = json.dumps([getattr(version, name) for name in HEADING], default=str)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


@act
def revise_block(
    edition: Edition,
    section: Section,
    key: UUID,
    content: BlockContent,
    *,
    seen: str,
    document: Document | None = None,
    by: Staff,
    at: dt.datetime,
) -> Block:
    """Put these words into the block, and a new document where one was sent.

    `seen` is the mark of what the editor had before them.

    Raises Forbidden, NotADraft, SharedWords, BlockGone, or ChangedMeanwhile; then nothing is saved.
    """
    version = locked_copy(edition, section, by=by, at=at)
    words.require_own(version, edition.plan_id, key)
    block = version.blocks.filter(key=key).first()
    if block is None:
        raise BlockGone(key)
    old = of_block(block)
    if mark_of(old) != seen:
        raise ChangedMeanwhile(block, version)
    content = _with_document(content, document, edition, by=by, at=at)
    content = replace(content, type=old.type, code=old.code, mirrors=old.mirrors, key=None)
    Block.objects.filter(pk=block.pk).update(**content.fields())
    touch(version, by=by, at=at)
    trail.record(by.pk, "plan.block_revised", section.pk, at=at, block=str(key))
    return version.blocks.get(key=key)


@act
def add_block(
    edition: Edition,
    section: Section,
    content: BlockContent,
    *,
    document: Document | None = None,
    by: Staff,
    at: dt.datetime,
) -> Block:
    """A new block at the end of the section."""
    content = _with_document(content, document, edition, by=by, at=at)
    version = locked_copy(edition, section, by=by, at=at)
    last = version.blocks.order_by("-position").first()
    position = last.position + 1 if last else 1
    block = Block.objects.create(version=version, position=position, **content.fields())
    touch(version, by=by, at=at)
    trail.record(by.pk, "plan.block_added", section.pk, at=at, block=str(block.key))
    return block


@act
def remove_block(
    edition: Edition, section: Section, key: UUID, *, seen: str, by: Staff, at: dt.datetime
) -> None:
    """Take the block out of the draft; what is published keeps it for ever. Gone already is gone.

    Raises Forbidden for STOP advice, which may be reworded but not removed, and SharedWords.
    """
    version = locked_copy(edition, section, by=by, at=at)
    words.require_own(version, edition.plan_id, key)
    block = version.blocks.filter(key=key).first()
    if block is None:
        return
    if block.type == BlockType.STOP:
        raise Forbidden(Act.EDIT_PLAN)  # the guided form must never come to a page without advice
    if mark_of(of_block(block)) != seen:
        raise ChangedMeanwhile(block, version)
    block.delete()
    touch(version, by=by, at=at)
    trail.record(by.pk, "plan.block_removed", section.pk, at=at, block=str(key))


@act
def move_block(
    edition: Edition, section: Section, key: UUID, *, down: bool, by: Staff, at: dt.datetime
) -> None:
    """One place up or down; at the end of the row nothing happens. Raises SharedWords."""
    version = locked_copy(edition, section, by=by, at=at)
    words.require_own(version, edition.plan_id, key)
    blocks = list(version.blocks.order_by("position"))
    place = next((n for n, block in enumerate(blocks) if block.key == key), None)
    other = None if place is None else place + (1 if down else -1)
    if place is None or other is None or not 0 <= other < len(blocks):
        return
    blocks[place], blocks[other] = blocks[other], blocks[place]
    for position, block in enumerate(blocks, start=1):
        block.position = position
    Block.objects.bulk_update(blocks, ["position"])
    touch(version, by=by, at=at)


@act
def revise_heading(
    edition: Edition,
    section: Section,
    heading: Mapping[str, Any],
    *,
    seen: str,
    by: Staff,
    at: dt.datetime,
) -> SectionVersion:
    """Title, summary, chapter and readers of a section. Raises as `revise_block` does."""
    version = locked_copy(edition, section, by=by, at=at)
    words.require_own(version, edition.plan_id)
    if heading_mark(version) != seen:
        raise ChangedMeanwhile(version, version)
    for name in HEADING:
        setattr(version, name, heading[name])
    touch(version, by=by, at=at)
    trail.record(by.pk, "plan.heading_revised", section.pk, at=at)
    return version


@act
def choose_stop_languages(plan: Plan, languages: Iterable[str], *, by: Staff, at: dt.datetime) -> Plan:
    """In which languages beside the plan's own the STOP advice has to be there (rule P-25)."""
    editions.require_editor(by, plan)
    plan.stop_languages = sorted(set(languages) - {plan.language})
    plan.save(update_fields=["stop_languages"])
    told = ",".join(plan.stop_languages)
    trail.record(by.pk, "plan.stop_languages_chosen", plan.pk, at=at, plan=plan.slug, languages=told)
    return plan


def tells_what_to_do(content: BlockContent) -> bool:
    """Steps, what to do and not, and STOP advice: whoever changes them usually asks all to read again."""
    return content.type in (BlockType.STEPS, BlockType.DO_DONT, BlockType.STOP, BlockType.WARNING)


def _with_document(
    content: BlockContent, document: Document | None, edition: Edition, *, by: Staff, at: dt.datetime
) -> BlockContent:
    """A file block says the name of its file, so that search and comparison see it."""
    if document is None:
        return content
    kept = files.keep(edition.plan, document, by=by, at=at)
    return replace(content, file_id=kept.pk, reference=kept.name)


def locked_copy(edition: Edition, section: Section, *, by: Staff, at: dt.datetime) -> SectionVersion:
    """The section's version in this draft, for somebody who writes in it; raises as `working_copy` does."""
    version = editions.working_copy(edition, section, by=by, at=at)
    found = SectionVersion.objects.select_related("changed_by", "section__plan")
    return found.select_for_update(of=("self",)).get(pk=version.pk)


def touch(version: SectionVersion, *, by: Staff, at: dt.datetime) -> None:
    """Save the version with who changed it and when."""
    version.revision += 1
    version.changed_by, version.changed_at = by, at
    version.save()
