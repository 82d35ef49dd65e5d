"""What the worker does about reading every morning: remind, close what ended, count everybody anew."""

import datetime as dt
from zoneinfo import ZoneInfo

from beredskab.administration.staffing import mornings
from beredskab.doors.hooks.announcing import announce, hooks_for
from beredskab.doors.vocabulary import Event
from beredskab.organisation.models import Municipality
from beredskab.outbox import duties
from plans.following import counting, leaving, reminders, trend
from plans.following.people import book_of
from plans.implementation import evidence, facts, plan_facts
from plans.yearly import reminding

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
    evidence.remind_owners(municipality, at)
    reminding.tell_who_does_it(municipality, at)
    facts.remember(municipality, at.astimezone(ZoneInfo(municipality.timezone)).date(), at)
    tell_when_everybody_has_read(municipality, at=at)
    mornings.ask_for_a_morning(municipality, at=at)  # teams are asked about whoever gave the rights
    ask_for_a_morning(municipality, at=at)


def tell_when_everybody_has_read(municipality: Municipality, *, at: dt.datetime) -> None:
    """Other systems that asked, once for the editions in force; never of a handful of people (A-32)."""
    if not hooks_for(municipality, Event.CAMPAIGN_DONE):
        return
    told, _units = plan_facts.readers(municipality, at)
    if told.people < plan_facts.SMALLEST or told.missing:
        return
    editions = sorted(book_of(municipality).editions)
    key = " ".join(str(one) for one in editions)[:120]
    announce(municipality, Event.CAMPAIGN_DONE, key, {"readers": told.people}, at=at)
