"""Whom to call: every number that this reader may see, open or closed now."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from beredskab.access.page import StaffRequest, page
from beredskab.organisation import kept
from beredskab.organisation.models import Contact, Staff, Unit
from beredskab.ui.numbers import take_numbers
from plans import access, showing
from plans.contacts import contacts_in_force

IN_THE_PANEL = ("alarm-112", "politi-114")
FIRST = (
    "familieraadgivningen",
    "sociale-vagt",
    "fagchef",
    "tilsyn-privat",
    "tvaergaaende-team",
    "ssp-infohus",
)


@page(public=True)
def contacts(request: StaffRequest) -> HttpResponse:
    """The contacts of the municipality; without login those that are public."""
    viewer = access.viewer_of(request)
    at = now()
    in_force = contacts_in_force(viewer.municipality, at)
    take_numbers(request, in_force, at)
    found = {
        slug: one
        for slug, one in in_force.items()
        if one.audience in viewer.audiences and one.phone and slug not in IN_THE_PANEL
    }
    first = [found[slug] for slug in FIRST if slug in found]
    rest = sorted((one for one in found.values() if one not in first), key=_by_name)
    context = {
        "leader": leader_of(viewer.staff) if viewer.staff else None,
        "first": [showing.show_contact(one, found, at) for one in first],
        "public": list(_shown(rest, found, at, Contact.Audience.PUBLIC)),
        "internal": list(_shown(rest, found, at, Contact.Audience.INTERNAL)),
    }
    return render(request, "plans/contacts.html", context)


_STEPS = ("leader", "parent__leader", "parent__parent__leader")


def leader_of(staff: Staff) -> Staff | None:
    """The nearest leader above the person, at most three steps up; at most one statement. Else None."""
    if staff.unit is None:
        return None
    start = staff.unit.pk
    return kept.while_unchanged(
        staff.municipality,
        ("leader", staff.pk, start),
        lambda: _leader_above(staff, start),
        among=kept.PEOPLE,
    )


def _leader_above(staff: Staff, start: int) -> Staff | None:
    unit: Unit | None = Unit.objects.select_related(*_STEPS).get(pk=start)
    for _step in _STEPS:
        if unit is None:
            return None
        leader = unit.leader
        if leader is not None and leader.is_active and leader.pk != staff.pk:
            return leader
        unit = unit.parent
    return None


def _shown(
    contacts: Iterable[Contact], others: Mapping[str, Contact], at: dt.datetime, audience: str
) -> Iterable[showing.ShownContact]:
    for contact in contacts:
        if contact.audience == audience:
            yield showing.show_contact(contact, others, at)


def _by_name(contact: Contact) -> str:
    return contact.function.lower().translate(str.maketrans("æøå", "{|}"))
