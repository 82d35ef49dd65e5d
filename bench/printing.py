"""How long paper takes: a poster made for the first time and from what is kept, and a long plan."""

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.test import Client
from django.utils import timezone

from bench import regenerating
from bench.registry import Measure, at_most, part
from beredskab.organisation.models import Municipality, Staff
from plans.models import ActionCard, PosterFile
from plans.numbers.contacts import contacts_in_force
from plans.paper import card_contents, plan_sheets, posters, printing
from plans.paper.card_printing import print_card
from plans.paper.cards import Stamp

SECTIONS = 60
TIMES = 5


@part("print")
def measure() -> Iterable[Measure]:
    """Seconds of a first render, milliseconds from what is kept, seconds of a long plan, 500 posters anew."""
    municipality = Municipality.objects.order_by("pk").first()
    assert municipality is not None
    yield from _posters(municipality)
    yield _long_plan(municipality)
    yield from regenerating.measured(municipality)


def _posters(municipality: Municipality) -> Iterator[Measure]:
    at = timezone.now()
    contacts = contacts_in_force(municipality, at)
    cards = list(posters.cards_in_force(municipality))[:TIMES]
    started = _seconds(printing.walls)
    yield Measure("print", "the press starts", round(started, 2), "s")
    logo = posters.logo_of(municipality)
    first = [_seconds(partial(_printed, card, contacts, logo, at)) for card in cards]
    yield Measure("print", "poster, first render", round(_middle(first), 3), "s", at_most(1.0))
    posters.refresh(municipality, at=at)
    before = PosterFile.objects.count()
    client = Client(HTTP_HOST="localhost")
    client.force_login(Staff.objects.filter(municipality=municipality, is_active=True).order_by("pk")[0])
    path = posters.path_of(cards[0], posters.STANDARD, "a4")
    if not client.get(path).content.startswith(b"%PDF"):
        raise RuntimeError(f"no poster is kept at {path}")
    kept = [_seconds(lambda: client.get(path)) for _ in range(4 * TIMES)]
    yield Measure("print", "poster, from what is kept", round(1000 * _middle(kept), 1), "ms", at_most(30))
    posters.refresh(municipality, at=at)
    again = PosterFile.objects.count() - before
    yield Measure("print", "renders of the same posters again", again, "files", at_most(0))


def _printed(card: ActionCard, contacts: card_contents.Contacts, logo: bytes, at: dt.datetime) -> bytes:
    content = posters.current(card, contacts)
    stamp = Stamp("9.9", at.date(), f"https://{content.address}/p/{card.slug}/?v=9.9")
    return print_card(content, stamp, picture=logo)


def _long_plan(municipality: Municipality) -> Measure:
    """The plan in force with its sections repeated until there are sixty."""
    from django.template.loader import render_to_string

    told = plan_sheets.told(municipality, "overgreb", timezone.now(), "")
    assert told is not None
    lines = [line for _name, sections in told["chapters"] for line in sections]
    many = [lines[number % len(lines)] for number in range(SECTIONS)]
    told["chapters"] = [("", many)]
    html = render_to_string("print/plan.html", told)
    style = {"fonts": printing.print_fonts(), "colour": "#000000"}
    css = render_to_string("print/plan.css", style)
    seconds = _seconds(lambda: printing.press(html, css))
    return Measure("print", f"plan of {SECTIONS} sections", round(seconds, 1), "s", at_most(15))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _middle(found: list[float]) -> float:
    return sorted(found)[len(found) // 2]
