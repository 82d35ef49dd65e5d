"""Whose employments somebody enters: an administrator everybody's, a leader those of their own units.

A leader sees neither roles nor teams, and nothing of notifications (rule A-40).
"""

import datetime as dt

from django.db.models import Q, QuerySet

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.access.facts import facts_of
from beredskab.access.models import TeamGrant
from beredskab.organisation.models import Membership, Staff, Unit
from beredskab.organisation.reaching import with_below

COLLEAGUES = 300
"""More than anybody chooses from; a page stays a page."""


def is_administrator(staff: Staff) -> bool:
    """Whether the person administers the municipality."""
    return guard.may(staff, Act.ADMINISTER)


def may_manage_some(staff: Staff) -> bool:
    """Whether there is anybody at all whose employment the person enters."""
    return is_administrator(staff) or (guard.may(staff, Act.MANAGE_UNIT) and bool(facts_of(staff).led_units))


def require_some(staff: Staff) -> None:
    """Raises Forbidden for who administers nothing and leads nobody."""
    if not may_manage_some(staff):
        raise guard.Forbidden(Act.MANAGE_UNIT)


def units_managed_by(staff: Staff) -> list[Unit]:
    """The units whose employments the person enters, by name. One statement."""
    if not may_manage_some(staff):
        return []
    units = list(Unit.objects.filter(municipality=staff.municipality_id).order_by("name", "pk"))
    if is_administrator(staff):
        return units
    led = facts_of(staff).led_units
    found = {one.pk for top in units if top.pk in led for one in with_below(top, units)}
    return [one for one in units if one.pk in found]


def may_manage_unit(staff: Staff, unit: Unit) -> bool:
    """Whether the person enters who works there."""
    return unit in units_managed_by(staff)


def jobs_managed_by(staff: Staff, today: dt.date) -> QuerySet[Membership]:
    """The employments that the person may change: those that have not ended, and nobody's own as a leader."""
    jobs = Membership.objects.filter(_open(today)).select_related("unit", "profession", "staff")
    if is_administrator(staff):
        return jobs.filter(unit__municipality=staff.municipality_id)
    return jobs.filter(unit__in=units_managed_by(staff)).exclude(staff=staff)


def people_managed_by(staff: Staff, today: dt.date) -> QuerySet[Staff]:
    """The people whose page opens: everybody for an administrator, a leader's own by their employments."""
    people = Staff.objects.filter(municipality=staff.municipality_id).select_related("municipality")
    if is_administrator(staff):
        return people
    return people.filter(pk__in=jobs_managed_by(staff, today).values("staff"))


def may_manage(staff: Staff, person: Staff, today: dt.date) -> bool:
    """Whether the person's page opens."""
    return people_managed_by(staff, today).filter(pk=person.pk).exists()


def answers_alone_for(staff: Staff, person: Staff, today: dt.date) -> bool:
    """Whether the person works in nobody else's units: only then may a leader say that they are away.

    Or a leader whom a notification is about could take its handler away by employing them (trust.md T3).
    """
    if is_administrator(staff):
        return person.municipality_id == staff.municipality_id
    jobs = Membership.objects.filter(_open(today), staff=person)
    mine = jobs_managed_by(staff, today).filter(staff=person)
    return mine.exists() and not jobs.exclude(pk__in=mine.values("pk")).exists()


def colleagues_of(person: Staff, today: dt.date, *, by: Staff) -> list[Staff]:
    """Who may stand in: whoever works where the person works, or belongs to a team of theirs. By name.

    A leader is not told who belongs to which team.
    """
    places = Membership.objects.filter(_open(today), staff=person).values("unit")
    there = Membership.objects.current(today).order_by().filter(unit__in=places)
    teams = TeamGrant.objects.filter(user=person, permission__codename="handle_concerns")
    same = TeamGrant.objects.filter(
        content_object__in=teams.values("content_object"), permission__codename="handle_concerns"
    )
    near = Q(pk__in=there.values("staff"))
    if by.pk == person.pk or is_administrator(by):
        near |= Q(pk__in=same.values("user"))
    people = Staff.objects.filter(near, municipality=person.municipality_id, is_active=True)
    return list(people.exclude(pk=person.pk).order_by("name", "pk")[:COLLEAGUES])


def has_a_team(person: Staff) -> bool:
    """Whether the person handles notifications or leads who does."""
    return TeamGrant.objects.filter(user=person).exists()


def _open(today: dt.date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gte=today)
