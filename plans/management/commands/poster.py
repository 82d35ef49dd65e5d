import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone, translation

from beredskab.organisation.models import Municipality, Unit
from beredskab.organisation.resolve import municipality_named
from plans.models import ActionCard, PosterFile
from plans.numbers.contacts import contacts_in_force
from plans.paper import posters
from plans.paper.printing import PAPERS, SHEETS, why_off


class Command(BaseCommand):
    """Write the current poster of a role to a file."""

    help = (
        "Write the current action-card poster of a role as a PDF of exactly one page. "
        "Exit code 1, with a sentence, when there is no such card or it does not fit."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--role", required=True, metavar="SLUG", help="for example paedagog")
        parser.add_argument("--size", choices=sorted(PAPERS), default="a4")
        parser.add_argument("--unit", metavar="NAME", help="with this unit's leader and numbers")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--bleed", action="store_true", help="for a print shop: bleed and crop marks")
        parser.add_argument("--out", type=Path, metavar="FILE", help="else its own name, here")
        parser.add_argument("--municipality", metavar="NAME", help="name or slug; else the default")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            municipality = municipality_named(options["municipality"])
        except LookupError as fault:
            raise CommandError(str(fault)) from fault
        cards = posters.cards_in_force(municipality)
        card = cards.filter(slug=options["role"]).first()
        if card is None:
            known = ", ".join(cards.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no action card {options['role']!r}. There are: {known}.")
        at = timezone.now()
        unit = _unit(municipality, options["unit"]) if options["unit"] else None
        asked = posters.variant(municipality, options["language"] or "", unit, at=at)
        with translation.override(municipality.language):
            file = _made(card, options["size"] + ("-bleed" if options["bleed"] else ""), asked, at)
        out = options["out"] or Path(posters.file_name(file.poster, card.slug, file.size))
        try:
            out.write_bytes(bytes(file.pdf or b""))
        except OSError as fault:
            raise CommandError(f"The file cannot be written: {fault}") from fault
        self.stdout.write(f"{out}: version {file.poster.version}, {SHEETS[file.size].label}")


def _unit(municipality: Municipality, name: str) -> Unit:
    units = Unit.objects.select_related("leader", "municipality").filter(municipality=municipality)
    unit = units.filter(Q(name__iexact=name) | Q(slug=name)).first()
    if unit is None:
        known = ", ".join(units.order_by("name").values_list("name", flat=True)) or "none yet"
        raise CommandError(f"There is no unit {name!r}. There are: {known}.")
    return unit


def _made(card: ActionCard, size: str, asked: posters.Variant, at: dt.datetime) -> PosterFile:
    """The stored file of what would be printed now, printed first when it is missing."""
    contacts = contacts_in_force(card.municipality, at)
    posters.make(card, contacts, size, asked, again=True, at=at)
    poster = posters.found(card, posters.current(card, contacts, asked))
    files = PosterFile.objects.select_related("poster__card__municipality", "poster__unit")
    file = files.get(poster=poster, size=size)
    if file.pdf is None:
        raise CommandError(why_off() or posters.refusal_text(file))
    return file
