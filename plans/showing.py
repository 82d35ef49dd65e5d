"""A section as a page shows it: which blocks this reader meets, and every block ready for the template."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beredskab.organisation import kept, opening_hours
from beredskab.organisation.models import Contact, Municipality, Profession
from plans import prose
from plans.models import Block, PlanFile
from plans.numbers.contacts import OUT_OF_HOURS
from plans.vocabulary import Audience, BlockType, Certainty, Institution, Line


@dataclass(frozen=True)
class ShownContact:
    """A contact as readers see it: open or closed now, and whom to call instead."""

    slug: str
    function: str
    person: str
    number: str
    email: str
    hours: str
    state: str
    note: str
    instead: str
    unconfirmed: str = ""


@dataclass(frozen=True)
class ShownBlock:
    """A block ready for `templates/plans/blocks/<type>.html`."""

    id: str
    type: str
    title: SafeString
    text: SafeString
    items: tuple[SafeString, ...] = ()
    do: tuple[SafeString, ...] = ()
    dont: tuple[SafeString, ...] = ()
    contacts: tuple[ShownContact, ...] = ()
    reference: SafeString | str = ""
    checked_on: dt.date | None = None
    file: PlanFile | None = None
    labels: tuple[str, ...] = ()
    internal: bool = False
    code: str = ""
    number: int = 1
    passages: tuple[tuple[str, SafeString], ...] = ()

    @property
    def template(self) -> str:
        return f"plans/blocks/{self.type}.html"


@dataclass(frozen=True)
class Shown:
    """The blocks for one reader, and how many are left out because they are for other professions."""

    blocks: tuple[ShownBlock, ...]
    left_out: int = 0


@dataclass(frozen=True)
class Frame:
    """What stays the same for all blocks of a page."""

    contacts: Mapping[str, Contact]
    at: dt.datetime
    names: Mapping[str, str] = field(default_factory=dict)
    public_only: bool = False

    @property
    def numbers(self) -> dict[str, str]:
        """The numbers this reader may see, by slug."""
        return {
            slug: one.phone
            for slug, one in self.contacts.items()
            if not self.public_only or one.audience == Contact.Audience.PUBLIC
        }


def profession_names(municipality: Municipality) -> dict[str, str]:
    """Slug -> name in the language of the page. At most one statement."""

    def read() -> dict[str, str]:
        return {one.slug: one.name for one in Profession.objects.filter(municipality=municipality)}

    return dict(kept.while_unchanged(municipality, ("professions", get_language()), read))


def show(blocks: Iterable[Block], frame: Frame, professions: Collection[str] | None) -> Shown:
    """`professions` None shows the blocks of everybody.

    How sure one must be is said on each block only where the section treats several cases.
    """
    all_blocks = list(blocks)
    mine = [b for b in all_blocks if professions is None or is_for(b, professions)]
    cases = {frozenset(block.certainty) for block in mine if block.certainty}
    shown = tuple(show_block(block, frame, says_certainty=len(cases) > 1) for block in mine)
    return Shown(shown, len(all_blocks) - len(mine))


def is_for(block: Block, professions: Collection[str]) -> bool:
    """A block without professions is for all."""
    return not block.professions or not set(block.professions).isdisjoint(professions)


def show_block(block: Block, frame: Frame, *, says_certainty: bool = True) -> ShownBlock:
    """One block with its words as safe HTML."""
    numbers = frame.numbers
    items: Any = block.items
    lists = items if isinstance(items, Mapping) else {}
    lines = [] if lists else [one for one in items if isinstance(one, str)]
    return ShownBlock(
        id=f"b-{block.key.hex[:8]}",
        type=block.type,
        title=prose.render_inline(block.title, numbers),
        text=prose.render(block.text, numbers),
        items=_inline(lines, numbers),
        do=_inline(lists.get("do", ()), numbers),
        dont=_inline(lists.get("dont", ()), numbers),
        contacts=tuple(_contacts(block, frame)),
        reference=prose.render_inline(block.reference, numbers),
        checked_on=block.checked_on,
        file=block.file,
        labels=tuple(_labels(block, frame.names, says_certainty)),
        internal=block.audience == Audience.INTERNAL,
        code=block.code,
        number=block.number,
        passages=tuple(_passages(block, numbers)),
    )


def _inline(lines: Iterable[str], numbers: prose.Numbers) -> tuple[SafeString, ...]:
    return tuple(prose.render_inline(line, numbers) for line in lines)


def _contacts(block: Block, frame: Frame) -> Iterable[ShownContact]:
    if block.type == BlockType.STOP:
        return
    for slug in block.contacts:
        contact = frame.contacts.get(slug)
        if contact and slug in frame.numbers:
            yield show_contact(contact, frame.contacts, frame.at)


def show_contact(contact: Contact, others: Mapping[str, Contact], at: dt.datetime) -> ShownContact:
    """A closed contact says whom to call instead where somebody covers for it."""
    known = bool(contact.hours)
    is_open = contact.open_at(at)
    cover = others.get(OUT_OF_HOURS.get(contact.slug, ""))
    return ShownContact(
        slug=contact.slug,
        function=contact.function,
        person=contact.person,
        number=contact.phone,
        email=contact.email,
        hours=_hours(contact),
        state=("open" if is_open else "closed") if known else "",
        note=contact.note,
        instead=prose.inside(cover.function) if cover and known and not is_open else "",
        unconfirmed=unconfirmed_text(contact, at),
    )


def answering_now(slugs: Collection[str], contacts: Mapping[str, Contact], at: dt.datetime) -> frozenset[str]:
    """Which of these contacts, and of those that cover for them, answer at that moment."""
    asked = {*slugs, *(OUT_OF_HOURS[slug] for slug in slugs if slug in OUT_OF_HOURS)}
    return frozenset(slug for slug in asked if slug in contacts and contacts[slug].open_at(at))


def _hours(contact: Contact) -> str:
    """Opening hours in words; those of a number in force are worked out once."""

    def write() -> str:
        return _capital(opening_hours.in_words(contact.hours))

    if contact.pk is None:  # as it was in an old edition
        return write()
    return kept.while_unchanged(contact.municipality, ("hours", contact.pk, get_language()), write)


def unconfirmed_text(contact: Contact, at: dt.datetime) -> str:
    """What stands in amber beside a number that nobody has vouched for lately; else empty."""
    on = at.astimezone(ZoneInfo(contact.municipality.timezone)).date()
    was_shown_once = contact._state.adding  # as it stood in an old edition: that is history
    if was_shown_once or not contact.is_unconfirmed(on):
        return ""
    if contact.verified_on is None:
        return _("Nobody has confirmed the number yet")
    since = date_format(contact.verified_on, _("F Y"), use_l10n=False)
    return _("Not confirmed since %(month)s") % {"month": since}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _passages(block: Block, numbers: prose.Numbers) -> Iterable[tuple[str, SafeString]]:
    """STOP advice: each passage, and in which case it is shown."""
    if block.type != BlockType.STOP:
        return
    for one in block.items:
        cases = [str(Line(line).label) for line in one.get("line", ())]
        if "institution" in one:
            cases.append(str(Institution(one["institution"]).label))
        yield ", ".join(cases), prose.render(one["text"], numbers)


def _labels(block: Block, names: Mapping[str, str], says_certainty: bool) -> Iterable[str]:
    """For whom and when the block holds, in words."""
    if block.professions:
        people = ", ".join(names.get(slug, slug).lower() for slug in block.professions)
        yield _("For: %(people)s") % {"people": people}
    if says_certainty and block.certainty and set(block.certainty) != set(Certainty.values):
        words = [str(Certainty(one).label).lower() for one in block.certainty]
        yield _("In case of: %(words)s") % {"words": _(" and ").join(words)}


def contacts_as_they_were(
    kept: Iterable[Mapping[str, Any]], municipality: Municipality
) -> dict[str, Contact]:
    """The contacts of an old edition, as they stood when it was published. Never saved."""
    return {one["slug"]: Contact(municipality=municipality, **one) for one in kept}
