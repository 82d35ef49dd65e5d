"""Each team says again who belongs to it, every so many months; what nobody answers for lapses. Rule A-44.

Who leads the team answers for its people, a second pair of eyes for who leads it, nobody for themselves. One
exception: as long as a lapse would leave a team with nobody, those rights stay, and who could answer hears of
it every day. A notification that reaches nobody is worse than a right that is confirmed late.
"""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, Q, QuerySet

from beredskab.access import grants, guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.facts import facts_of
from beredskab.access.models import RoleAssignment, TeamGrant
from beredskab.access.roles import Role
from beredskab.administration.models import Recertification, RecertificationLine
from beredskab.administration.staffing import rights
from beredskab.administration.staffing.mornings import DAILY, ask_for_a_morning
from beredskab.administration.staffing.rights import HANDLE, LEAD, Right
from beredskab.audit import trail
from beredskab.organisation.models import Absence, Municipality, Staff, Team
from beredskab.outbox import duties
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind

TO_ANSWER = dt.timedelta(days=14)
REMINDED_BEFORE = (7, 2, 1)
"""Days before the last one on which whoever has not answered hears of it again."""
MONTHS = (1, 2, 3, 4, 6, 12)


@dataclass(frozen=True)
class TeamState:
    """How a team stands: what is asked now, who answers, when it is asked again."""

    team: Team
    asked: Recertification | None
    answered: int
    total: int
    last_closed: dt.date | None
    next_on: dt.date

    @property
    def open(self) -> int:
        """Rights that nobody has answered for."""
        return self.total - self.answered


