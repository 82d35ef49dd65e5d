"""Numbers on paper: pocket cards, eight to a sheet, and a contact sheet for when the network is down."""

import datetime as dt

from django.template.loader import render_to_string

from beredskab.organisation import opening_hours
from beredskab.organisation.models import Contact, Municipality
from beredskab.ui.phones import phone_text
from plans.numbers.contacts import contacts_in_force
from plans.paper.cards import CardContact, unbroken
from plans.paper.printing import Paper, print_fonts, safe_colour

FIRST = (
    "alarm-112", "politi-114", "sociale-vagt", "familieraadgivningen", "fagchef", "tvaergaaende-team",
)  # fmt: skip
CONTROL_TEAM, BESIDE_THE_TEAM = "tvaergaaende-team", ("alarm-112", "politi-114", "sociale-vagt")
IN_A_POCKET = FIRST[:4]  # what somebody needs in the first five minutes, and what fits


def first_numbers(municipality: Municipality, at: dt.datetime) -> list[CardContact]:
    """Whom everybody calls first, as far as there are numbers."""
    contacts = contacts_in_force(municipality, at)
    return [_shown(contacts[slug]) for slug in IN_A_POCKET if slug in contacts and contacts[slug].phone]


def compose_control_team(
    municipality: Municipality, _subject: str, _paper: Paper, at: dt.datetime, dated: str
) -> tuple[str, str] | None:
    """The card that the team against negative social control hands out at meetings; eight to a sheet."""
    contacts = contacts_in_force(municipality, at)
    if not (team := contacts.get(CONTROL_TEAM)) or not team.phone:
        return None
    others = [_shown(contacts[slug]) for slug in BESIDE_THE_TEAM if slug in contacts and contacts[slug].phone]
    return _composed("control_team", municipality, dated, team=_shown(team), contacts=others, copies=range(8))


def compose_pocket(
    municipality: Municipality, _subject: str, _paper: Paper, at: dt.datetime, dated: str
) -> tuple[str, str] | None:
    """Eight equal cards of 85 x 54 mm with cutting lines; a number that is missing has no line."""
    shown = first_numbers(municipality, at)
    return _composed("pocket", municipality, dated, contacts=shown, copies=range(8))


def compose_contacts(
    municipality: Municipality, _subject: str, _paper: Paper, at: dt.datetime, dated: str
) -> tuple[str, str] | None:
    """Every contact of the municipality with a number, the urgent ones first; for staff."""
    return _composed("contacts", municipality, dated, contacts=every_number(municipality, at))


def every_number(
    municipality: Municipality, at: dt.datetime, *, public_only: bool = False
) -> list[CardContact]:
    """Every contact with a number, the urgent ones first; for anybody, those that are public."""
    found = {
        slug: one
        for slug, one in contacts_in_force(municipality, at).items()
        if one.phone and (not public_only or one.audience == Contact.Audience.PUBLIC)
    }
    first = [found[slug] for slug in FIRST if slug in found]
    rest = sorted((one for one in found.values() if one not in first), key=lambda one: one.function.lower())
    return [_shown(one) for one in (*first, *rest)]


def _shown(contact: Contact) -> CardContact:
    return CardContact(
        function=contact.function,
        number=unbroken(phone_text(contact.phone)),
        person=contact.person,
        hours=unbroken(opening_hours.in_words(contact.hours)),
        use=unbroken(contact.note),
    )


def _composed(name: str, municipality: Municipality, dated: str, **words: object) -> tuple[str, str]:
    colour = safe_colour(municipality.primary_colour)
    address = municipality.short_address or municipality.host
    shown = {"municipality": municipality, "address": address, "dated": dated, **words}
    style = render_to_string("print/numbers.css", {"fonts": print_fonts(), "colour": colour, "sheet": name})
    return render_to_string(f"print/{name}.html", shown), style
