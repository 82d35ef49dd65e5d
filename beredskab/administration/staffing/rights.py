"""What somebody may: asked for by one person and given by another, where it opens or decides something.

Rule A-42. A team is never joined on one person's word, an administrator's own least of all: who leads the
team hears when somebody asks, may say no, and hears again when it is given. Taking away needs one person,
and is true from the next click on; the last administrator and the last of a team stay until there is another.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from beredskab.access import four_eyes, grants, guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.facts import facts_of, forget
from beredskab.access.models import RoleAssignment, TeamGrant
from beredskab.access.roles import Role
from beredskab.administration import leaving
from beredskab.administration.importing.taking_in import make_leader
from beredskab.administration.models import RightRequest
from beredskab.administration.staffing.mornings import ask_for_a_morning
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff, Team, Unit
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind

HANDLE, LEAD = "handle_concerns", "lead_team"
BY_ONE = (Role.EDITOR, Role.POLITICIAN)
"""Roles that open nothing about people and decide nothing alone."""
BY_TWO = (Role.APPROVER, Role.MANAGER, Role.CONTROLLER, Role.ADMINISTRATOR)
"""Roles that are a second pair of eyes, look over others' shoulders, or run the portal."""
WITH_IT = {HANDLE: Role.CASEWORKER, LEAD: Role.TEAM_LEADER}
"""The role that comes and goes with a team."""


@dataclass(frozen=True)
class Right:
    """A role, handling or leading one team, or leading one unit."""

    role: str = ""
    team: Team | None = None
    permission: str = ""
    unit: Unit | None = None

    @property
    def key(self) -> str:
        """As forms and addresses name it."""
        if self.team is not None:
            return f"{self.permission}:{self.team.pk}"
        return f"unit:{self.unit.pk}" if self.unit is not None else f"role:{self.role}"

    @property
    def needs_two(self) -> bool:
        """Whether another person has to say yes."""
        return self.team is not None or self.role in BY_TWO


class HasItAlready(Exception):
    """Nothing would change."""


class LastOfTeam(Exception):
    """Nobody would be left to receive the team's notifications."""


def right_of(municipality: Municipality, key: str) -> Right | None:
    """The right that a key names in this municipality; None for what nobody gives on a page."""
    kind, _colon, which = key.partition(":")
    if kind == "role":
        return Right(role=Role(which)) if which in {one.value for one in (*BY_ONE, *BY_TWO)} else None
    if not (which.isascii() and which.isdecimal() and len(which) < 18):
        return None
    if kind == "unit":
        unit = Unit.objects.filter(municipality=municipality, pk=int(which)).first()
        return Right(unit=unit) if unit else None
    team = Team.objects.filter(municipality=municipality, pk=int(which)).first()
    return Right(team=team, permission=kind) if team and kind in WITH_IT else None


def rights_of(person: Staff) -> list[Right]:
    """What the person has, as far as it is given on a page: roles, teams, units. Three statements."""
    held = set(RoleAssignment.objects.filter(staff=person).values_list("role", flat=True))
    found = [Right(role=role) for role in (*BY_ONE, *BY_TWO) if role.value in held]
    teams = TeamGrant.objects.filter(user=person, permission__codename__in=WITH_IT)
    rows = teams.select_related("content_object", "permission").order_by("content_object__name", "permission")
    found += [Right(team=row.content_object, permission=row.permission.codename) for row in rows]
    units = grants.things_with(person, "lead_unit", Unit).order_by("name")
    return [*found, *(Right(unit=unit) for unit in units)]


def requests_for(staff: Staff) -> QuerySet[RightRequest]:
    """Requests that wait and that the person may see: of the municipality, else of the teams they lead."""
    waiting = RightRequest.objects.filter(municipality=staff.municipality_id, decided_at__isnull=True)
    waiting = waiting.select_related("staff", "team", "proposed_by")
    if guard.may(staff, Act.ADMINISTER) or guard.may(staff, Act.APPROVE_RIGHTS):
        return waiting
    if guard.may(staff, Act.LEAD_TEAM):
        return waiting.filter(team__in=facts_of(staff).led_teams)
    return waiting.none()