def after(day: dt.date, months: int) -> dt.date:
    """So many months later, on the same day of the month or its last one. Pure."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def teams_for(staff: Staff) -> QuerySet[Team]:
    """The teams whose state the person sees: those they lead; every team for a second pair of eyes."""
    teams = Team.objects.filter(municipality=staff.municipality_id).order_by("name")
    if guard.may(staff, Act.ADMINISTER) or guard.may(staff, Act.APPROVE_RIGHTS):
        return teams
    return teams.filter(pk__in=facts_of(staff).led_teams)


def states_for(staff: Staff, today: dt.date) -> list[TeamState]:
    """Each team with what is asked of it; two statements."""
    answered = Count("lines", filter=Q(lines__is_kept__isnull=False) | Q(lines__lapsed_at__isnull=False))
    asked = Recertification.objects.annotate(total=Count("lines"), answered=answered).order_by("begun_on")
    teams = teams_for(staff).prefetch_related(Prefetch("recertifications", asked, to_attr="rounds"))
    return [_state(team, staff.municipality.recertification_months, today) for team in teams]


def running(team: Team) -> Recertification | None:
    """What is asked of the team now."""
    return Recertification.objects.filter(team=team, closed_at__isnull=True).first()


def lines_of(asked: Recertification) -> list[RecertificationLine]:
    """Everybody that is asked about, by name."""
    return list(asked.lines.select_related("staff", "answered_by").order_by("staff__name", "permission"))


def people_of(team: Team) -> list[tuple[Staff, bool, bool]]:
    """Everybody of the team by name: whether they handle its notifications, whether they lead it."""
    held: dict[int, set[str]] = {}
    people: dict[int, Staff] = {}
    rows = TeamGrant.objects.filter(content_object=team, user__is_active=True)
    for row in rows.select_related("user", "permission").order_by("user__name", "user_id"):
        people[row.user_id] = row.user
        held.setdefault(row.user_id, set()).add(row.permission.codename)
    return [(one, HANDLE in held[pk], LEAD in held[pk]) for pk, one in people.items()]


def may_answer(staff: Staff, team: Team, line: RecertificationLine) -> bool:
    """Who leads the team for its people, a second pair of eyes for everybody; nobody for themselves."""
    if line.staff_id == staff.pk or team.municipality_id != staff.municipality_id:
        return False
    leads = line.permission == HANDLE and guard.may(staff, Act.LEAD_TEAM, team)
    return leads or guard.may(staff, Act.APPROVE_RIGHTS)


@act
def answer(line: RecertificationLine, *, keep: bool, by: Staff, at: dt.datetime) -> None:
    """The person still belongs to the team, or does not and is out at the next click.

    Raises Forbidden, rights.LastOfTeam. Safe to repeat; an answer may be changed until the day is over.
    """
    rows = RecertificationLine.objects.select_for_update(of=("self",))
    found = rows.select_related("recertification__team", "staff").get(pk=line.pk)
    asked = found.recertification
    if not may_answer(by, asked.team, found):
        raise guard.Forbidden(Act.LEAD_TEAM)
    if asked.closed_at is not None or found.is_kept is keep:
        return
    right = Right(team=asked.team, permission=found.permission)
    if not keep:
        if found.permission == HANDLE and not _others(asked.team, found.staff):
            raise rights.LastOfTeam
        rights.withdraw(found.staff, right)
        tell(found.staff, Kind.NEWS, at=at)
    elif found.is_kept is False:
        raise guard.Forbidden("what was taken away is asked for anew")
    found.is_kept, found.answered_by, found.answered_at = keep, by, at
    found.save(update_fields=["is_kept", "answered_by", "answered_at"])
    verb = "right.confirmed" if keep else "right.taken_away"
    trail.record(by.pk, verb, found.staff_id, at=at, team=asked.team.slug, permission=found.permission)
    _close_when_answered(asked, at)


@act
def set_interval(months: int, *, by: Staff, at: dt.datetime) -> None:
    """How often every team is asked. Raises Forbidden."""
    guard.require(by, Act.ADMINISTER)
    if months not in MONTHS:
        raise ValueError(months)
    if by.municipality.recertification_months == months:
        return
    Municipality.objects.filter(pk=by.municipality_id).update(recertification_months=months)
    by.municipality.recertification_months = months
    trail.record(
        by.pk, "municipality.changed", by.municipality_id, at=at, changed={"recertification": months}
    )


@act
def begin(team: Team, *, by: Staff, at: dt.datetime) -> Recertification | None:
    """Ask a team now, before its time. Raises Forbidden. Safe to repeat."""
    if team not in teams_for(by):
        raise guard.Forbidden(Act.LEAD_TEAM)
    return _begin(team, _today(team.municipality, at), by=by.pk, at=at)


# --- the worker's part ------------------------------------------------------------------------


@duties.duty(DAILY)
def every_morning(ids: dict[str, object], at: dt.datetime) -> None:
    """Ask the teams whose time has come, remind, let lapse; it comes back tomorrow."""
    municipality = Municipality.objects.filter(pk=int(str(ids["municipality"]))).first()
    if municipality is None:
        return
    today = _today(municipality, at)
    for team in municipality.teams.prefetch_related("recertifications"):
        rounds = list(team.recertifications.all())
        running = next((one for one in rounds if one.closed_at is None), None)
        if running is not None:
            _look_after(running, team, today, at)
        elif _next_on(team, rounds, municipality.recertification_months, today) <= today:
            _begin(team, today, by=None, at=at)
    ask_for_a_morning(municipality, at=at)


def _begin(team: Team, today: dt.date, *, by: int | None, at: dt.datetime) -> Recertification | None:
    held = TeamGrant.objects.filter(
        content_object=team, permission__codename__in=rights.WITH_IT, user__is_active=True
    )
    people = list(held.values_list("user_id", "permission__codename"))
    if not people or Recertification.objects.filter(team=team, closed_at__isnull=True).exists():
        return None
    made = Recertification.objects.create(team=team, begun_on=today, due_on=today + TO_ANSWER)
    RecertificationLine.objects.bulk_create(
        RecertificationLine(recertification=made, staff_id=person, permission=permission)
        for person, permission in people
    )
    trail.record(by, "recertification.begun", made.pk, at=at, team=team.slug, rights=len(people))
    _tell(_answerers(team, people, today), at)
    return made


def _look_after(asked: Recertification, team: Team, today: dt.date, at: dt.datetime) -> None:
    _settle_who_is_gone(asked, team, at)
    unanswered = list(
        asked.lines.filter(is_kept__isnull=True, lapsed_at__isnull=True).select_related("staff")
    )
    left = (asked.due_on - today).days
    if unanswered and left in REMINDED_BEFORE:
        _tell(_answerers(team, [(one.staff_id, one.permission) for one in unanswered], today), at)
    if left < 0:
        _lapse(asked, team, unanswered, at)
    else:
        _close_when_answered(asked, at)


def _settle_who_is_gone(asked: Recertification, team: Team, at: dt.datetime) -> None:
    """Whose right was taken away meanwhile, or who has left: nobody has to answer for them."""
    for permission in rights.WITH_IT:
        held = grants.holders(permission, team).values("pk")
        gone = asked.lines.filter(permission=permission, is_kept__isnull=True, lapsed_at__isnull=True)
        gone.exclude(staff__in=held).update(lapsed_at=at)


def _lapse(
    asked: Recertification, team: Team, unanswered: list[RecertificationLine], at: dt.datetime
) -> None:
    going = {one.staff_id for one in unanswered if one.permission == HANDLE}
    leaves_nobody = bool(going) and not grants.holders(HANDLE, team).exclude(pk__in=going).exists()
    people = [(one.staff_id, one.permission) for one in unanswered]
    told = [*_answerers(team, people, _today(team.municipality, at)), *_administrators(team.municipality_id)]
    for one in unanswered:
        if leaves_nobody and one.permission == HANDLE:
            continue
        rights.withdraw(one.staff, Right(team=team, permission=one.permission))
        one.lapsed_at = at
        one.save(update_fields=["lapsed_at"])
        trail.record(None, "right.lapsed", one.staff_id, at=at, team=team.slug, permission=one.permission)
        told.append(one.staff)
    if unanswered:
        _tell(told, at)
    if not leaves_nobody:
        _close_when_answered(asked, at)


def _close_when_answered(asked: Recertification, at: dt.datetime) -> None:
    if asked.lines.filter(is_kept__isnull=True, lapsed_at__isnull=True).exists():
        return
    asked.closed_at = at
    asked.save(update_fields=["closed_at"])
    trail.record(None, "recertification.closed", asked.pk, at=at, team=asked.team.slug)


def _state(team: Team, months: int, today: dt.date) -> TeamState:
    rounds = list(team.rounds)  # type: ignore[attr-defined]  # prefetched with its counts
    asked = next((one for one in rounds if one.closed_at is None), None)
    closed = [one.begun_on for one in rounds if one.closed_at is not None]
    return TeamState(
        team,
        asked,
        asked.answered if asked else 0,
        asked.total if asked else 0,
        closed[-1] if closed else None,
        max(_next_on(team, rounds, months, today), today + dt.timedelta(days=1)),
    )


def _next_on(team: Team, rounds: Iterable[Recertification], months: int, today: dt.date) -> dt.date:
    """A team that was never asked is asked the next morning."""
    last = max((one.begun_on for one in rounds), default=None)
    return after(last, months) if last else today


def _answerers(team: Team, people: Iterable[tuple[int, str]], today: dt.date) -> list[Staff]:
    """Who leads it and is at work; the managers where nobody does, or where a leader is asked about."""
    away = Absence.objects.on(today).values("staff")
    leaders = list(grants.holders(LEAD, team).exclude(pk__in=away))
    asked = set(people)
    alone = [one for one in leaders if any(person != one.pk for person, what in asked if what == HANDLE)]
    if alone and not any(what == LEAD for _person, what in asked):
        return alone
    return [*alone, *_holders(team.municipality_id, Role.MANAGER)]


def _administrators(municipality: int) -> list[Staff]:
    return _holders(municipality, Role.ADMINISTRATOR)


def _holders(municipality: int, role: Role) -> list[Staff]:
    held = RoleAssignment.objects.filter(role=role, staff__municipality=municipality).values("staff")
    return list(Staff.objects.filter(pk__in=held, is_active=True))


def _others(team: Team, person: Staff) -> bool:
    return grants.holders(HANDLE, team).exclude(pk=person.pk).exists()


def _tell(people: Iterable[Staff], at: dt.datetime) -> None:
    for person in {one.pk: one for one in people}.values():
        tell(person, Kind.NEWS, at=at)


def _today(municipality: Municipality, at: dt.datetime) -> dt.date:
    return at.astimezone(ZoneInfo(municipality.timezone)).date()
