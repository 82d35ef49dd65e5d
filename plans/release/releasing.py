"""What a draft changes, seen from those who decide about it: sections, words, people concerned."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from beredskab.organisation.models import Membership
from plans.contents import of_block
from plans.editing import comparing, revising
from plans.editing.comparing import Difference
from plans.models import ActionCard, Block, Edition, EditionSection, RereadRequest, SectionVersion
from plans.vocabulary import EditionState


@dataclass(frozen=True)
class ChangedSection:
    """A section that the draft adds or changes. `people` and `units` are those it is for.

    Where it is not to be read and confirmed, nobody can be asked to read it again.
    """

    pk: int
    slug: str
    title: str
    is_new: bool
    is_to_be_read: bool
    differences: tuple[Difference, ...]
    touched: int
    tells_what_to_do: bool
    people: int
    units: int
    asked: int
    posters: tuple[ActionCard, ...]
    reread: RereadRequest | None
    changed_by: str
    changed_at: dt.datetime | None
    is_taken_over: bool = False
    owners_reread: RereadRequest | None = None  # whom the owner of a shared plan asked to read it again


@dataclass(frozen=True)
class Release:
    """What publishing a draft would do: sections changed or new, and titles that readers lose."""

    sections: list[ChangedSection]
    removed: list[str]
    is_reordered: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing that anybody would notice."""
        return not (self.sections or self.removed or self.is_reordered)


def release_of(edition: Edition, *, on: dt.date) -> Release:
    """Everything in which the draft differs from the edition in force: four statements."""
    drafts = list(
        SectionVersion.objects.filter(lines__edition=edition, frozen_at__isnull=True)
        .select_related(
            "section", "changed_by", "reread", "origin__source__reread", "origin__source__section"
        )
        .order_by("lines__position")
    )
    in_force = _lines_in_force(edition)
    before = {line.section_id: line.version for line in in_force}
    was = {one.section_id: before[one.section_id] for one in drafts if one.section_id in before}
    blocks = _blocks_of([*drafts, *was.values()])
    readers = _readers(edition, drafts, on)
    cards = list(ActionCard.objects.filter(municipality=edition.plan.municipality_id))
    told = [
        _changed(
            version,
            was.get(version.section_id),
            blocks,
            readers[version.pk],
            cards,
            follows=edition.plan.follows_id,
        )
        for version in drafts
    ]
    return Release(
        sections=[one for one in told if one.is_new or one.touched],
        removed=[line.version.title for line in in_force if not line.stays],  # type: ignore[attr-defined]  # annotated
        is_reordered=_is_reordered(edition, in_force),
    )


def _is_reordered(edition: Edition, in_force: Sequence[EditionSection]) -> bool:
    """Whether the sections that stay stand in another order: one statement."""
    stay = [line.section_id for line in in_force if line.stays]  # type: ignore[attr-defined]  # annotated
    now = edition.lines.order_by("position").values_list("section_id", flat=True)
    return [section for section in now if section in set(stay)] != stay


def between(
    old: Edition | None, new: Edition, *, shown: QuerySet[Block] | None = None
) -> list[tuple[str, list[Difference]]]:
    """What readers of `old` would see change with `new`, section by section: two statements.

    Without an old edition everything is new. `shown` leaves blocks out that whoever asks may not see.
    """
    sides = [one for one in (old, new) if one is not None]
    lines = EditionSection.objects.filter(edition__in=sides).select_related("version")
    listed = list(lines.order_by("position"))
    versions = [{o.version_id for o in listed if o.edition_id == edition.pk} for edition in sides]
    both = set.intersection(*versions) if old else set()
    changed = [line for line in listed if line.version_id not in both]
    blocks = _blocks_of([line.version for line in changed], shown)

    def side(edition: Edition | None) -> dict[int, tuple[str, list[Block]]]:
        mine = [line for line in changed if edition and line.edition_id == edition.pk]
        return {line.section_id: (line.version.title, blocks[line.version_id]) for line in mine}

    return comparing.compare_lists(side(old), side(new))


