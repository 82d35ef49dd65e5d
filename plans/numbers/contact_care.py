"""Looking after the numbers: owners are asked twice a year; what begins or ends at midnight goes everywhere.

A number that nobody has confirmed for half a year is shown in amber wherever it stands (`confirming`).
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.models import Q

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden
from beredskab.audit import trail
from beredskab.organisation import confirming
from beredskab.organisation.models import Contact, Municipality, Staff
from beredskab.outbox import duties, messages
from beredskab.outbox.vocabulary import Kind
from beredskab.ui import emergency
from plans import access
from plans.numbers import contacting
from plans.paper import posters

MIDNIGHT = "plans.contacts_at_midnight"
MORNING = dt.time(8, 0)


@act
def confirm(contact: Contact, *, by: Staff, at: dt.datetime) -> Contact:
    """»Yes, it is still right«: by the owner, or by whoever may change it. Raises Forbidden."""
    contact = _locked(contact, by)
    contact.verified_on = _day(contact.municipality, at)
    contact.asked_on = None
    contact.save(update_fields=["verified_on", "asked_on"])
    trail.record(by.pk, "contact.confirmed", contact.pk, at=at)
    return contact


@act
def doubt(contact: Contact, *, by: Staff, at: dt.datetime) -> Contact:
    """»No, it is wrong«: amber at once, and the editors are told. Repeating it tells nobody again."""
    contact = _locked(contact, by)
    if contact.verified_on is None:
        return contact
    contact.verified_on = None
    contact.asked_on = _day(contact.municipality, at)
    contact.save(update_fields=["verified_on", "asked_on"])
    trail.record(by.pk, "contact.doubted", contact.pk, at=at)
    for editor in contacting.editors_of(contact.municipality):
        messages.tell(editor, Kind.CONTACT_DOUBTED, at=at)
    return contact


def _locked(contact: Contact, by: Staff) -> Contact:
    if not access.may_confirm_contact(by, contact):
        raise Forbidden(Act.EDIT_CONTACTS)
    return Contact.objects.select_related("municipality").select_for_update(of=("self",)).get(pk=contact.pk)


# --- every midnight ---------------------------------------------------------------------------


def ask_for_midnight(municipality: Municipality, *, at: dt.datetime) -> None:
    """Have the worker look after the numbers at the next midnight; asking again changes nothing."""
    zone = ZoneInfo(municipality.timezone)
    day = at.astimezone(zone).date() + dt.timedelta(days=1)
    due = dt.datetime.combine(day, dt.time(0, 0), zone)
    duties.ask(MIDNIGHT, f"{municipality.pk} {day.isoformat()}", due=due, municipality=municipality.pk)


@duties.duty(MIDNIGHT)
def at_midnight(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part: numbers that begin or end today, owners to be asked; then tomorrow again."""
    municipality = Municipality.objects.filter(pk=int(str(ids["municipality"]))).first()
    if municipality is None:
        return
    posters.ask_for_refresh(municipality, at=at)  # makes only what says something else than today
    emergency.write(municipality)
    ask_owners(municipality, at=at)
    ask_for_midnight(municipality, at=at)


def ask_owners(municipality: Municipality, *, at: dt.datetime) -> int:
    """One mail to everybody who answers for a number that is due, in the morning; returns how many.

    The editors answer for a number that nobody owns, or whose owner has left. The mail names neither the
    number nor anybody. Who has been asked is asked again after two weeks.
    """
    on = _day(municipality, at)
    owned = Contact.objects.filter(municipality=municipality).exclude(phone="")
    not_over = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    due = [
        one
        for one in owned.filter(not_over).select_related("owner__municipality")
        if confirming.is_to_be_asked(one.verified_on, one.asked_on, on)
    ]
    owners = {one.owner.pk: one.owner for one in due if one.owner and one.owner.is_active}
    if any(one.owner is None or not one.owner.is_active for one in due):
        owners |= {editor.pk: editor for editor in contacting.editors_of(municipality)}
    morning = max(at, dt.datetime.combine(on, MORNING, ZoneInfo(municipality.timezone)))
    for owner in owners.values():
        messages.tell(owner, Kind.CONTACTS_TO_CONFIRM, at=at, due=morning)
    Contact.objects.filter(pk__in=[one.pk for one in due]).update(asked_on=on)
    return len(owners)


def _day(municipality: Municipality, at: dt.datetime) -> dt.date:
    return at.astimezone(ZoneInfo(municipality.timezone)).date()
