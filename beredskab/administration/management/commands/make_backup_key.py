from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from beredskab.vault import envelope


class Command(BaseCommand):
    help = (
        "Make a key for backups, on a machine that is not the portal's. The public half goes into BACKUP_KEY "
        "of the portal; the private half is written to standard output once and kept apart. Exit 0."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--public", metavar="PRIVATE", help="show the public half of a private key again")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["public"]:
            self.stdout.write(envelope.public_of(bytes.fromhex(options["public"].strip())).hex())
            return
        private, public = envelope.new_pair()
        self.stderr.write(f"BACKUP_KEY={public.hex()}  (public: for the portal)")
        self.stdout.write(private.hex())
