"""The municipality's own contacts, by the name of their function; for a reader, the nearest ones."""

import datetime as dt

from django.db.models import F, Q

from beredskab.organisation import kept
from beredskab.organisation.models import Contact, Municipality, Unit

EVERYWHERE = Q(unit__isnull=True, area="")


def valid_contacts(municipality: Municipality, on: dt.date, unit: Unit | None = None) -> dict[str, Contact]:
    """Those that are valid on a day, by slug; the one that began last wins. At most two statements.

    For somebody who works in `unit`, a contact of the unit itself, of the two units above it or of its
    area goes before the one that everybody has: the nearest wins.
    """
    every = kept.while_unchanged(municipality, "contacts", lambda: _read(municipality, EVERYWHERE))
    near: tuple[Contact, ...] = ()
    if unit is not None and unit.municipality_id == municipality.pk:
        key = ("contacts", unit.pk, unit.parent_id, unit.area)
        near = kept.while_unchanged(municipality, key, lambda: _near(municipality, unit))
    return {contact.slug: contact for contact in (*every, *near) if contact.is_valid_on(on)}


def _near(municipality: Municipality, unit: Unit) -> tuple[Contact, ...]:
    """The furthest first, so that the nearest is what stays."""
    above = Q(unit=unit) | Q(unit__children=unit) | Q(unit__children__children=unit)
    of_area = Q(unit__isnull=True, area=unit.area) & ~Q(area="")
    found = dict.fromkeys(_read(municipality, above | of_area))
    return tuple(sorted(found, key=lambda contact: -_distance(contact, unit)))


def _distance(contact: Contact, unit: Unit) -> int:
    """Its own, of the unit above, further up, of the area."""
    if contact.unit_id is None:
        return 3
    return {unit.pk: 0, unit.parent_id: 1}.get(contact.unit_id, 2)


def _read(municipality: Municipality, which: Q) -> tuple[Contact, ...]:
    own = Contact.objects.filter(which, municipality=municipality)
    found = tuple(own.order_by(F("valid_from").asc(nulls_first=True)))
    for contact in found:
        contact.municipality = municipality  # open_at asks for its time zone
    return found
