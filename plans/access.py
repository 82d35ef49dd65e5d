"""Who may do what with a plan. Always in pairs: `may_…` asks about one thing, `…_for` fetches them.

A view starts from a queryset of this file, so what somebody may not see cannot be fetched.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from beredskab.access import grants, guard
from beredskab.access.acts import Act
from beredskab.access.facts import facts_of
from beredskab.organisation.models import Contact, Membership, Municipality, Staff, Unit
from beredskab.organisation.reaching import with_below
from plans.models import (
    ActionCard,
    Block,
    Edition,
    EditionSection,
    Intervention,
    Plan,
    PlanFile,
    Section,
)
from plans.vocabulary import Audience, EditionState, InterventionKind


@dataclass(frozen=True)
class Viewer:
    """Who looks at the plans: somebody of the staff, or anybody (`staff` is None).

    Anybody sees what is public in the municipality that the request came to.
    """

    municipality: Municipality
    staff: Staff | None

    @property
    def audiences(self) -> tuple[str, ...]:
        """What this person may see of blocks and contacts."""
        return (Audience.PUBLIC, Audience.INTERNAL) if self.staff else (Audience.PUBLIC,)

    @property
    def unit(self) -> Unit | None:
        """Where this person works; their unit may have numbers of its own."""
        return self.staff.unit if self.staff else None


def viewer_of(request: HttpRequest) -> Viewer:
    """Who is looking. The middleware has set the municipality: of the person, else of the host."""
    municipality: Municipality = request.municipality  # type: ignore[attr-defined]  # middleware
    staff = request.user if request.user.is_authenticated else None
    return Viewer(municipality, staff)


HIDDEN = Exists(
    Intervention.objects.filter(
        kind=InterventionKind.HIDE,
        undone_at__isnull=True,
        section=OuterRef("version__section"),
        key=OuterRef("key"),
        number=OuterRef("number"),
    )
)
"""Of a block: somebody has hidden these words from all readers (rule P-23)."""


# --- reading ----------------------------------------------------------------------------------


def plans_for(viewer: Viewer) -> QuerySet[Plan]:
    """The municipality's plans that have an edition in force."""
    in_force = Edition.objects.in_force().filter(plan=OuterRef("pk"))
    return Plan.objects.filter(Exists(in_force), municipality=viewer.municipality)


def may_read(viewer: Viewer, plan: Plan) -> bool:
    """The public part of a published plan is everybody's."""
    return plans_for(viewer).filter(pk=plan.pk).exists()


def editions_for(viewer: Viewer) -> QuerySet[Edition]:
    """Every edition that was ever published, of the municipality's plans."""
    return Edition.objects.once_published().filter(plan__municipality=viewer.municipality)


def may_read_edition(viewer: Viewer, edition: Edition) -> bool:
    """A draft is for its editors only."""
    return editions_for(viewer).filter(pk=edition.pk).exists()


def lines_for(viewer: Viewer) -> QuerySet[EditionSection]:
    """The sections of every published edition; where nothing is public, anybody sees no section."""
    visible = Block.objects.filter(~HIDDEN, version=OuterRef("version"), audience__in=viewer.audiences)
    visible = visible.order_by()
    return EditionSection.objects.filter(
        Exists(visible),
        edition__plan__municipality=viewer.municipality,
        edition__state__in=[EditionState.PUBLISHED, EditionState.SUPERSEDED],
    )


def may_read_line(viewer: Viewer, line: EditionSection) -> bool:
    """Whether there is anything in the section for this person."""
    return lines_for(viewer).filter(pk=line.pk).exists()


def blocks_for(viewer: Viewer) -> QuerySet[Block]:
    """The blocks of frozen versions that this person may see, in the order of the page."""
    return (
        Block.objects.filter(
            ~HIDDEN,
            version__frozen_at__isnull=False,
            version__section__plan__municipality=viewer.municipality,
            audience__in=viewer.audiences,
        )
        .select_related("file")
        .defer("file__content")
        .order_by("position")
    )


