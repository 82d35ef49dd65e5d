import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from beredskab.access.acting import as_role
from beredskab.audit import chain
from beredskab.audit.models import Seal


class Command(BaseCommand):
    help = "Check the hash chain of the log. Exit 0: it holds. Exit 1: somebody changed rows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the answer as JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:

        with as_role("auditor") as alias:
            faults = chain.verify(using=alias, now=timezone.now())
            sealed = Seal.objects.using(alias).count()
        if options["json"]:
            answer = {
                "holds": not faults,
                "sealed": sealed,
                "faults": [asdict(fault) for fault in faults],
            }
            self.stdout.write(json.dumps(answer, indent=2))
        else:
            for fault in faults:
                self.stdout.write(f"{fault.kind}: position {fault.position}, entry {fault.entry}")
            self.stdout.write(f"{sealed} sealed entries, {len(faults)} faults")
        if faults:
            raise SystemExit(1)
