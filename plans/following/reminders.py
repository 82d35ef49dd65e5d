"""Reminders that nobody presses: seven days before the day, on the day, then weekly; a leader's digest.

The decision is pure; the worker asks it every morning for whoever has something to read. A leave pauses.
No mail says what is to be read, or names anybody (rule P-42).
"""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import Max, Q

from beredskab.organisation.models import Absence, Membership, Municipality, Staff, Unit
from beredskab.outbox import messages
from beredskab.outbox.models import Message
from beredskab.outbox.vocabulary import Kind
from plans.following import counting, standings
from plans.following.matrix import due_for
from plans.following.people import book_of
from plans.models import ReaderStanding, ReadingReminder

BEFORE, WEEK = dt.timedelta(days=7), dt.timedelta(days=7)
MONDAY = 0


def milestone(due_on: dt.date, today: dt.date) -> dt.date | None:
    """The last day on which a reminder was to go: a week before, the day itself, every week after."""
    if today < due_on:
        return due_on - BEFORE if today >= due_on - BEFORE else None
    return due_on + WEEK * ((today - due_on) // WEEK)


def is_due(due_on: dt.date, today: dt.date, told_on: dt.date | None) -> bool:
    """Whether a reminder goes today; `told_on` is when they were last asked or reminded, or came."""
    step = milestone(due_on, today)
    return step is not None and (told_on is None or told_on < step)


def remind_whoever_is_due(municipality: Municipality, at: dt.datetime) -> int:
    """One mail to each who is due this morning; how many. Repeating it reminds nobody twice."""
    today = at.astimezone(ZoneInfo(municipality.timezone)).date()
    maybe = Q(is_stale=True) | Q(due_on__lte=today + BEFORE)
    waiting = ReaderStanding.objects.filter(maybe, staff__municipality=municipality)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    found = 0
    for start in range(0, len(ids), counting.BATCH):
        found += _remind_some(ids[start : start + counting.BATCH], municipality, today, at)
    return found


def _remind_some(ids: list[int], municipality: Municipality, today: dt.date, at: dt.datetime) -> int:
    """Counted once more first, so that nobody is reminded of what they read last night."""
    counting.recount(ids, municipality, at=at)
    came = _at_work_since(ids, today)
    reminded = dict(
        ReadingReminder.objects.filter(staff__in=ids).values_list("staff").annotate(Max("sent_at"))
    )
    rows = ReaderStanding.objects.filter(pk__in=came, due_on__isnull=False).select_related(
        "staff__municipality"
    )
    due = [row for row in rows if _is_due(row, came[row.pk], reminded.get(row.pk), today)]
    for row in due:
        messages.tell(row.staff, Kind.READING_REMINDER, at=at)
    ReadingReminder.objects.bulk_create(ReadingReminder(staff=row.staff, sent_at=at) for row in due)
    return len(due)


def _is_due(
    row: ReaderStanding, came_on: dt.date | None, reminded_at: dt.datetime | None, today: dt.date
) -> bool:
    due_on = due_for(row.due_on, came_on)
    known = (row.asked_on, came_on, reminded_at and reminded_at.date())
    told_on = max((day for day in known if day), default=None)
    return due_on is not None and is_due(due_on, today, told_on)


def _at_work_since(ids: Iterable[int], today: dt.date) -> dict[int, dt.date | None]:
    """Who of these people is at work and not on leave from everything, and when they came."""
    found: dict[int, dt.date | None] = {}
    jobs = Membership.objects.current(today).filter(staff__in=ids, staff__is_active=True)
    for staff, starts_on, leave in jobs.values_list("staff", "starts_on", "on_leave_until"):
        if leave is None or leave < today:
            days = [day for day in (found.get(staff), starts_on) if day]
            found[staff] = min(days, default=None)
    return found


def send_digests(municipality: Municipality, at: dt.datetime) -> int:
    """On Mondays a mail to each leader in whose own unit somebody has something left; how many.

    While a leader is away, also to who stands in: they see the unit as long as it lasts (rule A-43).
    """
    today = at.astimezone(ZoneInfo(municipality.timezone)).date()
    if today.weekday() != MONDAY:
        return 0
    units = list(
        Unit.objects.filter(municipality=municipality, leader__isnull=False).select_related("leader")
    )
    chosen = standings.select({unit.pk: [unit] for unit in units}, book_of(municipality), at)
    told = standings.told_of(chosen)
    leaders = {unit.leader_id: unit.leader for unit in units if told[unit.pk].figures.missing}
    people = {pk: one for pk, one in leaders.items() if pk and one} | _stand_ins(leaders, today)
    at_work = _at_work_since(people, today)
    digests = Message.objects.filter(kind=Kind.READING_DIGEST, created_at__gte=at - dt.timedelta(days=1))
    already = set(digests.values_list("recipient_id", flat=True))
    to = [one for pk, one in people.items() if pk in at_work and pk not in already]
    for leader in to:
        messages.tell(leader, Kind.READING_DIGEST, at=at)
    return len(to)


def _stand_ins(leaders: Iterable[int | None], today: dt.date) -> dict[int, Staff]:
    away = Absence.objects.on(today).filter(staff__in=[pk for pk in leaders if pk], stand_in__is_active=True)
    found = (one.stand_in for one in away.select_related("stand_in__municipality"))
    return {one.pk: one for one in found if one is not None}
