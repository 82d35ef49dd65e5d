"""The council has adopted the plan: a record of its own that points at the edition it saw."""

import datetime as dt
from zoneinfo import ZoneInfo

from beredskab.access.acting import act
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from plans import editions
from plans.models import Adoption, Edition
from plans.vocabulary import EditionState


class NotAdoptable(Exception):  # errors say what is refused
    """Only what readers have been able to see is adopted, and on no day to come."""


@act
def record(edition: Edition, adopted_on: dt.date, minutes: str, *, by: Staff, at: dt.datetime) -> Adoption:
    """The council adopted this edition; the same day again corrects the reference to the minutes.

    Raises Forbidden, NotAdoptable.
    """
    editions.require_editor(by, edition.plan)
    today = at.astimezone(ZoneInfo(edition.plan.municipality.timezone)).date()
    if adopted_on > today or edition.state not in (EditionState.PUBLISHED, EditionState.SUPERSEDED):
        raise NotAdoptable(edition.pk)
    told = {"minutes": minutes.strip(), "recorded_by": by, "recorded_at": at}
    adoption, _made = Adoption.objects.update_or_create(
        edition=edition, adopted_on=adopted_on, defaults=told, create_defaults={**told, "plan": edition.plan}
    )
    trail.record(by.pk, "plan.adopted", edition.pk, at=at, plan=edition.plan.slug)
    return adoption
