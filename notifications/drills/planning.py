"""Planning a drill: who, which invented case, from when to when. Stopped at any time."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden, require
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff, Team, Unit
from beredskab.outbox import duties, messages
from beredskab.outbox.vocabulary import Kind
from notifications.drills import access
from notifications.drills.judging import Case
from notifications.drills.participants import people_of
from notifications.models import Drill
from notifications.vocabulary import Stage
from plans.access import units_followed_by

START = "drills.start"
MORNING = dt.time(8)


class RefusedDrill(ValueError):
    """The drill cannot be planned or changed like this; `field` names what is wrong with it."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


@dataclass(frozen=True)
class Draft:
    """What somebody plans."""

    title: str
    situation: str
    case: Case
    starts_on: dt.date
    ends_on: dt.date
    is_announced: bool = True
    is_open: bool = True  # whether the case happens while the offices are open
    units: Collection[Unit] = ()
    teams: Collection[Team] = ()
    people: Collection[Staff] = ()


@act
def plan(draft: Draft, *, by: Staff, at: dt.datetime, drill: Drill | None = None) -> Drill:
    """Plan a drill, or change `drill` while it has not begun. The same again is the same drill.

    A leader plans for the units they lead and the people there. Raises Forbidden or RefusedDrill.
    """
    require(by, Act.PLAN_DRILLS)
    _check(draft, by, at)
    if drill is not None:
        access.require_planning(by, drill)
        drill = Drill.objects.select_for_update().get(pk=drill.pk)
        if drill.stage is not Stage.PLANNED:
            raise RefusedDrill("title", "The drill has begun.")
    elif (same := _same(draft, by)) is not None:
        return same
    return _save(draft, drill, by, at)


@act
def abort(drill: Drill, *, by: Staff, at: dt.datetime) -> Drill:
    """Stop a drill that is planned or running: it asks nobody any longer and counts nowhere.

    Stopping again changes nothing. Raises Forbidden.
    """
    access.require_planning(by, drill)
    found = Drill.objects.select_for_update().get(pk=drill.pk)
    if found.stage in (Stage.PLANNED, Stage.RUNNING):
        found.aborted_at = at
        found.save(update_fields=["aborted_at"])
        trail.record(by.pk, "drill.stopped", found.pk, at=at)
    return found


@act
def delete(drill: Drill, *, by: Staff, at: dt.datetime) -> None:
    """Delete a drill that is not running, with everything in it. Raises Forbidden or RefusedDrill."""
    access.require_planning(by, drill)
    found = Drill.objects.select_for_update().get(pk=drill.pk)
    if found.stage is Stage.RUNNING:
        raise RefusedDrill("title", "A drill that is running is stopped first.")
    found.delete()
    trail.record(by.pk, "drill.deleted", drill.pk, at=at)


def today(municipality: Municipality, at: dt.datetime) -> dt.date:
    """The municipality's own date at a moment."""
    return at.astimezone(ZoneInfo(municipality.timezone)).date()


def morning(municipality: Municipality, day: dt.date) -> dt.datetime:
    """When the worker begins what is due on a day."""
    return dt.datetime.combine(day, MORNING, ZoneInfo(municipality.timezone))


def _check(draft: Draft, by: Staff, at: dt.datetime) -> None:
    if draft.starts_on < today(by.municipality, at):
        raise RefusedDrill("starts_on", "The day has passed.")
    if draft.ends_on < draft.starts_on:
        raise RefusedDrill("ends_on", "A drill ends after it has begun.")
    if not (draft.units or draft.teams or draft.people):
        raise RefusedDrill("units", "Somebody takes part.")
    homes = [one.municipality_id for named in (draft.units, draft.teams, draft.people) for one in named]
    if any(home != by.municipality_id for home in homes):
        raise Forbidden("another municipality's people")
    if not access.is_manager(by):
        _check_leader(draft, by)


def _check_leader(draft: Draft, by: Staff) -> None:
    led = set(units_followed_by(by))
    if draft.teams or not set(draft.units) <= led:
        raise Forbidden("a unit that somebody else leads")
    if any(not led & {job.unit for job in one.current_memberships()} for one in draft.people):
        raise Forbidden("somebody of another unit")


def _same(draft: Draft, by: Staff) -> Drill | None:
    """The drill that was planned a moment ago, when the button is pressed twice."""
    same = Drill.objects.filter(
        municipality=by.municipality_id,
        title=draft.title.strip(),
        situation=draft.situation.strip(),
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        planned_by=by,
        aborted_at__isnull=True,
    )
    wanted = {one.pk for one in draft.units}, {one.pk for one in draft.people}
    for one in same:
        if (
            set(one.units.values_list("pk", flat=True)),
            set(one.people.values_list("pk", flat=True)),
        ) == wanted:
            return one
    return None


def _save(draft: Draft, drill: Drill | None, by: Staff, at: dt.datetime) -> Drill:
    found = drill or Drill(municipality=by.municipality, planned_by=by, planned_at=at)
    was_announced = drill is not None and drill.is_announced
    case = draft.case
    found.title, found.situation = draft.title.strip(), draft.situation.strip()
    found.danger, found.certainty, found.together = case.danger, case.certainty, case.together
    found.topics, found.suspects = sorted(case.topics), sorted(case.suspects)
    found.starts_on, found.ends_on, found.is_announced = draft.starts_on, draft.ends_on, draft.is_announced
    found.is_open = draft.is_open
    found.save()
    found.units.set(draft.units)
    found.teams.set(draft.teams)
    found.people.set(draft.people)
    key = f"{found.pk} {found.starts_on.isoformat()}"
    duties.ask(START, key, due=morning(by.municipality, found.starts_on), drill=found.pk)
    trail.record(by.pk, "drill.changed" if drill else "drill.planned", found.pk, at=at)
    if found.is_announced and not was_announced and found.starts_on > today(by.municipality, at):
        for person in people_of(found, found.starts_on):
            messages.tell(person.staff, Kind.DRILL_PLANNED, at=at)
    return found