def decided_for(staff: Staff) -> QuerySet[RightRequest]:
    """What was decided, the latest first: the proof of who was given what, by whom."""
    decided = RightRequest.objects.filter(municipality=staff.municipality_id, decided_at__isnull=False)
    decided = decided.select_related("staff", "team", "proposed_by", "decided_by").order_by("-decided_at")
    if guard.may(staff, Act.ADMINISTER) or guard.may(staff, Act.APPROVE_RIGHTS):
        return decided
    return decided.filter(team__in=facts_of(staff).led_teams)


def may_ask(staff: Staff, right: Right) -> bool:
    """Whoever administers; for who handles a team's notifications also who leads the team."""
    if right.permission == HANDLE and right.team is not None and guard.may(staff, Act.LEAD_TEAM, right.team):
        return True
    return guard.may(staff, Act.ADMINISTER)


def may_decide(staff: Staff, request: RightRequest) -> bool:
    """Somebody else than who asked and whom it is for: a second pair of eyes, or who leads the team."""
    if staff.pk in (request.proposed_by_id, request.staff_id):
        return False
    if request.municipality_id != staff.municipality_id:
        return False
    leads = request.team is not None and guard.may(staff, Act.LEAD_TEAM, request.team)
    return leads or guard.may(staff, Act.APPROVE_RIGHTS)


def is_first_of_all(staff: Staff) -> bool:
    """Whether there is nobody yet who could say yes: nobody else approves, or has ever signed in. Rule A-42.

    Two statements. Who takes others' roles away does not become the first again: those had signed in.
    """
    if not guard.may(staff, Act.ADMINISTER):
        return False
    others = Staff.objects.filter(municipality=staff.municipality_id).exclude(pk=staff.pk)
    approvers = guard.who_may(Act.APPROVE_RIGHTS, staff.municipality_id).exclude(pk=staff.pk)
    return not approvers.exists() and not others.filter(last_login__isnull=False).exists()


@act
def ask(person: Staff, right: Right, *, by: Staff, at: dt.datetime) -> RightRequest | None:
    """Ask for a right; None where it needs nobody else and is given. Raises Forbidden, AlreadyWaiting,
    HasItAlready.
    """
    _require_near(person, right, by)
    if not may_ask(by, right):
        raise guard.Forbidden(Act.ADMINISTER)
    if has(person, right):
        raise HasItAlready
    if not right.needs_two or (right.role == Role.ADMINISTRATOR and is_first_of_all(by)):
        _give(person, right)
        trail.record(by.pk, "right.given", person.pk, at=at, what=_plain(right))
        tell(person, Kind.NEWS, at=at)
        return None
    made = RightRequest(
        municipality=by.municipality,
        staff=person,
        role=right.role,
        team=right.team,
        permission=right.permission,
        proposed_by=by,
        proposed_at=at,
    )
    four_eyes.keep(made)
    trail.record(by.pk, "right.asked", made.pk, at=at, staff=person.pk, what=_plain(right))
    _tell(
        [*guard.who_may(Act.APPROVE_RIGHTS, by.municipality_id), *leaders_of(right.team)],
        but={by.pk, person.pk},
        at=at,
    )
    return made


@act
def decide(request: RightRequest, *, approve: bool, by: Staff, at: dt.datetime) -> None:
    """Another person says yes or no; whoever asked may take it back. Raises Forbidden. Safe to repeat."""
    rows = RightRequest.objects.select_for_update(of=("self",)).select_related("staff", "team", "proposed_by")
    found = rows.get(pk=request.pk, municipality=by.municipality_id)
    takes_back = found.proposed_by_id == by.pk and not approve
    if not (takes_back or may_decide(by, found)):
        raise guard.Forbidden("four eyes")
    if found.decided_at is not None:
        return
    found.decided_by, found.decided_at, found.is_approved = by, at, approve
    found.save(update_fields=["decided_by", "decided_at", "is_approved"])
    right = Right(found.role, found.team, found.permission)
    if approve and found.staff.is_active:
        _give(found.staff, right)
        ask_for_a_morning(by.municipality, at=at)
    verb = "right.approved" if approve else "right.turned_down"
    trail.record(by.pk, verb, found.pk, at=at, staff=found.staff_id, what=_plain(right))
    told = [found.proposed_by, *([found.staff] if approve else []), *leaders_of(found.team)]
    _tell(told, but={by.pk}, at=at)


