"""Who is told about a shared plan: managers of an offer, a partner's editors of what the owner publishes."""

import datetime as dt

from beredskab.access import grants, guard
from beredskab.access.acts import Act
from beredskab.organisation.models import Municipality
from beredskab.outbox import messages
from beredskab.outbox.vocabulary import Kind
from plans.models import Edition, Plan, Sharing


def came_into_force(edition: Edition, *, at: dt.datetime) -> None:
    """An owner's edition is offered to its partners; a partner's says which of the owner's is in force."""
    for sharing in Sharing.objects.live().filter(source=edition.plan_id).select_related("plan"):
        sharing.offered = edition
        sharing.save(update_fields=["offered"])
        editors(sharing, at=at)
    origin = getattr(Edition.objects.select_related("origin").get(pk=edition.pk), "origin", None)
    mine = Sharing.objects.live().filter(plan=edition.plan_id)
    mine.update(taken=origin.source_id if origin else None, taken_at=at if origin else None)


def partners(plan: Plan, *, at: dt.datetime) -> None:
    """The editors of every partner: the owner has hidden words that stand with them as well."""
    for sharing in Sharing.objects.live().filter(source=plan.pk).select_related("plan"):
        editors(sharing, at=at)


def managers(sharing: Sharing, municipality: Municipality, *, at: dt.datetime) -> None:
    """Those of one side who may answer and end it."""
    for person in guard.who_may(Act.SHARE_PLANS, municipality.pk):
        messages.tell(person, Kind.PLAN_SHARED, at=at, about=sharing.pk)


def editors(sharing: Sharing, *, at: dt.datetime) -> None:
    """Those of the partner who take the owner's editions over."""
    if sharing.plan is not None:
        for person in grants.holders("edit_plan", sharing.plan):
            messages.tell(person, Kind.PLAN_SHARED, at=at, about=sharing.pk)
