"""What the portal counts by itself, as figures that feed the recommendations. A manager confirms each.

Other parts register what they count, so that this one need not know of them. A figure of fewer than five
people, or of a unit, is never asked for here: sources give figures of the whole municipality, with small
ones as a range.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from beredskab.organisation.models import Municipality
from plans.models import FactCount


@dataclass(frozen=True)
class Figure:
    """A count, or a share in percent. `low` and `high` differ where a small number is hidden.

    `of` is the denominator of a share, where it may be told.
    """

    slug: str
    low: int
    high: int
    of: int | None = None
    is_percent: bool = False

    def as_json(self) -> dict[str, Any]:
        """As it is kept in a report."""
        return asdict(self)

    @property
    def number(self) -> str:
        """»82 %«, »12«, »under 5« or »80–85 %«."""
        sign = " %" if self.is_percent else ""
        if self.low == self.high:
            return f"{self.low}{sign}"
        if not self.low and not self.is_percent:
            return _("under %(n)s") % {"n": self.high + 1}
        return f"{self.low}–{self.high}{sign}"


@dataclass(frozen=True)
class Meaning:
    """What a figure says, and which national recommendation it bears on."""

    title: Any
    recommendation: int


Source = Callable[[Municipality, dt.datetime], list[Figure]]
_sources: list[Source] = []
_meanings: dict[str, Meaning] = {}


def register(source: Source, meanings: Mapping[str, Meaning]) -> None:
    """Have figures counted by `source` from now on; once per source."""
    if source not in _sources:
        _sources.append(source)
    _meanings.update(meanings)


def figures_of(municipality: Municipality, at: dt.datetime) -> list[Figure]:
    """Everything that is counted today, in the order of registering."""
    return [figure for source in _sources for figure in source(municipality, at)]


def meaning_of(slug: str) -> Meaning | None:
    """What a figure means; None for one that nobody counts any longer."""
    return _meanings.get(slug)


@dataclass(frozen=True)
class Month:
    """Notifications received since January until the end of a month, as it was told then."""

    first: dt.date
    low: int
    high: int


MonthSource = Callable[[Municipality, dt.date], list[Month]]
_month_sources: list[MonthSource] = []


def register_months(source: MonthSource) -> None:
    """Have the months told by `source` from now on; once per source."""
    if source not in _month_sources:
        _month_sources.append(source)


def months_until(municipality: Municipality, day: dt.date) -> list[Month]:
    """The twelve months before a day, as far as they were told, oldest first."""
    return [month for source in _month_sources for month in source(municipality, day)]


def share(part: int, whole: int, slug: str, *, least: int = 5) -> list[Figure]:
    """A share in whole percent, rounded down; nothing of fewer than `least` people or things."""
    if whole < least:
        return []
    percent = part * 100 // whole
    return [Figure(slug, percent, percent, whole, is_percent=True)]


# --- kept day by day ----------------------------------------------------------------------------

FRESH = dt.timedelta(days=31)
"""So long a figure still says something about a day after it was counted."""


def remember(municipality: Municipality, day: dt.date, at: dt.datetime) -> list[FactCount]:
    """Count everything and keep it under a day; counting the same day again corrects it."""
    counted = [
        FactCount(municipality=municipality, day=day, **figure.as_json())
        for figure in figures_of(municipality, at)
    ]
    return FactCount.objects.bulk_create(
        counted,
        update_conflicts=True,
        unique_fields=["municipality", "slug", "day"],
        update_fields=["low", "high", "of", "is_percent"],
    )


def kept(municipality: Municipality, day: dt.date) -> list[tuple[dt.date, Figure]]:
    """The newest figure of each kind that was counted by a day, and not more than a month before it.

    One statement.
    """
    found = FactCount.objects.filter(municipality=municipality, day__lte=day, day__gte=day - FRESH)
    newest = found.order_by("slug", "-day").distinct("slug")
    return [
        (one.day, Figure(one.slug, one.low, one.high, one.of, one.is_percent))
        for one in newest
        if one.slug in _meanings
    ]
