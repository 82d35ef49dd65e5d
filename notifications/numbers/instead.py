"""The plan's advice around a number that may lead to somebody who is kept out (rule N-29)."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.html import escape
from django.utils.safestring import SafeString

from beredskab.organisation.models import Contact
from beredskab.ui.phones import phone_text
from notifications.guide.wording import in_sentence
from plans.showing import unconfirmed_text
from plans.stops import StopAdvice, StopPhone

BEGINS = re.compile(r"(?:^|[.!?:]\s+|>)\s*$")  # what comes now begins a sentence


def around(advice: StopAdvice, hidden: Sequence[Contact], stand_in: Contact, number: StopPhone) -> StopAdvice:
    """The same advice, in which the stand-in is named instead of every hidden contact; `number` is called."""
    slugs = {contact.slug for contact in hidden}
    phones = (number if one.slug in slugs else one for one in advice.phones)
    return replace(
        advice,
        title=_instead(advice.title, hidden, stand_in),
        parts=tuple(_instead(part, hidden, stand_in) for part in advice.parts),
        phones=tuple(dict.fromkeys(phones)),
    )


def answering(contact: Contact, on_call: Contact | None, at: dt.datetime) -> StopPhone:
    """Its number, or the one that answers while it is closed."""
    phone = shown(contact, at)
    if phone.is_open or on_call is None or on_call.slug == contact.slug:
        return phone
    return replace(shown(on_call, at), instead_of=contact.function)


def shown(contact: Contact, at: dt.datetime) -> StopPhone:
    """A number as advice shows it."""
    amber = unconfirmed_text(contact, at)
    return StopPhone(contact.slug, contact.function, contact.phone, contact.open_at(at), amber)


def _instead(text: SafeString, hidden: Iterable[Contact], stand_in: Contact) -> SafeString:
    """The same words with another function and its number; both are the municipality's own."""
    name = escape(stand_in.function)

    def named(found: re.Match[str]) -> str:
        return name if BEGINS.search(found.string[: found.start()]) else in_sentence(name)

    for contact in hidden:
        text = SafeString(re.sub(rf"\b{re.escape(escape(contact.function))}\b", named, text, flags=re.I))
        for number in filter(None, {contact.phone, phone_text(contact.phone)}):
            text = SafeString(text.replace(number, phone_text(stand_in.phone)))
            text = SafeString(text.replace(number.replace(" ", ""), stand_in.phone.replace(" ", "")))
    return text
