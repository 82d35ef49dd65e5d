"""Somebody is away: a colleague may say so, their open cases go on, and both names are written down.

Rule N-83. The cases are moved by a function of the database's owner: whoever says it may be kept out of one
of them, and learns of none. What cannot go to the stand-in goes back to the team, for whoever takes it.
"""

import datetime as dt
import uuid

from django.db import connection

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.facts import facts_of
from beredskab.access.models import TeamGrant
from beredskab.administration.staffing import away
from beredskab.organisation.models import Absence, Staff
from beredskab.outbox import duties

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
    return away.write(
        absent,
        since=since,
        until=until,
        stand_in=stand_in,
        is_leave=False,
        verb="rota.absent",
        by=by,
        at=at,
    )


@duties.duty(BEGINS)
def begin(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part of what was promised under the rota's own name, before everybody had absences."""
    away.begin(ids, at)


def move_on(absent: Staff, stand_in: Staff | None, *, by: Staff, at: dt.datetime) -> None:
    """Their open cases in the teams that the person may speak for; says nothing about how many.

    Also called for absences that were said outside the rota (settings.ABSENCE_PARTS).
    """
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
    away.end(found, verb="rota.back", by=by, at=at)
    return found
