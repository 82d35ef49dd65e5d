"""The people of a list are taken in: units first, then everybody some hundred at a time, then who is missing.

Every part is safe to repeat: what is as the list says is left alone. Rules A-01 to A-03.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.text import slugify

from beredskab.access import grants
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.administration import leaving
from beredskab.administration.importing import known as facts
from beredskab.administration.importing.comparing import (
    Job,
    KnownJob,
    Person,
    Step,
    are_many,
    compare,
    gather,
    missing,
)
from beredskab.administration.importing.reading import Fault, File
from beredskab.administration.importing.tree import Node, Tree
from beredskab.audit import trail
from beredskab.organisation.models import Membership, Municipality, Staff, Unit
from beredskab.organisation.models.staff import Source

BATCH = 500
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})


@dataclass(frozen=True)
class Prospect:
    """A list beside what is known, before or while its people are taken in."""

    municipality: Municipality
    file: File
    tree: Tree
    people: Sequence[Person]
    faults: tuple[Fault, ...]
    today: dt.date
    unknown_titles: dict[str, int]
    source: Source = Source.LIST

    def batch(self, start: int, size: int = BATCH) -> Iterator[Step]:
        """What some of its people ask for."""
        some = self.people[start : start + size]
        emails, numbers = [p.email for p in some], [p.number for p in some]
        find = facts.people_of(self.municipality, emails, numbers, self.source)
        return (compare(p, find(p.email, p.number), self.file.columns, self.today) for p in some)


@dataclass
class Tally:
    """How many are new, changed, as they were, and missing; `leaving_of` is whom a list said before."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    leaving: int = 0
    leaving_of: int = 0
    seen: list[int] = field(default_factory=list)

    def count(self, step: Step) -> None:
        """One more."""
        if step.known is None:
            self.added += 1
            return
        self.seen.append(step.known.id)
        if step.is_change:
            self.changed += 1
        else:
            self.unchanged += 1

    @property
    def is_asked_about(self) -> bool:
        """More are missing than we switch off without being told twice."""
        return are_many(self.leaving, self.leaving_of)


class TooManyLeave(Exception):
    """The list is shorter than expected, and nobody has said that this is right."""

    def __init__(self, tally: Tally) -> None:
        super().__init__(f"{tally.leaving} of {tally.leaving_of} people are not on the list")
        self.tally = tally


def prospect(file: File, municipality: Municipality, *, at: dt.datetime) -> Prospect:
    """The list with its units and people. A handful of statements, whatever its length."""
    tree, meaning = facts.tree_of(municipality), facts.meanings_of(municipality)
    people, faults = gather(file.rows, tree, meaning)
    titles = Counter(row.title for row in file.rows if not meaning.is_known(row.title))
    return Prospect(
        municipality,
        file,
        tree,
        people,
        tuple(sorted((*file.faults, *faults), key=lambda fault: fault.line)),
        at.astimezone(ZoneInfo(municipality.timezone)).date(),
        dict(titles.most_common()),
    )


def look(found: Prospect) -> Tally:
    """What the list would change, counted; nothing is written."""
    tally = Tally()
    for start in range(0, len(found.people), BATCH):
        for step in found.batch(start):
            tally.count(step)
    before, gone = _missing(found, tally.seen)
    tally.leaving, tally.leaving_of = len(gone), len(before)
    return tally


def take_in_everybody(found: Prospect, *, accept_leaving: int = 0, by: int | None, at: dt.datetime) -> Tally:
    """The whole list at once, for a command. Raises TooManyLeave before anything is written."""
    tally = look(found)
    require_accepted(tally, accept_leaving)
    for start in range(0, len(found.people), BATCH):
        take_in_some(found, start, BATCH, by=by, at=at)
    finish(found, by=by, at=at)
    return tally


def require_accepted(tally: Tally, accepted: int) -> None:
    """Raises TooManyLeave unless the leavers are few, or not more than somebody has seen and accepted."""
    if tally.is_asked_about and tally.leaving > accepted:
        raise TooManyLeave(tally)


@transaction.atomic
def take_in_some(found: Prospect, start: int, size: int, *, by: int | None, at: dt.datetime) -> int:
    """Units when it is the first time, then these people; how many."""
    _make_units(found)
    steps = list(found.batch(start, size))
    new = [step for step in steps if step.known is None]
    changed = [step for step in steps if step.known is not None and step.is_change]
    ids = _make_people(new, found.municipality)
    _make_jobs([*zip(ids, new, strict=True), *((s.known.id, s) for s in changed if s.known)], found)
    _change_people(changed)
    _change_jobs(changed, found)
    _set_leaders([*zip(ids, new, strict=True), *((s.known.id, s) for s in steps if s.known)], found)
    trail.record_all(by, "staff.enrolled", ids, at=at, source=found.source.value)
    trail.record_all(
        by, "staff.changed", [s.known.id for s in changed if s.known], at=at, source=found.source.value
    )
    return len(steps)


@transaction.atomic
def finish(found: Prospect, *, by: int | None, at: dt.datetime) -> int:
    """Who is missing has left, unless a line could not be read: nobody leaves through a mistake."""
    _before, gone = leavers(found)
    leaving.end_listed_jobs(gone, found.today)
    left = leaving.switch_off_who_left(found.municipality, by=by, at=at)
    leaving.ask_for_a_night(found.municipality, at=at)
    for part in settings.PEOPLE_CHANGED_PARTS:
        import_string(part)(found.municipality, at=at)
    return left


