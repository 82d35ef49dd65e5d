"""The people of a unit, and what they have read: what the database knows, in a few statements.

`plans.following.matrix` lays it side by side for a leader.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import OuterRef, Q, Subquery

from beredskab.organisation import kept
from beredskab.organisation.models import Membership, Municipality, Staff, Unit
from plans import access, in_force
from plans.models import Acknowledgement, EditionSection, ReadingReminder, SectionVersion
from plans.reading import Request, Ruling, requests_of, rule


@dataclass(frozen=True)
class Job:
    """An employment of somebody: where, as what, since when, and until when they are away."""

    unit: int
    title: str
    starts_on: dt.date | None
    on_leave_until: dt.date | None


@dataclass(frozen=True)
class Person:
    """Somebody of the units looked at: what they are, when they came, whether away, when reminded."""

    staff: Staff
    professions: frozenset[str]
    jobs: tuple[Job, ...]
    reminded_at: dt.datetime | None = None

    def within(self, units: Collection[int]) -> "Person":
        """The same person seen from some of these units only."""
        return replace(self, jobs=tuple(job for job in self.jobs if job.unit in units))

    @property
    def units(self) -> frozenset[int]:
        return frozenset(job.unit for job in self.jobs)

    @property
    def title(self) -> str:
        return ", ".join(dict.fromkeys(job.title for job in self.jobs if job.title))

    @property
    def starts_on(self) -> dt.date | None:
        return min((job.starts_on for job in self.jobs if job.starts_on), default=None)

    @property
    def on_leave_until(self) -> dt.date | None:
        """The first day that ends a leave; None when they are at work in one of the units."""
        away = [job.on_leave_until for job in self.jobs if job.on_leave_until]
        return min(away) if away and len(away) == len(self.jobs) else None


@dataclass(frozen=True)
class Record:
    """What the database knows: sections in force, what they ask, who read which version of them last."""

    lines: tuple[EditionSection, ...]
    asked: Mapping[int, Sequence[Request]]
    read: Mapping[int, Mapping[int, Mapping[int, dt.datetime]]]

    def ruling(self, person: Person, line: EditionSection) -> Ruling:
        """How somebody stands to a section."""
        read = self.read.get(person.staff.pk, {}).get(line.section_id, {})
        return rule(line.version.number, self.asked.get(line.section_id, ()), read, person.professions)


def people_of(units: Collection[Unit], on: dt.date, *, ids: Collection[int] | None = None) -> list[Person]:
    """Everybody employed in these units that day, by name, with all their professions; one statement.

    `ids` keeps to these people.
    """
    current = Membership.objects.current(on)
    here = current.filter(unit__in=units).order_by().values("staff")
    if ids is not None:
        here = here.filter(staff__in=ids)
    latest = ReadingReminder.objects.filter(staff=OuterRef("staff")).order_by("-sent_at")
    employments = (
        current.filter(staff__in=here, staff__is_active=True)
        .select_related("staff", "profession")
        .annotate(reminded_at=Subquery(latest.values("sent_at")[:1]))
    )
    found: dict[int, list[Membership]] = defaultdict(list)
    for employment in employments:
        found[employment.staff_id].append(employment)
    places = {unit.pk for unit in units}
    people = [_person(jobs, places, on) for jobs in found.values()]
    return sorted(people, key=lambda person: (person.staff.name, person.staff.pk))


@dataclass(frozen=True)
class Book:
    """What a municipality's people are asked to read now; the same for every reader."""

    municipality: Municipality
    lines: tuple[EditionSection, ...]
    asked: Mapping[int, Sequence[Request]]
    until: Sequence[int]
    """The versions in force and the earlier ones of their sections."""

    @property
    def editions(self) -> list[int]:
        """What a counted row must have been counted for."""
        return sorted({line.edition_id for line in self.lines})

    def record(self, ids: Collection[int]) -> Record:
        """With what these people have read of it. One statement."""
        return Record(self.lines, self.asked, _read(Q(staff__in=ids, version__in=self.until)))


def book_of(municipality: Municipality) -> Book:
    """Sections in force, as somebody of the staff sees them, and what they ask. One small statement."""
    lines = in_force.lines(access.Viewer(municipality, Staff(municipality=municipality)))
    key = tuple(line.version_id for line in lines)
    asked = kept.for_ever(("requests", key), lambda: requests_of(lines))
    until = kept.for_ever(("until", key), lambda: _versions_until(lines))
    return Book(municipality, lines, asked, until)


def record_at(municipality: Municipality, people: Collection[Person], moment: dt.datetime) -> Record:
    """The same as it stood at an earlier moment: four statements."""
    viewer = access.Viewer(municipality, Staff(municipality=municipality))
    lines = tuple(
        access.lines_for(viewer)
        .filter(Q(edition__superseded_at__isnull=True) | Q(edition__superseded_at__gt=moment))
        .filter(edition__published_at__lte=moment)
        .select_related("version", "edition__plan")
        .order_by("edition__plan_id", "position")
    )
    read = Q(staff__in=[one.staff.pk for one in people], version__in=_versions_until(lines), at__lte=moment)
    return Record(lines, requests_of(lines), _read(read))


def _versions_until(lines: Iterable[EditionSection]) -> list[int]:
    """The versions in force and the earlier ones of their sections."""
    current = {line.section_id: line.version.number for line in lines}
    versions = SectionVersion.objects.filter(section__in=current, frozen_at__isnull=False).order_by()
    rows = versions.values_list("pk", "section_id", "number")
    return [pk for pk, section, number in rows if number <= current[section]]


def _read(wanted: Q) -> dict[int, dict[int, dict[int, dt.datetime]]]:
    """Person -> section -> the last version they read, and when. One statement, one row for each pair."""
    read: dict[int, dict[int, dict[int, dt.datetime]]] = defaultdict(dict)
    rows = (
        Acknowledgement.objects.filter(wanted)
        .order_by("staff_id", "section_id", "-version__number")
        .distinct("staff_id", "section_id")
    )
    for staff, section, number, at in rows.values_list("staff_id", "section_id", "version__number", "at"):
        read[staff][section] = {number: at}
    return read


def _person(jobs: list[Membership], places: set[int], on: dt.date) -> Person:
    return Person(
        staff=jobs[0].staff,
        professions=frozenset(job.profession.slug for job in jobs if job.profession),
        jobs=tuple(_job(job, on) for job in jobs if job.unit_id in places),
        reminded_at=getattr(jobs[0], "reminded_at", None),
    )


def _job(job: Membership, on: dt.date) -> Job:
    away = job.on_leave_until if job.on_leave_until and job.on_leave_until >= on else None
    return Job(job.unit_id, job.profession.name if job.profession else "", job.starts_on, away)
