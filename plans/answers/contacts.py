"""The numbers in force, without the names of people: a function, when somebody answers, and the number."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from beredskab.organisation.models import Municipality
from beredskab.organisation.models.contact import WEEKDAYS
from beredskab.ui.phones import phone_text, tel
from plans.numbers.contacts import contacts_in_force
from plans.vocabulary import Audience


@dataclass(frozen=True)
class Opening:
    """A span on a weekday (mon … sun), in the municipality's own time."""

    day: str
    opens: str
    closes: str


@dataclass(frozen=True)
class Contact:
    """A function with its number. `tel` is the number as it is dialled; no opening and not always open means
    that nobody has said when somebody answers. `unconfirmed`: nobody has vouched for it in half a year."""

    id: str
    function: str
    phone: str
    tel: str
    note: str
    audience: Audience
    always_open: bool
    opening_hours: list[Opening]
    open_now: bool
    unconfirmed: bool


@dataclass(frozen=True)
class ContactsAnswer:
    """The numbers that hold for the whole municipality."""

    municipality: str
    at: dt.datetime
    contacts: list[Contact]


def contacts(municipality: Municipality, at: dt.datetime, *, internal: bool) -> ContactsAnswer:
    """Public ones; with `internal` those for employees as well. One without a number is left out."""
    seen = (Audience.PUBLIC, Audience.INTERNAL) if internal else (Audience.PUBLIC,)
    found = contacts_in_force(municipality, at).values()
    shown = [_contact(one, at) for one in found if one.phone and one.audience in seen]
    return ContactsAnswer(municipality.slug, at, sorted(shown, key=lambda one: one.id))


def _contact(one: Any, at: dt.datetime) -> Contact:
    hours = [] if one.is_always_open else [(day, span) for day in WEEKDAYS for span in one.hours.get(day, ())]
    return Contact(
        one.slug,
        one.function,
        phone_text(one.phone),
        tel(one.phone).removeprefix("tel:"),
        one.note,
        Audience(one.audience),
        one.is_always_open,
        [Opening(day, *span) for day, span in hours],
        one.open_at(at),
        one.is_unconfirmed(at.date()),
    )
