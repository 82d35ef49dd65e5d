import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from notifications.management import arguments
from notifications.statistics import publishing, told
from notifications.statistics.told import Year


class Command(BaseCommand):
    help = (
        "What is told of a year: received, shares in time, and once the year is over the counts in national "
        "codes (until then `tables` is empty and `note` says why). Months that have settled and were not "
        "told yet are worked out first. Counts under 5 are hidden (null), and others beside them. Exit "
        "code 0: done. 1: nothing is told of the year yet, or no such municipality. 2: wrong arguments."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True, help="for example 2026")
        arguments.add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        municipality = arguments.municipality(options["municipality"])
        publishing.catch_up(municipality, at=timezone.now())
        found = told.of_year(municipality, options["year"])
        if found is None:
            raise CommandError(f"Nothing is told of {options['year']} yet.")
        if options["json"]:
            answer = {"municipality": municipality.slug, **found.as_json()}
            self.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False))
        else:
            self.stdout.write(as_text(found))


def as_text(year: Year) -> str:
    """A line for each figure."""
    figures = year.as_json()
    names = ("received", "assessed_in_time_percent", "receipts_in_time_percent")
    lines = [f"{name.replace('_', ' ')}: {_range(figures[name])}" for name in names]
    tables = [
        f"{table} {code}: {_count(n)}" for table, rows in year.tables.items() for code, n in rows.items()
    ]
    note = [figures["note"]] if figures["note"] else []
    return "\n".join([f"through: {figures['through']}", *lines, *tables, *note])


def _count(number: int | None) -> str:
    return "hidden" if number is None else str(number)


def _range(told_as: dict[str, int] | None) -> str:
    if told_as is None:
        return "hidden"
    low, high = told_as["low"], told_as["high"]
    return str(low) if low == high else f"{low} to {high}"
