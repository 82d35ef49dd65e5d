"""While nobody acts on a new concern, the next one is told: deputy, who leads the team, then a number.

Rule N-81. Each step comes after so many minutes (a setting of the municipality). Opening the concern stops
nothing: only a recorded act does, which is that somebody takes it. The mail says nothing, as all mails, and
nobody is told who is kept out.
"""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from beredskab.access import grants
from beredskab.access.acting import acting_as
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.outbox import duties, sms
from beredskab.outbox.messages import tell, tell_by_sms
from beredskab.outbox.vocabulary import Kind
from notifications.exclusion.exclusions import people_kept_out
from notifications.exclusion.witness import witness
from notifications.models import Concern
from notifications.rota import shifts
from notifications.vocabulary import State

NEXT = "notifications.next_in_line"
#: The deputy, then who leads the team (and the second deputy), then the number that is always answered.
DEPUTY, LEADER, NUMBER = 1, 2, 3


def moment_of(received_at: dt.datetime, step: int, minutes: int) -> dt.datetime:
    """When the step comes. Pure."""
    return received_at + dt.timedelta(minutes=minutes * step)


def is_stopped(state: str, claimed_by: int | None) -> bool:
    """Whether a recorded act has stopped the chain; an opening is none. Pure."""
    return claimed_by is not None or state != State.FILED


def must_call(concern: Concern, *, at: dt.datetime) -> bool:
    """Whether everybody in line was told in vain, so that the out-of-hours number is shown."""
    if concern.received_at is None or is_stopped(concern.state, concern.claimed_by_id):
        return False
    return at >= moment_of(concern.received_at, NUMBER, concern.municipality.duty_minutes)


def watch(concern: Concern, *, at: dt.datetime) -> None:
    """Ask the worker to look when the first step comes."""
    _ask(concern, DEPUTY)


@duties.duty(NEXT)
def do_step(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part: tell, and ask for the next step."""
    about, step = uuid.UUID(str(ids["concern"])), int(str(ids["step"]))
    with acting_as(witness(about, int(str(ids["filer"])))):
        found = Concern.objects.select_related("team", "municipality")
        concern = found.filter(pk=about).first()
        if concern is None or is_stopped(concern.state, concern.claimed_by_id):
            return
        told = people_to_tell(concern, step, at=at)
        for person in told:
            tell(person, Kind.NEWS, at=at, about=concern.pk)
            tell_by_sms(person, Kind.NEWS, at=at, about=concern.pk)
        trail.record(None, "concern.next_in_line", concern.pk, at=at, step=step, told=len(told))
        if step < LEADER:
            _ask(concern, step + 1)


def text_holder(concern: Concern, *, at: dt.datetime) -> None:
    """An acute concern: who holds the inbox today gets a text message as well, where there is a gateway."""
    if not sms.is_used() or concern.team is None:
        return
    day = at.astimezone(ZoneInfo(concern.municipality.timezone)).date()
    duty = shifts.on_duty([concern.team], day).get((concern.team.pk, day), shifts.OnDuty())
    hidden = people_kept_out(concern) | {concern.filed_by_id}
    free = [one for one in duty.people if one.pk not in hidden]
    for person in free[:1]:
        tell_by_sms(person, Kind.NEWS, at=at, about=concern.pk)


def people_to_tell(concern: Concern, step: int, *, at: dt.datetime) -> list[Staff]:
    """Who hears at this step: never who filed it or is kept out. Nobody left: who leads, then the team."""
    assert concern.team is not None, "it is filed"
    hidden = people_kept_out(concern) | ({concern.own_of} if concern.own_of else set())
    day = at.astimezone(ZoneInfo(concern.municipality.timezone)).date()
    duty = shifts.on_duty([concern.team], day).get((concern.team.pk, day), shifts.OnDuty())
    deputies = [one for one in duty.deputies if one.pk not in hidden]
    leaders = [one for one in grants.holders("lead_team", concern.team) if one.pk not in hidden]
    if step == DEPUTY and deputies:
        return deputies[:1]
    told = [*deputies[1:], *leaders]
    team = [one for one in grants.holders("handle_concerns", concern.team) if one.pk not in hidden]
    return list({one.pk: one for one in told or team}.values())


def _ask(concern: Concern, step: int) -> None:
    assert concern.received_at is not None, "it is filed"
    duties.ask(
        NEXT,
        f"{concern.pk} {step}",
        due=moment_of(concern.received_at, step, concern.municipality.duty_minutes),
        concern=str(concern.pk),
        filer=concern.filed_by_id,
        step=step,
    )
