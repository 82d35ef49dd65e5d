"""Builders of plans. They go through the same doors as the editor's pages."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from beredskab.access import grants
from beredskab.organisation.models import Municipality, Staff
from plans.contents import BlockContent, SectionContent, of_block
from plans.editing import editions
from plans.models import Block, Edition, EditionSection, Plan
from plans.release import publishing
from plans.release.publishing import Reread
from plans.vocabulary import Audience, BlockType, PlanKind

SPRING = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)
AUTUMN = dt.datetime(2026, 11, 9, 8, 0, tzinfo=dt.UTC)


def text(words: str = "Ring, og skriv bagefter.", **fields: object) -> BlockContent:
    """A public block of text; `title` defaults to what stands in every section."""
    given = {"title": "Gør sådan", "audience": Audience.PUBLIC, "text": words, **fields}
    return BlockContent(**{"type": BlockType.TEXT, **given})  # type: ignore[arg-type]  # fields by name


def section(slug: str = "akut", *blocks: BlockContent, **fields: object) -> SectionContent:
    """A section that everybody is asked to read."""
    given = {"title": slug.capitalize(), "chapter": "Akut", "must_acknowledge": True, **fields}
    return SectionContent(slug=slug, blocks=blocks or (text(),), **given)  # type: ignore[arg-type]  # fields by name


def plan(municipality: Municipality, *, editor: Staff, approver: Staff, slug: str = "overgreb") -> Plan:
    """A plan without an edition; the editor and the approver hold their grants on it."""
    made = Plan.objects.create(
        municipality=municipality, slug=slug, kind=PlanKind.ABUSE, title="Beredskab mod vold"
    )
    grants.grant(editor, "edit_plan", made)
    grants.grant(approver, "approve_plan", made)
    return made


def published(
    sections: Iterable[SectionContent],
    *,
    editor: Staff,
    approver: Staff,
    slug: str = "overgreb",
    due_on: dt.date | None = None,
    at: dt.datetime = SPRING,
) -> Edition:
    """A plan in its first edition, in force since `at`."""
    made = plan(editor.municipality, editor=editor, approver=approver, slug=slug)
    edition = editions.start(made, sections, by=editor, at=at)
    asked = {line.section_id: Reread(due_on=due_on) for line in edition.lines.all()}
    return publish(edition, editor=editor, approver=approver, rereads=asked, at=at)


def publish(
    edition: Edition,
    *,
    editor: Staff,
    approver: Staff,
    rereads: Mapping[int, Reread] | None = None,
    note: str = "Rettet.",
    at: dt.datetime = AUTUMN,
) -> Edition:
    """Handed in by one, published by another."""
    publishing.hand_in(edition, change_note=note, rereads=rereads or {}, by=editor, at=at)
    return publishing.publish(edition, by=approver, at=at)


def changed(
    edition: Edition,
    slug: str,
    words: str,
    *,
    editor: Staff,
    approver: Staff,
    reread: Reread | None = None,
    at: dt.datetime = AUTUMN,
) -> Edition:
    """The next edition, in which the first block of one section says something else."""
    draft = editions.open_draft(edition.plan, by=editor, at=at)
    chosen = edition.plan.sections.get(slug=slug)
    copy = editions.working_copy(draft, chosen, by=editor, at=at)
    first = copy.blocks.order_by("position").first()
    assert first is not None
    rewrite(first, words)
    asked = {chosen.pk: reread} if reread else {}
    return publish(draft, editor=editor, approver=approver, rereads=asked, at=at)


def rewrite(block: Block, words: str) -> None:
    """As the editor's page saves it."""
    content = replace(of_block(block), text=words)
    Block.objects.filter(pk=block.pk).update(text=words, plain=content.words())


def line(edition: Edition, slug: str) -> EditionSection:
    """The edition's line of a section."""
    return edition.lines.select_related("section", "version", "edition__plan").get(section__slug=slug)
