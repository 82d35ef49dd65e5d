"""Who shares what with whom, which edition each has in force, and what waits: for pages and tasks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.access.facts import facts_of
from beredskab.organisation import kept
from beredskab.organisation.models import Staff
from plans import access as plan_access
from plans.editing.comparing import Difference
from plans.models import Block, Edition, EditionSection, Intervention, Plan, Sharing
from plans.release import releasing
from plans.sharing import access, taking
from plans.vocabulary import EditionState, InterventionKind


class Stage(StrEnum):
    """How far one side has come with what the other publishes."""

    OFFERED = "offered"  # waits for the partner's answer
    DECLINED = "declined"
    ENDED = "ended"
    NEW = "new"  # an edition of the owner's is not taken over
    BEGUN = "begun"  # the partner has it in a draft, or waits for approval
    CURRENT = "current"


@dataclass(frozen=True)
class Standing:
    """One sharing as somebody of either side sees it. The owner is not told how far a draft has come."""

    sharing: Sharing
    is_owner: bool
    stage: Stage
    draft: Edition | None = None
    must_answer: bool = False
    must_take_over: bool = False
    may_end: bool = False

    @property
    def other(self) -> str:
        """The name of the other municipality."""
        other = self.sharing.partner if self.is_owner else self.sharing.source.municipality
        return other.name

    @property
    def waits_for_me(self) -> bool:
        return self.must_answer or self.must_take_over


@dataclass(frozen=True)
class HiddenThere:
    """A block that the owner has hidden from its readers and that readers here still see."""

    section: int
    key: UUID
    title: str


def standings_for(staff: Staff) -> list[Standing]:
    """Everything the person's municipality shares, in two statements."""
    sharings = list(access.sharings_for(staff))
    mine = [one.plan_id for one in sharings if one.partner_id == staff.municipality_id and one.plan_id]
    making = Edition.objects.open().filter(plan__in=mine).select_related("origin").defer("contacts_shown")
    drafts = {edition.plan_id: edition for edition in making} if mine else {}
    edited = set(plan_access.plans_edited_by(staff).values_list("pk", flat=True)) if mine else set()
    return [_standing(one, staff, drafts, edited) for one in sharings]


def standing_of(sharing: UUID, staff: Staff) -> Standing | None:
    """The same for one of them; None where this person shares no such thing."""
    return next((one for one in standings_for(staff) if one.sharing.pk == sharing), None)


def waiting_for(staff: Staff) -> list[Standing]:
    """Offers the person may answer, and editions they take over. No statement while nothing changes."""
    if not (guard.may(staff, Act.SHARE_PLANS) or guard.may(staff, Act.EDIT_PLAN)):
        return []
    return [one for one in _kept(staff) if one.waits_for_me]


def of_plan(plan: Plan, staff: Staff) -> Standing | None:
    """From whom a plan is taken over. No statement while nothing changes."""
    if plan.follows_id is None:
        return None
    mine = (one for one in _kept(staff) if one.sharing.plan_id == plan.pk and one.sharing.is_live)
    return next(mine, None)


def news(sharing: Sharing, offered: Edition) -> list[tuple[str, list[Difference]]]:
    """What the owner's edition says that the one in force here does not, section by section."""
    shown = Block.objects.filter(~plan_access.HIDDEN)
    return releasing.between(sharing.taken, offered, shown=shown)


def professions_missing(offered: Edition, known: Mapping[str, str]) -> list[str]:
    """Professions that the owner's sections are for and the partner does not have: one statement."""
    lines = EditionSection.objects.filter(edition=offered).select_related("version")
    return sorted(taking.unknown_professions((line.version for line in lines), known))


def naming_the_owner(sharing: Sharing, offered: Edition) -> list[str]:
    """The sections in which the owner's name stands, which may not be true of the partner: one statement."""
    name = sharing.source.municipality.name
    blocks = Block.objects.filter(~plan_access.HIDDEN, version__lines__edition=offered, plain__icontains=name)
    return list(dict.fromkeys(blocks.order_by("pk").values_list("version__title", flat=True)))


def hidden_by_owner(sharing: Sharing) -> list[HiddenThere]:
    """What the owner took away from its readers at once, and stands here still: one statement."""
    there = Intervention.objects.filter(
        plan=sharing.source_id, kind=InterventionKind.HIDE, undone_at__isnull=True, key=OuterRef("key")
    )
    here = Block.objects.filter(
        ~plan_access.HIDDEN,
        Exists(there),
        version__section__plan=sharing.plan_id,
        version__lines__edition__state=EditionState.PUBLISHED,
    )
    rows = here.order_by("pk").values_list("version__section", "key", "version__title")
    return [HiddenThere(*row) for row in rows]


def _kept(staff: Staff) -> tuple[Standing, ...]:
    """What the person's municipality shares; a change of it is a change of both municipalities (ADR 11)."""
    key = ("what is shared", staff.pk, facts_of(staff).roles)
    return kept.while_unchanged(
        staff.municipality, key, lambda: tuple(standings_for(staff)), among=kept.PEOPLE
    )


def _standing(
    sharing: Sharing, staff: Staff, drafts: Mapping[int, Edition], edited: Iterable[int]
) -> Standing:
    is_owner = sharing.partner_id != staff.municipality_id
    draft = None if is_owner else drafts.get(sharing.plan_id or 0)
    stage = _stage(sharing, draft)
    decides = guard.may(staff, Act.SHARE_PLANS)
    return Standing(
        sharing=sharing,
        is_owner=is_owner,
        stage=stage,
        draft=draft,
        must_answer=decides and not is_owner and stage is Stage.OFFERED,
        must_take_over=not is_owner and stage is Stage.NEW and sharing.plan_id in set(edited),
        may_end=decides and stage not in (Stage.DECLINED, Stage.ENDED),
    )


def _stage(sharing: Sharing, draft: Edition | None) -> Stage:
    if sharing.waits_for_answer:
        return Stage.OFFERED
    if sharing.is_approved is False:
        return Stage.DECLINED
    if sharing.ended_at is not None:
        return Stage.ENDED
    if sharing.offered_id == sharing.taken_id:
        return Stage.CURRENT
    origin = getattr(draft, "origin", None)
    return Stage.BEGUN if origin and origin.source_id == sharing.offered_id else Stage.NEW
