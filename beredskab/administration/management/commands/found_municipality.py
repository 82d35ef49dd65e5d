from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.text import slugify

from beredskab.administration import founding
from beredskab.ui import emergency


class Command(BaseCommand):
    help = "Make a municipality with professions, teams and starter plans as drafts. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help='for example "Eksempel Kommune"')
        parser.add_argument("--slug", help="short name in addresses; made from the name when left out")
        parser.add_argument("--host", default="", help="host name that leads to it; empty for the only one")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["slug"] or slugify(options["name"].replace("Kommune", "").strip())
        with transaction.atomic():
            municipality = founding.found(options["name"], slug, host=options["host"])
            for part in settings.FOUNDING_PARTS:
                import_string(part)(municipality)
        emergency.write(municipality)
        self.stdout.write(
            f"{municipality} is founded; DEFAULT_MUNICIPALITY={municipality.slug} makes it the default"
        )
