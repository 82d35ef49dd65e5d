from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone

from beredskab.organisation.models import Municipality, Unit
from beredskab.organisation.resolve import municipality_named
from plans.paper import kits
from plans.paper.printing import why_off
from plans.paper.refusals import CannotPrint


class Command(BaseCommand):
    """Write the outage kit of a unit, and the static copy of the public pages, to a folder."""

    help = (
        "Write FOLDER/<unit>.pdf (contacts, action cards, a paper form and how to enter it later) and "
        "FOLDER/site/, a static copy of the public pages that any web server can serve. "
        "Exit code 1, with a sentence, when there is no such unit or PDFs are off."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unit", required=True, metavar="NAME", help="name or slug")
        parser.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="made when missing")
        parser.add_argument("--municipality", metavar="NAME", help="name or slug; else the default")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            municipality = municipality_named(options["municipality"])
        except LookupError as fault:
            raise CommandError(str(fault)) from fault
        unit = _unit(municipality, options["unit"])
        out: Path = options["out"]
        at = timezone.now()
        try:
            pdf = kits.kit_of(unit, at=at)
            kits.write(out / f"{unit.slug}.pdf", pdf)
            pages = kits.write_site(municipality, out / "site", at=at)
        except CannotPrint as refusal:
            raise CommandError(why_off() or str(refusal)) from refusal
        except OSError as fault:
            raise CommandError(f"The folder cannot be written: {fault}") from fault
        self.stdout.write(f"{out / unit.slug}.pdf: {len(pdf)} bytes; {out / 'site'}: {pages} files")


def _unit(municipality: Municipality, name: str) -> Unit:
    units = Unit.objects.select_related("leader", "municipality").filter(municipality=municipality)
    unit = units.filter(Q(name__iexact=name) | Q(slug=name)).first()
    if unit is None:
        known = ", ".join(units.order_by("name").values_list("name", flat=True)) or "none yet"
        raise CommandError(f"There is no unit {name!r}. There are: {known}.")
    return unit
