import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from beredskab.administration.safekeeping import backing_up, typing_shares
from beredskab.vault import envelope, streams


class Command(BaseCommand):
    help = (
        "Decrypt a backup into a new folder, for bringing it back in earnest: database.dump for pg_restore, "
        "files.tar. What was said about a child stays encrypted in it. Exit 0 both written, 1 not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, metavar="FOLDER")
        parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="must not be there yet")
        parser.add_argument(
            "--key-file", type=Path, metavar="FILE", help="else the private key is typed, unseen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key = typing_shares.backup_key(options["key_file"])
            options["out"].mkdir(mode=0o700, parents=True)
            for name in (backing_up.DATABASE, backing_up.FILES):
                target = options["out"] / name.removesuffix(".enc")
                self._open(options["backup"] / name, target, key)
                self.stdout.write(str(target))
        except OSError as fault:
            raise CommandError(f"{fault.filename}: {fault.strerror}.") from fault
        except typing_shares.NotAKey as reason:
            raise CommandError(str(reason)) from reason
        except envelope.CannotOpen as reason:
            raise CommandError(f"This backup does not open with this key: {reason}.") from reason

    def _open(self, source: Path, target: Path, key: bytes) -> None:
        """What broke off is not left lying about as if it were whole."""
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with source.open("rb") as sealed, os.fdopen(descriptor, "wb") as plain:
                streams.decrypt(sealed, plain, key)
        except BaseException:
            target.unlink()
            raise
