import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from beredskab.organisation.models import Municipality
from beredskab.organisation.resolve import municipality_named
from plans import checking
from plans.linting import Finding
from plans.models import Plan


class Command(BaseCommand):
    help = (
        "What is wrong with the plans: of each the edition in the making, else the one in force, together "
        "with action cards and the routing table. Exit 0: nothing red. Exit 1: something red, or no plan."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", metavar="SLUG", help="one plan; all of them when left out")
        parser.add_argument("--municipality", metavar="NAME", help="name or slug; else the default")
        parser.add_argument("--json", action="store_true", help="print the findings as JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            municipality = municipality_named(options["municipality"])
            plan = _plan(municipality, options["plan"])
        except LookupError as fault:
            raise CommandError(fault.args[0]) from fault
        with translation.override("en"):
            found = checking.check_everything(municipality, at=timezone.now(), plan=plan)
            self.stdout.write(_as_json(found) if options["json"] else _as_text(found))
        if any(one.is_red for one in found):
            sys.exit(1)


def _plan(municipality: Municipality, slug: str | None) -> Plan | None:
    if slug is None:
        return None
    plans = Plan.objects.filter(municipality=municipality)
    found = plans.filter(slug=slug).first() or plans.filter(title__iexact=slug).first()
    if found is None:
        known = ", ".join(plans.values_list("slug", flat=True)) or "none yet"
        raise LookupError(f"There is no plan {slug!r}. There are: {known}.")
    return found


def _as_json(found: list[Finding]) -> str:
    told = [{**asdict(one), "level": one.level.value, "blocks": one.blocks} for one in found]
    for one in told:
        del one["holds_up"]
    return json.dumps(told, indent=2, ensure_ascii=False)


def _as_text(found: list[Finding]) -> str:
    if not found:
        return "Nothing to mend."
    lines = [f"{one.level.value:<7}{one.code:<28}{one.place}: {one.what} {one.mend}" for one in found]
    red = sum(one.is_red for one in found)
    return "\n".join([*lines, f"{red} red, {len(found) - red} yellow"])
