"""The professions of a municipality: what the plan speaks to, and what job titles come down to. Rule A-04."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.text import slugify

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.administration.importing.taking_in import LETTERS
from beredskab.administration.models import JobTitle
from beredskab.audit import trail
from beredskab.organisation.models import Profession, Staff


@dataclass(frozen=True)
class Words:
    """What a profession is called in each language, and whether it meets children."""

    name_da: str
    name_nb: str
    name_en: str
    meets_children: bool


class NameTaken(Exception):
    """Another profession is called that."""


def professions_for(staff: Staff, today: dt.date) -> Sequence[Profession]:
    """Each with `people` at work in it, and the `titles` that come down to it. Two statements."""
    if not guard.may(staff, Act.ADMINISTER):
        return []
    begun = Q(memberships__starts_on__isnull=True) | Q(memberships__starts_on__lte=today)
    there = Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=today)
    people = Count(
        "memberships__staff", filter=begun & there & Q(memberships__staff__is_active=True), distinct=True
    )
    found = list(Profession.objects.filter(municipality=staff.municipality_id).annotate(people=people))
    titles: dict[int, list[str]] = {}
    rows = JobTitle.objects.filter(municipality=staff.municipality_id, profession__isnull=False)
    for profession, title in rows.values_list("profession_id", "title"):
        titles.setdefault(profession, []).append(title)
    for one in found:
        one.titles = titles.get(one.pk, [])  # type: ignore[attr-defined]  # for the page
    return found


@act
def put(one: Profession | None, words: Words, *, by: Staff, at: dt.datetime) -> Profession:
    """A new profession, or other words for one; its slug stays, plans and cards know it by that.

    Raises Forbidden, NameTaken.
    """
    guard.require(by, Act.ADMINISTER)
    if one is not None and one.municipality_id != by.municipality_id:
        raise guard.Forbidden(Act.ADMINISTER)
    slug = one.slug if one else slugify(words.name_da.translate(LETTERS))[:40]
    others = Profession.objects.filter(municipality=by.municipality_id).exclude(pk=one.pk if one else 0)
    if not slug or others.filter(Q(slug=slug) | Q(name_da__iexact=words.name_da)).exists():
        raise NameTaken
    made = one or Profession(municipality=by.municipality, slug=slug)
    for name, value in vars(words).items():
        setattr(made, name, value)
    made.save()
    trail.record(by.pk, "profession.changed" if one else "profession.added", made.pk, at=at, slug=slug)
    return made
