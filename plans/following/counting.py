"""Counting how everybody stands: the worker's part of following up, some hundred people at a time.

`recount` makes the rows of ReaderStanding from the facts. It is asked for when an edition comes into force,
after somebody has read, and every night for everybody, so that a row that was wrong mends itself.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from beredskab.organisation import kept
from beredskab.organisation.models import Membership, Municipality, Staff
from beredskab.outbox import duties
from plans.following.matrix import Asked, asked_of
from plans.following.people import Record, book_of
from plans.models import ReaderStanding
from plans.reading import COUNT_SOON, Ruling, ask_to_count, rule
from plans.vocabulary import Standing

BATCH = 500
COUNT = "plans.count"


@dataclass(frozen=True)
class Progress:
    """How many of the people at work are counted for the editions in force."""

    counted: int
    people: int

    @property
    def is_done(self) -> bool:
        return self.counted >= self.people


def progress(municipality: Municipality, at: dt.datetime) -> Progress:
    """How far the worker is; two statements, whatever the size."""
    today = at.astimezone(ZoneInfo(municipality.timezone)).date()
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FILTER (WHERE NOT r.is_stale AND r.editions = %s::bigint[]), count(*)
                 FROM organisation_staff s LEFT JOIN plans_readerstanding r ON r.staff_id = s.id
                WHERE s.municipality_id = %s AND s.is_active AND EXISTS (
                      SELECT FROM organisation_membership m WHERE m.staff_id = s.id
                         AND (m.starts_on IS NULL OR m.starts_on <= %s)
                         AND (m.ends_on IS NULL OR m.ends_on >= %s))""",
            [book_of(municipality).editions, municipality.pk, today, today],
        )
        counted, people = cursor.fetchone()
    return Progress(counted, people)


def ask_for_everybody(municipality: Municipality, *, key: str, at: dt.datetime) -> None:
    """Have the worker count everybody, some hundred in each duty; asking again with a key changes nothing."""
    for place, (first, last) in enumerate(ranges(municipality)):
        ids = {"municipality": municipality.pk, "first": first, "last": last}
        duties.ask(COUNT, f"{municipality.pk} {key} {place}", due=at, **ids)


def ranges(municipality: Municipality) -> list[tuple[int, int]]:
    """First and last id of each batch of the municipality's people. One statement."""
    people = Staff.objects.filter(municipality=municipality, is_active=True).order_by("pk")
    ids = list(people.values_list("pk", flat=True))
    return [(ids[start], ids[start : start + BATCH][-1]) for start in range(0, len(ids), BATCH)]


def ids_between(municipality_id: int, first: int, last: int) -> list[int]:
    """The people of a batch."""
    people = Staff.objects.filter(municipality=municipality_id, is_active=True, pk__range=(first, last))
    return list(people.order_by("pk").values_list("pk", flat=True))


@duties.duty(COUNT)
def count_some(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part of `ask_for_everybody`."""
    municipality = Municipality.objects.get(pk=int(str(ids["municipality"])))
    found = ids_between(municipality.pk, int(str(ids["first"])), int(str(ids["last"])))
    recount(found, municipality, at=at)


@duties.duty(COUNT_SOON)
def count_stale(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part of `reading.ask_to_count`; where there are many it comes back for the rest."""
    municipality = Municipality.objects.get(pk=int(str(ids["municipality"])))
    stale = ReaderStanding.objects.filter(is_stale=True, staff__municipality=municipality)
    found = list(stale.order_by("pk").values_list("pk", flat=True)[:BATCH])
    recount(found, municipality, at=at)
    if len(found) == BATCH:
        ask_to_count(municipality, at=at + dt.timedelta(minutes=1))


def recount(ids: Collection[int], municipality: Municipality, *, at: dt.datetime) -> None:
    """Make the rows of these people from what they acknowledged. Seven statements.

    The rows are locked before the facts are read: an acknowledgement that is written meanwhile waits for
    the row and marks it stale again.
    """
    if not ids:
        return
    with transaction.atomic():
        blank = [ReaderStanding(staff_id=one) for one in ids]
        ReaderStanding.objects.bulk_create(blank, ignore_conflicts=True)
        list(ReaderStanding.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
        book = book_of(municipality)
        record = book.record(ids)
        today = at.astimezone(ZoneInfo(municipality.timezone)).date()
        rows = [_row(one, professions, record) for one, professions in _professions(ids, today).items()]
        for row in rows:
            row.editions = book.editions
        names = [field.name for field in ReaderStanding._meta.fields if not field.primary_key]
        ReaderStanding.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["staff"], update_fields=names
        )


def _professions(ids: Iterable[int], today: dt.date) -> dict[int, frozenset[str]]:
    """Professions of each person that day; nobody is left out, for who has none reads what is for all."""
    found: dict[int, set[str]] = {one: set() for one in ids}
    jobs = Membership.objects.current(today).filter(staff__in=found, profession__isnull=False).order_by()
    for staff, profession in jobs.values_list("staff_id", "profession__slug"):
        found[staff].add(profession)
    return {staff: frozenset(slugs) for staff, slugs in found.items()}


def _row(staff: int, professions: frozenset[str], record: Record) -> ReaderStanding:
    mine: list[Asked] = kept.for_ever(
        ("asked", tuple(line.version_id for line in record.lines), professions),
        lambda: asked_of(record, professions),
    )
    read = record.read.get(staff, {})
    ruled = [(x.section, rule(x.number, x.requests, read.get(x.section, {}), professions)) for x in mine]
    waiting = [(section, ruling) for section, ruling in ruled if ruling.standing is not Standing.READ]
    return ReaderStanding(
        staff_id=staff,
        is_stale=False,
        mine=[section for section, _ruling in ruled],
        to_read=[section for section, _ruling in waiting],
        to_read_is_new=[ruling.standing is Standing.NEW_VERSION for _section, ruling in waiting],
        to_read_due=[ruling.due_on for _section, ruling in waiting],
        due_on=min((ruling.due_on for _section, ruling in waiting if ruling.due_on), default=None),
        asked_on=_asked_on(ruling for _section, ruling in waiting),
    )


def _asked_on(waiting: Iterable[Ruling]) -> dt.date | None:
    days = [ruling.asked_at.date() for ruling in waiting if ruling.asked_at]
    return max(days, default=None)
