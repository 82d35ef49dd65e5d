"""A list on its way in through the page: uploaded, looked at, confirmed, taken in by the worker with a bar.

Rules A-01 and A-02. The file goes when its people are in, when somebody throws it away, and after two weeks.
"""

import datetime as dt
from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.administration import leaving
from beredskab.administration.importing import reading, taking_in
from beredskab.administration.importing.reading import Fault
from beredskab.administration.importing.taking_in import Prospect, Tally
from beredskab.administration.models import StaffList
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox import duties

TAKE_IN, EXPIRE = "administration.take_in", "administration.list_expires"
KEPT = dt.timedelta(days=14)
HANDFUL = 1000  # people between two looks at the bar
MOST_FAULTS = 500  # that are told; a file with more has one fault that repeats


class RunsAlready(Exception):
    """Another list of the municipality is being taken in right now."""


def lists_for(staff: Staff) -> QuerySet[StaffList]:
    """The lists of the person's municipality, newest first, for whoever administers it."""
    if not guard.may(staff, Act.ADMINISTER):
        return StaffList.objects.none()
    return StaffList.objects.filter(municipality=staff.municipality_id).select_related("made_by")


@act
def upload(content: bytes, name: str, *, by: Staff, at: dt.datetime) -> StaffList:
    """Read the file and keep it with what it would change. Raises reading.Unreadable, guard.Forbidden."""
    guard.require(by, Act.ADMINISTER)
    found = taking_in.prospect(reading.read(content), by.municipality, at=at)
    made = StaffList.objects.create(
        municipality=by.municipality,
        made_by=by,
        made_at=at,
        expires_at=at + KEPT,
        file_name=name[-200:],
        content=content,
        people=len(found.people),
        told=_told(found, taking_in.look(found)),
    )
    trail.record(by.pk, "staff_list.uploaded", made.pk, at=at, people=made.people)
    duties.ask(EXPIRE, str(made.pk), due=made.expires_at, list=str(made.pk))
    return made


@act
def look_again(one: StaffList, *, by: Staff, at: dt.datetime) -> StaffList:
    """What the list would change now: titles may have been given a meaning since it was uploaded."""
    found = lists_for(by).select_for_update(of=("self",)).get(pk=one.pk)
    if found.state == StaffList.State.WAITING:
        ahead = _prospect(found, at)
        found.told, found.people = _told(ahead, taking_in.look(ahead)), len(ahead.people)
        found.save(update_fields=["told", "people"])
    return found


@act
def confirm(one: StaffList, *, leaving_accepted: int, by: Staff, at: dt.datetime) -> StaffList:
    """Have the worker take the people in. Raises taking_in.TooManyLeave, RunsAlready. Safe to repeat."""
    found = lists_for(by).select_for_update(of=("self",)).get(pk=one.pk)
    if found.state != StaffList.State.WAITING:
        return found
    if StaffList.objects.filter(municipality=found.municipality, state=StaffList.State.RUNNING).exists():
        raise RunsAlready(found.municipality.slug)
    ahead = _prospect(found, at)
    tally = taking_in.look(ahead)
    found.told, found.people = _told(ahead, tally), len(ahead.people)
    taking_in.require_accepted(tally, leaving_accepted)
    found.state, found.leaving_accepted, found.made_by = StaffList.State.RUNNING, tally.leaving, by
    found.save()
    trail.record(by.pk, "staff_list.confirmed", found.pk, at=at, leaving=tally.leaving)
    _promise(found, at=at)
    return found


@act
def throw_away(one: StaffList, *, by: Staff, at: dt.datetime) -> None:
    """The list is gone, nobody was changed; a list that runs or is done stays. Safe to repeat."""
    gone, _what = lists_for(by).filter(pk=one.pk, state=StaffList.State.WAITING).delete()
    if gone:
        trail.record(by.pk, "staff_list.thrown_away", one.pk, at=at)


@duties.duty(TAKE_IN)
def take_in(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part: some people, then itself again, then who has left."""
    one = StaffList.objects.select_for_update(of=("self",)).filter(pk=str(ids["list"])).first()
    if one is None or one.state != StaffList.State.RUNNING:
        return
    ahead = _prospect(one, at)
    one.position += taking_in.take_in_some(ahead, one.position, HANDFUL, by=one.made_by_id, at=at)
    if one.position < len(ahead.people):
        one.save(update_fields=["position"])
        _promise(one, at=at)
        return
    _before, gone = taking_in.leavers(ahead)
    if len(gone) <= one.leaving_accepted:
        one.told["kept"] = len(leaving.last_administrators(gone))
        one.told["left"] = taking_in.finish(ahead, by=one.made_by_id, at=at)
    one.state, one.done_at, one.content, one.people = StaffList.State.DONE, at, b"", one.position
    one.save()
    trail.record(one.made_by_id, "staff_list.done", one.pk, at=at, people=one.position)


@duties.duty(EXPIRE)
def expire(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part: what nobody confirmed is gone; what was taken in keeps its counts and no names."""
    one = StaffList.objects.filter(pk=str(ids["list"]), expires_at__lte=at)
    one.filter(state=StaffList.State.WAITING).delete()
    for done in one.filter(state=StaffList.State.DONE):
        done.told = {**done.told, "faults": []}
        done.file_name = ""
        done.save(update_fields=["told", "file_name"])


def faults_of(one: StaffList) -> list[Fault]:
    """The lines that were left out, with what is wrong in the language of the page."""
    return [Fault(**told) for told in one.told.get("faults", ())]


def _promise(one: StaffList, *, at: dt.datetime) -> None:
    duties.ask(TAKE_IN, f"{one.pk} {one.position}", due=at, list=str(one.pk))


def _prospect(one: StaffList, at: dt.datetime) -> Prospect:
    municipality = Municipality.objects.get(pk=one.municipality_id)
    return taking_in.prospect(reading.read(bytes(one.content)), municipality, at=at)


def _told(found: Prospect, tally: Tally) -> dict[str, Any]:
    return {
        "added": tally.added,
        "changed": tally.changed,
        "unchanged": tally.unchanged,
        "leaving": tally.leaving,
        "leaving_of": tally.leaving_of,
        "faults": [asdict(fault) for fault in found.faults[:MOST_FAULTS]],
        "fault_count": len(found.faults),
        "new_units": [one.name for one in found.tree.made()],
        "moved_units": [one.name for one in found.tree.moved()],
        "unknown_titles": found.unknown_titles,
        "left_alone": list(found.file.left_alone),
    }
