"""Telling people that an edition asks them to read something again: the worker's part of publishing."""

import datetime as dt
from collections import defaultdict

from django.db import transaction

from beredskab.organisation.models import Membership, Staff
from beredskab.outbox import duties, messages
from beredskab.outbox.models import Message
from beredskab.outbox.vocabulary import Kind
from plans.models import Edition, RereadRequest
from plans.publishing import ANNOUNCE
from plans.vocabulary import EditionState


@duties.duty(ANNOUNCE)
def announce(ids: dict[str, object], at: dt.datetime) -> None:
    """One message to everybody who is asked; repeating it tells nobody twice.

    Nothing is told of an edition that another has followed meanwhile.
    """
    edition = Edition.objects.select_related("plan").get(pk=int(str(ids["edition"])))
    if edition.state != EditionState.PUBLISHED or edition.published_at is None:
        return
    told = Message.objects.filter(kind=Kind.READ_AGAIN, due_at=edition.published_at)
    with transaction.atomic():
        already = set(told.values_list("recipient_id", flat=True))
        for staff in asked(edition, at.date()):
            if staff.pk not in already:
                messages.tell(staff, Kind.READ_AGAIN, at=at, due=edition.published_at)


def asked(edition: Edition, on: dt.date) -> list[Staff]:
    """Everybody at work whom the edition's new versions ask to read: three statements."""
    requests = RereadRequest.objects.filter(
        version__lines__edition=edition, version__frozen_at=edition.published_at
    )
    wanted = [frozenset(one.professions) for one in requests]
    if not wanted:
        return []
    professions = _professions(edition, on)
    people = Staff.objects.filter(pk__in=professions, is_active=True).order_by("pk")
    return [
        staff
        for staff in people
        if any(not one or not one.isdisjoint(professions[staff.pk]) for one in wanted)
    ]


def _professions(edition: Edition, on: dt.date) -> dict[int, set[str]]:
    """Person -> professions of employments in force; who is on leave is not disturbed."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Membership.objects.current(on).filter(staff__municipality=edition.plan.municipality_id)
    for staff, profession, leave in rows.values_list("staff_id", "profession__slug", "on_leave_until"):
        if leave is None or leave < on:
            found[staff].add(profession or "")
    return found
