"""Posters: action cards on paper, made by the worker and kept, so that anybody gets them at once.

A poster follows its card and the living contacts. Whoever changes one of them asks for a refresh in the
same transaction (`ask_for_refresh`); the worker makes what is missing (`refresh`). What is printed has a
digest: the same words and numbers are the same poster, and a poster on a wall is current as long as the
content it was printed with is what the portal would print today.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from beredskab.organisation import opening_hours
from beredskab.organisation.models import Contact, Municipality, Unit
from beredskab.outbox import duties
from beredskab.ui.phones import phone_text
from plans.models import ActionCard, PaperWords, Poster, PosterFile
from plans.numbers.contacts import contacts_in_force, contacts_of_unit
from plans.paper import card_contents
from plans.paper.card_printing import HasGaps, TooLong, print_card
from plans.paper.cards import CardContact, CardContent, Stamp
from plans.paper.languages import languages_of
from plans.paper.printing import PAPERS, SHEETS, CannotPrint, PrintingIsOff

REFRESH = "posters.refresh"
ONE = "posters.one"
KIT = "paper.kit"  # what `kits` does every night
NIGHT = dt.time(2, 10)
WALLS = "posters.walls"  # what `walls` does when something has changed
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
HANDFUL = 4  # files; about three seconds of the worker's time
Made = dict[tuple[int, int, str], list[PosterFile]]


@dataclass(frozen=True)
class Variant:
    """Which poster of a card: in the municipality's language and for everybody, unless it says otherwise.

    `local` are the unit's leader and numbers at the moment the poster is asked for.
    """

    language: str = ""
    unit: Unit | None = None
    local: tuple[CardContact, ...] = ()


STANDARD = Variant()


def variant(
    municipality: Municipality, language: str = "", unit: Unit | None = None, *, at: dt.datetime
) -> Variant:
    """The variant with its local numbers; a unit costs one statement, or two for its leader."""
    language = language or municipality.language
    if unit is None:
        return Variant(language)
    with translation.override(language):
        return Variant(language, unit, tuple(_local(unit, language, contacts_of_unit(unit, at))))


def _local(unit: Unit, language: str, contacts: Iterable[Contact]) -> Iterable[CardContact]:
    """The leader first, when there is one, then the numbers that only this unit has."""
    if unit.leader is not None:
        number = phone_text(unit.leader.phone)
        yield CardContact(_("Leader of the unit"), number, unit.leader.name, language=language)
    for one in contacts:
        hours = opening_hours.in_words(one.hours)
        yield CardContact(one.function, phone_text(one.phone), one.person, hours, one.note)


def current(card: ActionCard, contacts: Mapping[str, Contact], asked: Variant = STANDARD) -> CardContent:
    """What would be printed today for this card, internal contacts included."""
    language = asked.language or card.municipality.language
    name = asked.unit.name if asked.unit else ""
    with translation.override(language):
        return card_contents.of(card, contacts, language=language, unit=name, local=asked.local)


def found(card: ActionCard, content: CardContent) -> Poster | None:
    """The poster that carries exactly this content, if it has been made."""
    return Poster.objects.filter(card=card, text_version=card.version, content_key=content.key()).first()


def files_of(cards: Iterable[ActionCard]) -> Made:
    """Every file of these cards, by card, version of the text and content: one statement."""
    made: Made = {}
    files = PosterFile.objects.filter(poster__card__in=[card.pk for card in cards])
    for file in files.select_related("poster").defer("pdf"):
        poster = file.poster
        made.setdefault((poster.card_id, poster.text_version, poster.content_key), []).append(file)
    return made


def paper_of(card: ActionCard, version: str) -> Poster | None:
    """The poster that this version on a wall is, whatever it says; None for a version never made."""
    text_version, _dot, printing = version.partition(".")
    if not (text_version.isdecimal() and printing.isdecimal() and len(version) < 12):
        return None
    printed = Poster.objects.select_related("unit__leader", "unit__municipality")
    return printed.filter(card=card, text_version=text_version, printing=printing).first()


def is_current(
    card: ActionCard, contacts: Mapping[str, Contact], version: str, *, at: dt.datetime
) -> bool | None:
    """Whether paper of this version says what the portal says today; None for a version never made.

    It is held against the same variant: the sheet of a unit against the leader that the unit has now.
    A new logo, or a new version of the card that says the same in this language, puts no paper out of date.
    """
    paper = paper_of(card, version)
    if paper is None:
        return None
    asked = variant(card.municipality, paper.language, paper.unit, at=at)
    today = current(card, contacts, asked)
    if paper.words_key:
        return paper.words_key == today.words_key()
    return paper.text_version == card.version and paper.content_key == today.key()


def refusal_text(file: PosterFile) -> str:
    """Why there is no PDF, as a sentence for whoever can mend it."""
    return {
        PosterFile.TOO_LONG: _("The text is too long for one page. Shorten step %s.") % file.detail,
        PosterFile.GAPS: _("The card cannot be printed before this is filled in: %s") % file.detail,
        PosterFile.OFF: _("PDFs are switched off on this installation."),
    }.get(file.refusal, _("The card could not be printed."))


def file_name(poster: Poster, role: str, size: str) -> str:
    """`handlekort-paedagog-v3-2_A4_2026-11-09.pdf`: role, version, size and date, and what is special."""
    dated = made_on(poster, poster.card.municipality)
    special = [poster.unit.slug] if poster.unit else []
    if poster.language != poster.card.municipality.language:
        special.append(poster.language)
    name = "-".join(["handlekort", role, *special, f"v{poster.version.replace('.', '-')}"])
    return f"{name}_{SHEETS[size].label}_{dated}.pdf"


def path_of(card: ActionCard, asked: Variant, size: str) -> str:
    """Where a sheet can be had; what is as usual does not stand in the address."""
    query = {"format": size}
    if asked.language not in ("", card.municipality.language):
        query["language"] = asked.language
    if asked.unit:
        query["unit"] = asked.unit.slug
    return f"{reverse('plans:poster', args=[card.slug])}?{urlencode(query)}"


def made_on(poster: Poster, municipality: Municipality) -> dt.date:
    """The day the poster was first made, where it hangs."""
    return poster.made_at.astimezone(ZoneInfo(municipality.timezone)).date()


def ask_for_refresh(municipality: Municipality, *, at: dt.datetime) -> None:
    """Promise that every poster of the municipality follows what just changed. Costs one row."""
    duties.ask(REFRESH, f"{municipality.pk}:{at.isoformat()}", due=at, municipality=municipality.pk)
    ask_for_the_night(municipality, at=at)
    duties.ask(WALLS, f"{municipality.pk}:{at.isoformat()}", due=at, municipality=municipality.pk)


def ask_for_the_night(municipality: Municipality, *, at: dt.datetime) -> None:
    """Promise the outage kit of the coming night; asking twice is asking once."""
    local = at.astimezone(ZoneInfo(municipality.timezone))
    day = local.date() + dt.timedelta(days=1 if local.time() >= NIGHT else 0)
    due = dt.datetime.combine(day, NIGHT, local.tzinfo)
    ids = {"municipality": municipality.pk, "position": 0}
    duties.ask(KIT, f"{municipality.pk}:{day.isoformat()}:0", due=due, **ids)


def ask_for(card: ActionCard, content: CardContent, asked: Variant, size: str, *, at: dt.datetime) -> None:
    """Promise this one sheet, for somebody who waits for it; asking twice is asking once."""
    key = f"{card.pk}:{size}:{content.key()[:40]}:{at:%Y-%m-%dT%H:%M}"
    unit = asked.unit.pk if asked.unit else None
    duties.ask(ONE, key, due=at, card=card.pk, size=size, language=content.language, unit=unit)


@duties.duty(ONE)
def _one_duty(ids: dict[str, object], at: dt.datetime) -> None:
    """The sheet that somebody asked for, unless its card or unit is gone."""
    card = ActionCard.objects.select_related("municipality").filter(pk=str(ids["card"])).first()
    if card is None:
        return
    units = Unit.objects.select_related("leader").filter(municipality=card.municipality_id)
    unit = units.filter(pk=str(ids["unit"])).first() if ids["unit"] else None
    if ids["unit"] and unit is None:
        return
    asked = variant(card.municipality, str(ids["language"]), unit, at=at)
    make(card, contacts_in_force(card.municipality, at), str(ids["size"]), asked, again=True, at=at)


@duties.duty(REFRESH)
def _refresh_duty(ids: dict[str, object], at: dt.datetime) -> None:
    """A few posters at a time: between two handfuls the worker looks after its other duties."""
    municipality = Municipality.objects.filter(pk=str(ids["municipality"])).first()
    if municipality is None:
        return
    if refresh(municipality, at=at, most=HANDFUL) == HANDFUL:
        duties.ask(REFRESH, f"{municipality.pk}:{at.isoformat()}:more", due=at, **ids)


def refresh(municipality: Municipality, *, at: dt.datetime, most: int = 10_000) -> int:
    """Make posters that are missing, at most so many files; returns how many. Safe to repeat.

    Those of a unit, in another language or for a print shop are made when somebody asks for them.
    """
    contacts = contacts_in_force(municipality, at)
    made = 0
    for card in cards_in_force(municipality):
        for size in PAPERS:
            made += made < most and make(card, contacts, size, at=at)
    return made


def make(
    card: ActionCard,
    contacts: Mapping[str, Contact],
    size: str,
    asked: Variant = STANDARD,
    *,
    again: bool = False,
    at: dt.datetime,
) -> bool:
    """Print the card on this sheet unless that has been done, or refused, before; True when printed.

    `again` tries once more what was refused: somebody has asked for it, and the reason may be gone.
    """
    content = current(card, contacts, asked)
    poster = numbered(card, content, asked.unit, at=at)
    kept = PosterFile.objects.filter(poster=poster, size=size)
    if (kept.filter(refusal="") if again else kept.exclude(refusal=PosterFile.OFF)).exists():
        return False
    made = _printed(content, stamp_of(poster, content), size, card.municipality)
    with transaction.atomic():
        PosterFile.objects.filter(poster=poster, size=size).delete()
        PosterFile.objects.bulk_create(
            [PosterFile(poster=poster, size=size, made_at=at, **made)], ignore_conflicts=True
        )
    return bool(made.get("pdf"))


def try_on(card: ActionCard, contacts: Mapping[str, Contact], *, at: dt.datetime) -> str:
    """Whether a card with these words can be printed: "yes", else why not ("too_long:3")."""
    day = at.astimezone(ZoneInfo(card.municipality.timezone)).date()
    for language in languages_of(card):
        content = current(card, contacts, Variant(language))
        made = _printed(content, Stamp("10.10", day, _address(content, "10.10")), "a4", card.municipality)
        if "pdf" not in made:
            step = f":{made['detail']}" if made["refusal"] == PosterFile.TOO_LONG else ""
            return f"{made['refusal']}{step}"
    return "yes"


def stamp_of(poster: Poster, content: CardContent) -> Stamp:
    """Version, day and short address of a poster, as printed at its foot and in its QR code."""
    return Stamp(
        version=poster.version,
        dated=made_on(poster, poster.card.municipality),
        url=_address(content, poster.version),
    )


def _address(content: CardContent, version: str) -> str:
    """Role and version, nothing else: what stands in the QR code for ever."""
    return f"https://{content.address}/p/{content.role_slug}/?v={version}"


def cards_in_force(municipality: Municipality) -> QuerySet[ActionCard]:
    """The cards that are printed: approved once, and not out of use."""
    cards = ActionCard.objects.filter(municipality=municipality, version__gt=0, retired_at__isnull=True)
    return cards.select_related("municipality__paper_words").defer("municipality__paper_words__logo")


def numbered(card: ActionCard, content: CardContent, unit: Unit | None, *, at: dt.datetime) -> Poster:
    """The poster of this content, under the next free version when it is new. Its files are made apart."""
    with transaction.atomic():
        ActionCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
        if known := found(card, content):
            known.card = card
            return known
        before = Poster.objects.filter(card=card, text_version=card.version)
        highest = before.aggregate(highest=Max("printing"))["highest"]
        return Poster.objects.create(
            card=card,
            text_version=card.version,
            printing=0 if highest is None else highest + 1,
            content_key=content.key(),
            words_key=content.words_key(),
            language=content.language,
            unit=unit,
            made_at=at,
        )


def _printed(content: CardContent, stamp: Stamp, size: str, municipality: Municipality) -> dict[str, object]:
    try:
        logo = logo_of(municipality) if content.logo else b""
        return {"pdf": print_card(content, stamp, SHEETS[size], logo)}
    except TooLong as refusal:
        return {"refusal": PosterFile.TOO_LONG, "detail": str(refusal.step)}
    except HasGaps as refusal:
        return {"refusal": PosterFile.GAPS, "detail": ", ".join(refusal.gaps)[:300]}
    except PrintingIsOff:
        return {"refusal": PosterFile.OFF}
    except CannotPrint:
        return {"refusal": PosterFile.REFUSED}


def logo_of(municipality: Municipality) -> bytes:
    """The municipality's logo as a PNG, empty when there is none."""
    found = PaperWords.objects.filter(municipality=municipality).values_list("logo", flat=True).first()
    return bytes(found) if found else b""
