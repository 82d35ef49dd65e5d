"""What the worker does about reading every morning: remind, close what ended, count everybody anew."""

import datetime as dt
from zoneinfo import ZoneInfo

from beredskab.organisation.models import Municipality
from beredskab.outbox import duties
from plans.following import counting, leaving, reminders, trend
from plans.implementation import facts

DAILY = "plans.every_morning"
MORNING = dt.time(6)


def ask_for_a_morning(municipality: Municipality, *, at: dt.datetime) -> None:
    """Have the worker come tomorrow morning; asking again changes nothing."""
    zone = ZoneInfo(municipality.timezone)
    day = at.astimezone(zone).date() + dt.timedelta(days=1)
    due = dt.datetime.combine(day, MORNING, zone)
    duties.ask(DAILY, f"{municipality.pk} {day.isoformat()}", due=due, municipality=municipality.pk)


@duties.duty(DAILY)
def begin_the_day(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part; it comes back tomorrow."""
    municipality = Municipality.objects.filter(pk=int(str(ids["municipality"]))).first()
    if municipality is None:
        return
    reminders.remind_whoever_is_due(municipality, at)
    reminders.send_digests(municipality, at)
    leaving.close_what_ended(municipality, at)
    counting.ask_for_everybody(municipality, key=f"{at:%Y-%m-%d}", at=at)
    trend.remember_months(municipality, at)
    facts.remember(municipality, at.astimezone(ZoneInfo(municipality.timezone)).date(), at)
    ask_for_a_morning(municipality, at=at)
