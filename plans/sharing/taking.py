"""Taking the owner's edition over: its words become the partner's draft, with what the partner has added.

From there on it is an edition like any other: somebody hands it in, somebody else publishes it. A section
that the owner has not changed keeps its version, so that who has read it has read it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.organisation.models import Contact, Municipality, Staff
from plans import access as plan_access
from plans import files
from plans.contents import BlockContent, of_block
from plans.editing import editions, importing
from plans.files import Document
from plans.models import (
    Block,
    Edition,
    EditionOrigin,
    EditionSection,
    Plan,
    PlanFile,
    Section,
    SectionVersion,
    Sharing,
    VersionOrigin,
)
from plans.sharing import access, weaving
from plans.vocabulary import FileKind


@dataclass(frozen=True)
class _Taking:
    """What is taken over, by whom, and what the partner's plan knows of the owner's sections."""

    source: Edition
    draft: Edition
    known: Mapping[int, int]  # the owner's section -> the partner's
    by: Staff
    at: dt.datetime


@act
def take_over(sharing: Sharing, *, by: Staff, at: dt.datetime) -> Edition:
    """The partner's draft says what the owner's edition in force says, and what the partner has added stays.

    A draft that is begun is carried on. Doing it twice changes nothing.
    Raises Forbidden, and NotADraft while an edition of the partner's waits for approval.
    """
    if not access.may_take_over(by, sharing):
        raise guard.Forbidden(Act.EDIT_PLAN)
    sharing = (
        Sharing.objects.select_for_update(of=("self",)).select_related("source", "plan").get(pk=sharing.pk)
    )
    source = editions.in_force(sharing.source)
    assert sharing.plan is not None, "a live sharing has a plan"
    assert source is not None, "what was offered is in force"
    draft = editions.open_draft(sharing.plan, by=by, at=at)
    editions.require_writing(draft, by)
    known = known_sections(sharing.source, sharing.plan)
    taking = _Taking(source, draft, known, by, at)
    _put_lines(taking)
    _put_missing_contacts(taking)
    _say_where_from(taking)
    trail.record(by.pk, "plan.taken_over", draft.pk, at=at, plan=draft.plan.slug, source=source.pk)
    return draft


def known_sections(source: Plan, plan: Plan) -> dict[int, int]:
    """The owner's section -> the partner's that took it over, ever: one statement."""
    mine = VersionOrigin.objects.filter(version__section__plan=plan, source__section__plan=source)
    return dict(mine.values_list("source__section", "version__section"))


# --- sections ---------------------------------------------------------------------------------


def _put_lines(taking: _Taking) -> None:
    """The owner's sections in the owner's order; own ones behind what they stood behind."""
    theirs = _lines(taking.source, Block.objects.filter(~plan_access.HIDDEN))
    mine = {line.section_id: line for line in _lines(taking.draft, Block.objects.all())}
    listed = [(_section_for(line.section, taking).pk, line) for line in theirs]
    made = {section: _version(section, line, mine.get(section), taking) for section, line in listed}
    owned = {*made, *taking.known.values()}
    order = weaving.woven(list(made), list(mine), name=lambda one: one, is_own=lambda one: one not in owned)
    copies = [line.version for line in mine.values() if line.section_id not in order]
    taking.draft.lines.all().delete()
    EditionSection.objects.bulk_create(
        EditionSection(
            edition=taking.draft,
            section_id=section,
            version=made.get(section) or mine[section].version,
            position=position,
        )
        for position, section in enumerate(order, start=1)
    )
    for copy in copies:
        if not copy.is_frozen:
            copy.delete()


def _lines(edition: Edition, shown: QuerySet[Block]) -> list[EditionSection]:
    """Lines with these of their blocks. What the owner has hidden from its readers is not taken over."""
    blocks = Prefetch("version__blocks", shown.order_by("position"))
    found = edition.lines.select_related("section", "version").prefetch_related(blocks)
    return list(found.order_by("position"))


def _section_for(theirs: Section, taking: _Taking) -> Section:
    """The partner's section for one of the owner's: the one that took it over.

    The first time it is the one at the same address: a plan that begins to follow another gives up its own
    words there. Later an own section at that address is the partner's, and stays.
    """
    plan = taking.draft.plan
    if theirs.pk in taking.known:
        return Section.objects.get(pk=taking.known[theirs.pk])
    taken = {section.slug: section for section in plan.sections.all()}
    if theirs.slug in taken and not taking.known:
        return taken[theirs.slug]
    slug = theirs.slug if theirs.slug not in taken else importing.slug_of(theirs.slug, taken)
    return Section.objects.create(plan=plan, slug=slug)


def _version(
    section: int, theirs: EditionSection, mine: EditionSection | None, taking: _Taking
) -> SectionVersion:
    """What the draft says in this section: as before where the owner changed nothing, else the new words."""
    old = mine.version if mine else None
    base = VersionOrigin.objects.filter(version=old).values_list("source", flat=True).first()
    known = _keys(base)
    has = [of_block(block) for block in old.blocks.all()] if old and base else []
    wanted = [of_block(block) for block in theirs.version.blocks.all()]
    still = [one.key for one in has if one.key in known] == [one.key for one in wanted]
    if old is not None and base == theirs.version_id and still:
        return old
    version = _empty_version(section, theirs.version, old, taking)
    words = weaving.blocks([_made_local(one, taking) for one in wanted], has, known)
    editions.write_blocks(version, words)
    VersionOrigin.objects.update_or_create(version=version, defaults={"source": theirs.version})
    return version


def _keys(version: int | None) -> frozenset[UUID]:
    return frozenset(Block.objects.filter(version=version).order_by().values_list("key", flat=True))


def _empty_version(
    section: int, theirs: SectionVersion, old: SectionVersion | None, taking: _Taking
) -> SectionVersion:
    """A version in the making with the owner's heading and no blocks yet."""
    heading = editions.heading_of(theirs)
    if old is None or old.is_frozen:
        found = Section.objects.get(pk=section)
        return editions.new_version(found, heading, by=taking.by, at=taking.at)
    old.blocks.all().delete()
    for name, value in heading.items():
        setattr(old, name, value)
    old.revision += 1
    old.changed_by, old.changed_at = taking.by, taking.at
    old.save()
    return old


