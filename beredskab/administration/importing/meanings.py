"""What the titles of the staff system mean here: said once, true for everybody who has one. Rule A-04."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import Lower
from django.utils.module_loading import import_string

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.administration.importing import known
from beredskab.administration.importing.reading import folded
from beredskab.administration.models import JobTitle
from beredskab.audit import trail
from beredskab.organisation.models import Membership, Municipality, Profession, Staff


@dataclass(frozen=True)
class Title:
    """A title in use: how many have it, what it means, and whether somebody here said so."""

    title: str
    people: int
    profession: int | None
    is_said: bool
    is_known: bool


def titles_of(municipality: Municipality) -> list[Title]:
    """Those nobody has said anything about first, then by how many have them. Four statements."""
    meaning = known.meanings_of(municipality)
    used = (
        Membership.objects.filter(unit__municipality=municipality)
        .exclude(title="")
        .annotate(folded=Lower("title"))
        .order_by()
        .values_list("folded")
        .annotate(people=Count("staff", distinct=True))
    )
    counted: dict[str, int] = {}
    for title, people in used:
        counted[folded(title)] = counted.get(folded(title), 0) + people
    found = [
        Title(title, counted.get(title, 0), meaning(title), title in meaning.own, meaning.is_known(title))
        for title in {*counted, *meaning.own}
    ]
    return sorted(found, key=lambda one: (one.is_known, -one.people, one.title))


@act
def say(meant: Mapping[str, int | None], *, by: Staff, at: dt.datetime) -> int:
    """What these titles mean from now on, also for everybody who has one; how many changed.

    `meant`: title to profession, None for no profession that the plan has advice for. Raises Forbidden.
    """
    guard.require(by, Act.ADMINISTER)
    mine = set(Profession.objects.filter(municipality=by.municipality_id).values_list("pk", flat=True))
    changed = 0
    for title, profession in meant.items():
        if profession is not None and profession not in mine:
            raise guard.Forbidden(Act.ADMINISTER)
        JobTitle.objects.update_or_create(
            municipality=by.municipality, title=folded(title), defaults={"profession_id": profession}
        )
        changed += _give(folded(title), profession, by)
        trail.record(by.pk, "job_title.meant", "", at=at, profession=profession)
    for part in settings.PEOPLE_CHANGED_PARTS:
        import_string(part)(by.municipality, at=at)
    return changed


def _give(title: str, profession: int | None, by: Staff) -> int:
    """Everybody with the title; a person who has the same work under that profession already keeps one."""
    jobs = Membership.objects.annotate(folded=Lower("title")).filter(
        unit__municipality=by.municipality_id, folded=title
    )
    others = jobs.exclude(profession=profession) if profession else jobs.filter(profession__isnull=False)
    held = set(
        Membership.objects.filter(staff__in=others.values("staff"), profession=profession).values_list(
            "staff", "unit"
        )
    )
    free = [one.pk for one in others if (one.staff_id, one.unit_id) not in held]
    return Membership.objects.filter(pk__in=free).update(profession=profession)
