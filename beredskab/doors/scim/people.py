"""Somebody of the directory comes, changes or leaves: the acts of the staff list for one person. A-34."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.module_loading import import_string

from beredskab.administration import leaving
from beredskab.administration.importing import known, taking_in
from beredskab.administration.importing.comparing import Job, Person
from beredskab.administration.importing.reading import File
from beredskab.administration.importing.taking_in import Prospect
from beredskab.administration.importing.tree import Node
from beredskab.audit import trail
from beredskab.doors.models import DirectoryPerson, Mapping
from beredskab.doors.scim import guarding
from beredskab.organisation.models import Municipality, Staff
from beredskab.organisation.models.staff import Source

SOURCE = Source.SCIM
NOTHING = File(rows=(), faults=(), columns=frozenset())


class Taken(Exception):
    """The user name or e-mail is somebody else's."""


@dataclass(frozen=True)
class Told:
    """What the directory says of somebody; an empty text says nothing. `resource` is kept and told back."""

    user_name: str
    email: str
    name: str
    active: bool = True
    phone: str = ""
    number: str = ""
    title: str = ""
    unit: str = ""
    above: str = ""
    external_id: str = ""
    resource: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def come(told: Told, municipality: Municipality, *, at: dt.datetime) -> Staff:
    """Somebody new, or somebody who was deleted and is back. Raises Taken."""
    back = DirectoryPerson.objects.filter(
        municipality=municipality, user_name__iexact=told.user_name, gone=True
    )
    found = back.select_related("staff").first()
    if found is not None:
        return change(found.staff, told, at=at)
    _require_free(told, municipality, None)
    staff = Staff.objects.create(
        municipality=municipality,
        email=told.email,
        name=told.name,
        phone=told.phone,
        number=told.number,
        is_active=told.active,
        password=make_password(None),
    )
    trail.record(None, "staff.enrolled", staff.pk, at=at, source=SOURCE.value)
    _keep(staff, told, at)
    if told.active:
        settle(staff, at=at)
    return staff


@transaction.atomic
def change(staff: Staff, told: Told, *, at: dt.datetime) -> Staff:
    """As the directory says from now on. Raises Taken, guarding.ManyLeave, guarding.LastAdministrator."""
    staff = Staff.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=staff.pk)
    _require_free(told, staff.municipality, staff)
    if staff.is_active and not told.active:
        guarding.require_few(staff, at=at)
    changed = _change_facts(staff, told, at)
    _keep(staff, told, at)
    if changed:
        trail.record(None, "staff.changed", staff.pk, at=at, source=SOURCE.value)
    if not told.active:
        leave([staff], at=at)
    else:
        settle(staff, at=at)
    return staff


@transaction.atomic
def delete(staff: Staff, *, at: dt.datetime) -> None:
    """The directory has deleted somebody: they leave, and are not told of any more. Raises as `change`."""
    person = as_known(staff, at=at)
    if staff.is_active:
        guarding.require_few(staff, at=at)
        leave([staff], at=at)
    DirectoryPerson.objects.filter(pk=person.pk).update(gone=True, changed_at=at)


def leave(people: list[Staff], *, by: int | None = None, at: dt.datetime) -> None:
    """The act of whoever is missing from a list (A-03): employments end, the login closes, rights go."""
    for staff in people:
        as_known(staff, at=at)
        today = at.astimezone(ZoneInfo(staff.municipality.timezone)).date()
        leaving.end_listed_jobs([staff.pk], today, (SOURCE, Source.LIST))
    gone = [one.pk for one in people if one.is_active]
    leaving.switch_off(gone, by=by, at=at)
    DirectoryPerson.objects.filter(pk__in=gone).update(left_at=at, held_at=None)
    for staff in people:
        staff.is_active = False
    _have_the_rest_done({one.municipality for one in people}, at=at)


def settle(staff: Staff, *, at: dt.datetime) -> None:
    """Employments by what the directory says of the person and by the units that their groups mean.

    Where it says nothing of a unit, employments stay as they are.
    """
    person = DirectoryPerson.objects.get(pk=staff.pk)
    today = at.astimezone(ZoneInfo(staff.municipality.timezone)).date()
    tree, meaning = known.tree_of(staff.municipality), known.meanings_of(staff.municipality)
    unit, above, title = (person.told.get("_" + name, "") for name in ("unit", "above", "title"))
    nodes: list[Node] = [tree.find(unit, above)] if unit else []
    mapped = Mapping.objects.filter(
        group__in=staff.directory_groups.values("group"), unit__isnull=False, in_force_since__isnull=False
    )
    ids = set(mapped.values_list("unit", flat=True))
    nodes += [one for one in tree.nodes if one.id in ids and one not in nodes]
    if not nodes:
        return
    jobs = [Job(node, meaning(title), title, None, None, None) for node in nodes]
    who = Person(1, staff.email.lower(), staff.name, staff.phone, staff.number, jobs)
    ahead = Prospect(staff.municipality, NOTHING, tree, [who], (), today, {}, SOURCE)
    taking_in.take_in_some(ahead, 0, 1, by=None, at=at)
    leaving.ask_for_a_night(staff.municipality, at=at)
    _have_the_rest_done({staff.municipality}, at=at)


def as_known(staff: Staff, *, at: dt.datetime) -> DirectoryPerson:
    """The person as the directory knows them; made for somebody who came by another way."""
    found, _made = DirectoryPerson.objects.get_or_create(
        staff=staff,
        defaults={
            "municipality": staff.municipality,
            "user_name": staff.email,
            "made_at": at,
            "changed_at": at,
        },
    )
    return found


def _require_free(told: Told, municipality: Municipality, staff: Staff | None) -> None:
    mine = staff.pk if staff else 0
    names = DirectoryPerson.objects.filter(municipality=municipality, user_name__iexact=told.user_name)
    emails = Staff.objects.filter(municipality=municipality, email__iexact=told.email)
    numbers = Staff.objects.filter(municipality=municipality, number=told.number).exclude(number="")
    for others in (names, emails, numbers):
        if others.exclude(pk=mine).exists():
            raise Taken


def _change_facts(staff: Staff, told: Told, at: dt.datetime) -> bool:
    """What is said, and what was said before and is said no more."""
    said = {"email": told.email, "name": told.name, "phone": told.phone, "number": told.number}
    facts: dict[str, object] = {
        name: value for name, value in said.items() if value and value != getattr(staff, name)
    }
    before = as_known(staff, at=at).told
    facts |= {name: "" for name in ("phone", "number") if not said[name] and before.get(f"_{name}")}
    if told.active and not staff.is_active:
        facts["is_active"] = True
    for name, value in facts.items():
        setattr(staff, name, value)
    if facts:
        staff.save(update_fields=list(facts))
    return bool(facts)


def _keep(staff: Staff, told: Told, at: dt.datetime) -> None:
    names = ("unit", "above", "title", "phone", "number")
    kept = {**told.resource, **{f"_{name}": getattr(told, name) for name in names}}
    facts = {
        "municipality": staff.municipality,
        "user_name": told.user_name,
        "external_id": told.external_id,
        "told": kept,
        "changed_at": at,
        "gone": False,
    }
    if told.active:
        facts |= {"left_at": None, "held_at": None}
    DirectoryPerson.objects.update_or_create(
        staff=staff, defaults=facts, create_defaults={**facts, "made_at": at}
    )


def _have_the_rest_done(municipalities: set[Municipality], *, at: dt.datetime) -> None:
    for municipality in municipalities:
        for part in settings.PEOPLE_CHANGED_PARTS:
            import_string(part)(municipality, at=at)
