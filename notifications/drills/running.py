"""A drill begins, reminds, ends and is forgotten: by hand, and by the worker (rules N-93 and N-94)."""

import datetime as dt

from beredskab.access.acting import act
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.outbox import duties, messages
from beredskab.outbox.vocabulary import Kind
from notifications.drills import access, results
from notifications.drills.participants import people_of
from notifications.drills.planning import START, RefusedDrill, morning, today
from notifications.models import Drill, DrillPlayer
from notifications.vocabulary import Stage

REMIND, FINISH, FORGET = "drills.remind", "drills.finish", "drills.forget"
#: Who took part and what they answered is deleted so long after the drill; the sums stay (rule N-94).
KEPT = dt.timedelta(days=90)
DAY = dt.timedelta(days=1)


@act
def start(drill: Drill, *, by: Staff, at: dt.datetime) -> Drill:
    """Begin now. Beginning again changes nothing. Raises Forbidden, or RefusedDrill where nobody is."""
    access.require_planning(by, drill)
    return _start(drill.pk, by.pk, at)


@act
def finish(drill: Drill, *, by: Staff, at: dt.datetime) -> Drill:
    """End it before its day. Ending again changes nothing. Raises Forbidden."""
    access.require_planning(by, drill)
    return _finish(drill.pk, by.pk, at)


@duties.duty(START)
def start_due(ids: dict[str, object], at: dt.datetime) -> None:
    """On its day, unless it was changed, begun or stopped. With nobody in it whoever planned it is told."""
    found = Drill.objects.filter(pk=int(str(ids["drill"]))).first()
    is_due = found is not None and found.starts_on <= today(found.municipality, at)
    if found is None or not is_due or found.stage is not Stage.PLANNED:
        return
    if people_of(found, today(found.municipality, at)):
        _start(found.pk, None, at)
    elif found.planned_by is not None:
        messages.tell(found.planned_by, Kind.DRILL_EMPTY, at=at)


@duties.duty(REMIND)
def remind_due(ids: dict[str, object], at: dt.datetime) -> None:
    """On its last day whoever has not answered is told once more."""
    found = _running(ids)
    for player in found.players.filter(answered_at__isnull=True).select_related("staff") if found else ():
        messages.tell(player.staff, Kind.DRILL_REMINDER, at=at, about=player.pk)


@duties.duty(FINISH)
def finish_due(ids: dict[str, object], at: dt.datetime) -> None:
    """The morning after its last day."""
    if (found := _running(ids)) is not None:
        _finish(found.pk, None, at)


@duties.duty(FORGET)
def forget_due(ids: dict[str, object], at: dt.datetime) -> None:
    """Who took part, what they answered and who of the team acted are deleted; the result stays."""
    found = Drill.objects.filter(pk=int(str(ids["drill"])), forgotten_at__isnull=True).first()
    if found is None or found.stage in (Stage.PLANNED, Stage.RUNNING):
        return
    found.players.all().delete()
    found.people.clear()
    found.cases.update(claimed_by=None, assessed_by=None)
    Drill.objects.filter(pk=found.pk).update(forgotten_at=at)
    trail.record(None, "drill.forgotten", found.pk, at=at)


def _start(drill: int, by: int | None, at: dt.datetime) -> Drill:
    found = Drill.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=drill)
    if found.stage is not Stage.PLANNED:
        return found
    people = people_of(found, today(found.municipality, at))
    if not people:
        raise RefusedDrill("units", "Nobody takes part.")
    players = [DrillPlayer(drill=found, staff=one.staff, unit=one.unit, told_at=at) for one in people]
    DrillPlayer.objects.bulk_create(players)
    for player in players:
        messages.tell(player.staff, Kind.DRILL_STARTED, at=at, about=player.pk)
    found.started_at = at
    found.starts_on = today(found.municipality, at)
    found.ends_on = max(found.ends_on, found.starts_on)
    found.save(update_fields=["started_at", "starts_on", "ends_on"])
    _ask_for_the_end(found)
    trail.record(by, "drill.started", found.pk, at=at, players=len(players))
    return found


def _ask_for_the_end(drill: Drill) -> None:
    place = drill.municipality
    if drill.ends_on > drill.starts_on:
        duties.ask(REMIND, str(drill.pk), due=morning(place, drill.ends_on), drill=drill.pk)
    ended = morning(place, drill.ends_on + DAY)
    duties.ask(FINISH, str(drill.pk), due=ended, drill=drill.pk)
    duties.ask(FORGET, str(drill.pk), due=ended + KEPT, drill=drill.pk)


def _finish(drill: int, by: int | None, at: dt.datetime) -> Drill:
    found = Drill.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=drill)
    if found.stage is not Stage.RUNNING:
        return found
    found.result = results.of(found, at=at).as_json()
    found.finished_at = at
    found.save(update_fields=["finished_at", "result"])
    trail.record(by, "drill.finished", found.pk, at=at)
    return found


def _running(ids: dict[str, object]) -> Drill | None:
    found = Drill.objects.filter(pk=int(str(ids["drill"]))).first()
    return found if found is not None and found.stage is Stage.RUNNING else None
