"""Groups of the directory mean what somebody has said they mean, and a team takes two persons. Rule A-36."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, QuerySet

from beredskab.access import grants, guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.administration.staffing import mornings
from beredskab.audit import trail
from beredskab.doors import tokens
from beredskab.doors.models import DirectoryPerson, GivenTeam, Group, GroupMember, Mapping
from beredskab.doors.scim import people
from beredskab.organisation.models import Municipality, Staff, Team, Unit


class NoSuchMember(Exception):
    """Somebody who is to be in a group is not known here."""


@transaction.atomic
def make(
    name: str, external_id: str, members: Iterable[int], municipality: Municipality, *, at: dt.datetime
) -> Group:
    """A new group with these people. Raises NoSuchMember."""
    made = Group.objects.create(
        municipality=municipality, name=name, external_id=external_id, made_at=at, changed_at=at
    )
    change(made, name, external_id, members, at=at)
    return made


@transaction.atomic
def change(group: Group, name: str, external_id: str, members: Iterable[int], *, at: dt.datetime) -> Group:
    """As the directory says from now on; whoever came or went is settled. Raises NoSuchMember."""
    found = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    wanted = set(members)
    if Staff.objects.filter(pk__in=wanted, municipality=found.municipality_id).count() != len(wanted):
        raise NoSuchMember
    before = set(GroupMember.objects.filter(group=found).values_list("staff", flat=True))
    GroupMember.objects.filter(group=found, staff__in=before - wanted).delete()
    GroupMember.objects.bulk_create(GroupMember(group=found, staff_id=one) for one in wanted - before)
    found.name, found.external_id, found.changed_at = name, external_id, at
    found.save(update_fields=["name", "external_id", "changed_at"])
    settle(before ^ wanted, found, at=at)
    return found


@transaction.atomic
def delete(group: Group, *, at: dt.datetime) -> None:
    """The directory has deleted the group: what it meant ends."""
    change(group, group.name, group.external_id, (), at=at)
    Group.objects.filter(pk=group.pk).delete()


def settle(staff: Iterable[int], group: Group, *, at: dt.datetime) -> None:
    """Units and teams of these people, by what the group means."""
    meant = list(Mapping.objects.filter(group=group, in_force_since__isnull=False).select_related("team"))
    for one in meant:
        if one.team is not None:
            settle_team(one.team, at=at)
    if any(one.unit_id for one in meant):
        chosen = Staff.objects.filter(pk__in=staff, is_active=True).select_related("municipality")
        for person in chosen:
            people.as_known(person, at=at)
            people.settle(person, at=at)


def settle_team(team: Team, *, at: dt.datetime) -> None:
    """Its members are whoever is in a group that means it; what a person gave by hand is left alone."""
    meaning = Mapping.objects.filter(team=team, in_force_since__isnull=False).values("group")
    members = GroupMember.objects.filter(group__in=meaning, staff__is_active=True)
    wanted = {one.pk: one for one in Staff.objects.filter(pk__in=members.values("staff"))}
    given = {one.staff_id: one for one in GivenTeam.objects.filter(team=team).select_related("staff")}
    held = {one.pk for one in grants.holders("handle_concerns", team)}
    for pk, staff in wanted.items():
        if pk not in given and pk not in held:
            _give(staff, team, at)
    for pk, one in given.items():
        if pk not in wanted:
            _take(one, team, at)


def _give(staff: Staff, team: Team, at: dt.datetime) -> None:
    _role, is_new = RoleAssignment.objects.get_or_create(staff=staff, role=Role.CASEWORKER)
    grants.grant(staff, "handle_concerns", team)
    GivenTeam.objects.create(team=team, staff=staff, with_role=is_new)
    trail.record(None, "team.joined", staff.pk, at=at, team=team.slug, source="scim")
    mornings.ask_for_a_morning(team.municipality, at=at)


def _take(given: GivenTeam, team: Team, at: dt.datetime) -> None:
    grants.revoke(given.staff, "handle_concerns", team)
    if given.with_role and not grants.things_with(given.staff, "handle_concerns", Team).exists():
        RoleAssignment.objects.filter(staff=given.staff, role=Role.CASEWORKER).delete()
    given.delete()
    trail.record(None, "team.left", given.staff_id, at=at, team=team.slug, source="scim")


# --- what a group means -----------------------------------------------------------------------


def groups_for(staff: Staff) -> QuerySet[Group]:
    """The municipality's groups with how many `people` are in them, for whoever administers or approves."""
    if not tokens.may_see(staff):
        return Group.objects.none()
    return Group.objects.filter(municipality=staff.municipality_id).annotate(people=Count("members"))


def mappings_for(staff: Staff) -> QuerySet[Mapping]:
    """What the groups mean, or shall mean."""
    mine = Mapping.objects.filter(group__in=groups_for(staff).values("pk"))
    return mine.select_related("group", "unit", "team", "proposed_by", "decided_by")


@act
def propose(group: Group, place: Unit | Team, *, by: Staff, at: dt.datetime) -> Mapping:
    """A unit means it at once, a team when another person has said yes. Raises Forbidden. Safe to repeat."""
    guard.require(by, Act.ADMINISTER)
    if {group.municipality_id, place.municipality_id} != {by.municipality_id}:
        raise guard.Forbidden(Act.ADMINISTER)
    team, unit = (place, None) if isinstance(place, Team) else (None, place)
    facts = {"proposed_by": by, "proposed_at": at, "in_force_since": None if team else at}
    made, is_new = Mapping.objects.get_or_create(group=group, unit=unit, team=team, defaults=facts)
    if is_new:
        trail.record(by.pk, "group.meant", made.pk, at=at, place=place.slug, team=team is not None)
        if team is not None:
            tokens.ask_second_persons(by, at=at)
        else:
            settle(_members(group), group, at=at)
    return made


@act
def approve(mapping: Mapping, *, by: Staff, at: dt.datetime) -> None:
    """The second person says yes: the group's people belong to the team. Raises Forbidden."""
    guard.require(by, Act.APPROVE_PROVIDER)
    found = mappings_for(by).select_for_update(of=("self",)).get(pk=mapping.pk)
    if found.proposed_by_id == by.pk:
        raise guard.Forbidden("four eyes")
    if found.in_force_since is None and found.team is not None:
        found.decided_by, found.in_force_since = by, at
        found.save(update_fields=["decided_by", "in_force_since"])
        trail.record(by.pk, "group.meaning_approved", found.pk, at=at, place=found.team.slug)
        settle_team(found.team, at=at)


@act
def end(mapping: Mapping, *, by: Staff, at: dt.datetime) -> None:
    """The group means it no more, or never will; what it gave is taken back. Either of the two may."""
    if not tokens.may_see(by):
        raise guard.Forbidden(Act.ADMINISTER)
    found = mappings_for(by).filter(pk=mapping.pk).first()
    if found is None:
        return
    found.delete()
    trail.record(by.pk, "group.meaning_ended", mapping.pk, at=at)
    if found.team is not None:
        settle_team(found.team, at=at)
    else:
        _end_jobs(found, at)


def _end_jobs(mapping: Mapping, at: dt.datetime) -> None:
    """Who worked in the unit by the group alone: as the directory says without it."""
    staff = Staff.objects.filter(pk__in=_members(mapping.group), is_active=True)
    for person in staff.select_related("municipality"):
        if DirectoryPerson.objects.filter(pk=person.pk).exists():
            people.settle(person, at=at)


def _members(group: Group) -> list[int]:
    return list(GroupMember.objects.filter(group=group).values_list("staff", flat=True))
