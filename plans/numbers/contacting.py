"""Contacts as living data: one number, changed once, right everywhere at once.

A changed contact goes live without a new edition: sections, STOP pages and the front page read it when
they are shown, error pages get a new file, posters are printed again. Whoever approves the plans is told.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet

from beredskab.access import grants
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import require
from beredskab.audit import trail
from beredskab.doors.hooks.announcing import announce
from beredskab.doors.vocabulary import Event
from beredskab.organisation.models import Contact, Municipality, Staff, Unit
from beredskab.outbox import messages
from beredskab.outbox.vocabulary import Kind
from beredskab.ui import emergency, numbers
from plans import access
from plans.editing.importing import slug_of
from plans.models import ActionCard, Block, Plan
from plans.paper import card_contents, posters
from plans.vocabulary import EditionState

FIELDS = (
    "function", "person", "phone", "email", "hours", "note", "audience", "area", "owner",
    "valid_from", "valid_to",
)  # fmt: skip
EVERY_PAGE = (numbers.FAMILY, numbers.ON_CALL, numbers.SUPPORT)


class ChangedMeanwhile(Exception):  # errors say what is refused
    """Somebody else saved a newer one: `newer` is what stands in the database now."""

    def __init__(self, newer: Contact) -> None:
        self.newer = newer
        super().__init__("somebody else saved first")


class AlreadyThere(Exception):
    """The function has a number there from that day on."""


@dataclass(frozen=True)
class Use:
    """A place where a contact is shown: a section of a plan, an action card, or every page.

    What other parts of the portal tell has a kind of their own and says by itself where it leads.
    """

    kind: str
    title: str
    slug: str = ""
    plan: str = ""
    url: str = ""


_others: list[Callable[[Contact], Iterable[Use]]] = []


def register_uses(told: Callable[[Contact], Iterable[Use]]) -> None:
    """Told once at the start: where else a contact is used, which plans know nothing of."""
    if told not in _others:
        _others.append(told)


@act
def change(
    contact: Contact, changes: Mapping[str, Any], *, seen_revision: int, by: Staff, at: dt.datetime
) -> Contact:
    """Save what the editor changed; it is live when this returns.

    `seen_revision` is the revision on the editor's screen. Raises Forbidden, ChangedMeanwhile when
    a colleague saved in between, or AlreadyThere; then nothing is saved.
    """
    require(by, Act.EDIT_CONTACTS)
    contact = access.contacts_edited_by(by).select_for_update(of=("self",)).get(pk=contact.pk)
    if contact.revision != seen_revision:
        raise ChangedMeanwhile(contact)
    changed = [name for name in FIELDS if name in changes and getattr(contact, name) != changes[name]]
    for name in changed:
        setattr(contact, name, changes[name])
    contact.verified_on = at.astimezone(ZoneInfo(contact.municipality.timezone)).date()
    contact.revision += 1
    contact.changed_at, contact.changed_by = at, by
    if _same_place(contact).exclude(pk=contact.pk).exists():
        raise AlreadyThere(contact.function)
    contact.save()
    trail.record(by.pk, "contact.changed", contact.pk, at=at, fields=",".join(changed))
    if changed:
        _spread(contact, by=by, at=at)
    return contact


def _same_place(contact: Contact) -> QuerySet[Contact]:
    """What the database allows once: a function, in a place, from a day."""
    names = ("municipality", "slug", "unit", "area", "valid_from")
    return Contact.objects.filter(
        *(Q(**{f"{name}__isnull": True}) for name in names if getattr(contact, name) is None),
        **{name: value for name in names if (value := getattr(contact, name)) is not None},
    )


@act
def add(
    municipality: Municipality,
    facts: Mapping[str, Any],
    *,
    like: Contact | None = None,
    unit: Unit | None = None,
    by: Staff,
    at: dt.datetime,
) -> Contact:
    """A new number: for a function that there is not, or one that takes over from `like` or holds for a
    unit or area only. Raises Forbidden, or AlreadyThere when the function has a number there from that day.
    """
    require(by, Act.EDIT_CONTACTS)
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    taken = set(Contact.objects.filter(municipality=municipality).values_list("slug", flat=True))
    slug = like.slug if like else slug_of(str(facts["function"]), taken)
    made = Contact(municipality=municipality, slug=slug, unit=unit, changed_by=by, changed_at=at, **facts)
    made.verified_on = at.astimezone(ZoneInfo(municipality.timezone)).date()
    if _same_place(made).exists():
        raise AlreadyThere(made.function)
    made.save()
    trail.record(by.pk, "contact.added", made.pk, at=at)
    _spread(made, by=by, at=at)
    return made


def _spread(contact: Contact, *, by: Staff, at: dt.datetime) -> None:
    """What shows a contact without asking for it: posters, error pages, the approver, other systems."""
    municipality = contact.municipality
    facts = {"contact": contact.slug, "audience": contact.audience}
    announce(municipality, Event.CONTACT_CHANGED, f"{contact.pk} {contact.revision}", facts, at=at)
    posters.ask_for_refresh(municipality, at=at)
    transaction.on_commit(lambda: emergency.write(municipality))
    for approver in approvers_of(municipality):
        if approver.pk != by.pk:
            messages.tell(approver, Kind.CONTACT_CHANGED, at=at)


def editors_of(municipality: Municipality) -> Iterable[Staff]:
    """Everybody who edits one of the municipality's plans, each once."""
    plans = Plan.objects.filter(municipality=municipality)
    found = {staff.pk: staff for plan in plans for staff in grants.holders("edit_plan", plan)}
    return found.values()


