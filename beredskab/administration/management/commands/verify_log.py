import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from beredskab.access.acting import as_role
from beredskab.audit import anchors, chain
from beredskab.audit.anchors import Anchor
from beredskab.audit.models import Seal


class Command(BaseCommand):
    help = (
        "Check the hash chain of the log, and with --anchors that nothing was cut off or written anew since "
        "they left the machine. Exit 0: it holds. Exit 1: somebody changed rows, or an anchor does not fit."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the answer as JSON and nothing else")
        parser.add_argument(
            "--anchors",
            action="append",
            default=[],
            type=Path,
            metavar="PATH",
            help="kept anchors: a file, a mail, or a folder of them; may be said several times",
        )
        parser.add_argument(
            "--anchor-key",
            default="",
            metavar="HEX",
            help="the public key that signs anchors, from where you keep it; else that of the first anchor",
        )

    def handle(self, *args: Any, **options: Any) -> None:

        with as_role("auditor") as alias:
            faults = chain.verify(using=alias, now=timezone.now())
            sealed = Seal.objects.using(alias).count()
            found = self._anchors(options["anchors"])
            key = options["anchor_key"] or (found[0].key if found else "")
            faults += anchors.compare(found, key=key, using=alias)
        if options["json"]:
            answer = {
                "holds": not faults,
                "sealed": sealed,
                "faults": [asdict(fault) for fault in faults],
                "anchors": len(found),
                "last_anchor": max((one.position for one in found), default=None),
                "anchor_key": key,
            }
            self.stdout.write(json.dumps(answer, indent=2))
        else:
            for fault in faults:
                self.stdout.write(f"{fault.kind}: position {fault.position}, entry {fault.entry}")
            self.stdout.write(f"{sealed} sealed entries, {len(found)} anchors, {len(faults)} faults")
        if faults:
            raise SystemExit(1)

    def _anchors(self, paths: list[Path]) -> list[Anchor]:
        """What was asked for and holds no anchor is a fault of who asked: it would prove nothing."""
        try:
            found = list(anchors.read(paths))
        except OSError as fault:
            raise CommandError(f"{fault.filename}: {fault.strerror}.") from fault
        except anchors.NotAnAnchor as line:
            raise CommandError(f"This line is no anchor any more: {line}") from line
        if paths and not found:
            raise CommandError("There is no anchor in what --anchors names.")
        return found
