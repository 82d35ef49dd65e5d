"""Name, e-mail and phone are put right by hand; a second step that is lost is set up anew. Rule A-46.

Of somebody whose rights two persons gave, two persons change the e-mail and the second step: whoever could
change either alone could sign in as them. Name and phone open nothing, and need one.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from beredskab.access import four_eyes, guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.administration.models import PersonChange, PersonChangeKind
from beredskab.administration.staffing import rights
from beredskab.audit import trail
from beredskab.organisation.models import Membership, Staff
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind
from beredskab.signin import codes
from beredskab.signin.models import SecondFactor


class Taken(Exception):
    """Somebody else of the municipality has the e-mail."""


class NothingToReset(Exception):
    """The person has no second step here: their work vouches for them."""


class Origin(StrEnum):
    """Where name, e-mail and phone come from, and so what the next import does to a correction."""

    HAND = "hand"
    NUMBERED_LIST = "numbered_list"
    LIST = "list"
    DIRECTORY = "directory"


@dataclass(frozen=True)
class Facts:
    """What a page says of a person."""

    name: str
    email: str
    phone: str


def origin_of(person: Staff) -> Origin:
    """Who says what the person is called. One statement."""
    jobs = Membership.objects.filter(staff=person).values_list("source", flat=True)
    sources = set(jobs)
    if Membership.Source.SCIM in sources or _is_in_directory(person):
        return Origin.DIRECTORY
    if Membership.Source.LIST in sources:
        return Origin.NUMBERED_LIST if person.number else Origin.LIST
    return Origin.HAND


def with_way_in(people: QuerySet[Staff]) -> "QuerySet[Any]":
    """With `has_app`, whether there is a second step here, and `way_in_changes`, what waits of each."""
    app = SecondFactor.objects.filter(staff=OuterRef("pk"))
    waiting = PersonChange.objects.filter(staff=OuterRef("pk"), decided_at__isnull=True).order_by("kind")
    return people.annotate(has_app=Exists(app), way_in_changes=ArraySubquery(waiting.values("kind")))


def needs_two(person: Staff) -> bool:
    """Whether the person has a right that two persons gave."""
    return any(one.needs_two for one in rights.rights_of(person))


def changes_for(staff: Staff) -> QuerySet[PersonChange]:
    """What waits for a second person, for whoever asks or decides."""
    waiting = PersonChange.objects.filter(municipality=staff.municipality_id, decided_at__isnull=True)
    if not (guard.may(staff, Act.ADMINISTER) or guard.may(staff, Act.APPROVE_RIGHTS)):
        return waiting.none()
    return waiting.select_related("staff", "proposed_by")


def may_decide(staff: Staff, change: PersonChange) -> bool:
    """A second pair of eyes, who is neither who asked nor whom it is about."""
    return guard.may(staff, Act.APPROVE_RIGHTS) and staff.pk not in (change.proposed_by_id, change.staff_id)


@act
def correct(person: Staff, facts: Facts, *, by: Staff, at: dt.datetime) -> PersonChange | None:
    """Put it right; the e-mail may wait for another person, and is then returned.

    Raises Forbidden, Taken, four_eyes.AlreadyWaiting.
    """
    found = _somebody(person, by)
    email = facts.email.strip().lower()
    wanted = {"name": facts.name.strip(), "phone": facts.phone.strip()}
    is_other = email != found.email.lower()
    if is_other and _is_taken(found, email):
        raise Taken
    waits = is_other and needs_two(found)
    if is_other and not waits:
        wanted["email"] = email
    _write(found, {name: value for name, value in wanted.items() if value != getattr(found, name)}, by, at)
    return _ask(found, PersonChangeKind.EMAIL, email=email, by=by, at=at) if waits else None


@act
def reset(person: Staff, *, by: Staff, at: dt.datetime) -> PersonChange | None:
    """The phone is lost: app and recovery codes go, or wait for another person, which is then returned.

    Raises Forbidden (also for oneself), NothingToReset, four_eyes.AlreadyWaiting.
    """
    found = _somebody(person, by)
    if found.pk == by.pk:
        raise guard.Forbidden("one's own second step")
    if not codes.has_second_factor(found):
        raise NothingToReset
    if needs_two(found):
        return _ask(found, PersonChangeKind.SECOND_STEP, email="", by=by, at=at)
    _forget(found, by, at)
    return None


@act
def decide(change: PersonChange, *, approve: bool, by: Staff, at: dt.datetime) -> None:
    """Another person says yes or no; whoever asked may take it back. Raises Forbidden, Taken."""
    rows = PersonChange.objects.select_for_update(of=("self",)).select_related("staff", "proposed_by")
    found = rows.get(pk=change.pk, municipality=by.municipality_id)
    if found.staff_id == by.pk:
        raise guard.Forbidden("one's own way in")
    if not four_eyes.decide(found, Act.APPROVE_RIGHTS, approve=approve, by=by, at=at):
        return
    trail.record(by.pk, f"person.change_{'approved' if approve else 'rejected'}", found.pk, at=at)
    if approve:
        _DO[PersonChangeKind(found.kind)](found, by, at)
    if found.proposed_by_id != by.pk:
        tell(found.proposed_by, Kind.NEWS, at=at)


def _ask(person: Staff, kind: PersonChangeKind, *, email: str, by: Staff, at: dt.datetime) -> PersonChange:
    made = PersonChange(municipality=by.municipality, staff=person, kind=kind, email=email)
    made.proposed_by, made.proposed_at = by, at
    four_eyes.keep(made)
    trail.record(by.pk, "person.change_asked", made.pk, at=at, staff=person.pk, kind=kind.value)
    for one in guard.who_may(Act.APPROVE_RIGHTS, by.municipality_id).exclude(pk__in=[by.pk, person.pk]):
        tell(one, Kind.NEWS, at=at)
    # The person hears of it before anything has changed, at the address there is: it may be a theft.
    tell(person, Kind.ACCOUNT, at=at)
    return made


def _write(person: Staff, changed: Mapping[str, str], by: Staff, at: dt.datetime) -> None:
    if not changed:
        return
    for name, value in changed.items():
        setattr(person, name, value)
    try:
        with transaction.atomic():
            person.save(update_fields=list(changed))
    except IntegrityError:
        raise Taken from None
    trail.record(by.pk, "staff.corrected", person.pk, at=at, fields=sorted(changed))
    if person.pk != by.pk:
        tell(person, Kind.ACCOUNT, at=at)


def _forget(person: Staff, by: Staff, at: dt.datetime) -> None:
    codes.forget(person, by=by.pk, at=at)
    tell(person, Kind.ACCOUNT, at=at)


_DO: dict[PersonChangeKind, Callable[[PersonChange, Staff, dt.datetime], None]] = {
    PersonChangeKind.EMAIL: lambda one, by, at: _write(one.staff, {"email": one.email}, by, at),
    PersonChangeKind.SECOND_STEP: lambda one, by, at: _forget(one.staff, by, at),
}


def _somebody(person: Staff, by: Staff) -> Staff:
    guard.require(by, Act.ADMINISTER)
    if person.municipality_id != by.municipality_id or not person.is_active:
        raise guard.Forbidden(Act.ADMINISTER)
    return Staff.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=person.pk)


def _is_taken(person: Staff, email: str) -> bool:
    others = Staff.objects.filter(municipality=person.municipality_id, email__iexact=email)
    return others.exclude(pk=person.pk).exists()


def _is_in_directory(person: Staff) -> bool:
    return Staff.objects.filter(pk=person.pk, directory_person__gone=False).exists()
