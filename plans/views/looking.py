"""What of the reading a leader looks at: which unit, people or units or sections, which chapter and page.

The page, the files and the paper list all start here, so that what is taken away is what is on the screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest
from beredskab.organisation.models import Municipality, Unit
from beredskab.organisation.reaching import with_below
from plans import access
from plans.following.overview import Looked

PEOPLE, UNITS, SECTIONS = "people", "units", "sections"
SHOWN = ("", "missing", "overdue")


@dataclass(frozen=True)
class Look:
    """A unit with everything below it, and how it is shown."""

    municipality: Municipality
    followed: Sequence[Unit]
    unit: Unit
    rows: str
    show: str
    chapter: str
    page: int

    @cached_property
    def children(self) -> list[Unit]:
        return [one for one in self.followed if one.parent_id == self.unit.pk]

    @cached_property
    def below(self) -> list[Unit]:
        """The unit and everything below it."""
        return self.within(self.unit)

    @cached_property
    def above(self) -> list[Unit]:
        """The units above it that this leader follows, the highest first."""
        known = {one.pk: one for one in self.followed}
        found: list[Unit] = []
        place = known.get(self.unit.parent_id or 0)
        while place is not None and place not in found:
            found.insert(0, place)
            place = known.get(place.parent_id or 0)
        return found

    def within(self, top: Unit) -> list[Unit]:
        """A unit and everything below it."""
        return with_below(top, self.followed)

    @property
    def looked(self) -> Looked:
        """The same for whoever counts."""
        return Looked(self.municipality, self.unit, self.below)

    @property
    def groups(self) -> dict[int, list[Unit]]:
        """The unit's own people under its id, and each unit right below with everything that it has."""
        return {self.unit.pk: [self.unit], **{one.pk: self.within(one) for one in self.children}}

    def query(self, **more: object) -> str:
        """The address of this look with something changed; what is empty is left out."""
        known: dict[str, object] = {
            "unit": self.unit.pk,
            "rows": self.rows if self.rows != default_rows(bool(self.children)) else "",
            "show": self.show,
            "chapter": self.chapter,
            **more,
        }
        return "?" + urlencode({name: value for name, value in known.items() if value})

    def url(self, **more: object) -> str:
        return reverse("plans:who_has_read") + self.query(**more)


def look_of(request: StaffRequest) -> Look:
    """From the address; a unit that is not theirs is the 404 page, anything else odd is the default."""
    followed = access.units_followed_by(request.user)
    unit = chosen(request, followed)
    has_children = any(one.parent_id == unit.pk for one in followed)
    rows = request.GET.get("rows", "")
    show = request.GET.get("show", "")
    number = request.GET.get("page", "")
    return Look(
        municipality=request.municipality,
        followed=followed,
        unit=unit,
        rows=rows if rows in (PEOPLE, UNITS, SECTIONS) else default_rows(has_children),
        show=show if show in SHOWN else "",
        chapter=request.GET.get("chapter", "").replace("\0", "")[:200],
        page=int(number) if number.isdecimal() and 0 < len(number) < 6 and int(number) else 1,
    )


def default_rows(has_children: bool) -> str:
    """Above other units one looks at units, in a house at people."""
    return UNITS if has_children else PEOPLE


def chosen(request: StaffRequest, units: Sequence[Unit]) -> Unit:
    """The unit of the address, else the first one. A unit that is not theirs is the 404 page."""
    wanted = request.POST.get("unit") or request.GET.get("unit", "")
    found = [unit for unit in units if not wanted or str(unit.pk) == wanted]
    if not found:
        raise Http404("unit")
    return found[0]


def crumbs_to(look: Look) -> list[tuple[str, str]]:
    """The way to the reading of the unit looked at."""
    return [(_("My unit"), reverse("plans:leader")), (look.unit.name, look.url())]
