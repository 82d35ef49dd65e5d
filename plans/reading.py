"""Reading and acknowledging: which sections are mine, what I have read, what I am to read again.

Somebody has read a section when they acknowledged its version in force, or an earlier one and no
version since then asked their profession to read again.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from django.db.models import QuerySet

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.organisation import kept
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox import duties
from beredskab.prepared import prepared
from plans import access, in_force
from plans.models import Acknowledgement, EditionSection, RereadRequest
from plans.vocabulary import EditionState, Standing

COUNT_SOON = "plans.count_stale"
"""The duty that counts again whoever has read something; see plans.following.counting."""


class SectionMovedOn(Exception):  # errors say what is refused
    """A newer version came into force while somebody read the one they acknowledge."""


@dataclass(frozen=True)
class Request:
    """Version `number` of a section asked these professions (all when empty) to read it by a day."""

    number: int
    professions: frozenset[str] = frozenset()
    due_on: dt.date | None = None
    asked_at: dt.datetime | None = None

    def concerns(self, professions: Collection[str]) -> bool:
        return not self.professions or not self.professions.isdisjoint(professions)


@dataclass(frozen=True)
class Ruling:
    """How one reader stands to one section, and by when they are asked to read it."""

    standing: Standing
    due_on: dt.date | None = None
    read_at: dt.datetime | None = None
    read_number: int | None = None
    asked_at: dt.datetime | None = None

    def is_overdue(self, on: dt.date) -> bool:
        """Past the day, and still not read."""
        late = self.due_on is not None and self.due_on < on
        return late and self.standing is not Standing.READ


def rule(
    current: int,
    requests: Iterable[Request],
    read: Mapping[int, dt.datetime],
    professions: Collection[str],
) -> Ruling:
    """The decision, pure: `current` is the version in force, `read` version number -> when."""
    asked = [r for r in requests if r.number <= current and r.concerns(professions)]
    wanted = max(asked, key=lambda r: r.number, default=None)
    latest = max((n for n in read if n <= current), default=None)
    asked_at = wanted.asked_at if wanted else None
    if latest is None:
        return Ruling(Standing.UNREAD, due_on=wanted.due_on if wanted else None, asked_at=asked_at)
    done = wanted is None or latest >= wanted.number
    return Ruling(
        standing=Standing.READ if done else Standing.NEW_VERSION,
        due_on=None if done or wanted is None else wanted.due_on,
        read_at=read[latest],
        read_number=latest,
        asked_at=None if done else asked_at,
    )


@dataclass(frozen=True)
class Item:
    """A section of an edition in force and how the reader stands to it."""

    line: EditionSection
    ruling: Ruling
    mine: bool

    @property
    def to_read(self) -> bool:
        return self.mine and self.ruling.standing is not Standing.READ


@dataclass(frozen=True)
class Reading:
    """What one person is asked to read: all of it in reading order, what is missing first.

    `mark` is what it was made of: two readings with the same one are equal while the municipality's
    revision stays. Kept and shared; it must not be changed.
    """

    items: tuple[Item, ...] = ()
    mark: Hashable = ()

    @cached_property
    def missing(self) -> list[Item]:
        """What is still to be read: by its date, a new version before what was never read."""
        last = dt.date.max
        waiting = [item for item in self.items if item.to_read]
        return sorted(waiting, key=lambda i: (i.ruling.due_on or last, _order(i.ruling.standing)))

    @cached_property
    def done(self) -> list[Item]:
        return [item for item in self.items if item.mine and not item.to_read]

    @cached_property
    def total(self) -> int:
        return sum(item.mine for item in self.items)


def _order(standing: Standing) -> int:
    return 0 if standing is Standing.NEW_VERSION else 1


def is_for(line: EditionSection, professions: Collection[str]) -> bool:
    """Whether people of these professions are asked to acknowledge the section."""
    audience = line.version.professions
    return line.version.must_acknowledge and (not audience or not set(audience).isdisjoint(professions))


def lines_in_force(viewer: access.Viewer) -> list[EditionSection]:
    """The sections in force in reading order: plan by plan. One statement."""
    return list(in_force.lines(viewer))


def reading_of(staff: Staff, lines: Iterable[EditionSection] | None = None) -> Reading:
    """How the person stands to every section in force: one statement, once what is in force is kept."""
    found = tuple(lines) if lines is not None else in_force.lines(access.Viewer(staff.municipality, staff))
    versions = tuple(map(attrgetter("version_id"), found))
    mine, acknowledged = staff.professions(), tuple(_acknowledged_by(staff.pk))
    mark = (versions, mine, acknowledged)

    def make() -> Reading:
        asked = kept.for_ever(("requests", versions), lambda: requests_of(found))
        read: dict[int, dict[int, dt.datetime]] = defaultdict(dict)
        for section, number, at in acknowledged:
            read[section][number] = at
        items = (Item(line, _ruling(line, asked, read, mine), mine=is_for(line, mine)) for line in found)
        return Reading(tuple(items), mark)

    return kept.while_unchanged(staff.municipality, ("reading", mark), make, among=kept.PEOPLE)


def _ruling(
    line: EditionSection,
    asked: Mapping[int, list[Request]],
    read: Mapping[int, Mapping[int, dt.datetime]],
    professions: Collection[str],
) -> Ruling:
    section = line.section_id
    return rule(line.version.number, asked.get(section, []), read.get(section, {}), professions)


def requests_of(lines: Iterable[EditionSection]) -> dict[int, list[Request]]:
    """Every reread request of these sections, by section. One statement."""
    found: dict[int, list[Request]] = defaultdict(list)
    rows = RereadRequest.objects.filter(
        version__section__in=[line.section_id for line in lines], version__frozen_at__isnull=False
    ).values_list("version__section_id", "version__number", "professions", "due_on", "version__frozen_at")
    for section, number, professions, due_on, asked_at in rows:
        found[section].append(Request(number, frozenset(professions), due_on, asked_at))
    return found


@prepared
def _acknowledged_by(staff: int) -> QuerySet[Acknowledgement, tuple[int, int, dt.datetime]]:
    rows = Acknowledgement.objects.filter(staff=staff)
    return rows.values_list("section_id", "version__number", "at")


@act
def acknowledge(line: EditionSection, *, version_number: int, by: Staff, at: dt.datetime) -> Acknowledgement:
    """The person has read the section's version in force. Doing it twice changes nothing.

    `version_number` is what the page showed; raises SectionMovedOn when another is in force now.
    """
    guard.require(by, Act.ACKNOWLEDGE_SECTION)
    viewer = access.Viewer(by.municipality, by)
    current = (
        access.lines_for(viewer)
        .filter(section=line.section_id, edition__state=EditionState.PUBLISHED)
        .select_related("version")
        .first()
    )
    if current is None or current.version.number != version_number:
        raise SectionMovedOn(line.section_id)
    acknowledgement, made = Acknowledgement.objects.get_or_create(
        staff=by,
        version=current.version,
        defaults={"section_id": current.section_id, "edition_id": current.edition_id, "at": at},
    )
    if made:
        trail.record(by.pk, "section.acknowledged", current.version_id, at=at)
        ask_to_count(by.municipality, at=at)
    return acknowledgement


def ask_to_count(municipality: Municipality, *, at: dt.datetime) -> None:
    """Have the worker count who changed; asking twice in a minute is asking once."""
    duties.ask(COUNT_SOON, f"{municipality.pk} {at:%Y-%m-%dT%H:%M}", due=at, municipality=municipality.pk)
