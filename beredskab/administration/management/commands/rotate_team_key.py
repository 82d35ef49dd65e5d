from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from beredskab.access.acting import as_role
from beredskab.administration.models import KeyChangeKind
from beredskab.administration.safekeeping import changing
from beredskab.audit import trail
from beredskab.organisation.models import Team
from beredskab.organisation.resolve import municipality_named
from beredskab.vault import keys, safe


class Command(BaseCommand):
    help = (
        "Give a team a new key and seal everything anew, for example when somebody has left it. Two persons "
        "have approved it under /administration/noegler/. Where a key agent runs, as its user and without "
        "KEY_AGENT_SOCKET. Exit 0 or 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("team", help="slug of the team")
        parser.add_argument("--municipality", help="name or slug; the default municipality when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            municipality = municipality_named(options["municipality"])
            team = Team.objects.get(municipality=municipality, slug=options["team"])
            with as_role("owner") as alias:
                change = changing.take(municipality, KeyChangeKind.TEAM, about=team.slug, using=alias, at=now)
                count = safe.rotate_team(team, using=alias)
                trail.record(None, "keys.rotated", change.pk, at=now, team=team.pk, sealed=count)
        except (LookupError, Team.DoesNotExist) as error:
            raise CommandError(str(error)) from error
        except keys.KeyMissing as missing:
            raise CommandError(f"This key is not here: {missing}. Nothing was changed.") from missing
        self.stdout.write(f"{count} concerns sealed anew to {team}")
