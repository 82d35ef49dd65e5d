"""Whoever a provider vouches for becomes somebody here, with what their job gives. Rules A-14 and A-15."""

import datetime as dt

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from beredskab.access import grants
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.audit import trail
from beredskab.organisation.models import Staff, Unit
from beredskab.signin.models import GivenRole, Identity, Provider, SeenAnswer
from beredskab.signin.providers.job_functions import Given, Vouched, given

KEPT = dt.timedelta(days=1)  # an answer is stale after minutes; a day is far beyond every clock's error


class Refused(Exception):
    """The provider's answer lets nobody in; `reason` is a code for the page and the trail."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def arrive(provider: Provider, vouched: Vouched, *, at: dt.datetime) -> Staff:
    """The person, with the roles of the table and without those the provider says no more. Raises Refused."""
    _once(provider, vouched, at)
    staff = _somebody(provider, vouched, at)
    if not staff.is_active:
        raise Refused("left")
    _give(provider, staff, given(vouched.functions, provider.mapping), at)
    return staff


def _once(provider: Provider, vouched: Vouched, at: dt.datetime) -> None:
    if not vouched.answer:
        return
    SeenAnswer.objects.filter(until__lt=at).delete()
    try:
        with transaction.atomic():
            SeenAnswer.objects.create(provider=provider, answer=vouched.answer[:200], until=at + KEPT)
    except IntegrityError:
        raise Refused("seen_before") from None


def _somebody(provider: Provider, vouched: Vouched, at: dt.datetime) -> Staff:
    known = Identity.objects.select_related("staff__municipality").filter(
        provider=provider, subject=vouched.subject
    )
    for one in known:
        return one.staff
    staff = _by_mail(provider, vouched.email)
    if staff is None:
        if not (provider.takes_in and vouched.email and vouched.name):
            raise Refused("unknown")
        staff = _take_in(provider, vouched, at)
    elif Identity.objects.filter(provider=provider, staff=staff).exists():
        raise Refused("another_subject")
    Identity.objects.create(provider=provider, subject=vouched.subject, staff=staff)
    trail.record(staff.pk, "staff.identity_bound", staff.pk, at=at, provider=provider.slug)
    return staff


def _by_mail(provider: Provider, email: str) -> Staff | None:
    mine = Staff.objects.select_related("municipality").filter(municipality=provider.municipality_id)
    return mine.filter(email__iexact=email).first() if email else None


def _take_in(provider: Provider, vouched: Vouched, at: dt.datetime) -> Staff:
    """Somebody new with the least role: reads, files, and nothing else (rule A-14)."""
    staff = Staff.objects.create_user(
        vouched.email, name=vouched.name[:120], municipality=provider.municipality
    )
    trail.record(None, "staff.enrolled", staff.pk, at=at, source="provider")
    return staff


def _give(provider: Provider, staff: Staff, wanted: Given, at: dt.datetime) -> None:
    """What was given before and is not said any more goes; what was given in the portal stays."""
    before = {
        (one.role, one.unit_id): one for one in GivenRole.objects.filter(provider=provider, staff=staff)
    }
    units = {unit.pk: unit for unit in _units(provider, wanted)}
    after = {(role.value, None) for role in wanted.roles} | {(Role.LEADER.value, unit) for unit in units}
    for key in before.keys() - after:
        _take_back(before[key], staff)
    for role, unit in after - before.keys():
        if unit is not None:
            is_new = not grants.things_with(staff, "lead_unit", Unit).filter(pk=unit).exists()
            grants.grant(staff, "lead_unit", units[unit])
        else:
            _row, is_new = RoleAssignment.objects.get_or_create(staff=staff, role=role)
        if is_new:
            GivenRole.objects.create(provider=provider, staff=staff, role=role, unit_id=unit)
    if before.keys() != after:
        for part in settings.ENROLMENT_PARTS:
            import_string(part)(staff)
        trail.record(None, "staff.roles_by_provider", staff.pk, at=at, roles=sorted(wanted.roles))


def _units(provider: Provider, wanted: Given) -> list[Unit]:
    """The units that the constraints name, by slug or name; one that nobody knows gives nothing."""
    mine = Unit.objects.filter(municipality=provider.municipality_id)
    names = {one.casefold() for one in wanted.led}
    return [unit for unit in mine if names & {unit.slug, unit.name.casefold()}] if names else []


def _take_back(one: GivenRole, staff: Staff) -> None:
    if one.unit is not None:
        grants.revoke(staff, "lead_unit", one.unit)
    else:
        RoleAssignment.objects.filter(staff=staff, role=one.role).delete()
    one.delete()
