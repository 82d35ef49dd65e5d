"""What drills say for the recommendations: the finished ones of the last twelve months together."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Municipality
from notifications.drills.results import Result
from notifications.models import Drill
from plans.implementation.facts import Figure, Meaning, share
from plans.yearly.happening import Held

YEAR = dt.timedelta(days=365)
MEANINGS = {
    "drills": Meaning(_("Drills finished in the last twelve months"), 15),
    "drill_answers": Meaning(_("Participants who went through the drill"), 15),
    "drill_right": Meaning(_("Answers of drills that are what the plan says"), 15),
    "drill_routed": Meaning(_("Participants whose invented case reached the right team"), 8),
    "drill_assessed": Meaning(_("Invented cases that a team assessed within 24 hours"), 9),
}


def count(municipality: Municipality, at: dt.datetime) -> list[Figure]:
    """Sums without names; nothing of fewer than five people or cases. One statement."""
    drills = Drill.objects.filter(municipality=municipality, finished_at__gt=at - YEAR, finished_at__lte=at)
    results = [Result.read(one.result) for one in drills if one.result is not None]
    if not results:
        return []
    asks = [one for result in results for one in result.asks.values()]
    routed = [result.routed for result in results]
    judged = [team for result in results for team in result.teams if team.is_in_time is not None]
    in_time = sum(bool(one.is_in_time) for one in judged)
    return [
        Figure("drills", len(results), len(results)),
        *share(sum(one.answered for one in results), sum(one.invited for one in results), "drill_answers"),
        *share(sum(one.part for one in asks), sum(one.of for one in asks), "drill_right"),
        *share(sum(one.part for one in routed), sum(one.of for one in routed), "drill_routed"),
        *share(in_time, len(judged), "drill_assessed"),
    ]


def held(municipality: Municipality, first: dt.date, last: dt.date) -> list[Held]:
    """The finished drills that touch these days, for the annual wheel. One statement."""
    found = Drill.objects.filter(municipality=municipality, finished_at__isnull=False)
    zone = ZoneInfo(municipality.timezone)
    return [
        Held(one.title, one.starts_on, min(one.ends_on, one.finished_at.astimezone(zone).date()))
        for one in found.filter(starts_on__lte=last, ends_on__gte=first)
        if one.finished_at is not None
    ]