def _lines_in_force(edition: Edition) -> list[EditionSection]:
    """The lines of the edition in force, each with `stays`: whether the draft lists the section too."""
    mine = EditionSection.objects.filter(edition=edition, section=OuterRef("section"))
    lines = EditionSection.objects.filter(
        edition__plan=edition.plan_id, edition__state=EditionState.PUBLISHED
    )
    return list(lines.annotate(stays=Exists(mine)).select_related("version").order_by("position"))


def _blocks_of(
    versions: Sequence[SectionVersion], shown: QuerySet[Block] | None = None
) -> dict[int, list[Block]]:
    found: dict[int, list[Block]] = {version.pk: [] for version in versions}
    blocks = Block.objects.all() if shown is None else shown
    for block in blocks.filter(version__in=list(found)).order_by("position"):
        found[block.version_id].append(block)
    return found


def _changed(
    version: SectionVersion,
    old: SectionVersion | None,
    blocks: dict[int, list[Block]],
    readers: tuple[int, int, int],
    cards: Sequence[ActionCard],
    *,
    follows: int | None,
) -> ChangedSection:
    new, was = blocks[version.pk], blocks[old.pk] if old else []
    origin = getattr(version, "origin", None)
    if origin is not None and origin.source.section.plan_id != follows:
        origin = None  # the two no longer share the plan
    known = {block.key: of_block(block) for block in was}
    gone = set(known) - {block.key for block in new}
    touched = [of_block(b) for b in new if known.get(b.key) != of_block(b)]
    touched += [known[key] for key in gone]
    return ChangedSection(
        pk=version.section_id,
        slug=version.section.slug,
        title=version.title,
        is_new=old is None,
        is_to_be_read=version.must_acknowledge,
        differences=tuple(comparing.compare(was, new)) if old else (),
        touched=len(touched)
        + ([b.key for b in new] != [b.key for b in was])
        + _heading_differs(version, old),
        tells_what_to_do=any(map(revising.tells_what_to_do, touched)),
        people=readers[0],
        units=readers[1],
        asked=readers[2],
        posters=tuple(card for card in cards if _says_the_same(card, version)),
        reread=getattr(version, "reread", None),
        changed_by=version.changed_by.name if version.changed_by else "",
        changed_at=version.changed_at,
        is_taken_over=origin is not None,
        owners_reread=getattr(origin.source, "reread", None) if origin else None,
    )


def _says_the_same(card: ActionCard, version: SectionVersion) -> bool:
    """A poster for the same people: who changes a way of handling looks whether it says the same."""
    return not version.professions or not set(version.professions).isdisjoint(card.professions)


def _heading_differs(version: SectionVersion, old: SectionVersion | None) -> bool:
    return old is not None and revising.heading_mark(version) != revising.heading_mark(old)


def _readers(
    edition: Edition, drafts: Sequence[SectionVersion], on: dt.date
) -> dict[int, tuple[int, int, int]]:
    """People and units that each section is for, and how many of them are asked: one statement."""
    counts: dict[str, Any] = {}
    for version in drafts:
        mine = Q(profession__slug__in=version.professions) if version.professions else None
        counts[f"people_{version.pk}"] = Count("staff", distinct=True, filter=mine)
        counts[f"units_{version.pk}"] = Count("unit", distinct=True, filter=mine)
        counts[f"asked_{version.pk}"] = Count("staff", distinct=True, filter=_asked(version, mine))
    employed = Membership.objects.current(on).order_by()
    told = employed.filter(staff__is_active=True, unit__municipality=edition.plan.municipality_id).aggregate(
        **counts
    )
    return {v.pk: (told[f"people_{v.pk}"], told[f"units_{v.pk}"], told[f"asked_{v.pk}"]) for v in drafts}


def _asked(version: SectionVersion, mine: Q | None) -> Q | None:
    reread: RereadRequest | None = getattr(version, "reread", None)
    return Q(profession__slug__in=reread.professions) if reread and reread.professions else mine


def people_by_profession(edition: Edition, *, on: dt.date) -> dict[str, int]:
    """Profession -> how many people have it at work: one statement."""
    employed = Membership.objects.current(on).order_by()
    mine = employed.filter(staff__is_active=True, unit__municipality=edition.plan.municipality_id)
    rows = mine.values("profession__slug").annotate(people=Count("staff", distinct=True))
    return {row["profession__slug"]: row["people"] for row in rows if row["profession__slug"]}
