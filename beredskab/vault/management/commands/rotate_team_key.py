from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from beredskab.access.acting import as_role
from beredskab.organisation.models import Team
from beredskab.organisation.resolve import municipality_named
from beredskab.vault import safe


class Command(BaseCommand):
    help = (
        "Give a team a new key and seal everything anew, for example when somebody has left it. Exit 0 or 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("team", help="slug of the team")
        parser.add_argument("--municipality", help="name or slug; the default municipality when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            municipality = municipality_named(options["municipality"])
            team = Team.objects.get(municipality=municipality, slug=options["team"])
        except (LookupError, Team.DoesNotExist) as error:
            raise CommandError(str(error)) from error
        with as_role("owner") as alias:
            count = safe.rotate_team(team, using=alias)
        self.stdout.write(f"{count} concerns sealed anew to {team}")
