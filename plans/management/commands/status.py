import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from beredskab.organisation.resolve import municipality_named
from plans.implementation.measures_at import distribution_named
from plans.implementation.sums import Distribution
from plans.implementation.telling import today


class Command(BaseCommand):
    help = (
        "How far an action plan, or the recommendations (SISO), were at the end of a day: how many "
        "have each of the eight statuses, and whole percent that add up to exactly 100. A measure "
        "nobody has told anything about is unknown; the denominator is every measure of the plan. "
        "Exit 0: answered. Exit 1: no such plan, municipality or date."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", required=True, help="name of an action plan, or SISO")
        parser.add_argument("--at", help="the day, as 2026-06-01; today when left out")
        parser.add_argument("--known", help="leave out what was published after this day")
        parser.add_argument("--municipality", help="name or slug; the default one when left out")
        parser.add_argument("--json", action="store_true", help="print the answer as JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            municipality = municipality_named(options["municipality"])
            at = _day(options["at"]) or today(municipality, timezone.now())
            known_on = _day(options["known"])
            told = distribution_named(municipality, options["plan"], at, known_on=known_on)
        except (LookupError, ValueError) as fault:
            raise CommandError(fault.args[0]) from fault
        self.stdout.write(_as_json(told) if options["json"] else _as_text(told))


def _day(text: str | None) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as fault:
        raise ValueError(f"{text!r} is not a date such as 2026-06-01.") from fault


def _as_json(told: Distribution) -> str:
    statuses = [{"status": one.status.value, "count": one.count, "share": one.share} for one in told.shares]
    return json.dumps({"denominator": told.denominator, "statuses": statuses}, indent=2)


def _as_text(told: Distribution) -> str:
    lines = [f"{one.status.value:<12} {one.count:>5} {one.share:>4} %" for one in told.shares]
    return "\n".join([*lines, f"{'all':<12} {told.denominator:>5}"])
