"""What the database knows of a municipality's people and units, as `comparing` wants it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Lower

from beredskab.administration.importing.comparing import Known, KnownJob
from beredskab.administration.importing.reading import folded
from beredskab.administration.importing.titles import PROFESSION_OF
from beredskab.administration.importing.tree import Node, Tree
from beredskab.administration.models import JobTitle
from beredskab.organisation.models import Membership, Municipality, Profession, Staff, Unit
from beredskab.organisation.models.staff import Source


@dataclass(frozen=True)
class Meanings:
    """What job titles mean here: the municipality's own word first, then its professions, then the usual."""

    own: dict[str, int | None]
    usual: dict[str, int]

    def __call__(self, title: str) -> int | None:
        key = folded(title)
        return self.own[key] if key in self.own else self.usual.get(key)

    def is_known(self, title: str) -> bool:
        """Whether anybody has said what it means."""
        key = folded(title)
        return not key or key in self.own or key in self.usual


def meanings_of(municipality: Municipality) -> Meanings:
    """Two statements."""
    own: dict[str, int | None] = dict(
        JobTitle.objects.filter(municipality=municipality).values_list("title", "profession")
    )
    professions = list(Profession.objects.filter(municipality=municipality))
    by_slug = {one.slug: one.pk for one in professions}
    usual = {title: by_slug[slug] for title, slug in PROFESSION_OF.items() if slug in by_slug}
    for one in professions:
        usual.update(
            {folded(word): one.pk for word in (one.slug, one.name_da, one.name_nb, one.name_en) if word}
        )
    return Meanings(own, usual)


def tree_of(municipality: Municipality) -> Tree:
    """Every unit there is; one statement. The top is the first unit without one above it."""
    rows = list(Unit.objects.filter(municipality=municipality).order_by("pk").values("pk", "name", "parent"))
    nodes = {row["pk"]: Node(row["name"], row["pk"]) for row in rows}
    for row in rows:
        nodes[row["pk"]].parent = nodes[row["parent"]] if row["parent"] else None
    tops = [nodes[row["pk"]] for row in rows if row["parent"] is None]
    tree = Tree(tops[0] if tops else Node(municipality.name))
    for node in nodes.values() if tops else (tree.top,):
        tree.add(node)
    return tree


def people_of(
    municipality: Municipality,
    emails: Collection[str],
    numbers: Collection[str],
    source: Source = Source.LIST,
) -> Callable[[str, str], Known | None]:
    """Finds a known person by e-mail, else by employee number. Two statements."""
    told = Q(mail__in=emails) | (Q(number__in=numbers) & ~Q(number=""))
    people = Staff.objects.filter(municipality=municipality).annotate(mail=Lower("email")).filter(told)
    rows = list(people.values("pk", "mail", "name", "phone", "number", "is_active"))
    jobs = _jobs_of([row["pk"] for row in rows], source)
    found = [
        Known(
            row["pk"],
            row["mail"],
            row["name"],
            row["phone"],
            row["number"],
            row["is_active"],
            tuple(jobs[row["pk"]]),
        )
        for row in rows
    ]
    by_email = {one.email: one for one in found}
    by_number = {one.number: one for one in found if one.number}
    return lambda email, number: by_email.get(email) or (by_number.get(number) if number else None)


def listed_before(municipality: Municipality, on: dt.date) -> list[tuple[int, str]]:
    """(id, e-mail) of active people with an employment that a list said and that has not ended."""
    open_ones = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), source=Membership.Source.LIST
    )
    people = Staff.objects.filter(municipality=municipality, is_active=True)
    return list(
        people.filter(pk__in=open_ones.values("staff")).order_by("pk").values_list("pk", Lower("email"))
    )


def _jobs_of(people: Collection[int], source: Source) -> dict[int, list[KnownJob]]:
    found: dict[int, list[KnownJob]] = defaultdict(list)
    for job in Membership.objects.filter(staff__in=people).order_by("order", "pk"):
        found[job.staff_id].append(
            KnownJob(
                job.pk,
                job.unit_id,
                job.profession_id,
                job.title,
                job.starts_on,
                job.ends_on,
                job.source == source,
            )
        )
    return found
