"""The demo's paper: posters in the book of the walls, some older than a number on them, and the town's words.

Nothing is printed here: the worker makes the files, as it does for any municipality.
"""

import datetime as dt
import io
from dataclasses import replace
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from beredskab.organisation.models import Contact, Municipality, Staff, Unit
from plans.models import ActionCard, Hanging, PaperWords
from plans.numbers.contacts import contacts_in_force
from plans.paper import look, own_words, posters, walls
from plans.paper.cards import CardContent

VALUES = ("Vi lytter, når et barn fortæller.", "Vi handler samme dag.", "Ingen står alene med en mistanke.")
PREREQUISITES = (
    "Rådgivning i telefonen hele døgnet",
    "Planen gennemgås på et personalemøde hvert forår",
    "En kollega at vende tvivlen med i hver enhed",
)
CHANGED = "familieraadgivningen"
NUMBER_IN_SPRING = "12 34 56 60"
SPRING, CHANGED_ON, AUTUMN = dt.date(2026, 3, 16), dt.date(2026, 10, 1), dt.date(2026, 11, 10)

# Unit, who hung it, card, room, size, when. What was hung in spring still has the number of then.
ON_THE_WALLS = (
    ("solsikken", "bo", "paedagog", "Personalestuen", "a3", SPRING),
    ("solsikken", "anna", "paedagog", "Køkkenet, indersiden af skabet", "a4", AUTUMN),
    ("solsikken", "bo", "leder", "Lederens kontor", "a4", AUTUMN),
    ("bakkeskolen", "vagn", "laerer", "Lærerværelset", "a3", SPRING),
    ("bakkeskolen", "ulla", "laerer", "SFO, køkkenet", "a4", AUTUMN),
    ("bakkeskolen", "vagn", "laerer", "Forberedelsen, 1. sal", "a4", SPRING),
    ("tandplejen", "asta", "tandpleje", "Klinik 2", "a4", AUTUMN),
)


def load(municipality: Municipality) -> None:
    """Write the book and the words; running it again changes nothing."""
    if PaperWords.objects.filter(municipality=municipality).exists():
        return
    hanne = _person(municipality, "hanne")
    at = _at(municipality, AUTUMN)
    told = {"values": VALUES, "prerequisites": PREREQUISITES}
    own_words.save(municipality, **told, seen_revision=0, by=hanne, at=at)
    colour = municipality.primary_colour
    look.save(
        municipality,
        colour=colour,
        focus=municipality.focus_colour,
        logo=_logo(colour),
        logo_text=municipality.name,
        seen_revision=1,
        by=hanne,
        at=at,
    )
    cards = {card.slug: card for card in posters.cards_in_force(municipality)}
    for slug, name, role, room, size, day in ON_THE_WALLS:
        unit = Unit.objects.get(municipality=municipality, slug=slug)
        _hang(unit, cards[role], room, size, day, _person(municipality, name))


def _hang(unit: Unit, card: ActionCard, room: str, size: str, day: dt.date, by: Staff) -> None:
    at = _at(unit.municipality, day)
    poster = posters.numbered(card, _content(card, at, in_spring=day == SPRING), None, at=at)
    made = walls.hang(unit, card, version=poster.version, size=size, room=room, by=by, at=at)
    if made.outdated_at:
        since = _at(unit.municipality, CHANGED_ON)
        Hanging.objects.filter(pk=made.pk).update(outdated_at=since, told_at=since)


def _content(card: ActionCard, at: dt.datetime, *, in_spring: bool) -> CardContent:
    """What the card says now, or what it said before the number of the advisers changed."""
    contacts = contacts_in_force(card.municipality, at)
    if in_spring:
        old: Contact = contacts[CHANGED]
        old.phone = NUMBER_IN_SPRING
        return replace(posters.current(card, {**contacts, CHANGED: old}), logo="", logo_text="")
    return posters.current(card, contacts)


def _logo(colour: str) -> bytes:
    """Three people of different height, hand in hand: drawn here, so that it is nobody's."""
    picture = Image.new("RGB", (600, 400), "white")
    pen = ImageDraw.Draw(picture)
    for middle, top, width in ((120, 60, 130), (300, 170, 90), (480, 60, 130)):
        pen.ellipse((middle - width // 3, top, middle + width // 3, top + 2 * width // 3), fill=colour)
        body = (middle - width // 2, top + 3 * width // 4, middle + width // 2, 400)
        pen.rounded_rectangle(body, width // 2, fill=colour)
    pen.rectangle((0, 370, 600, 400), fill=colour)
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def _person(municipality: Municipality, name: str) -> Staff:
    return Staff.objects.get(email=f"{name}@{municipality.slug}.example")


def _at(municipality: Municipality, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9, 0), ZoneInfo(municipality.timezone))
