"""An action card filled in: the editor's words, the living contacts, the municipality's name and address."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from beredskab.organisation import opening_hours
from beredskab.organisation.models import Contact, Municipality
from beredskab.ui.phones import phone_text
from plans.models import ActionCard
from plans.paper.cards import CardContact, CardContent, CardNumber, CardStep
from plans.paper.languages import danish, told_in

ALARM, POLICE, ON_CALL = "alarm-112", "politi-114", "sociale-vagt"
_NUMBER_GAP = re.compile(r"\{nummer: ([a-z0-9-]+)\}")
# What the starter cards call a function until it has a number: then the card says what it is called here.
NAMED = {
    "Familierådgivningen": "familieraadgivningen",
    "fagchef": "fagchef",
    "den sociale vagt": ON_CALL,
    "tværgående team": "tvaergaaende-team",
}
_NAME_GAP = re.compile(r"\{(" + "|".join(NAMED) + r")\}")

Contacts = Mapping[str, Contact]


def of(
    card: ActionCard,
    contacts: Contacts,
    *,
    language: str,
    public_only: bool = False,
    unit: str = "",
    local: Sequence[CardContact] = (),
) -> CardContent:
    """The card in `language`; with `public_only`, without any internal contact or number.

    For a unit, its name and its own leader and numbers come before those of the municipality.
    """
    municipality: Municipality = card.municipality
    numbers = {slug: phone_text(contact.phone) for slug, contact in contacts.items()}
    names = {slug: contact.function for slug, contact in contacts.items() if contact.phone}
    hidden = {slug for slug, one in contacts.items() if public_only and _is_internal(one)}

    def filled(text: str) -> str:
        return _name(_fill(text, numbers, hidden), names)

    words = told_in(card, language)
    return CardContent(
        role_slug=card.slug,
        title=words.title,
        role=filled(words.role),
        steps=tuple(CardStep(filled(s["bold"]), filled(s.get("line", ""))) for s in words.steps),
        numbers=tuple(_box(contacts)),
        contacts=(*local, *_listed(card, contacts, hidden)),
        municipality=municipality.name,
        address=municipality.short_address or municipality.host or _("{short address}"),
        say=tuple(map(filled, words.say)),
        say_note=filled(words.say_note),
        never=tuple(map(filled, words.never)),
        signs=tuple(map(filled, words.signs)),
        note=filled(words.note),
        staff_room_only=card.staff_room_only,
        primary_colour=municipality.primary_colour,
        language=language,
        text_language=words.language,
        unit=unit,
        **_logo(municipality),
    )


def _logo(municipality: Municipality) -> dict[str, str]:
    words = getattr(municipality, "paper_words", None)
    return {"logo": words.logo_key, "logo_text": words.logo_text} if words and words.logo_key else {}


def has_internal_contacts(card: ActionCard, contacts: Contacts) -> bool:
    """Whether the printed card shows a number that may only be seen after login."""
    named = {*card.contacts, *_slugs_in(card)}
    return any(slug in contacts and _is_internal(contacts[slug]) for slug in named)


def slugs_used(card: ActionCard) -> frozenset[str]:
    """Every contact that the card prints: in its list, in its words, and in the box at the top."""
    texts = list(_texts_of(card))
    numbers = (slug for text in texts for slug in _NUMBER_GAP.findall(text))
    names = (NAMED[name] for text in texts for name in _NAME_GAP.findall(text))
    return frozenset({ALARM, POLICE, ON_CALL, *card.contacts, *numbers, *names})


def _slugs_in(card: ActionCard) -> Iterable[str]:
    return (slug for text in _texts_of(card) for slug in _NUMBER_GAP.findall(text))


def _texts_of(card: ActionCard) -> Iterable[str]:
    for told in (danish(card), *card.translations.values()):
        steps = [text for step in told["steps"] for text in (step["bold"], step.get("line", ""))]
        yield from (*steps, *told["say"], *told["never"], *told["signs"], told["say_note"], told["note"])


def _is_internal(contact: Contact) -> bool:
    return contact.audience != Contact.Audience.PUBLIC


def _fill(text: str, numbers: Mapping[str, str], hidden: set[str]) -> str:
    def number(gap: re.Match[str]) -> str:
        if gap[1] in hidden:
            return _("the number is on the poster in the staff room")
        return numbers.get(gap[1]) or gap[0]

    return _NUMBER_GAP.sub(number, text)


def _name(text: str, names: Mapping[str, str]) -> str:
    """The function's name as its contact has it; small where the gap stands inside a sentence."""

    def name(gap: re.Match[str]) -> str:
        found = names.get(NAMED[gap[1]], "")
        if not found:
            return gap[0]
        return found if gap[1][0].isupper() else found[0].lower() + found[1:]

    return _NAME_GAP.sub(name, text)


def _box(contacts: Contacts) -> Iterable[CardNumber]:
    """112, 114 and the on-call service; where that has no number of its own, 114 leads to it."""
    on_call = contacts.get(ON_CALL)
    number = phone_text(on_call.phone) if on_call else ""
    yield CardNumber("112", _("Danger to life"))
    if on_call is None or number in ("", "114"):
        yield CardNumber("114", _("The police, when it is urgent. Ask for the on-call social service"))
        return
    yield CardNumber("114", _("The police, when it is urgent"))
    hours = opening_hours.in_words(on_call.hours)
    yield CardNumber(number, f"{on_call.function}, {hours}" if hours else on_call.function)


def _listed(card: ActionCard, contacts: Contacts, hidden: set[str]) -> Iterable[CardContact]:
    """The card's other contacts, in its order; one without a number is not printed."""
    for slug in card.contacts:
        contact = contacts.get(slug)
        if slug in (ALARM, POLICE, ON_CALL) or contact is None or not contact.phone or slug in hidden:
            continue
        yield CardContact(
            function=contact.function,
            number=phone_text(contact.phone),
            person=contact.person,
            hours=opening_hours.in_words(contact.hours),
            use=contact.note,
        )
