"""Can the number of the head be given to whoever suspects a colleague? A check beside the plan's own.

Nothing names a number that may lead to somebody who is kept out (rule N-29): where nobody knows who answers,
or the head leads above the suspicion, the form sends the filer to the family unit instead. That is safe, and
it is not what the plan says, so whoever looks after the plan is told.
"""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beredskab.organisation.models import Contact, Municipality
from notifications.routes import receivers
from notifications.routes.receivers import Overview
from plans.checking import OtherCheck
from plans.linting import Finding, Level

NAME = "ledelseslinjen"


def check(municipality: Municipality, at: dt.datetime) -> list[Finding]:
    """Numbers of one person that some filers are not given; seven statements."""
    seen = receivers.overview(municipality, on=at.astimezone(ZoneInfo(municipality.timezone)).date())
    personal = receivers.personal_phones(seen.contacts)
    behind = receivers.ONE_PERSON & personal
    return [
        finding for one in seen.contacts if one.slug in behind and one.phone for finding in _told(one, seen)
    ]


def _told(contact: Contact, seen: Overview) -> Iterator[Finding]:
    holders = seen.answered_by.get(contact.slug, frozenset()).union(
        *(desk.members for desk in seen.desks if desk.phone == contact.slug)
    )
    place = f"{_('Contacts')}: {contact.function}"
    link = reverse("plans:edit_contact", args=[contact.pk])
    if not holders:
        what = _(
            "Nobody knows who answers this number, so it is not given to whoever suspects a colleague "
            "or a leader: it might be one of them. The form names the family unit instead."
        )
        mend = _("Write the e-mail address of whoever answers, or give a team this number.")
        yield Finding("head-unknown", Level.YELLOW, place, what, mend, link)
    elif seen.excludes_the_line and (below := _places_below(holders, seen)):
        what = ngettext(
            "Whoever answers this number leads %(number)d place, and the line of leaders is kept out of a "
            "suspicion there. The form then names the family unit instead.",
            "Whoever answers this number leads %(number)d places, and the line of leaders is kept out of a "
            "suspicion there. The form then names the family unit instead.",
            below,
        ) % {"number": below}
        mend = _(
            "Let somebody outside the line answer the number, or decide that the line of leaders may know. "
            "Then change the words of the advice to fit."
        )
        yield Finding("head-in-line", Level.YELLOW, place, what, mend, link)


def _places_below(holders: frozenset[int], seen: Overview) -> int:
    return sum(bool(holders & {place.leader, *place.above}) for place in seen.places.values())


PERSONAL_NUMBERS = OtherCheck(NAME, lambda: _("Who answers when a colleague is suspected?"), check)