def files_for(viewer: Viewer) -> QuerySet[PlanFile]:
    """Documents that stand somewhere this person may read: with an adoption, which is everybody's, in a
    block they may see, or in a plan they work on. What nobody has published is not fetched by anybody else.
    """
    seen = Q(Exists(blocks_for(viewer).filter(file=OuterRef("pk"))))
    if viewer.staff is not None:
        seen |= Q(plan__in=plans_worked_on_by(viewer.staff))
    adopted = Q(adoptions__isnull=False)
    return PlanFile.objects.filter(adopted | seen, plan__municipality=viewer.municipality).distinct()


def may_fetch(viewer: Viewer, file: PlanFile) -> bool:
    """Whether a document is there for this person."""
    return files_for(viewer).filter(pk=file.pk).exists()


def may_see_block(viewer: Viewer, block: Block) -> bool:
    """Internal blocks are for people who are logged in."""
    return blocks_for(viewer).filter(pk=block.pk).exists()


def contacts_for(viewer: Viewer) -> QuerySet[Contact]:
    """The municipality's own contacts, institutions' contacts apart."""
    return Contact.objects.filter(
        municipality=viewer.municipality, unit__isnull=True, audience__in=viewer.audiences
    )


def may_see_contact(viewer: Viewer, contact: Contact) -> bool:
    """Internal numbers are for people who are logged in."""
    return contacts_for(viewer).filter(pk=contact.pk).exists()


def cards_for(viewer: Viewer) -> QuerySet[ActionCard]:
    """The municipality's action cards: they hang on walls, so they are everybody's."""
    return cards_ever_for(viewer).filter(retired_at__isnull=True)


def cards_ever_for(viewer: Viewer) -> QuerySet[ActionCard]:
    """Also those out of use: the codes of their posters are still on walls."""
    cards = ActionCard.objects.filter(municipality=viewer.municipality, version__gt=0)
    return cards.select_related("municipality__paper_words").defer("municipality__paper_words__logo")


def may_see_card(viewer: Viewer, card: ActionCard) -> bool:
    """Internal numbers on a card are another question: `card_contents` leaves them out."""
    return cards_for(viewer).filter(pk=card.pk).exists()


def poster_units_for(viewer: Viewer) -> QuerySet[Unit]:
    """The units whose own poster this person may print: with the leader's number, so for staff only."""
    if viewer.staff is None:
        return Unit.objects.none()
    units = Unit.objects.filter(municipality=viewer.municipality)
    return units.select_related("leader", "municipality").order_by("name")


def may_print_for_unit(viewer: Viewer, unit: Unit) -> bool:
    """Colleagues know each other's leaders: any unit of one's own municipality."""
    return poster_units_for(viewer).filter(pk=unit.pk).exists()


# --- writing ----------------------------------------------------------------------------------


def plans_edited_by(staff: Staff) -> QuerySet[Plan]:
    """The plans this person may edit: the role says that, the grant says which."""
    if not guard.may(staff, Act.EDIT_PLAN):
        return Plan.objects.none()
    return _own(grants.things_with(staff, "edit_plan", Plan), staff)


def may_edit(staff: Staff, plan: Plan) -> bool:
    return plans_edited_by(staff).filter(pk=plan.pk).exists()


def plans_approved_by(staff: Staff) -> QuerySet[Plan]:
    """The plans for which this person is the second pair of eyes."""
    if not guard.may(staff, Act.APPROVE_PLAN):
        return Plan.objects.none()
    return _own(grants.things_with(staff, "approve_plan", Plan), staff)


def may_approve(staff: Staff, plan: Plan) -> bool:
    return plans_approved_by(staff).filter(pk=plan.pk).exists()


def plans_worked_on_by(staff: Staff) -> QuerySet[Plan]:
    """The plans this person edits or approves: what /redaktion/ shows."""
    either = Q(pk__in=plans_edited_by(staff).values("pk"))
    return Plan.objects.filter(either | Q(pk__in=plans_approved_by(staff).values("pk")))


def may_work_on(staff: Staff, plan: Plan) -> bool:
    return plans_worked_on_by(staff).filter(pk=plan.pk).exists()


