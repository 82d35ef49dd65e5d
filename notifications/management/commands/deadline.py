import datetime as dt
import json
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from beredskab.organisation.workdays import rules_of
from notifications.clocks import Clock, clock
from notifications.deadlines import in_words, row_of
from notifications.management import arguments
from notifications.vocabulary import DeadlineKind


class Command(BaseCommand):
    help = (
        "When a concern that is received at a moment must be assessed (24 hours), or its receipt sent "
        "(6 working days), and which days were skipped. Times are local to the municipality. "
        f"{arguments.EXIT_CODES}"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--received", required=True, metavar="TIME", help="for example 2026-04-01T14:05")
        parser.add_argument("--kind", required=True, choices=DeadlineKind.values)
        arguments.add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        municipality = arguments.municipality(options["municipality"])
        zone = ZoneInfo(municipality.timezone)
        received = arguments.moment(options["received"], zone)
        found = clock(DeadlineKind(options["kind"]), received, rules_of(municipality), zone)
        with translation.override("en"):
            answer = as_json(found, zone)
        self.stdout.write(json.dumps(answer, indent=2) if options["json"] else str(answer["explanation"]))


def as_json(found: Clock, zone: ZoneInfo) -> dict[str, Any]:
    """The clock as plain values: `due` is a date for whole days, else a local date-time with its offset."""
    return {
        "kind": found.kind.value,
        "received": _local(found.started_at, zone),
        "due": found.due_on.isoformat() if found.due_on else _local(found.due_at, zone),
        "skipped": [{"date": off.day.isoformat(), "reason": off.reason} for off in found.skipped],
        "explanation": in_words(row_of(found), zone).why,
    }


def _local(moment: dt.datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds")
