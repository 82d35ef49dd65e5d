"""The council has adopted the plan: a record of its own that points at the edition it saw."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from beredskab.access.acting import act
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from plans import files
from plans.editing import editions
from plans.files import Document
from plans.models import Adoption, Edition, Plan
from plans.vocabulary import EditionState


class NotAdoptable(Exception):  # errors say what is refused
    """Only what readers have been able to see is adopted, and on no day to come."""


@act
def record(
    edition: Edition,
    adopted_on: dt.date,
    minutes: str,
    *,
    document: Document | None = None,
    by: Staff,
    at: dt.datetime,
) -> Adoption:
    """The council adopted this edition; the same day again corrects the minutes, and the document if given.

    The document becomes public with the record (rule P-21). Raises Forbidden, NotAdoptable.
    """
    editions.require_editor(by, edition.plan)
    today = at.astimezone(ZoneInfo(edition.plan.municipality.timezone)).date()
    if adopted_on > today or edition.state not in (EditionState.PUBLISHED, EditionState.SUPERSEDED):
        raise NotAdoptable(edition.pk)
    told: dict[str, object] = {"minutes": minutes.strip(), "recorded_by": by, "recorded_at": at}
    if document is not None:
        told["document"] = files.keep(edition.plan, document, by=by, at=at)
    adoption, _made = Adoption.objects.update_or_create(
        edition=edition, adopted_on=adopted_on, defaults=told, create_defaults={**told, "plan": edition.plan}
    )
    trail.record(by.pk, "plan.adopted", edition.pk, at=at, plan=edition.plan.slug)
    return adoption


def adoption_of(edition: Edition) -> Adoption | None:
    """The council's latest adoption of this edition or one before it, with its edition: one statement."""
    found = Adoption.objects.filter(plan=edition.plan_id, edition__number__lte=edition.number)
    return found.select_related("edition", "document").defer(*HEAVY).first()


def latest(plans: Iterable[Plan]) -> dict[int, Adoption]:
    """Plan -> its latest adoption: one statement."""
    found = Adoption.objects.filter(plan__in=list(plans)).select_related("edition", "document")
    return {one.plan_id: one for one in found.defer(*HEAVY).order_by("adopted_on", "pk")}


HEAVY = ("document__content", "edition__contacts_shown")
"""What nobody needs who asks about an adoption."""
