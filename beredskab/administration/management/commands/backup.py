import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from beredskab.administration.safekeeping import backing_up
from deploy.paths import Stop


class Command(BaseCommand):
    help = (
        "Write a backup of database and files, encrypted to BACKUP_KEY, into a new folder below --out. No "
        "key of a concern is in it. As role owner. Exit 0 a whole backup was written, 1 none was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
        parser.add_argument(
            "--keep-days", type=int, default=0, metavar="N", help="delete older ones below --out, after it"
        )
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            made = backing_up.take(options["out"], self._key(), at=now)
        except (backing_up.BackupFailed, Stop) as reason:
            raise CommandError(f"No backup was written. {reason}") from reason
        except OSError as fault:
            raise CommandError(f"No backup was written: {fault.filename}: {fault.strerror}.") from fault
        days = options["keep_days"]
        gone = backing_up.forget_old(options["out"], keep_days=days, at=now) if days else []
        told = {"backup": str(made.folder), **made.told, "deleted": gone}
        if options["json"]:
            self.stdout.write(json.dumps(told))
        else:
            size = sum(one["bytes"] for one in made.told["files"].values())
            self.stdout.write(f"{made.folder} ({size} bytes), {len(gone)} old ones deleted")

    def _key(self) -> bytes:
        try:
            key = bytes.fromhex(settings.BACKUP_KEY)
        except ValueError:
            key = b""
        if len(key) != 32:
            raise CommandError("BACKUP_KEY is not a public key of 64 digits: see make_backup_key.")
        return key
