import csv
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from beredskab.administration.people import Newcomer, Refused, enrol_all
from beredskab.organisation.resolve import municipality_named

COLUMNS = ("email", "name", "unit", "profession", "roles", "teams", "leads", "phone")
SEVERAL = ("roles", "teams", "leads")


class Command(BaseCommand):
    help = (
        f"Take in everybody of a CSV file with the columns {', '.join(COLUMNS)}; several roles, teams or "
        "units in one cell are separated by |. Everybody or nobody. Safe to repeat. Exit 1, with a sentence, "
        "when it cannot."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv", help="UTF-8, comma or semicolon")
        parser.add_argument("--municipality", metavar="NAME", help="name or slug; else the default")
        parser.add_argument(
            "--json", action="store_true", help="print what was done as JSON and nothing else"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            newcomers = _read(options["file"])
            municipality = municipality_named(options["municipality"])
            outcome = enrol_all(newcomers, municipality, at=timezone.now())
        except (Refused, LookupError) as refusal:
            raise CommandError(f"Nobody was taken in. {refusal.args[0]}") from refusal
        counts = {"made": len(outcome.made), "known": len(outcome.known)}
        told = f"{counts['made']} people taken in, {counts['known']} were known"
        self.stdout.write(json.dumps(counts) if options["json"] else told)


def _read(path: Path) -> list[Newcomer]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise Refused(f"{path} cannot be opened: {fault.strerror}.") from fault
    except UnicodeDecodeError as fault:
        raise Refused(f"{path} is not UTF-8.") from fault
    lines = text.splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    rows = csv.DictReader(lines, delimiter=delimiter)
    unknown = set(rows.fieldnames or ()) - set(COLUMNS)
    if unknown or not {"email", "name"} <= set(rows.fieldnames or ()):
        raise Refused(
            f"The first line must name columns out of {', '.join(COLUMNS)}, email and name among them."
        )
    return [_newcomer(row) for row in rows]


def _newcomer(row: dict[str, Any]) -> Newcomer:
    facts: dict[str, Any] = {}
    for column in COLUMNS:
        said = (row.get(column) or "").strip()
        parts = tuple(part.strip() for part in said.split("|") if part.strip())
        facts[column] = parts if column in SEVERAL else said
    return Newcomer(**facts)
