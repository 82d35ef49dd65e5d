"""The municipality's own contacts, by the name of their function."""

import datetime as dt

from django.db.models import F

from beredskab.organisation import kept
from beredskab.organisation.models import Contact, Municipality


def valid_contacts(municipality: Municipality, on: dt.date) -> dict[str, Contact]:
    """Those that are valid on a day, by slug; the one that began last wins. At most one statement."""
    every = kept.while_unchanged(municipality, "contacts", lambda: _read(municipality))
    return {contact.slug: contact for contact in every if contact.is_valid_on(on)}


def _read(municipality: Municipality) -> tuple[Contact, ...]:
    own = Contact.objects.filter(municipality=municipality, unit__isnull=True)
    found = tuple(own.order_by(F("valid_from").asc(nulls_first=True)))
    for contact in found:
        contact.municipality = municipality  # open_at asks for its time zone
    return found
