import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from beredskab.access.acting import as_role
from beredskab.administration.safekeeping import verifying
from beredskab.audit import anchors
from beredskab.vault import recovery, shares


class Command(BaseCommand):
    help = (
        "Look whether a database that was brought back is whole; restore_drill runs it inside the copy. On "
        "standard input JSON with `rows`, `head`, `taken_at` and `shares`. Prints JSON. Exit 0 whole, 1 not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchors", action="append", default=[], type=Path, metavar="PATH")
        parser.add_argument("--anchor-key", default="", metavar="HEX")

    def handle(self, *args: Any, **options: Any) -> None:
        told = json.load(sys.stdin)
        verdict = verifying.Verdict()
        kept = list(anchors.read(options["anchors"]))
        key = options["anchor_key"] or (kept[0].key if kept else "")
        with as_role("owner") as alias:
            verifying.counts(told["rows"], verdict, using=alias)
            verifying.log_holds(told, kept, key, verdict, using=alias, now=timezone.now())
            verifying.nothing_is_readable(verdict, using=alias)
            if told["shares"]:
                self._with_shares(told["shares"], verdict, alias)
        self.stdout.write(json.dumps(vars(verdict)))
        if verdict.faults:
            raise SystemExit(1)

    def _with_shares(self, two: list[str], verdict: verifying.Verdict, using: str) -> None:
        try:
            verifying.everything_is_readable(two, verdict, using=using)
        except recovery.WrongShares:
            verdict.faults.append("the shares are of another recovery key")
        except shares.NotAShare as slip:
            verdict.faults.append(f"shares: {slip}")
