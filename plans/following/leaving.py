"""Who has left keeps a closing record: what they had read on the day they left."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from beredskab.organisation.models import Membership, Municipality, Profession, Staff, Unit
from plans.following.people import Record, book_of
from plans.models import ClosingRecord, EditionSection, EndedJob
from plans.reading import Ruling, is_for, rule
from plans.vocabulary import Standing

AT_ONCE = 500


def close_what_ended(municipality: Municipality, at: dt.datetime) -> int:
    """A record for every employment that has ended and has none; how many. Repeating it makes none twice.

    Also for those whose row was deleted outright: the database noted them (`EndedJob`).
    """
    zone = ZoneInfo(municipality.timezone)
    today = at.astimezone(zone).date()
    known = ClosingRecord.objects.filter(
        staff=OuterRef("staff"), unit=OuterRef("unit"), ended_on=OuterRef("ends_on")
    )
    ended = (
        Membership.objects.filter(~Exists(known), Q(ends_on__lt=today), unit__municipality=municipality)
        .select_related("profession")
        .order_by("pk")[:AT_ONCE]
    )
    jobs = list(ended)
    jobs += _deleted(municipality, today)
    record = book_of(municipality).record({job.staff_id for job in jobs})
    made = [_record(job, record, zone, at) for job in jobs]
    ClosingRecord.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _deleted(municipality: Municipality, today: dt.date) -> list[Membership]:
    """Employments whose rows are gone, as they were. Whoever works at the same place again has not left."""
    people = Staff.objects.filter(municipality=municipality)
    noted = list(EndedJob.objects.filter(staff__in=people.values("pk")).order_by("pk")[:AT_ONCE])
    units = set(Unit.objects.filter(pk__in=[one.unit for one in noted]).values_list("pk", flat=True))
    names = Profession.objects.in_bulk([one.profession for one in noted if one.profession])
    here = Membership.objects.current(today).order_by().filter(staff__in=[one.staff for one in noted])
    still = set(here.values_list("staff_id", "unit_id"))
    EndedJob.objects.filter(pk__in=[one.pk for one in noted]).delete()
    return [
        Membership(
            staff_id=one.staff,
            unit_id=one.unit,
            profession=names.get(one.profession or 0),
            ends_on=one.ended_on,
        )
        for one in noted
        if one.unit in units and (one.staff, one.unit) not in still
    ]


def left(units: Sequence[Unit]) -> list[ClosingRecord]:
    """The closing records of these units, whoever left last first. One statement."""
    return list(ClosingRecord.objects.filter(unit__in=units).select_related("staff", "unit")[:200])


def _record(job: Membership, record: Record, zone: ZoneInfo, at: dt.datetime) -> ClosingRecord:
    professions = frozenset({job.profession.slug} if job.profession else ())
    assert job.ends_on, "only what has ended is closed"
    lines = [line for line in record.lines if is_for(line, professions)]
    ruled = [(line, _ruling(job, line, record, professions)) for line in lines]
    done = [(line, ruling) for line, ruling in ruled if ruling.standing is Standing.READ]
    return ClosingRecord(
        staff_id=job.staff_id,
        unit_id=job.unit_id,
        ended_on=job.ends_on,
        profession=job.profession.name_da if job.profession else "",
        total=len(ruled),
        read=[_read(line, ruling, zone) for line, ruling in done],
        missing=[line.version.title for line, ruling in ruled if ruling.standing is not Standing.READ],
        made_at=at,
    )


def _ruling(job: Membership, line: EditionSection, record: Record, professions: frozenset[str]) -> Ruling:
    read = record.read.get(job.staff_id, {}).get(line.section_id, {})
    return rule(line.version.number, record.asked.get(line.section_id, ()), read, professions)


def _read(line: EditionSection, ruling: Ruling, zone: ZoneInfo) -> dict[str, object]:
    day = ruling.read_at.astimezone(zone).date().isoformat() if ruling.read_at else ""
    return {"title": line.version.title, "version": ruling.read_number, "day": day}
