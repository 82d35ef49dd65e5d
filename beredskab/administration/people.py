"""Taking one person in: a login with employment, roles and teams. Safe to repeat; nothing is taken away."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.module_loading import import_string

from beredskab.access import grants
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.administration.staffing import mornings
from beredskab.audit import trail
from beredskab.organisation.models import Membership, Municipality, Profession, Staff, Team, Unit

Place = TypeVar("Place", Unit, Team)


@dataclass(frozen=True)
class Newcomer:
    """A person as somebody types it; units, teams and professions by slug or name."""

    email: str
    name: str
    unit: str = ""
    profession: str = ""
    roles: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    phone: str = ""


class Refused(Exception):
    """Somebody cannot be taken in; the sentence says who and why."""


@transaction.atomic
def enrol(newcomer: Newcomer, municipality: Municipality, *, at: dt.datetime) -> bool:
    """Take one person in, or add what a known person lacks; whether they are new. Raises Refused.

    A new person has no usable password: they get one with `set_password`.
    """
    staff, made = _staff(newcomer, municipality)
    if newcomer.unit:
        _employ(staff, newcomer)
    for role in newcomer.roles:
        RoleAssignment.objects.get_or_create(staff=staff, role=_role(newcomer, role))
    for team in newcomer.teams:
        grants.grant(staff, "handle_concerns", _found(Team, newcomer, municipality, team))
    for unit in newcomer.leads:
        _make_leader(staff, _found(Unit, newcomer, municipality, unit))
    for part in settings.ENROLMENT_PARTS:
        import_string(part)(staff)
    given = [*newcomer.roles, *newcomer.teams, *newcomer.leads]
    trail.record(None, "staff.enrolled", staff.pk, at=at, given=given)
    mornings.ask_for_a_morning(municipality, at=at)
    return made


def _staff(newcomer: Newcomer, municipality: Municipality) -> tuple[Staff, bool]:
    email = newcomer.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(f"{newcomer.email!r} is not a mail address.") from None
    known = Staff.objects.filter(municipality=municipality, email__iexact=email).first()
    if known is None:
        if not newcomer.name.strip():
            raise Refused(f"{email} has no name.")
        facts = {"name": newcomer.name.strip(), "phone": newcomer.phone.strip()}
        return Staff.objects.create_user(email, municipality=municipality, **facts), True
    return known, False


def _employ(staff: Staff, newcomer: Newcomer) -> None:
    unit = _found(Unit, newcomer, staff.municipality, newcomer.unit)
    profession = None
    if newcomer.profession:
        professions = Profession.objects.filter(municipality=staff.municipality)
        wanted = newcomer.profession.strip()
        profession = (
            professions.filter(slug=wanted).first() or professions.filter(name_da__iexact=wanted).first()
        )
        if profession is None:
            known = ", ".join(professions.values_list("slug", flat=True))
            raise Refused(f"{staff.email}: there is no profession {wanted!r}. There are: {known}.")
    Membership.objects.get_or_create(staff=staff, unit=unit, profession=profession)


def _make_leader(staff: Staff, unit: Unit) -> None:
    Unit.objects.filter(pk=unit.pk).update(leader=staff)
    RoleAssignment.objects.get_or_create(staff=staff, role=Role.LEADER)
    grants.grant(staff, "lead_unit", unit)


def _role(newcomer: Newcomer, role: str) -> Role:
    try:
        return Role(role.strip())
    except ValueError:
        known = ", ".join(Role)
        raise Refused(f"{newcomer.email}: there is no role {role!r}. There are: {known}.") from None


def _found(kind: type[Place], newcomer: Newcomer, municipality: Municipality, wanted: str) -> Place:
    places = kind.objects.filter(municipality=municipality)
    found = places.filter(slug=wanted.strip()).first() or places.filter(name__iexact=wanted.strip()).first()
    if found is None:
        known = ", ".join(places.order_by("slug").values_list("slug", flat=True))
        what = kind.__name__.lower()
        raise Refused(f"{newcomer.email}: there is no {what} {wanted!r}. There are: {known}.")
    return found
