"""Publishing at a date: approved by the second pair of eyes today, done by the worker on the day.

The edition stays in review meanwhile, so nobody writes in what was approved, and anybody who works on the
plan may withdraw it. On the day the check runs again; what it holds up is told and waits for a person.
"""

import datetime as dt

from beredskab.access import grants, guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.outbox import duties, messages
from beredskab.outbox.vocabulary import Kind
from plans import access, lifecycle
from plans.lifecycle import Move
from plans.models import Edition
from plans.release import publishing
from plans.vocabulary import EditionState

PUBLISH = "plans.publish"


class NotAhead(Exception):  # errors say what is refused
    """The moment has passed."""


@act
def plan_publishing(edition: Edition, publish_at: dt.datetime, *, by: Staff, at: dt.datetime) -> Edition:
    """Approve the edition now, to be published at the moment. Another moment replaces the first.

    Raises as `publishing.publish` does, and NotAhead.
    """
    edition = publishing.locked(edition)
    publishing.require_second_eyes(edition, by)
    lifecycle.after(Move.PUBLISH, edition.state)
    if publish_at <= at:
        raise NotAhead(publish_at)
    publishing.require_order(edition, at)
    edition.approved_by, edition.publish_at, edition.held_up_at = by, publish_at, None
    edition.save()
    trail.record(by.pk, "plan.publishing_planned", edition.pk, at=at, plan=edition.plan.slug)
    moment = publish_at.isoformat()
    duties.ask(PUBLISH, f"{edition.pk} {moment}", due=publish_at, edition=edition.pk, moment=moment)
    return edition


@act
def withdraw(edition: Edition, *, by: Staff, at: dt.datetime) -> Edition:
    """It is not published on the day; it waits for approval again. Doing it twice changes nothing."""
    edition = publishing.locked(edition)
    if not access.may_work_on(by, edition.plan):
        raise guard.Forbidden(Act.APPROVE_PLAN)
    if edition.is_planned:
        edition.approved_by = edition.publish_at = None
        edition.save()
        trail.record(by.pk, "plan.publishing_withdrawn", edition.pk, at=at, plan=edition.plan.slug)
    return edition


@duties.duty(PUBLISH)
def publish_planned(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part. What was withdrawn or moved to another moment meanwhile is left alone."""
    found = Edition.objects.select_related("plan__municipality", "approved_by", "submitted_by")
    edition = found.filter(pk=int(str(ids["edition"])), state=EditionState.REVIEW).first()
    if edition is None or edition.publish_at is None or edition.approved_by is None:
        return
    if edition.publish_at.isoformat() != ids["moment"]:
        return
    try:
        publishing.publish(edition, by=edition.approved_by, at=at)
    except (publishing.NotInOrder, guard.Forbidden):
        _hold_up(edition, at)


def _hold_up(edition: Edition, at: dt.datetime) -> None:
    """Nobody is left to believe that it was published."""
    Edition.objects.filter(pk=edition.pk).update(approved_by=None, publish_at=None, held_up_at=at)
    plan = edition.plan
    people = {p.pk: p for p in (*grants.holders("approve_plan", plan), *grants.holders("edit_plan", plan))}
    for person in people.values():
        messages.tell(person, Kind.REVIEW_WANTED, at=at)
