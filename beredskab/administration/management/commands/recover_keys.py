import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from beredskab.access.acting import as_role
from beredskab.administration.safekeeping import typing_shares
from beredskab.organisation.models import Municipality, Team
from beredskab.organisation.resolve import municipality_named
from beredskab.vault import recovery, shares
from beredskab.vault.sealed.team import TooFew


def _closed_team(municipality: Municipality, slug: str | None) -> Team | None:
    if slug is None:
        return None
    found = Team.objects.filter(municipality=municipality, slug=slug, kind=Team.Kind.CLOSED).first()
    if found is None:
        raise LookupError(f"{municipality} has no closed team {slug!r}")
    return found


class Command(BaseCommand):
    help = (
        "Bring back what was lost with the key folder, by two of the three sheets of the recovery key. Every "
        "key that is missing here is made anew, and everything is sealed to the new ones. Two persons: each "
        "types one sheet. Afterwards make new sheets (share_recovery_key). Exit 0 everything is readable "
        "again, 1 nothing was changed, or something is not readable."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--municipality", help="name or slug; the default municipality when left out")
        parser.add_argument(
            "--share",
            action="append",
            default=[],
            type=Path,
            metavar="FILE",
            help="a sheet as a file, twice; else the words are typed",
        )
        parser.add_argument(
            "--closed-team",
            metavar="SLUG",
            help="sealed, and no member can unlock any more: a new key for all who have a passphrase now",
        )
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            municipality = municipality_named(options["municipality"])
            team = _closed_team(municipality, options["closed_team"])
            two = typing_shares.read_two(options["share"])
            with as_role("owner") as alias:
                done = recovery.recover(municipality, two, using=alias, at=timezone.now(), sealed=team)
        except TooFew as nobody:
            told = "No member has a passphrase. They choose one each first. Nothing was changed."
            raise CommandError(told) from nobody
        except (LookupError, shares.NotAShare) as refusal:
            raise CommandError(f"{refusal}. Nothing was changed.") from refusal
        except recovery.WrongShares as wrong:
            raise CommandError("These shares are of another recovery key. Nothing was changed.") from wrong
        except OSError as fault:
            raise CommandError(f"{fault.filename}: {fault.strerror}. Nothing was changed.") from fault
        self._tell(done, as_json=options["json"])
        if done.unreadable:
            raise SystemExit(1)

    def _tell(self, done: recovery.Recovered, *, as_json: bool) -> None:
        told = {
            "keys": done.keys,
            "subjects": done.subjects,
            "own_keys": done.own_keys,
            "unreadable": [str(one) for one in done.unreadable],
        }
        if as_json:
            self.stdout.write(json.dumps(told))
            return
        self.stdout.write(
            f"{done.keys} keys made anew, {done.subjects} sealed keys brought back, "
            f"{done.own_keys} keys of the portal, {len(done.unreadable)} not readable"
        )
