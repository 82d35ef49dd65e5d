"""A list beside what is known: who is new, who has changed, who is missing. Pure (rules A-01, A-02)."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from beredskab.administration.importing.reading import Fault, Row, folded
from beredskab.administration.importing.tree import Ambiguous, Circle, Node, Tree

MANY_LEAVE = 5
"""Per cent. A list that more would be missing from is asked about before anybody is switched off."""


@dataclass(frozen=True)
class KnownJob:
    """An employment that we have. `is_listed`: a list said so, and may say that it has ended."""

    id: int
    unit: int
    profession: int | None
    title: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    is_listed: bool


@dataclass(frozen=True)
class Known:
    """A person that we have, with their employments."""

    id: int
    email: str
    name: str
    phone: str
    number: str
    is_active: bool
    jobs: tuple[KnownJob, ...] = ()


@dataclass(frozen=True)
class Job:
    """An employment of the list; its profession is None for a title that means none."""

    node: Node
    profession: int | None
    title: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    leads: bool | None


@dataclass
class Person:
    """Somebody of the list with all their lines."""

    line: int
    email: str
    name: str
    phone: str
    number: str
    jobs: list[Job] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """What one person of the list asks for; `known` is None for somebody new."""

    person: Person
    known: Known | None
    facts: Mapping[str, object]
    new_jobs: tuple[Job, ...]
    changed_jobs: tuple[tuple[KnownJob, Job], ...]
    ended_jobs: tuple[KnownJob, ...]

    @property
    def is_change(self) -> bool:
        """Something about a known person becomes different."""
        return bool(self.facts or self.new_jobs or self.changed_jobs or self.ended_jobs)


def gather(
    rows: Iterable[Row], tree: Tree, meaning: Callable[[str], int | None]
) -> tuple[list[Person], list[Fault]]:
    """The people of the list with their units and professions, in its order, and the lines that make none."""
    rows = list(rows)
    tree.expect(rows)
    people: dict[str, Person] = {}
    faults: list[Fault] = []
    for row in rows:
        person = people.get(row.email)
        if person is not None and folded(person.name) != folded(row.name):
            faults.append(Fault(row.line, "another_name", person.name))
            continue
        try:
            job = _job(row, tree, meaning)
        except Ambiguous:
            faults.append(Fault(row.line, "two_units", row.unit))
            continue
        except Circle:
            faults.append(Fault(row.line, "circle", row.unit))
            continue
        if person is None:
            person = people[row.email] = Person(row.line, row.email, row.name, row.phone, row.number)
        if all((one.node, one.profession) != (job.node, job.profession) for one in person.jobs):
            person.jobs.append(job)
    return list(people.values()), faults


def compare(person: Person, known: Known | None, columns: frozenset[str], today: dt.date) -> Step:
    """What has to be done so that the person is as the list says; nothing else is touched."""
    if known is None:
        return Step(person, None, {}, tuple(person.jobs), (), ())
    left = {(job.unit, job.profession): job for job in known.jobs}
    new: list[Job] = []
    changed: list[tuple[KnownJob, Job]] = []
    for job in person.jobs:
        mine = _match(job, left)
        if mine is None:
            new.append(job)
            continue
        left.pop((mine.unit, mine.profession))
        if _differs(mine, job, columns, today):
            changed.append((mine, job))
    ended = [one for one in left.values() if one.is_listed and is_open(one.ends_on, today)]
    return Step(person, known, _facts(person, known), tuple(new), tuple(changed), tuple(ended))


def are_many(leaving: int, of: int) -> bool:
    """Whether so many leavers are asked about: more than five in a hundred."""
    return leaving * 100 > of * MANY_LEAVE


def is_open(ends_on: dt.date | None, today: dt.date) -> bool:
    """Whether an employment has not ended by that day."""
    return ends_on is None or ends_on >= today


def _job(row: Row, tree: Tree, meaning: Callable[[str], int | None]) -> Job:
    node = tree.find(row.unit, row.parent)
    return Job(node, meaning(row.title), row.title, row.starts_on, row.ends_on, row.leads)


def _match(job: Job, left: Mapping[tuple[int, int | None], KnownJob]) -> KnownJob | None:
    """The employment that this is: the same unit and profession, or title, when only its meaning changed."""
    if job.node.id is None:
        return None
    same = left.get((job.node.id, job.profession))
    if same is not None:
        return same
    by_title = [
        one
        for (unit, _profession), one in left.items()
        if unit == job.node.id and one.is_listed and folded(one.title) == folded(job.title)
    ]
    return by_title[0] if by_title else None


def _differs(mine: KnownJob, job: Job, columns: frozenset[str], today: dt.date) -> bool:
    has_days = "starts_on" in columns and mine.starts_on != job.starts_on
    has_end = mine.ends_on != job.ends_on if "ends_on" in columns else not is_open(mine.ends_on, today)
    told = (mine.title, mine.profession, mine.is_listed) != (job.title, job.profession, True)
    return told or has_days or has_end


def _facts(person: Person, known: Known) -> dict[str, object]:
    """What is written on the person's row; an empty cell says nothing."""
    said = {"email": person.email, "name": person.name, "phone": person.phone, "number": person.number}
    facts: dict[str, object] = {
        name: value for name, value in said.items() if value and value != getattr(known, name)
    }
    if not known.is_active:
        facts["is_active"] = True
    return facts


def missing(known: Iterable[tuple[int, str]], listed: Iterable[str], found: Sequence[int]) -> list[int]:
    """Ids of those whom a list said before and who are not on this one, by e-mail or by id."""
    emails, ids = set(listed), set(found)
    return [one for one, email in known if email.lower() not in emails and one not in ids]