def leavers(found: Prospect) -> tuple[list[tuple[int, str]], list[int]]:
    """Everybody whom a list said before, and the ids of those who are missing from this one."""
    seen = [s.known.id for start in range(0, len(found.people), BATCH) for s in found.batch(start) if s.known]
    return _missing(found, seen)


def _missing(found: Prospect, seen: Sequence[int]) -> tuple[list[tuple[int, str]], list[int]]:
    before = facts.listed_before(found.municipality, found.today)
    if found.faults:
        return before, []
    return before, missing(before, [person.email for person in found.people], seen)


# --- units ------------------------------------------------------------------------------------


def _make_units(found: Prospect) -> None:
    taken = set(Unit.objects.filter(municipality=found.municipality).values_list("slug", flat=True))
    for node in found.tree.made():
        if node is found.tree.top:
            parent = None
        else:
            parent = node.parent.id if node.parent else None
        slug = _free_slug(node.name, taken)
        taken.add(slug)
        unit = Unit.objects.create(
            municipality=found.municipality, name=node.name, slug=slug, parent_id=parent
        )
        node.id = unit.pk
    for node in found.tree.moved():
        Unit.objects.filter(pk=_unit(node)).update(parent=node.parent.id if node.parent else None)
        node.has_moved = False


def _free_slug(name: str, taken: set[str]) -> str:
    base = slugify(name.translate(LETTERS))[:70] or "enhed"
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(one for one in numbered if one not in taken)


# --- people and employments -------------------------------------------------------------------


def _make_people(steps: Sequence[Step], municipality: Municipality) -> list[int]:
    people = [
        Staff(
            municipality=municipality,
            email=step.person.email,
            name=step.person.name,
            phone=step.person.phone,
            number=step.person.number,
            password=make_password(None),
        )
        for step in steps
    ]
    return [one.pk for one in Staff.objects.bulk_create(people)]


def _change_people(steps: Sequence[Step]) -> None:
    for step in steps:
        if step.facts and step.known:
            Staff.objects.filter(pk=step.known.id).update(**step.facts)


def _make_jobs(steps: Iterable[tuple[int, Step]], found: Prospect) -> None:
    Membership.objects.bulk_create(
        Membership(
            staff_id=person,
            unit_id=_unit(job.node),
            profession_id=job.profession,
            title=job.title,
            starts_on=job.starts_on,
            ends_on=job.ends_on,
            order=step.person.jobs.index(job),
            source=found.source,
        )
        for person, step in steps
        for job in step.new_jobs
    )


def _change_jobs(steps: Sequence[Step], found: Prospect) -> None:
    changed = [_changed(mine, job, found) for step in steps for mine, job in step.changed_jobs]
    names = ["profession", "title", "starts_on", "ends_on", "source"]
    Membership.objects.bulk_update(changed, names, batch_size=BATCH)
    ended = [job.id for step in steps for job in step.ended_jobs]
    leaving.end_jobs(ended, found.today)


def _changed(mine: KnownJob, job: Job, found: Prospect) -> Membership:
    starts = job.starts_on if "starts_on" in found.file.columns else mine.starts_on
    ends = job.ends_on if "ends_on" in found.file.columns else None
    return Membership(
        pk=mine.id,
        profession_id=job.profession,
        title=job.title,
        starts_on=starts,
        ends_on=ends,
        source=found.source,
    )


# --- leaders ----------------------------------------------------------------------------------


def _set_leaders(steps: Iterable[tuple[int, Step]], found: Prospect) -> None:
    """Where the list has a column for it. Who led a unit and does so no more loses the grant on it."""
    if "leads" not in found.file.columns:
        return
    units = Unit.objects.filter(municipality=found.municipality)
    led = dict(units.exclude(leader=None).values_list("pk", "leader"))
    for person, step in steps:
        for job in step.person.jobs:
            unit = _unit(job.node)
            if job.leads and led.get(unit) != person:
                make_leader(person, unit, instead_of=led.get(unit))
                led[unit] = person
            elif not job.leads and led.get(unit) == person:
                make_leader(None, unit, instead_of=person)
                led.pop(unit)


def make_leader(person: int | None, unit: int, *, instead_of: int | None) -> None:
    """Who leads a unit from now on, in the tree, by grant and by role; None: nobody for now."""
    place = Unit.objects.get(pk=unit)
    if instead_of is not None:
        former = Staff.objects.get(pk=instead_of)
        grants.revoke(former, "lead_unit", place)
        if not grants.things_with(former, "lead_unit", Unit).exists():
            RoleAssignment.objects.filter(staff=former, role=Role.LEADER).delete()
    Unit.objects.filter(pk=unit).update(leader=person)
    if person is not None:
        staff = Staff.objects.get(pk=person)
        RoleAssignment.objects.get_or_create(staff=staff, role=Role.LEADER)
        grants.grant(staff, "lead_unit", place)


def _unit(node: Node) -> int:
    assert node.id is not None, "units are made before anybody works there"
    return node.id
