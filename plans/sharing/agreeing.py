"""Two municipalities agree to share a plan: one offers, the other says yes or no, either may leave.

One person of each: whoever offers cannot accept (the database says so too). Leaving takes nothing away: what
the partner took over are editions of its own.
"""

import datetime as dt

from beredskab.access import four_eyes, guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from plans import granting
from plans.editing import editions, importing
from plans.models import Plan, Sharing
from plans.sharing import access, telling


class NotShared(Exception):  # errors say what is refused
    """Nothing of the plan is in force, its words are another's, or the partner is no other municipality."""


class PlanIsTaken(Exception):  # errors say what is refused
    """The partner's plan of this kind follows another already, or is one that it shares out itself."""


@act
def offer(plan: Plan, partner: Municipality, *, by: Staff, at: dt.datetime) -> Sharing:
    """Offer the plan to another municipality, whose managers are told.

    Raises Forbidden, NotShared, and AlreadyWaiting where the two share it, or the offer waits.
    """
    guard.require(by, Act.SHARE_PLANS)
    if not (access.may_offer(by, plan) and access.may_be_partner(by, partner)):
        raise NotShared(plan.pk)
    made = Sharing(source=plan, partner=partner, proposed_by=by, proposed_at=at)
    four_eyes.keep(made)
    _note("offered", made, by, at)
    telling.managers(made, partner, at=at)
    return made


@act
def accept(sharing: Sharing, *, by: Staff, at: dt.datetime) -> Sharing:
    """The partner says yes: from now on its plan of this kind follows the owner's, edition by edition.

    Nothing changes for readers before the partner publishes. Doing it twice changes nothing.
    Raises Forbidden, PlanIsTaken.
    """
    sharing = _locked(sharing, by, partner_only=True)
    if sharing.decided_at is not None or sharing.ended_at is not None:
        return sharing
    guard.require(by, Act.SHARE_PLANS)
    sharing.plan = _plan_of_partner(sharing)
    sharing.offered = editions.in_force(sharing.source)
    sharing.save(update_fields=["plan", "offered"])
    four_eyes.decide(sharing, Act.SHARE_PLANS, approve=True, by=by, at=at)
    Plan.objects.filter(pk=sharing.plan.pk).update(follows=sharing.source)
    _note("accepted", sharing, by, at)
    telling.managers(sharing, sharing.source.municipality, at=at)
    telling.editors(sharing, at=at)
    return sharing


@act
def decline(sharing: Sharing, *, by: Staff, at: dt.datetime) -> Sharing:
    """The partner says no, or the owner takes the offer back. Doing it twice changes nothing."""
    sharing = _locked(sharing, by)
    if sharing.ended_at is None and four_eyes.decide(sharing, Act.SHARE_PLANS, approve=False, by=by, at=at):
        _note("declined", sharing, by, at)
        telling.managers(sharing, _other_side(sharing, by), at=at)
    return sharing


@act
def leave(sharing: Sharing, *, by: Staff, at: dt.datetime) -> Sharing:
    """Either side ends it. The partner keeps its editions, and may write in all of them from now on.

    Doing it twice changes nothing. Raises Forbidden.
    """
    guard.require(by, Act.SHARE_PLANS)
    sharing = _locked(sharing, by)
    if sharing.is_live:
        sharing.ended_by, sharing.ended_at = by, at
        sharing.save(update_fields=["ended_by", "ended_at"])
        sharing.source.followers.filter(taken_by=sharing).update(follows=None)
        _note("ended", sharing, by, at)
        telling.managers(sharing, _other_side(sharing, by), at=at)
        telling.editors(sharing, at=at)
    return sharing


def own_plan(sharing: Sharing) -> Plan | None:
    """The partner's plan that would follow the owner's: of the same kind and language, if it has one."""
    source = sharing.source
    mine = Plan.objects.filter(municipality=sharing.partner_id, kind=source.kind, language=source.language)
    return mine.order_by("pk").first()


def _plan_of_partner(sharing: Sharing) -> Plan:
    Municipality.objects.select_for_update().get(pk=sharing.partner_id)
    known = own_plan(sharing)
    if known is None:
        return _new_plan(sharing)
    if known.follows_id or Sharing.objects.open().filter(source=known).exists():
        raise PlanIsTaken(known.pk)
    return known


def _new_plan(sharing: Sharing) -> Plan:
    source = sharing.source
    taken = Plan.objects.filter(municipality=sharing.partner_id).values_list("slug", flat=True)
    slug = source.slug if source.slug not in taken else importing.slug_of(source.title, taken)
    made = Plan.objects.create(
        municipality=sharing.partner,
        slug=slug,
        **{name: getattr(source, name) for name in ("kind", "title", "language", "revision_years")},
    )
    granting.for_everybody(made)
    return made


def _locked(sharing: Sharing, by: Staff, *, partner_only: bool = False) -> Sharing:
    """The row as it is now, for somebody of the two municipalities. Raises Forbidden."""
    found = Sharing.objects.select_related("source__municipality", "partner", "plan", "proposed_by")
    one = found.select_for_update(of=("self",)).filter(pk=sharing.pk).first()
    sides = {one.partner_id, one.source.municipality_id} if one else set()
    if one is None or by.municipality_id not in (sides if not partner_only else {one.partner_id}):
        raise guard.Forbidden(Act.SHARE_PLANS)
    return one


def _other_side(sharing: Sharing, by: Staff) -> Municipality:
    owner: Municipality = sharing.source.municipality
    return owner if by.municipality_id == sharing.partner_id else sharing.partner


def _note(verb: str, sharing: Sharing, by: Staff, at: dt.datetime) -> None:
    plan, partner = sharing.source.slug, sharing.partner.slug
    trail.record(by.pk, f"plan.sharing_{verb}", sharing.pk, at=at, plan=plan, partner=partner)
