"""The phone numbers every page must be able to show: who to call now, open or closed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.organisation.models import Contact, Municipality
from beredskab.organisation.numbers import valid_contacts
from beredskab.ui.phones import phone_text, tel

FAMILY, ON_CALL, SUPPORT = "familieraadgivningen", "sociale-vagt", "support"
SLUGS = (FAMILY, ON_CALL, SUPPORT)
POLICE = "114"


@dataclass(frozen=True)
class Number:
    """A number as it is shown: name first, then the number, then one line about it."""

    name: str
    number: str
    note: str

    @property
    def tel(self) -> str:
        return tel(self.number)


@dataclass(frozen=True)
class AcuteNumbers:
    """Beside 112 and 114: the one to call now, both of them by name, and support for the portal."""

    third: Number | None
    family: Number | None
    on_call: Number | None
    family_is_open: bool
    support_phone: str


def choose(contacts: Mapping[str, Contact], at: dt.datetime) -> AcuteNumbers:
    """Which number comes first now: the family unit while it is open, else the on-call service."""
    family, on_call = contacts.get(FAMILY), contacts.get(ON_CALL)
    is_open = bool(family and family.phone and family.open_at(at))
    open_now = _("Open now.")
    shown_family = _number(family, open_now if is_open else "") if family else None
    shown_on_call = _on_call(on_call) if on_call else None
    return AcuteNumbers(
        third=shown_family if is_open else shown_on_call,
        family=shown_family,
        on_call=shown_on_call,
        family_is_open=is_open,
        support_phone=contacts[SUPPORT].phone if SUPPORT in contacts else "",
    )


def _number(contact: Contact, opening: str) -> Number | None:
    if not contact.phone:
        return None
    note = " ".join(part for part in (contact.note, opening) if part)
    return Number(contact.function, phone_text(contact.phone), note)


def _on_call(contact: Contact) -> Number | None:
    """Many municipalities reach the on-call service through the police; then the text says so."""
    if contact.phone.strip() in ("", POLICE):
        return Number(contact.function, POLICE, _("Call 114 and ask for the on-call social service."))
    always = _("Round the clock.") if contact.is_always_open else ""
    return _number(contact, always)


def take_numbers(request: HttpRequest, contacts: Mapping[str, Contact], at: dt.datetime) -> None:
    """For a page that has read the municipality's contacts anyway: the numbers need no statement more."""
    request._acute_numbers = choose(contacts, at)  # type: ignore[attr-defined]  # ours, for this page only


def numbers_for(request: HttpRequest) -> AcuteNumbers:
    """The numbers of the request's municipality, read once per page."""
    kept = getattr(request, "_acute_numbers", None)
    if kept is None:
        at = timezone.now()
        municipality: Municipality = request.municipality  # type: ignore[attr-defined]  # set by the middleware
        unit = request.user.unit if request.user.is_authenticated else None
        kept = choose(valid_contacts(municipality, timezone.localdate(at), unit), at)
        request._acute_numbers = kept  # type: ignore[attr-defined]  # ours, for this page only
    return kept
