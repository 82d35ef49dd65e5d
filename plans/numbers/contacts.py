"""The contacts that hold at a moment, by the name that the plan's text uses for them."""

import datetime as dt
from zoneinfo import ZoneInfo

from beredskab.organisation.models import Contact, Municipality, Unit
from beredskab.organisation.numbers import valid_contacts

OUT_OF_HOURS = {"familieraadgivningen": "sociale-vagt"}
"""Who answers when this contact is closed."""


def contacts_in_force(
    municipality: Municipality, at: dt.datetime, unit: Unit | None = None
) -> dict[str, Contact]:
    """The contacts that are valid that day, by slug: at most two statements.

    `unit` is where the reader works: its own numbers go before those of the whole municipality.
    """
    return valid_contacts(municipality, at.astimezone(ZoneInfo(municipality.timezone)).date(), unit)


def contacts_of_unit(unit: Unit, at: dt.datetime) -> list[Contact]:
    """The numbers that only this unit has, valid that day, by function; one without a number is left out."""
    on = at.astimezone(ZoneInfo(unit.municipality.timezone)).date()
    known = Contact.objects.filter(unit=unit).exclude(phone="").order_by("function")
    return [one for one in known if one.is_valid_on(on)]
