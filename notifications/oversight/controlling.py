"""A weekly sample of openings for a controller outside the teams (rule N-49). Nobody knows which are drawn.

The database draws, by its own strong randomness, from the trail of the week before. The controller sees who,
when, why and whether the person had the case, and opens nothing: what looks odd is asked about.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import connections
from django.db.models import QuerySet

from beredskab.access import guard
from beredskab.access.acting import act, as_role
from beredskab.access.acts import Act
from beredskab.access.facts import facts_of
from beredskab.access.guard import Forbidden
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox import duties
from notifications.models import ReadingCheck

DRAW = "notifications.draw_readings"
EARLY = dt.time(4, 10)
#: Of every hundred openings so many are drawn, and never fewer than AT_LEAST while there are as many.
PERCENT, AT_LEAST = 5, 10


def ask_to_draw(municipality: Municipality, *, at: dt.datetime) -> None:
    """Let the worker draw on the coming Monday; asking again changes nothing."""
    zone = ZoneInfo(municipality.timezone)
    local = at.astimezone(zone)
    monday = local.date() - dt.timedelta(days=local.weekday()) + dt.timedelta(days=7)
    due = dt.datetime.combine(monday, EARLY, zone)
    duties.ask(DRAW, f"{municipality.pk} {monday.isoformat()}", due=due, municipality=municipality.pk)


@duties.duty(DRAW)
def do_draw(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part: the week that ended this Monday, and then the next one."""
    municipality = Municipality.objects.filter(pk=int(str(ids["municipality"]))).first()
    if municipality is not None:
        draw(municipality, at=at)
        ask_to_draw(municipality, at=at)


def draw(municipality: Municipality, *, at: dt.datetime) -> int:
    """Draw from the whole week before; how many. A week is drawn once."""
    zone = ZoneInfo(municipality.timezone)
    local = at.astimezone(zone)
    ends = local.date() - dt.timedelta(days=local.weekday())
    begins = ends - dt.timedelta(days=7)
    borders = [dt.datetime.combine(day, dt.time(), zone) for day in (begins, ends)]
    with as_role("clock") as alias, connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT notifications_draw_readings(%s, %s, %s, %s, %s, %s)",
            [municipality.pk, begins, *borders, PERCENT, AT_LEAST],
        )
        return int(cursor.fetchone()[0])


def waiting_for(staff: Staff) -> QuerySet[ReadingCheck]:
    """What the controller has to look at, oldest first: never their own, never what they are kept out of."""
    if not guard.may(staff, Act.CONTROL_READINGS):
        return ReadingCheck.objects.none()
    rows = ReadingCheck.objects.filter(municipality=staff.municipality_id, judged_at__isnull=True)
    mine = rows.exclude(reader=staff).exclude(concern_id__in=facts_of(staff).excluded)
    return mine.exclude(team_id__in=facts_of(staff).teams).select_related("reader", "team").order_by("at")


@act
def judge(check: ReadingCheck, *, is_in_order: bool, by: Staff, at: dt.datetime) -> ReadingCheck:
    """The controller's word; the trail keeps it. Raises Forbidden."""
    row = waiting_for(by).filter(pk=check.pk).select_for_update(of=("self",)).first()
    if row is None:
        raise Forbidden("not theirs to judge")
    row.judged_by, row.judged_at, row.is_in_order = by, at, is_in_order
    row.save(update_fields=["judged_by", "judged_at", "is_in_order"])
    verdict = "in_order" if is_in_order else "not_in_order"
    trail.record(by.pk, "concern.reading_judged", row.concern_id, at=at, verdict=verdict, entry=row.entry)
    return row
