"""What is wrong with an edition, and how to mend it. A decision: pure, over facts that `checking` reads.

Red holds publishing up, yellow warns. Every finding says where it is and leads to where it is mended.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beredskab.organisation.confirming import is_unconfirmed
from plans.vocabulary import Audience, BlockType

CONFIRMED_WITHIN = dt.timedelta(days=1)
"""How long what one person did alone may wait for a second."""
CHECKED_FOR = dt.timedelta(days=366)
"""How long a legal reference counts as checked."""
_PAGE = re.compile(r"\]\((/[^)#?\s]*)[^)]*\)")
_OUTSIDE = re.compile(r"\]\((https?://[^()\s\"]+)\)")
_LINK = re.compile(r"\]\((?:/plan/([a-z0-9-]+)/(?:([a-z0-9-]+)/)?)(?:#[^)]*)?\)")


class Level(StrEnum):
    """Red must be mended before publishing; yellow is worth a look."""

    RED = "red"
    YELLOW = "yellow"


@dataclass(frozen=True)
class Finding:
    """One fault. `link` is the page where it is mended, "" where only the command line reaches it.

    A red finding with `holds_up` False was there before the edition and publishing makes it no worse.
    """

    code: str
    level: Level
    place: str
    what: str
    mend: str
    link: str = ""
    holds_up: bool = True

    @property
    def is_red(self) -> bool:
        return self.level is Level.RED

    @property
    def blocks(self) -> bool:
        """Whether nothing is published before this is mended."""
        return self.is_red and self.holds_up


@dataclass(frozen=True)
class ContactFact:
    """A contact that is valid today. `link` is where it is edited."""

    slug: str
    function: str
    phone: str
    is_internal: bool
    verified_on: dt.date | None
    link: str = ""


@dataclass(frozen=True)
class BlockFact:
    """A block of the edition. `texts` are all its words as they were written, `numbers` its living ones."""

    name: str
    type: str
    audience: str
    texts: tuple[str, ...] = ()
    professions: frozenset[str] = frozenset()
    contacts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    reference: str = ""
    checked_on: dt.date | None = None
    code: str = ""
    has_file: bool = False
    untranslated: tuple[str, ...] = ()  # enabled languages in which STOP advice is not there
    link: str = ""

    @property
    def is_public(self) -> bool:
        return self.audience == Audience.PUBLIC


@dataclass(frozen=True)
class SectionFact:
    """A section of the edition, with its blocks in order."""

    title: str
    slug: str
    summary: str = ""
    professions: frozenset[str] = frozenset()
    form_step: str = ""
    blocks: tuple[BlockFact, ...] = ()
    link: str = ""


@dataclass(frozen=True)
class EditionFact:
    """What is to be published, or is in force."""

    plan: str
    slug: str
    language: str
    foreword: str = ""
    sections: tuple[SectionFact, ...] = ()
    link: str = ""


@dataclass(frozen=True)
class Around:
    """What the edition is held against."""

    on: dt.date
    contacts: Mapping[str, ContactFact] = field(default_factory=dict)
    readers: frozenset[str] = frozenset()  # professions that somebody at work has
    language: str = "da"
    steps: frozenset[str] = frozenset()  # of the guided form
    letters: tuple[str, ...] = ()  # of the STOP advice that the guided form shows
    letters_in_force: frozenset[str] = frozenset()
    sections: frozenset[tuple[str, str]] = frozenset()  # (plan, section) that a link may lead to
    unpublished: frozenset[str] = frozenset()  # plans of which no edition is in force yet
    is_there: Callable[[str], bool] = lambda path: True  # whether the portal has such a page
    silent: Mapping[str, dt.date] = field(default_factory=dict)  # addresses outside, and since when


@dataclass(frozen=True)
class CardFact:
    """An action card, and what the last printing refused: "", `too_long` or `gaps`."""

    title: str
    refusal: str = ""
    detail: str = ""
    link: str = ""
    internal: tuple[str, ...] = ()  # contacts for staff only that its words name


@dataclass(frozen=True)
class InterventionFact:
    """What somebody did alone, and for how long nobody has confirmed it."""

    plan: str
    what: str
    waited: dt.timedelta
    link: str = ""


def lint(edition: EditionFact, around: Around) -> list[Finding]:
    """Everything that is wrong with the edition, red first, else in the order of the page."""
    found = [
        *_foreword(edition, around),
        *_stop_advice(edition, around),
        *(one for section in edition.sections for one in _section(edition, section, around)),
        *_unconfirmed(edition, around),
    ]
    return in_order(found)


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """Red before yellow; otherwise as they came."""
    return sorted(found, key=lambda one: not one.is_red)


def lint_cards(cards: Iterable[CardFact]) -> list[Finding]:
    """Action cards that do not fit on their paper, or wait for words."""
    found = []
    for card in cards:
        if card.refusal == "too_long":
            what = _("The text does not fit on its poster: %s") % card.detail
            mend = _("Shorten the step, then look at the poster.")
            found.append(Finding("poster-too-long", Level.YELLOW, card.title, what, mend, card.link))
        elif card.refusal == "gaps":
            what = _("The poster is not printed, because something is missing: %s") % card.detail
            mend = _("Fill in what stands in curly braces.")
            found.append(Finding("poster-gap", Level.YELLOW, card.title, what, mend, card.link))
        if card.internal:
            what = _("A contact for staff only stands on a poster: %s") % ", ".join(card.internal)
            mend = _("Choose another contact, or make this one public.")
            found.append(
                Finding("poster-internal-contact", Level.RED, card.title, what, mend, card.link, False)
            )
    return found


def lint_interventions(waiting: Iterable[InterventionFact]) -> list[Finding]:
    """A second person looks within a day (rule P-23); it holds up nothing: what is out is safer so."""
    found = []
    for one in waiting:
        level = Level.RED if one.waited > CONFIRMED_WITHIN else Level.YELLOW
        what = _("Nobody has confirmed what somebody did alone: %s") % one.what
        mend = _("Look at it: confirm it, or undo it.")
        found.append(Finding("intervention-unconfirmed", level, one.plan, what, mend, one.link, False))
    return found


# --- the edition ------------------------------------------------------------------------------


def _foreword(edition: EditionFact, around: Around) -> Iterator[Finding]:
    place = f"{edition.plan}: {_('Foreword')}"
    yield from _told_in_public(edition.foreword, place, edition.link, around)
    if not edition.sections:
        what, mend = _("The edition has no sections."), _("Write or import the plan.")
        yield Finding("no-sections", Level.RED, edition.plan, what, mend, edition.link)


def _stop_advice(edition: EditionFact, around: Around) -> Iterator[Finding]:
    stops = [b for section in edition.sections for b in section.blocks if b.type == BlockType.STOP]
    missing = [letter for letter in around.letters if letter not in {b.code for b in stops}]
    if stops and edition.language != around.language:
        what = _("The STOP advice is not written in the language of the municipality.")
        mend = _("Write the advice in that language.")
        yield Finding("stop-language", Level.RED, edition.plan, what, mend, edition.link)
    if stops and missing:
        what = _("STOP advice that the guided form shows is missing: %s") % ", ".join(missing)
        mend = _("Add the advice, or take the last change back.")
        taken_away = bool(around.letters_in_force.intersection(missing))
        yield Finding("stop-missing", Level.RED, edition.plan, what, mend, edition.link, taken_away)
    for block in stops:
        if not any(text.strip() for text in block.texts):
            what, mend = _("The STOP advice has no words."), _("Write what the reader is to do.")
            yield Finding("stop-empty", Level.RED, f"{edition.plan}: {block.name}", what, mend, block.link)
        if block.untranslated:
            what = _("The STOP advice is not there, or says what it said before, in: %s")
            what %= ", ".join(block.untranslated)
            mend = _("Write title and every passage in that language, as the advice is now.")
            place = f"{edition.plan}: {block.name}"
            yield Finding("stop-translation-missing", Level.RED, place, what, mend, block.link)


def _section(edition: EditionFact, section: SectionFact, around: Around) -> Iterator[Finding]:
    place = f"{edition.plan}: {section.title}"
    yield from _told_in_public(section.summary, place, section.link, around)
    if section.form_step and section.form_step not in around.steps:
        what = _("The section leads to a step of the guided form that is not there: %s") % section.form_step
        mend = _("Choose a step that is there: %s") % (", ".join(sorted(around.steps)) or "–")
        yield Finding("form-step-unknown", Level.RED, place, what, mend, section.link)
    if not section.blocks:
        what, mend = _("The section is empty."), _("Write in it, or take it out of the plan.")
        yield Finding("section-empty", Level.YELLOW, place, what, mend, section.link)
    if section.professions and not section.professions & around.readers:
        what = _("Nobody at work has a profession that this section is for.")
        mend = _("Choose other professions, or check the list of people.")
        yield Finding("section-without-readers", Level.YELLOW, place, what, mend, section.link)
    for block in section.blocks:
        yield from _block(section, block, f"{place} › {block.name}", edition, around)


def _block(
    section: SectionFact, block: BlockFact, place: str, edition: EditionFact, around: Around
) -> Iterator[Finding]:
    yield from _contacts(block, place, around)
    yield from _law(block, place, around)
    yield from _links(block, place, edition, around)
    if block.type == BlockType.FILE and not block.has_file:
        what, mend = _("The block hands out no file."), _("Choose a file, or take the block out.")
        yield Finding("file-missing", Level.RED, place, what, mend, block.link)
    if block.is_public:
        for text in block.texts:
            yield from _told_in_public(text, place, block.link, around, gaps=False)
    if block.gaps:
        what = _("To be filled in by the municipality: %s") % ", ".join(f"{{{gap}}}" for gap in block.gaps)
        mend = _("Fill in what stands in curly braces.")
        yield Finding("gap", Level.YELLOW, place, what, mend, block.link)
    if section.professions and block.professions and not section.professions & block.professions:
        what = _("The block is for professions that the section is not for: nobody is shown it.")
        mend = _("Choose the same professions for block and section.")
        yield Finding("block-without-readers", Level.YELLOW, place, what, mend, block.link)


def _contacts(block: BlockFact, place: str, around: Around) -> Iterator[Finding]:
    if block.type == BlockType.CONTACT and not block.contacts:
        what, mend = _("The block shows no contact."), _("Choose a contact.")
        yield Finding("contact-not-chosen", Level.RED, place, what, mend, block.link)
    for slug in dict.fromkeys((*block.contacts, *block.numbers)):
        contact = around.contacts.get(slug)
        if contact is None:
            what = _("The contact is missing or no longer valid: %s") % slug
            mend = _("Choose another contact, or make this one valid again.")
            yield Finding("contact-missing", Level.RED, place, what, mend, block.link)
        elif not contact.phone:
            what = _("The contact has no number: %s") % contact.function
            yield Finding(
                "contact-without-number", Level.YELLOW, place, what, _("Write the number."), contact.link
            )
        if contact and contact.is_internal and block.is_public:
            yield _internal(contact, block, place)


def _internal(contact: ContactFact, block: BlockFact, place: str) -> Finding:
    """A contact card is meant to be seen; a number inside public words is a gap to whoever may not."""
    mend = _("Make the block internal, or the contact public.")
    if contact.slug in block.contacts:
        what = _("An internal contact stands on a public page: %s") % contact.function
        return Finding("internal-contact", Level.RED, place, what, mend, block.link)
    what = _("Readers without login see a gap instead of this internal number: %s") % contact.function
    return Finding("internal-number-hidden", Level.YELLOW, place, what, mend, block.link)


def _law(block: BlockFact, place: str, around: Around) -> Iterator[Finding]:
    if block.type != BlockType.LEGAL:
        return
    if not any(text.strip() for text in block.texts):
        what, mend = _("The legal reference is empty."), _("Write law and section.")
        yield Finding("legal-reference-empty", Level.RED, place, what, mend, block.link)
    elif block.checked_on is None or around.on - block.checked_on > CHECKED_FOR:
        what = _("Nobody has checked the legal reference in the last year.")
        mend = _("Look it up, and write the date.")
        yield Finding("legal-reference-unchecked", Level.YELLOW, place, what, mend, block.link)


def _links(block: BlockFact, place: str, edition: EditionFact, around: Around) -> Iterator[Finding]:
    own = {(edition.slug, section.slug) for section in edition.sections} | {(edition.slug, "")}
    for text in block.texts:
        for plan, section in _LINK.findall(text):
            there = own | around.sections
            if (plan, section) not in there and plan != "soeg":
                is_known = plan in {name for name, _section in there}
                is_settled = plan == edition.slug or plan not in around.unpublished
                level = Level.RED if is_known and is_settled else Level.YELLOW
                what = _("A link leads to a section that is not there: %s") % f"/plan/{plan}/{section}"
                yield Finding("link-broken", level, place, what, _("Mend the link."), block.link)
        for path in _PAGE.findall(text):
            if not path.startswith("/plan/") and not around.is_there(path):
                what = _("A link leads to a page that is not there: %s") % path
                yield Finding("link-broken", Level.RED, place, what, _("Mend the link."), block.link)
        for url in dict.fromkeys(_OUTSIDE.findall(text)):
            if since := around.silent.get(url):
                day = date_format(since, _("j F Y"), use_l10n=False)
                what = _("An address has not answered since %(day)s: %(url)s") % {"day": day, "url": url}
                mend = _("Open the link, and write the new address or take it out.")
                yield Finding("link-silent", Level.YELLOW, place, what, mend, block.link)


def _told_in_public(
    text: str, place: str, link: str, around: Around, *, gaps: bool = True
) -> Iterator[Finding]:
    """Words that everybody reads: an internal number typed into them is out."""
    digits = re.sub(r"(?<=\d)[ .-](?=\d)", "", text)
    for contact in around.contacts.values():
        number = re.sub(r"\D", "", contact.phone)
        if contact.is_internal and len(number) >= 8 and number in digits:
            what = _("An internal number is written out in public text: %s") % contact.function
            mend = _("Take the number out, or make the block internal.")
            yield Finding("internal-number", Level.RED, place, what, mend, link)
    if gaps and (found := re.findall(r"\{([^{}\n]{1,160})\}", text)):
        what = _("To be filled in by the municipality: %s") % ", ".join(f"{{{gap}}}" for gap in found)
        yield Finding("gap", Level.YELLOW, place, what, _("Fill in what stands in curly braces."), link)


def _unconfirmed(edition: EditionFact, around: Around) -> Iterator[Finding]:
    """Each contact that the edition shows, once."""
    blocks = [block for section in edition.sections for block in section.blocks]
    shown = dict.fromkeys(slug for block in blocks for slug in (*block.contacts, *block.numbers))
    for contact in (around.contacts[slug] for slug in shown if slug in around.contacts):
        if contact.phone and is_unconfirmed(contact.verified_on, around.on):
            what = _("Nobody has confirmed this number in the last half year.")
            mend = _("Ring the number, and save the contact again.")
            place = f"{_('Contacts')}: {contact.function}"
            yield Finding("contact-unconfirmed", Level.YELLOW, place, what, mend, contact.link)
