"""Whom to call: every number that this reader may see, open or closed now."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.organisation import kept
from beredskab.organisation.models import Contact, Staff, Unit
from beredskab.ui.numbers import take_numbers
from plans import access, showing
from plans.numbers import contact_care
from plans.numbers.contacts import contacts_in_force

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
    in_force = contacts_in_force(viewer.municipality, at, viewer.unit)
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
        "owns_some": _owns_some(viewer.staff, in_force.values()),
        "internal": list(_shown(rest, found, at, Contact.Audience.INTERNAL)),
    }
    return render(request, "plans/contacts.html", context)


def _owns_some(staff: Staff | None, contacts: Iterable[Contact]) -> bool:
    return staff is not None and any(one.owner_id == staff.pk for one in contacts)


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


@page(reads=["GET"])
def mine(request: StaffRequest) -> HttpResponse:
    """The numbers I answer for: one button each, the ones that wait first."""
    at = now()
    on = localdate(at)
    found = list(access.contacts_owned_by(request.user))
    found.sort(key=lambda one: (not one.is_to_be_asked(on), _by_name(one)))
    rows = [
        {"contact": one, "shown": showing.show_contact(one, {}, at), "waits": one.is_to_be_asked(on)}
        for one in found
    ]
    context = {"rows": rows, "may_edit": guard.may(request.user, Act.EDIT_CONTACTS)}
    return render(request, "plans/my_contacts.html", context)


@page(reads=[], writes=["POST"])
def confirm(request: StaffRequest, contact: int) -> HttpResponse:
    """»Yes, it is still right«, or »No«: then it turns amber and the editors are told."""
    owned, edited = access.contacts_owned_by(request.user), access.contacts_edited_by(request.user)
    found = owned.filter(pk=contact).first() or get_object_or_404(edited, pk=contact)
    if request.POST.get("answer") == "no":
        contact_care.doubt(found, by=request.user, at=now())
        messages.success(request, _("Thank you. The editors have been told, and the number stands in amber."))
    else:
        contact_care.confirm(found, by=request.user, at=now())
        messages.success(request, _("Thank you. ”%(function)s” is confirmed.") % {"function": found.function})
    if request.POST.get("next") == "edit":
        return redirect("plans:edit_contact", found.pk)
    return redirect("plans:my_contacts")