def approvers_of(municipality: Municipality) -> Iterable[Staff]:
    """Everybody who approves one of the municipality's plans, each once."""
    plans = Plan.objects.filter(municipality=municipality)
    found = {staff.pk: staff for plan in plans for staff in grants.holders("approve_plan", plan)}
    return found.values()


def changed_lately(municipality: Municipality, *, at: dt.datetime) -> QuerySet[Contact]:
    """What went live without a new edition in the last two weeks, newest first."""
    since = at - dt.timedelta(days=14)
    found = Contact.objects.filter(municipality=municipality, changed_at__gte=since)
    return found.select_related("changed_by").order_by("-changed_at")[:20]


def uses_of(contact: Contact) -> list[Use]:
    """Where the contact is shown now, or will be when a draft is published; each place once."""
    uses = [Use("every_page", "")] if contact.slug in EVERY_PAGE else []
    uses += [*_sections_with(contact), *_cards_with(contact)]
    return uses + [use for told in _others for use in told(contact)]


def _sections_with(contact: Contact) -> Iterable[Use]:
    gap = f"{{nummer: {contact.slug}}}"
    shown = Q(contacts__contains=[contact.slug]) | Q(text__contains=gap)
    listed = Q(items__icontains=gap) | Q(items__icontains=f'"{contact.slug}"')
    living = (EditionState.PUBLISHED, EditionState.DRAFT, EditionState.REVIEW)
    blocks = Block.objects.filter(
        shown | listed,
        version__lines__edition__state__in=living,
        version__section__plan__municipality=contact.municipality_id,
    )
    rows = blocks.order_by("version__section__plan", "version__section").values_list(
        "version__section__plan__title",
        "version__section__slug",
        "version__title",
        "version__section__plan__slug",
    )
    for plan, slug, title, plan_slug in dict.fromkeys(rows):
        yield Use("section", f"{plan}: {title}", slug, plan_slug)


def _cards_with(contact: Contact) -> Iterable[Use]:
    for card in ActionCard.objects.filter(municipality=contact.municipality_id):
        if contact.slug in card_contents.slugs_used(card):
            yield Use("card", card.title, card.slug)


__all__ = ["ChangedMeanwhile", "Use", "change", "uses_of"]
