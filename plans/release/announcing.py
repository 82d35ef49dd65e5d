"""What follows on a publication, in the worker: everybody is counted anew, and who is to read is told.

Ten thousand people are some twenty duties, so that nobody waits for them and a page can show how far it is.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q

from beredskab.organisation.models import Membership, Municipality, Staff
from beredskab.outbox import duties
from beredskab.outbox.models import Duty, Message
from beredskab.outbox.vocabulary import Kind
from plans.following import counting, daily
from plans.models import Edition, RereadRequest
from plans.release.publishing import ANNOUNCE
from plans.vocabulary import EditionState

TELL = "plans.announce_to"


@dataclass(frozen=True)
class Progress:
    """How far the worker has come: `done` of `parts`, and how many people were asked to read."""

    parts: int
    done: int
    asked: int
    is_finished: bool


def progress_of(edition: Edition) -> Progress:
    """Two statements, whatever the number of people."""
    work = Q(name=ANNOUNCE, key=str(edition.pk)) | Q(name=TELL, key__startswith=f"{edition.pk} ")
    open_ones = Count("pk", filter=Q(done_at__isnull=True))
    parts = Count("pk", filter=Q(name=TELL))
    told = Duty.objects.filter(work).aggregate(parts=parts, open=open_ones)
    asked_of = Message.objects.filter(kind=Kind.READ_AGAIN, due_at=edition.published_at)  # type: ignore[misc]  # published
    done = max(0, told["parts"] - told["open"])
    return Progress(told["parts"], done, asked_of.count(), is_finished=not told["open"])


@duties.duty(ANNOUNCE)
def announce(ids: dict[str, object], at: dt.datetime) -> None:
    """Ask for the work, some hundred people in each duty; repeating it changes nothing.

    Nobody is told of an edition that another has followed meanwhile.
    """
    edition = Edition.objects.select_related("plan__municipality").get(pk=int(str(ids["edition"])))
    if edition.state != EditionState.PUBLISHED or edition.published_at is None:
        return
    daily.ask_for_a_morning(edition.plan.municipality, at=at)
    for first, last in counting.ranges(edition.plan.municipality):
        key = f"{edition.pk} {edition.published_at.isoformat()} {first}"
        duties.ask(TELL, key, due=at, edition=edition.pk, first=first, last=last)


@duties.duty(TELL)
def announce_to(ids: dict[str, object], at: dt.datetime) -> None:
    """Count some people for the edition, and one message to each who is asked to read."""
    edition = Edition.objects.select_related("plan__municipality").get(pk=int(str(ids["edition"])))
    municipality: Municipality = edition.plan.municipality
    people = counting.ids_between(municipality.pk, int(str(ids["first"])), int(str(ids["last"])))
    counting.recount(people, municipality, at=at)
    if edition.state != EditionState.PUBLISHED or edition.published_at is None:
        return
    with transaction.atomic():
        told = Message.objects.filter(kind=Kind.READ_AGAIN, due_at=edition.published_at)
        already = set(told.filter(recipient__in=people).values_list("recipient_id", flat=True))
        Message.objects.bulk_create(
            Message(recipient=staff, kind=Kind.READ_AGAIN, created_at=at, due_at=edition.published_at)
            for staff in asked(edition, at.date(), people)
            if staff.pk not in already
        )


def asked(edition: Edition, on: dt.date, people: Collection[int]) -> list[Staff]:
    """Who of these people is at work and asked by the edition's new versions to read: three statements."""
    requests = RereadRequest.objects.filter(
        version__lines__edition=edition, version__frozen_at=edition.published_at
    )
    wanted = [frozenset(one.professions) for one in requests]
    if not wanted:
        return []
    professions = _professions(people, on)
    found = Staff.objects.filter(pk__in=professions, is_active=True).order_by("pk")
    return [
        staff
        for staff in found
        if any(not one or not one.isdisjoint(professions[staff.pk]) for one in wanted)
    ]


def _professions(people: Collection[int], on: dt.date) -> dict[int, set[str]]:
    """Person -> professions of employments in force; who is on leave is not disturbed."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Membership.objects.current(on).filter(staff__in=people)
    for staff, profession, leave in rows.values_list("staff_id", "profession__slug", "on_leave_until"):
        if leave is None or leave < on:
            found[staff].add(profession or "")
    return found
