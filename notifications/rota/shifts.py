"""Who holds the inbox of a team on a day (rule N-82), and who may say so.

The holder, then the deputies; whoever is away is passed over, so that the first who is there holds it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.facts import facts_of
from beredskab.access.models import TeamGrant
from beredskab.audit import trail
from beredskab.organisation import kept
from beredskab.organisation.models import Absence, Municipality, Staff, Team
from notifications.models import Shift


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A team's people of a day in the order in which they hold its inbox, without those who are away."""

    people: tuple[Staff, ...] = ()
    is_planned: bool = False  # there is a line in the rota; everybody in it may be away

    @property
    def holder(self) -> Staff | None:
        """Who holds the inbox."""
        return self.people[0] if self.people else None

    @property
    def deputies(self) -> tuple[Staff, ...]:
        """Who steps in, in order."""
        return self.people[1:]


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody on duty as a card shows them."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class TeamNow:
    """A team by name, and who holds its inbox and steps in, in order."""

    name: str
    people: tuple[Reached, ...]


def duty_now(staff: Staff, day: dt.date) -> tuple[TeamNow, ...]:
    """Who is on duty in the person's own teams. No statement after the first reader."""
    teams = facts_of(staff).teams

    def read() -> tuple[TeamNow, ...]:
        own = list(Team.objects.filter(pk__in=teams).order_by("pk"))
        duty = on_duty(own, day)
        return tuple(TeamNow(team.name, _cards(duty.get((team.pk, day), OnDuty()))) for team in own)

    return kept.while_unchanged(staff.municipality, ("duty", teams, day), read)


def _cards(duty: OnDuty) -> tuple[Reached, ...]:
    return tuple(Reached(one.name, one.phone) for one in duty.people)


def teams_for(staff: Staff) -> QuerySet[Team]:
    """The teams whose rota the person sees: their own and those they lead; every team for a manager."""
    facts = facts_of(staff)
    if not staff.is_active or Act.SEE_ROTA not in facts.acts:
        return Team.objects.none()
    teams = Team.objects.filter(municipality=staff.municipality_id).order_by("pk")
    if Act.EDIT_ROUTING in facts.acts:
        return teams
    return teams.filter(pk__in=facts.teams | facts.led_teams)


def may_plan(staff: Staff, team: Team) -> bool:
    """Whether the person writes the team's rota: its people, who leads it, a manager of the municipality."""
    facts = facts_of(staff)
    is_manager = Act.EDIT_ROUTING in facts.acts and staff.municipality_id == team.municipality_id
    is_near = team.pk in facts.teams | facts.led_teams and Act.SEE_ROTA in facts.acts
    return staff.is_active and (is_manager or is_near)


def planned_teams_for(staff: Staff) -> QuerySet[Team]:
    """The teams whose rota the person may write: today the same as those they see."""
    return teams_for(staff)


@act
def plan(
    team: Team,
    *,
    starts_on: dt.date,
    ends_on: dt.date,
    people: tuple[Staff, ...],
    by: Staff,
    at: dt.datetime,
) -> Shift:
    """Holder and deputies of a team for these days; what was planned before gives way. Raises Forbidden."""
    if not may_plan(by, team):
        raise guard.Forbidden(Act.SEE_ROTA)
    holder, deputy, second = (*people, None, None)[:3]
    assert holder is not None, "the form asks for one"
    shift = Shift(team=team, starts_on=starts_on, ends_on=ends_on, holder=holder, made_by=by, made_at=at)
    shift.deputy, shift.second_deputy = deputy, second
    shift.save(force_insert=True)
    trail.record(by.pk, "rota.planned", shift.pk, at=at, team=team.slug, people=[one.pk for one in people])
    return shift


def people_of(teams: Iterable[Team]) -> dict[int, list[Staff]]:
    """The active people of each team by name; one statement."""
    found: dict[int, list[Staff]] = defaultdict(list)
    rows = TeamGrant.objects.filter(
        content_object__in=[team.pk for team in teams],
        permission__codename="handle_concerns",
        user__is_active=True,
    )
    for row in rows.select_related("user").order_by("user__name"):
        found[row.content_object_id].append(row.user)
    return found


def on_duty(teams: Iterable[Team], first: dt.date, days: int = 1) -> Mapping[tuple[int, dt.date], OnDuty]:
    """(team, day) -> who is on duty, for some days; two statements."""
    ids = [team.pk for team in teams]
    last = first + dt.timedelta(days=days - 1)
    rows = Shift.objects.filter(team__in=ids, starts_on__lte=last, ends_on__gte=first)
    shifts = list(rows.select_related("holder", "deputy", "second_deputy").order_by("made_at"))
    away = absent(ids, first, last)
    found: dict[tuple[int, dt.date], OnDuty] = {}
    for offset in range(days):
        day = first + dt.timedelta(days=offset)
        for shift in shifts:  # a later one replaces an earlier one
            if shift.starts_on <= day <= shift.ends_on:
                found[shift.team_id, day] = OnDuty(_there(shift, away, day), True)
    return found


def absent(teams: list[int], first: dt.date, last: dt.date) -> list[Absence]:
    """Who of these teams is away on some of the days; one statement."""
    holds = TeamGrant.objects.filter(content_object__in=teams).values("user")
    rows = Absence.objects.filter(staff__in=holds, ended_at__isnull=True, since__lte=last)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=first))
    return list(rows.select_related("staff", "stand_in", "set_by").order_by("since"))


def _there(shift: Shift, away: Iterable[Absence], day: dt.date) -> tuple[Staff, ...]:
    gone = {one.staff_id for one in away if one.since <= day and (one.until is None or day <= one.until)}
    line = (shift.holder, shift.deputy, shift.second_deputy)
    return tuple(one for one in line if one is not None and one.is_active and one.pk not in gone)


def today(municipality: Municipality, at: dt.datetime) -> dt.date:
    """The day in the municipality."""
    return at.astimezone(ZoneInfo(municipality.timezone)).date()


def teams_without(staff: Staff, *, at: dt.datetime) -> list[Team]:
    """For the banner: the teams that receive something and have nobody on duty now; for who plans them."""
    if Act.LEAD_TEAM not in facts_of(staff).acts and Act.EDIT_ROUTING not in facts_of(staff).acts:
        return []
    day = today(staff.municipality, at)
    teams = list(planned_teams_for(staff).filter(routing_rules__isnull=False).distinct())
    duty = on_duty(teams, day)
    return [team for team in teams if not duty.get((team.pk, day), OnDuty()).people]
