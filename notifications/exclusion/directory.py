"""The municipality's directory, for telling who a suspicion is directed against. One statement each."""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beredskab.organisation.models import Membership, Staff, Unit

#: People shown for one search.
FOUND = 20
#: Words of a search that count; more than five find nobody else.
WORDS = 5

Listed = list[tuple[str, str]]


class Choices(NamedTuple):
    """Who can be ticked, and whether the words of the search fit any of them."""

    people: Listed
    has_found: bool


def choices(
    filer: Staff, *, chosen: Collection[int] = (), search: str = "", unit: Unit | None = None
) -> Choices:
    """Who can be ticked: whom the search finds, who is chosen, and the leader of the filer's unit."""
    wanted = Q(pk__in=chosen)
    if unit is not None:
        wanted |= Q(pk=unit.leader_id)
    fits = Q(pk__in=())
    if words := search.replace("\0", "").split()[:WORDS]:
        fits = reduce(lambda all_of, word: all_of & _has(word), words, Q())
    people = _described(filer, unit).annotate(fits=ExpressionWrapper(fits, output_field=BooleanField()))
    listed = list(people.filter(wanted | fits, is_active=True).exclude(pk=filer.pk).order_by("name")[:FOUND])
    return Choices(
        [(str(one["pk"]), _label(one, unit)) for one in listed], any(one["fits"] for one in listed)
    )


def named(filer: Staff, people: Collection[int]) -> Listed:
    """The people with these ids, as they are read again."""
    if not people:
        return []
    return [(str(one["pk"]), _label(one)) for one in _described(filer).filter(pk__in=people)]


def _has(word: str) -> Q:
    """A name, or a workplace; a person with three jobs is still one person."""
    works = Membership.objects.filter(staff=OuterRef("pk"), unit__name__icontains=word)
    return Q(name__icontains=word) | Q(Exists(works))


def _described(filer: Staff, unit: Unit | None = None) -> QuerySet[Any, Any]:
    jobs = Membership.objects.filter(staff=OuterRef("pk")).order_by("order", "pk")
    found = Staff.objects.filter(municipality=filer.municipality_id).annotate(
        place=Subquery(jobs.values("unit__name")[:1]),
        work=Subquery(jobs.annotate(word=_profession()).values("word")[:1]),
        leads=Exists(Unit.objects.filter(leader=OuterRef("pk"), pk=unit.pk if unit else 0)),
    )
    return found.values("pk", "name", "place", "work", "leads")


def _profession() -> Coalesce:
    """The name of the profession in the language of the page, Danish where there is none."""
    own = F(f"profession__name_{(get_language() or 'da')[:2]}")
    empty = Value("", output_field=CharField())
    return Coalesce(NullIf(own, empty), F("profession__name_da"), empty)


def _label(person: dict[str, Any], unit: Unit | None = None) -> str:
    """»Bo Bang, leder, Børnehuset Solsikken«; the filer's own leader is called so."""
    parts = [person["name"], (person["work"] or "").lower(), person["place"] or ""]
    label = ", ".join(part for part in parts if part)
    if person["leads"] and unit is not None:
        return _("The leader of %(unit)s: %(person)s") % {"unit": unit.name, "person": label}
    return label