# --- what is the partner's own ----------------------------------------------------------------


def _made_local(content: BlockContent, taking: _Taking) -> BlockContent:
    """The owner's block with the partner's copy of its file, and with links into the partner's plan."""
    old, new = taking.source.plan.slug, taking.draft.plan.slug
    if old != new:
        links = {f"/plan/{old}/": f"/plan/{new}/"}
        content = replace(
            content,
            text=weaving.relinked(content.text, links),
            items=weaving.relinked(content.items, links),
        )
    if content.file_id is None:
        return content
    theirs = PlanFile.objects.get(pk=content.file_id)
    document = Document(theirs.name, FileKind(theirs.kind), bytes(theirs.content))
    kept = files.keep(taking.draft.plan, document, by=taking.by, at=taking.at)
    return replace(content, file_id=kept.pk)


def _put_missing_contacts(taking: _Taking) -> None:
    """A function that the partner has no number for yet: it is listed without one, and the check says so."""
    named = {
        slug
        for line in _lines(taking.draft, Block.objects.all())
        for block in line.version.blocks.all()
        for slug in weaving.numbers_in(of_block(block))
    }
    here: Municipality = taking.draft.plan.municipality
    mine = set(Contact.objects.filter(municipality=here).values_list("slug", flat=True))
    theirs = Contact.objects.filter(
        municipality=taking.source.plan.municipality_id, unit__isnull=True, slug__in=named - mine
    )
    for one in {contact.slug: contact for contact in theirs}.values():
        made = Contact.objects.create(
            municipality=here,
            slug=one.slug,
            function=one.function,
            audience=one.audience,
            changed_by=taking.by,
            changed_at=taking.at,
        )
        trail.record(taking.by.pk, "contact.added", made.pk, at=taking.at)


def _say_where_from(taking: _Taking) -> None:
    """Which edition of the owner's it is; note and foreword where the partner has written none."""
    draft, source = taking.draft, taking.source
    EditionOrigin.objects.update_or_create(edition=draft, defaults={"source": source})
    draft.foreword = draft.foreword or source.foreword
    draft.change_note = source.change_note
    draft.save(update_fields=["foreword", "change_note"])


def unknown_professions(sections: Iterable[SectionVersion], known: Iterable[str]) -> set[str]:
    """Professions that the owner's sections are for and the partner does not have."""
    return weaving.professions_in(sections) - set(known)
