"""Figures of the notifications that bear on the recommendations: what was told already, and no more."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Municipality
from notifications.models import Publication
from notifications.statistics import told
from notifications.statistics.hiding import Range
from notifications.statistics.publishing import last_day
from plans.implementation.facts import Figure, Meaning, Month

MEANINGS = {
    "received": Meaning(_("Notifications received this year"), 8),
    "assessed": Meaning(_("Notifications assessed within 24 hours"), 9),
    "receipts": Meaning(_("Notifiers who got their receipt in time"), 8),
}


def count(municipality: Municipality, at: dt.datetime) -> list[Figure]:
    """This year as it was told last, small numbers as ranges; nothing before the first telling."""
    year = told.of_year(municipality, at.astimezone(ZoneInfo(municipality.timezone)).year)
    if year is None:
        return []
    shares = (("assessed", year.assessed_in_time), ("receipts", year.receipts_in_time))
    found = [_figure("received", year.received, is_percent=False)]
    return found + [_figure(slug, share, is_percent=True) for slug, share in shares if share is not None]


def months(municipality: Municipality, day: dt.date) -> list[Month]:
    """The last twelve months that had ended on a day, as each was told: since January, small as ranges."""
    rows = Publication.objects.filter(municipality=municipality, year__in=[day.year - 1, day.year])
    found = [
        Month(dt.date(row.year, row.month, 1), **row.figures["received"])
        for row in rows.order_by("year", "month")
        if last_day(row.year, row.month) <= day
    ]
    return found[-12:]


def _figure(slug: str, range_: Range, *, is_percent: bool) -> Figure:
    return Figure(slug, range_.low, range_.high, is_percent=is_percent)
