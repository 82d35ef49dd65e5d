import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from beredskab.organisation.resolve import municipality_named
from plans.requirements_check import FormalCheck, check_all


class Command(BaseCommand):
    help = (
        "Whether each plan meets what the law asks of it: written, adopted, published, revised within four "
        "years, action paths for employees and leaders, contacts verified. Exit 1: something is not met."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--municipality", metavar="NAME", help="name or slug; else the default")
        parser.add_argument("--json", action="store_true", help="print the answer as JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            municipality = municipality_named(options["municipality"])
        except LookupError as fault:
            raise CommandError(fault.args[0]) from fault
        with translation.override("en"):
            checks = check_all(municipality, at=timezone.now())
            self.stdout.write(_as_json(checks) if options["json"] else _as_text(checks))
        if not checks or not all(one.met for one in checks):
            sys.exit(1)


def _as_json(checks: list[FormalCheck]) -> str:
    told = [
        {"plan": one.plan.slug, "met": one.met, "requirements": [asdict(r) for r in one.requirements]}
        for one in checks
    ]
    return json.dumps(told, indent=2, ensure_ascii=False)


def _as_text(checks: list[FormalCheck]) -> str:
    lines = []
    for one in checks:
        lines += [f"{one.plan.slug}: {'met' if one.met else 'not met'}"]
        lines += [f"  {'yes' if r.met else 'NO ':<4}{r.title}: {r.reason}" for r in one.requirements]
    return "\n".join(lines or ["There is no plan."])
