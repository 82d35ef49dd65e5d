"""Somebody is away: a colleague may say so, their open cases go on, and both names are written down.

Rule N-83. The cases are moved by a function of the database's owner: whoever says it may be kept out of one
of them, and learns of none. What cannot go to the stand-in goes back to the team, for whoever takes it.
"""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from django.db import connection

from beredskab.access import guard
from beredskab.access.acting import act, acting_as
from beredskab.access.acts import Act
from beredskab.access.facts import facts_of
from beredskab.access.models import TeamGrant
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.outbox import duties
from notifications.models import Absence

BEGINS = "notifications.absence_begins"


def may_say_absent(staff: Staff, absent: Staff) -> bool:
    """Whether the person may say that another is away: of the same team, leading it, or a manager."""
    facts = facts_of(staff)
    if (
        not staff.is_active
        or Act.SEE_ROTA not in facts.acts
        or staff.municipality_id != absent.municipality_id
    ):
        return False
    handles = TeamGrant.objects.filter(user=absent, permission__codename="handle_concerns")
    if Act.EDIT_ROUTING not in facts.acts:
        handles = handles.filter(content_object__in=facts.teams | facts.led_teams)
    return handles.exists()


@act
def set_absent(
    absent: Staff,
    *,
    since: dt.date,
    until: dt.date | None,
    stand_in: Staff | None,
    by: Staff,
    at: dt.datetime,
) -> Absence:
    """From a day on; open cases move at once when the day has come, else on the day. Raises Forbidden."""
    if not may_say_absent(by, absent):
        raise guard.Forbidden(Act.SEE_ROTA)
    made = Absence(staff=absent, since=since, until=until, stand_in=stand_in, set_by=by, set_at=at)
    made.save(force_insert=True)
    trail.record(
        by.pk,
        "rota.absent",
        made.pk,
        at=at,
        absent=absent.pk,
        stand_in=stand_in.pk if stand_in else None,
    )
    zone = ZoneInfo(by.municipality.timezone)
    if since <= at.astimezone(zone).date():
        move_on(absent, stand_in, by=by, at=at)
    else:
        due = dt.datetime.combine(since, dt.time(), zone)
        duties.ask(BEGINS, str(made.pk), due=due, absence=str(made.pk))
    return made


@duties.duty(BEGINS)
def begin(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part on the first day, as whoever said it, unless they are back before they left."""
    made = Absence.objects.select_related("staff", "stand_in", "set_by").get(
        pk=uuid.UUID(str(ids["absence"]))
    )
    if made.ended_at is None:
        with acting_as(made.set_by):
            move_on(made.staff, made.stand_in, by=made.set_by, at=at)


def move_on(absent: Staff, stand_in: Staff | None, *, by: Staff, at: dt.datetime) -> None:
    """Their open cases in the teams that the person may speak for; says nothing about how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT notifications_move_on(%s, %s, %s)", [absent.pk, stand_in.pk if stand_in else None, at]
        )


@act
def end(absence: uuid.UUID, *, by: Staff, at: dt.datetime) -> Absence:
    """They are back. Cases stay where they are. Raises Forbidden; safe to repeat."""
    found = Absence.objects.select_for_update(of=("self",)).select_related("staff").get(pk=absence)
    if not may_say_absent(by, found.staff):
        raise guard.Forbidden(Act.SEE_ROTA)
    if found.ended_at is None:
        found.ended_at, found.ended_by = at, by
        found.save(update_fields=["ended_at", "ended_by"])
        trail.record(by.pk, "rota.back", found.pk, at=at, absent=found.staff_id)
    return found
