"""The people of a unit, and what they have read: what the database knows, in a few statements.

`plans.following` lays it side by side for a leader.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery

from beredskab.organisation.models import Membership, Municipality, Staff, Unit
from plans import access
from plans.models import Acknowledgement, EditionSection, ReadingReminder
from plans.reading import Request, Ruling, requests_of, rule
from plans.vocabulary import EditionState


@dataclass(frozen=True)
class Person:
    """Somebody of the unit: what they are, since when, whether they are away, when they were reminded."""

    staff: Staff
    professions: frozenset[str]
    title: str
    units: frozenset[int]
    starts_on: dt.date | None = None
    on_leave_until: dt.date | None = None
    reminded_at: dt.datetime | None = None


@dataclass(frozen=True)
class Record:
    """What the database knows: sections now and before, what was asked, who read which version when."""

    lines: tuple[EditionSection, ...]
    asked: Mapping[int, list[Request]]
    read: Mapping[int, Mapping[int, Mapping[int, dt.datetime]]]

    def in_force(self, moment: dt.datetime | None = None) -> list[EditionSection]:
        """The sections in force now, or at an earlier moment, in reading order."""
        if moment is None:
            return [line for line in self.lines if line.edition.state == EditionState.PUBLISHED]
        return [line for line in self.lines if _was_in_force(line, moment)]

    def ruling(self, person: Person, line: EditionSection, moment: dt.datetime | None = None) -> Ruling:
        """How somebody stood to a section, by what they had read at the moment."""
        read = self.read.get(person.staff.pk, {}).get(line.section_id, {})
        if moment is not None:
            read = {number: at for number, at in read.items() if at <= moment}
        asked = self.asked.get(line.section_id, ())
        return rule(line.version.number, asked, read, person.professions)


def people_of(units: Collection[Unit], on: dt.date) -> list[Person]:
    """Everybody employed in these units that day, by name, with all their professions; one statement."""
    current = Membership.objects.current(on)
    here = current.filter(unit__in=units).order_by().values("staff")
    latest = ReadingReminder.objects.filter(staff=OuterRef("staff")).order_by("-sent_at")
    employments = (
        current.filter(staff__in=here, staff__is_active=True)
        .select_related("staff", "profession")
        .annotate(reminded_at=Subquery(latest.values("sent_at")[:1]))
    )
    jobs: dict[int, list[Membership]] = defaultdict(list)
    for employment in employments:
        jobs[employment.staff_id].append(employment)
    ids = {unit.pk for unit in units}
    people = [_person(all_jobs, ids, on) for all_jobs in jobs.values()]
    return sorted(people, key=lambda person: (person.staff.name, person.staff.pk))


def record_of(municipality: Municipality, people: Iterable[Person], *, since: dt.datetime) -> Record:
    """Three statements: sections in force since a moment, what they asked, what these people read."""
    lines = (
        access.lines_for(access.Viewer(municipality, next((p.staff for p in people), None)))
        .filter(Q(edition__superseded_at__isnull=True) | Q(edition__superseded_at__gte=since))
        .select_related("version", "edition__plan")
        .order_by("edition__plan_id", "position")
    )
    found = tuple(lines)
    read: dict[int, dict[int, dict[int, dt.datetime]]] = defaultdict(lambda: defaultdict(dict))
    rows = Acknowledgement.objects.filter(staff__in=[person.staff.pk for person in people]).order_by()
    for staff, section, number, at in rows.values_list("staff_id", "section_id", "version__number", "at"):
        read[staff][section][number] = at
    return Record(found, requests_of(found), read)


def _person(jobs: list[Membership], units: set[int], on: dt.date) -> Person:
    here = [job for job in jobs if job.unit_id in units]
    away = [job.on_leave_until for job in here if job.on_leave_until and job.on_leave_until >= on]
    return Person(
        staff=jobs[0].staff,
        professions=frozenset(job.profession.slug for job in jobs if job.profession),
        title=", ".join(dict.fromkeys(job.profession.name for job in here if job.profession)),
        units=frozenset(job.unit_id for job in here),
        starts_on=min((job.starts_on for job in here if job.starts_on), default=None),
        on_leave_until=min(away) if len(away) == len(here) else None,
        reminded_at=getattr(jobs[0], "reminded_at", None),
    )


def _was_in_force(line: EditionSection, moment: dt.datetime) -> bool:
    published, ended = line.edition.published_at, line.edition.superseded_at
    return published is not None and published <= moment and (ended is None or ended > moment)
