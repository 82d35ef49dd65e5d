from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from beredskab.organisation.resolve import municipality_named
from plans import posters
from plans.contacts import contacts_in_force
from plans.models import ActionCard, PosterFile
from plans.printing import PAPERS, why_off


class Command(BaseCommand):
    """Write the current poster of a role to a file."""

    help = (
        "Write the current action-card poster of a role as a PDF of exactly one page. "
        "Exit code 1, with a sentence, when there is no such card or it does not fit."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--role", required=True, metavar="SLUG", help="for example paedagog")
        parser.add_argument("--size", choices=sorted(PAPERS), default="a4")
        parser.add_argument("--out", type=Path, metavar="FILE", help="else its own name, here")
        parser.add_argument("--municipality", metavar="NAME", help="name or slug; else the default")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            municipality = municipality_named(options["municipality"])
        except LookupError as fault:
            raise CommandError(str(fault)) from fault
        cards = ActionCard.objects.filter(municipality=municipality).select_related("municipality")
        card = cards.filter(slug=options["role"]).first()
        if card is None:
            known = ", ".join(cards.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no action card {options['role']!r}. There are: {known}.")
        with translation.override(municipality.language):
            file = _made(card, options["size"])
        out = options["out"] or Path(posters.file_name(file.poster, card.slug, file.size))
        out.write_bytes(bytes(file.pdf or b""))
        self.stdout.write(f"{out}: version {file.poster.version}, {file.size.upper()}")


def _made(card: ActionCard, size: str) -> PosterFile:
    """The stored file of what would be printed now, printed first when it is missing."""
    at = timezone.now()
    contacts = contacts_in_force(card.municipality, at)
    posters.make(card, contacts, size, at=at)
    poster = posters.found(card, posters.current(card, contacts))
    file = PosterFile.objects.select_related("poster__card__municipality").get(poster=poster, size=size)
    if file.pdf is None:
        raise CommandError(why_off() or posters.refusal_text(file))
    return file
