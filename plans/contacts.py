"""The contacts that hold at a moment, by the name that the plan's text uses for them."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.models import Q

from beredskab.organisation.models import Contact, Municipality

OUT_OF_HOURS = {"familieraadgivningen": "sociale-vagt"}
"""Who answers when this contact is closed."""


def contacts_in_force(municipality: Municipality, at: dt.datetime) -> dict[str, Contact]:
    """The municipality's own contacts that are valid that day, by slug: one statement."""
    on = at.astimezone(ZoneInfo(municipality.timezone)).date()
    valid = (Q(valid_from__isnull=True) | Q(valid_from__lte=on)) & (
        Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    )
    found = Contact.objects.filter(valid, municipality=municipality, unit__isnull=True)
    by_slug = {contact.slug: contact for contact in found.order_by("valid_from")}
    for contact in by_slug.values():
        contact.municipality = municipality  # open_at asks for its time zone
    return by_slug