@act
def take_away(person: Staff, right: Right, *, by: Staff, at: dt.datetime) -> None:
    """From the next click on. Raises Forbidden, leaving.LastAdministrator, LastOfTeam. Safe to repeat."""
    _require_near(person, right, by)
    if not may_ask(by, right):
        raise guard.Forbidden(Act.ADMINISTER)
    if not has(person, right):
        return
    if right.role == Role.ADMINISTRATOR:
        leaving.require_another_administrator([person.pk])
    if right.permission == HANDLE and right.team is not None and not _others_of(right.team, person):
        raise LastOfTeam
    withdraw(person, right)
    trail.record(by.pk, "right.taken_away", person.pk, at=at, what=_plain(right))
    _tell([person, *leaders_of(right.team)], but={by.pk}, at=at)


def withdraw(person: Staff, right: Right) -> None:
    """The right is gone, and the role that came with its last team; who may is asked by the acts."""
    if right.unit is not None:
        make_leader(None, right.unit.pk, instead_of=person.pk)
    elif right.team is None:
        RoleAssignment.objects.filter(staff=person, role=right.role).delete()
    else:
        grants.revoke(person, right.permission, right.team)
        if not grants.things_with(person, right.permission, Team).exists():
            RoleAssignment.objects.filter(staff=person, role=WITH_IT[right.permission]).delete()
    forget(person)


def has(person: Staff, right: Right) -> bool:
    """Whether the person has it."""
    if right.unit is not None:
        return grants.things_with(person, "lead_unit", Unit).filter(pk=right.unit.pk).exists()
    if right.team is None:
        return RoleAssignment.objects.filter(staff=person, role=right.role).exists()
    return grants.things_with(person, right.permission, Team).filter(pk=right.team.pk).exists()


def leaders_of(team: Team | None) -> list[Staff]:
    """Who leads the team; where nobody does, everybody of it."""
    if team is None:
        return []
    return list(grants.holders(LEAD, team)) or list(grants.holders(HANDLE, team))


def _give(person: Staff, right: Right) -> None:
    if right.unit is not None:
        before = Unit.objects.values_list("leader", flat=True).get(pk=right.unit.pk)
        make_leader(person.pk, right.unit.pk, instead_of=before)
    elif right.team is None:
        RoleAssignment.objects.get_or_create(staff=person, role=right.role)
    else:
        grants.grant(person, right.permission, right.team)
        RoleAssignment.objects.get_or_create(staff=person, role=WITH_IT[right.permission])
    for part in settings.ENROLMENT_PARTS:
        import_string(part)(person)
    forget(person)


def _require_near(person: Staff, right: Right, by: Staff) -> None:
    thing = right.team or right.unit
    places = {person.municipality_id, thing.municipality_id if thing else by.municipality_id}
    if places != {by.municipality_id} or not person.is_active:
        raise guard.Forbidden(Act.ADMINISTER)


def _others_of(team: Team, person: Staff) -> bool:
    return grants.holders(HANDLE, team).exclude(pk=person.pk).exists()


def _tell(people: Iterable[Staff], *, but: set[int], at: dt.datetime) -> None:
    for person in {one.pk: one for one in people if one.pk not in but}.values():
        tell(person, Kind.NEWS, at=at)


def _plain(right: Right) -> dict[str, str]:
    if right.team is not None:
        return {"team": right.team.slug, "permission": right.permission}
    return {"unit": right.unit.slug} if right.unit is not None else {"role": str(right.role)}
