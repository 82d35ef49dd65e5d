"""What a draft changes, seen from those who decide about it: sections, words, people concerned."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from beredskab.organisation.models import Membership
from plans import comparing, revising
from plans.comparing import Difference
from plans.contents import of_block
from plans.models import Block, Edition, EditionSection, RereadRequest, SectionVersion
from plans.vocabulary import EditionState


@dataclass(frozen=True)
class ChangedSection:
    """A section that the draft adds or changes. `people` and `units` are those it is for."""

    pk: int
    slug: str
    title: str
    is_new: bool
    differences: tuple[Difference, ...]
    touched: int
    tells_what_to_do: bool
    people: int
    units: int
    reread: RereadRequest | None
    changed_by: str
    changed_at: dt.datetime | None


def changed_sections(edition: Edition, *, on: dt.date) -> list[ChangedSection]:
    """Every section whose words differ from the edition in force: five statements, however many."""
    drafts = list(
        SectionVersion.objects.filter(lines__edition=edition, frozen_at__isnull=True)
        .select_related("section", "changed_by", "reread")
        .order_by("lines__position")
    )
    before = _versions_before(drafts)
    blocks = _blocks_of([*drafts, *before.values()])
    readers = _readers(edition, drafts, on)
    found = []
    for version in drafts:
        old = before.get(version.section_id)
        section = _changed(version, old, blocks, readers[version.pk])
        if section.is_new or section.touched or _heading_differs(version, old):
            found.append(section)
    return found


def removed_sections(edition: Edition) -> list[str]:
    """Titles of the sections in force that readers lose when this edition is published."""
    in_force = EditionSection.objects.filter(
        edition__plan=edition.plan_id, edition__state=EditionState.PUBLISHED
    )
    gone = in_force.exclude(section__in=edition.lines.values("section"))
    return list(gone.order_by("position").values_list("version__title", flat=True))


def _versions_before(drafts: Sequence[SectionVersion]) -> dict[int, SectionVersion]:
    frozen = SectionVersion.objects.filter(
        section__in=[v.section_id for v in drafts], frozen_at__isnull=False
    )
    return {version.section_id: version for version in frozen.order_by("number")}


def _blocks_of(versions: Sequence[SectionVersion]) -> dict[int, list[Block]]:
    found: dict[int, list[Block]] = {version.pk: [] for version in versions}
    for block in Block.objects.filter(version__in=list(found)).order_by("position"):
        found[block.version_id].append(block)
    return found


def _changed(
    version: SectionVersion,
    old: SectionVersion | None,
    blocks: dict[int, list[Block]],
    readers: tuple[int, int],
) -> ChangedSection:
    new, was = blocks[version.pk], blocks[old.pk] if old else []
    known = {block.key: of_block(block) for block in was}
    gone = set(known) - {block.key for block in new}
    touched = [of_block(b) for b in new if known.get(b.key) != of_block(b)]
    touched += [known[key] for key in gone]
    return ChangedSection(
        pk=version.section_id,
        slug=version.section.slug,
        title=version.title,
        is_new=old is None,
        differences=tuple(comparing.compare(was, new)) if old else (),
        touched=len(touched) + ([b.key for b in new] != [b.key for b in was]),
        tells_what_to_do=any(map(revising.tells_what_to_do, touched)),
        people=readers[0],
        units=readers[1],
        reread=getattr(version, "reread", None),
        changed_by=version.changed_by.name if version.changed_by else "",
        changed_at=version.changed_at,
    )


def _heading_differs(version: SectionVersion, old: SectionVersion | None) -> bool:
    return old is not None and revising.heading_mark(version) != revising.heading_mark(old)


def _readers(edition: Edition, drafts: Sequence[SectionVersion], on: dt.date) -> dict[int, tuple[int, int]]:
    """People and units that each section is for: one statement."""
    counts: dict[str, Any] = {}
    for version in drafts:
        mine = Q(profession__slug__in=version.professions) if version.professions else None
        counts[f"people_{version.pk}"] = Count("staff", distinct=True, filter=mine)
        counts[f"units_{version.pk}"] = Count("unit", distinct=True, filter=mine)
    employed = Membership.objects.current(on).order_by()
    told = employed.filter(staff__is_active=True, unit__municipality=edition.plan.municipality_id).aggregate(
        **counts
    )
    return {v.pk: (told[f"people_{v.pk}"], told[f"units_{v.pk}"]) for v in drafts}
