"""When the worker looks after who belongs to which team: every morning, from the first person on.

Whoever gave the right: a page, a command, a list or the directory; a plan in force asks as well (A-44).
"""

import datetime as dt
from zoneinfo import ZoneInfo

from beredskab.organisation.models import Municipality
from beredskab.outbox import duties

DAILY = "administration.recertify"
MORNING = dt.time(5)


def ask_for_a_morning(municipality: Municipality, *, at: dt.datetime) -> None:
    """Have the worker come tomorrow morning; asking again changes nothing."""
    zone = ZoneInfo(municipality.timezone)
    day = at.astimezone(zone).date() + dt.timedelta(days=1)
    due = dt.datetime.combine(day, MORNING, zone)
    duties.ask(DAILY, f"{municipality.pk} {day.isoformat()}", due=due, municipality=municipality.pk)
