import csv
import io
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, astuple, fields
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from notifications.management import arguments
from notifications.routes import route_table
from notifications.routes.route_table import Line
from notifications.routing import NoFallback

#: A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Command(BaseCommand):
    help = (
        "Every combination of profession, suspect, certainty, topic, acute and hours, with the team that "
        "receives it, the rule, the reason and who is kept out, in functions and not by name. Asks the very "
        "functions that filing asks, and changes nothing. Without --csv or --json: how many combinations "
        f"each team receives. {arguments.EXIT_CODES}"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--csv", action="store_true", help="print the table as CSV and nothing else")
        parser.add_argument(
            "--unit",
            metavar="UNIT",
            help="slug or name of where child and filer are; any place when left out",
        )
        arguments.add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        municipality = arguments.municipality(options["municipality"])
        unit = arguments.unit(municipality, options["unit"]) if options["unit"] else None
        try:
            with translation.override("en"):
                table = list(route_table.lines(municipality, unit, at=timezone.now()))
        except NoFallback:
            raise CommandError(f"{municipality} has no rule that always fits, or no team.") from None
        if options["csv"]:
            self.stdout.write(as_csv(table), ending="")
        elif options["json"]:
            self.stdout.write(json.dumps([asdict(line) for line in table], ensure_ascii=False))
        else:
            self.stdout.write(as_text(table))


def as_csv(table: Iterable[Line]) -> str:
    """The table with a heading; cells that a spreadsheet would run are made text."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([one.name for one in fields(Line)])
    writer.writerows([_inert(cell) for cell in astuple(line)] for line in table)
    return written.getvalue()


def as_text(table: Iterable[Line]) -> str:
    """How many combinations each team receives, most first."""
    counts = Counter(line.team for line in table)
    lines = [f"{team}: {number}" for team, number in counts.most_common()]
    return "\n".join([f"combinations: {counts.total()}", *lines])


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
