"""Changing an action card. A card tells people what to do, so a second pair of eyes reads it first.

The changed words wait as a proposal beside those in force. When somebody else approves them the card
gets its next version, and every poster of it is printed again.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden, require
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox import duties, messages
from beredskab.outbox.vocabulary import Kind
from plans import access
from plans.models import ActionCard, PosterFile
from plans.numbers import contacting
from plans.numbers.contacts import contacts_in_force
from plans.paper import posters

TRY_ON = "cards.try_on"
RESERVED = ("ny", "ark")  # words that addresses use themselves
WORDS = ("title", "role", "steps", "say", "say_note", "never", "signs", "contacts", "note", "staff_room_only")
CHANGEABLE = (*WORDS, "translations")


class CardChangedMeanwhile(Exception):  # errors say what is refused
    """A colleague saved first; `newer` is the card as it stands now."""

    def __init__(self, newer: ActionCard) -> None:
        self.newer = newer
        super().__init__("a colleague saved first")


class OwnProposal(Forbidden):
    """Who wrote a card does not approve it."""


class RoleExists(Exception):  # errors say what is refused
    """The word of the address is taken, by a role of today or of the past."""


class NothingProposed(Exception):  # errors say what is refused
    """There is no proposal to approve or take back (any more)."""


class TooLongToPrint(Exception):  # errors say what is refused
    """The worker found that the proposed card does not fit on one page."""


def as_text(words: Any) -> str | None:
    """A part of a card as lines of text, for comparison; None for what is not there."""
    if words is None or isinstance(words, str):
        return words
    lines = [f"{one['bold']} {one.get('line', '')}" if isinstance(one, dict) else one for one in words]
    return "\n".join(lines)


def words_of(card: ActionCard) -> dict[str, Any]:
    """What an editor may change on a card: the proposal where there is one."""
    words = {name: getattr(card, name) for name in CHANGEABLE}
    return {**words, **(card.proposal or {})}


@act
def propose(
    card: ActionCard, words: Mapping[str, Any], *, seen_revision: int, by: Staff, at: dt.datetime
) -> ActionCard:
    """Leave changed words for a second pair of eyes. The words in force back again: no proposal.

    Raises Forbidden, or CardChangedMeanwhile when a colleague saved in between.
    """
    require(by, Act.EDIT_PLAN)
    card = _locked(card, by)
    if card.revision != seen_revision:
        raise CardChangedMeanwhile(card)
    told = {**(card.proposal or {}), **{name: words[name] for name in CHANGEABLE if name in words}}
    kept = {name: value for name, value in told.items() if card.is_new or value != getattr(card, name)}
    card.proposal, card.proposed_by, card.proposed_at = (kept, by, at) if kept else (None, None, None)
    card.proposal_fits = ""
    _save(card)
    trail.record(by.pk, "card.proposed", card.pk, at=at, card=card.slug)
    if card.proposal is not None:
        duties.ask(TRY_ON, f"{card.pk}:{card.revision}", due=at, card=card.pk)
        _tell_approvers(card.municipality, by=by, at=at)
    return card


@act
def approve(card: ActionCard, *, seen_revision: int, by: Staff, at: dt.datetime) -> ActionCard:
    """The proposal becomes the card, under the next version; its posters are printed again.

    Raises Forbidden, OwnProposal, NothingProposed or CardChangedMeanwhile.
    """
    require(by, Act.APPROVE_PLAN)
    card = _locked(card, by)
    if card.revision != seen_revision:
        raise CardChangedMeanwhile(card)
    if card.proposal is None:
        raise NothingProposed(card.slug)
    if card.proposal_fits.startswith(PosterFile.TOO_LONG):
        raise TooLongToPrint(card.slug)
    if card.proposed_by_id == by.pk:
        raise OwnProposal(Act.APPROVE_PLAN)
    for name, value in card.proposal.items():
        setattr(card, name, value)
    card.version += 1
    card.changed_at = at
    card.proposal = card.proposed_by = card.proposed_at = None
    _save(card)
    trail.record(by.pk, "card.approved", card.pk, at=at, card=card.slug, version=card.version)
    posters.ask_for_refresh(card.municipality, at=at)
    return card


@act
def create(
    municipality: Municipality,
    slug: str,
    *,
    role: str,
    professions: Iterable[str],
    like: ActionCard | None,
    by: Staff,
    at: dt.datetime,
) -> ActionCard:
    """A card for a role of the municipality's own, with the words of another card to begin with.

    It is on no wall before somebody else has approved it. Its slug stands in QR codes for ever, so it is
    never changed and never used again. Raises Forbidden or RoleExists.
    """
    require(by, Act.EDIT_PLAN)
    cards = ActionCard.objects.filter(municipality=municipality)
    if slug in RESERVED or cards.filter(slug=slug).exists():
        raise RoleExists(slug)
    words = {name: getattr(like, name) for name in WORDS if name not in ("role", "title")} if like else {}
    card = ActionCard.objects.create(
        municipality=municipality,
        slug=slug,
        title=like.title if like else _("Worried about a child?"),
        role=role,
        professions=list(professions),
        version=0,
        position=cards.count() + 1,
        changed_at=at,
        **words,
    )
    trail.record(by.pk, "card.created", card.pk, at=at, card=slug)
    return card


@act
def retire(card: ActionCard, *, by: Staff, at: dt.datetime) -> ActionCard:
    """Take a card out of use: no more posters. The codes on walls go on answering. Safe to repeat."""
    require(by, Act.APPROVE_PLAN)
    card = _locked(card, by)
    if card.retired_at is None:
        card.retired_at = at
        _save(card)
        trail.record(by.pk, "card.retired", card.pk, at=at, card=card.slug)
        posters.ask_for_refresh(card.municipality, at=at)
    return card


@act
def bring_back(card: ActionCard, *, by: Staff, at: dt.datetime) -> ActionCard:
    """Use a retired card again. Safe to repeat."""
    require(by, Act.APPROVE_PLAN)
    card = _locked(card, by)
    if card.retired_at is not None:
        card.retired_at = None
        _save(card)
        trail.record(by.pk, "card.brought_back", card.pk, at=at, card=card.slug)
        posters.ask_for_refresh(card.municipality, at=at)
    return card


@act
def take_back(card: ActionCard, *, by: Staff, at: dt.datetime) -> ActionCard:
    """Drop the proposal: its writer thinks again, or the approver says no."""
    card = _locked(card, by)
    if card.proposal is None:
        raise NothingProposed(card.slug)
    card.proposal = card.proposed_by = card.proposed_at = None
    _save(card)
    trail.record(by.pk, "card.taken_back", card.pk, at=at, card=card.slug)
    return card


@duties.duty(TRY_ON)
def _try_on(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker prints the proposal once and notes whether it fits on one page."""
    card = ActionCard.objects.select_related("municipality").filter(pk=str(ids["card"])).first()
    if card is None or card.proposal is None:
        return
    revision = card.revision
    for name, value in card.proposal.items():
        setattr(card, name, value)
    found = posters.try_on(card, contacts_in_force(card.municipality, at), at=at)
    ActionCard.objects.filter(pk=card.pk, revision=revision).update(proposal_fits=found)


def waiting_for(staff: Staff) -> Iterable[ActionCard]:
    """Cards whose proposal waits for somebody's approval."""
    return access.cards_worked_on_by(staff).filter(proposal__isnull=False)


def _locked(card: ActionCard, by: Staff) -> ActionCard:
    return access.cards_worked_on_by(by).select_for_update(of=("self",)).get(pk=card.pk)


def _save(card: ActionCard) -> None:
    card.revision += 1
    card.save()


def _tell_approvers(municipality: Municipality, *, by: Staff, at: dt.datetime) -> None:
    for approver in contacting.approvers_of(municipality):
        if approver.pk != by.pk:
            messages.tell(approver, Kind.REVIEW_WANTED, at=at)
