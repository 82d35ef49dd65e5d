"""What has been told: the year's publication in words that pages, files and the command share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from beredskab.organisation.models import Municipality
from notifications.models import Publication
from notifications.statistics import codes, hiding
from notifications.statistics.hiding import Range, Told
from notifications.statistics.publishing import last_day

#: Why there are no tables: on purpose, and not because nothing was found.
NOT_YET = (
    "The tables in national codes are told once, when the whole of %d has settled (in %d): told month by "
    "month, one could be taken from the next and small counts would show."
)


@dataclass(frozen=True, slots=True)
class Year:
    """A year as it was told last."""

    year: int
    through: dt.date
    published_at: dt.datetime
    received: Range
    assessed_in_time: Range | None  # percent
    receipts_in_time: Range | None
    code_list: str
    tables: dict[str, dict[str, int | None]]  # empty until the year is over

    def as_json(self) -> dict[str, Any]:
        """For the command line and machines: null is hidden."""
        shares = {"assessed_in_time": self.assessed_in_time, "receipts_in_time": self.receipts_in_time}
        return {
            "year": self.year,
            "through": self.through.isoformat(),
            "is_final": bool(self.tables),
            "received": self.received.as_json(),
            **{f"{name}_percent": share.as_json() if share else None for name, share in shares.items()},
            "code_list": self.code_list,
            "tables": self.tables,
            "note": "" if self.tables else NOT_YET % (self.year, self.year + 1),
        }


def of_year(municipality: Municipality, year: int) -> Year | None:
    """What was told last of the year; None before the first month. One statement."""
    rows = Publication.objects.filter(municipality=municipality, year=year)
    last = rows.order_by("-month").first()
    return _year(last) if last is not None else None


def years(municipality: Municipality) -> list[int]:
    """The years of which something was told, the latest first."""
    rows = Publication.objects.filter(municipality=municipality).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def rows_of(year: Year, municipality: str) -> Iterator[list[Any]]:
    """As the national tables are shaped: municipality, table, code, label, year, number; hidden is empty."""
    yield ["kommune", "tabel", "kode", "tekst", "tid", "antal", "kodeliste"]
    notifiers = codes.notifiers_of(year.year).labels
    for code, number in year.tables.get("notifier", {}).items():
        yield [municipality, "UND1", code, notifiers.get(code, ""), year.year, number, year.code_list]
    for table, name in (("age", "alder (lokal)"), ("reason", "årsag (lokal)")):
        for word, number in year.tables.get(table, {}).items():
            yield [municipality, name, word, "", year.year, number, "lokal"]


def _year(row: Publication) -> Year:
    figures = row.figures
    received = Range(**figures["received"])
    assessed, receipts = (
        hiding.share_in_time(Told(received, Range(**figures[clock]))) for clock in ("assessed", "receipt")
    )
    return Year(
        year=row.year,
        through=last_day(row.year, row.month),
        published_at=row.published_at,
        received=received,
        assessed_in_time=assessed,
        receipts_in_time=receipts,
        code_list=figures.get("code_list", codes.notifiers_of(row.year).version),
        tables=figures.get("tables", {}),
    )
