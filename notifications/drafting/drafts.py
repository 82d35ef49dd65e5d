"""Looking after drafts: a mail that says nothing, and deletion when nobody touches them any more.

A suspicion that lies unsent is the danger, so its filer hears of it after two hours and then every
working day; any other draft the day before it is deleted. No mail says what the draft is about.
"""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from beredskab.access.acting import act, acting_as
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.organisation.workdays import WorkdayRules, next_workday, rules_of
from beredskab.outbox import duties
from notifications import alerts
from notifications.models import Concern
from notifications.vocabulary import Certainty, State

LOOK_AFTER = "notifications.look_after_draft"
FIRST_REMINDER = dt.timedelta(hours=2)
LAST_REMINDER = dt.timedelta(days=1)
MORNING = dt.time(9, 0)
URGENT = frozenset({Certainty.SUSPICION, Certainty.KNOWLEDGE})


def next_look(draft: Concern, rules: WorkdayRules, zone: ZoneInfo, *, at: dt.datetime) -> dt.datetime:
    """When this draft is to be looked at next: for a reminder, or to be deleted. Pure."""
    assert draft.expires_at is not None, "a draft expires"
    moments = [draft.expires_at - LAST_REMINDER, draft.expires_at]
    if draft.certainty in URGENT:
        day = next_workday(at.astimezone(zone).date(), rules)
        moments += [draft.saved_at + FIRST_REMINDER, dt.datetime.combine(day, MORNING, zone)]
    if draft.review_on is not None:
        moments.append(_morning_of(draft.review_on, zone))
    return min((moment for moment in moments if moment > at), default=at + FIRST_REMINDER)


def look_after(draft: Concern, *, by: Staff, at: dt.datetime) -> None:
    """Ask the worker to look at the draft when the time comes; asking again changes nothing."""
    municipality = draft.municipality
    zone = ZoneInfo(municipality.timezone)
    due = next_look(draft, rules_of(municipality), zone, at=at)
    key = f"{draft.pk} {due.isoformat()}"
    duties.ask(LOOK_AFTER, key, due=due, concern=str(draft.pk), filer=by.pk)


@duties.duty(LOOK_AFTER)
def look(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part: delete what has lapsed, remind of what has not, look again later."""
    filer = Staff.objects.select_related("municipality").get(pk=int(str(ids["filer"])))
    with acting_as(filer):
        draft = _drafts_of(filer).filter(pk=uuid.UUID(str(ids["concern"]))).first()
        if draft is None:
            return  # sent or thrown away
        assert draft.expires_at is not None, "a draft expires"
        if draft.expires_at <= at:
            throw_away(draft, "draft.lapsed", by=filer, at=at)
            return
        if _is_waiting(draft, at) or _is_the_day(draft, at):
            alerts.tell_filer(draft, at=at)
        look_after(draft, by=filer, at=at)


@act
def throw_away(draft: Concern, verb: str, *, by: Staff, at: dt.datetime) -> bool:
    """The draft; False when it is none. What belongs to it the database takes along (migration 0007)."""
    deleted, _rows = _drafts_of(by).filter(pk=draft.pk).delete()
    if not deleted:
        return False
    trail.record(by.pk, verb, str(draft.pk), at=at)
    return True


def _drafts_of(filer: Staff) -> QuerySet[Concern]:
    """Also of somebody who has left, who sees none of them any more: they are deleted in time too."""
    return Concern.objects.filter(filed_by=filer, state=State.DRAFT)


def _morning_of(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, MORNING, zone)


def _is_the_day(draft: Concern, at: dt.datetime) -> bool:
    """The agreed day of looking at it again has come, and the draft was not touched since."""
    if draft.review_on is None:
        return False
    morning = _morning_of(draft.review_on, ZoneInfo(draft.municipality.timezone))
    return draft.saved_at < morning <= at


def _is_waiting(draft: Concern, at: dt.datetime) -> bool:
    """Untouched for two hours and urgent, or about to be deleted."""
    assert draft.expires_at is not None, "a draft expires"
    if draft.expires_at - LAST_REMINDER <= at:
        return True
    return draft.certainty in URGENT and draft.saved_at + FIRST_REMINDER <= at
