"""What people type on the command line, read with a sentence when it cannot be."""

import argparse
import datetime as dt
from collections.abc import Callable, Iterable
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.core.management.base import CommandError, CommandParser
from django.db.models import Q

from beredskab.organisation.models import Municipality, Staff, Unit
from beredskab.organisation.resolve import municipality_named
from notifications.vocabulary import UnknownWord, Word

W = TypeVar("W", bound=Word)

EXIT_CODES = "Exit code 0: answered. 1: it cannot be answered, with a sentence why. 2: wrong arguments."


def add_common(parser: CommandParser) -> None:
    """--json and --municipality."""
    parser.add_argument("--json", action="store_true", help="print the answer as JSON and nothing else")
    parser.add_argument("--municipality", metavar="NAME", help="name or slug; the default one when left out")


def word(kind: type[W]) -> Callable[[str], W]:
    """An argument type: the stored English value, or the Danish slug of a plan."""

    def read(typed: str) -> W:
        try:
            return kind.read(typed)
        except UnknownWord as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return read


def municipality(name: str | None) -> Municipality:
    """Raises CommandError that lists the names there are."""
    try:
        return municipality_named(name)
    except LookupError as error:
        raise CommandError(str(error)) from None


def moment(typed: str, zone: ZoneInfo) -> dt.datetime:
    """An ISO date-time; without an offset it is local time. Of a time that came twice, the first.

    Raises CommandError for what is no time, and for the hour that a clock change leaves out.
    """
    try:
        found = dt.datetime.fromisoformat(typed)
    except ValueError:
        raise CommandError(f"{typed!r} is no time. Write it like 2026-04-01T14:05.") from None
    if found.tzinfo is not None:
        return found
    local = found.replace(tzinfo=zone)
    if local.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != found:
        raise CommandError(f"{typed} does not exist in {zone.key}: the clocks were put forward over it.")
    return local


def unit(municipality: Municipality, typed: str) -> Unit:
    """By slug or name. Raises CommandError."""
    found = municipality.units.filter(Q(slug=typed) | Q(name__iexact=typed)).first()
    if found is None:
        raise CommandError(f"No unit of {municipality} is called {typed!r}.")
    return found


def people(municipality: Municipality, emails: Iterable[str]) -> list[Staff]:
    """By e-mail address. Raises CommandError for the first one that is not in the directory."""
    found = []
    for email in emails:
        person = municipality.staff.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody of {municipality} has the address {email!r}.")
        found.append(person)
    return found
