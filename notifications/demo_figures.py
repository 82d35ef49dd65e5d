"""The demo's statistics: invented counts, told by the rules that hold for real ones."""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from beredskab.organisation.models import Municipality
from notifications.models import Publication
from notifications.statistics import publishing
from notifications.statistics.publishing import Tally

#: Of a month with a hundred notifications; what is left over is not known.
NOTIFIERS = {"laerer": 31, "paedagog": 22, "sundhedsplejerske": 14, "und1-4": 12, "und1-6": 9, "family": 6}
AGES = {"0-2": 19, "3-5": 24, "6-9": 27, "10-14": 18, "15-17": 9, "unborn": 3}
TOPICS = {"neglect": 34, "physical": 17, "psychological": 15, "witnessed": 14, "sexual": 5, "control": 4}
#: Received in each month: school sets the pace.
MONTHS = (38, 35, 41, 30, 37, 33, 14, 29, 44, 40, 43, 31)
LATE = (1, 0, 2, 0, 1, 1, 0, 1, 1, 0, 1, 0)


def load(municipality: Municipality, now: dt.datetime) -> None:
    """Last year, and the months of this one that have settled; running it again changes nothing."""
    zone = ZoneInfo(municipality.timezone)
    this_year = now.astimezone(zone).year
    if Publication.objects.filter(municipality=municipality, year=this_year - 1).exists():
        return
    for year in (this_year - 1, this_year):
        for month in range(1, 13):
            settled = publishing.settled_at(year, month, zone)
            if settled <= now:
                publishing.tell(municipality, year, month, until(month), settled)


def until(month: int) -> Tally:
    """The counts from January to the end of a month."""
    total = sum(MONTHS[:month])
    counts: dict[tuple[str, str], tuple[int, int, int]] = {
        ("all", ""): (total, sum(LATE[:month]) * 3, sum(LATE[:month]) * 2)
    }
    for kind, shares in (("notifier", NOTIFIERS), ("age", AGES), ("topic", TOPICS)):
        counts |= {(kind, word): (number, 0, 0) for word, number in _of(shares, total).items()}
    return counts


def _of(shares: Mapping[str, int], total: int) -> dict[str, int]:
    """Whole numbers that add up to the total; the rest is unknown."""
    found = {word: share * total // 100 for word, share in shares.items()}
    return {**found, "": total - sum(found.values())}