# --- following up -----------------------------------------------------------------------------


def units_followed_by(staff: Staff) -> list[Unit]:
    """The units the person leads and everything below them, leading units first, by name.

    One statement, whatever the depth of the tree.
    """
    led = facts_of(staff).led_units
    if not led or not guard.may(staff, Act.FOLLOW_READING):
        return []
    every = Unit.objects.filter(municipality=staff.municipality_id).select_related("leader")
    units = list(every.order_by("name"))
    tops = [unit for unit in units if unit.pk in led]
    below = [one for top in tops for one in with_below(top, units)]
    return list(dict.fromkeys([*tops, *below]))


def may_follow_unit(staff: Staff, unit: Unit) -> bool:
    return unit in units_followed_by(staff)


def wall_units_for(staff: Staff, on: dt.date) -> list[Unit]:
    """The units whose posters this person writes down: those they work in, and those they follow."""
    employed = Membership.objects.current(on).filter(staff=staff).values("unit")
    own = Unit.objects.filter(municipality=staff.municipality_id, pk__in=employed).select_related("leader")
    found = {unit.pk: unit for unit in own.order_by("name")}
    return [*found.values(), *(unit for unit in units_followed_by(staff) if unit.pk not in found)]


def may_keep_walls_of(staff: Staff, unit: Unit) -> bool:
    return unit in wall_units_for(staff, timezone.localdate())


def sections_worked_on_by(staff: Staff) -> QuerySet[Section]:
    """The sections of those plans: one statement fetches the section with its plan."""
    plans = plans_worked_on_by(staff)
    return Section.objects.filter(plan__in=plans).select_related("plan__municipality")


def may_work_on_section(staff: Staff, section: Section) -> bool:
    return sections_worked_on_by(staff).filter(pk=section.pk).exists()


def contacts_edited_by(staff: Staff) -> QuerySet[Contact]:
    """The contacts this person may change: those of their municipality."""
    if not guard.may(staff, Act.EDIT_CONTACTS):
        return Contact.objects.none()
    contacts = Contact.objects.filter(municipality=staff.municipality)
    return contacts.select_related("municipality", "unit", "changed_by", "owner")


def contacts_owned_by(staff: Staff) -> QuerySet[Contact]:
    """The numbers this person vouches for, whatever their role."""
    own = Contact.objects.filter(owner=staff, municipality=staff.municipality_id)
    return own.select_related("municipality", "unit").order_by("function")


def may_confirm_contact(staff: Staff, contact: Contact) -> bool:
    """The owner, and whoever may change it."""
    return contacts_owned_by(staff).filter(pk=contact.pk).exists() or may_edit_contact(staff, contact)


def may_edit_contact(staff: Staff, contact: Contact) -> bool:
    return contacts_edited_by(staff).filter(pk=contact.pk).exists()


def cards_worked_on_by(staff: Staff) -> QuerySet[ActionCard]:
    """The action cards this person may change or approve: those of their municipality."""
    if not (guard.may(staff, Act.EDIT_PLAN) or guard.may(staff, Act.APPROVE_PLAN)):
        return ActionCard.objects.none()
    cards = ActionCard.objects.filter(municipality=staff.municipality)
    return cards.select_related("municipality", "proposed_by")


def may_work_on_card(staff: Staff, card: ActionCard) -> bool:
    return cards_worked_on_by(staff).filter(pk=card.pk).exists()


def require_some_editing(staff: Staff) -> None:
    """Raises Forbidden for somebody who neither edits nor approves anything."""
    editing = (Act.EDIT_PLAN, Act.APPROVE_PLAN, Act.EDIT_CONTACTS)
    if not any(guard.may(staff, one) for one in editing):
        raise guard.Forbidden(Act.EDIT_PLAN)


def _own(plans: QuerySet[Plan], staff: Staff) -> QuerySet[Plan]:
    """A grant on another municipality's plan would be a mistake; it opens nothing."""
    return plans.filter(municipality=staff.municipality_id)
