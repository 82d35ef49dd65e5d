import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from beredskab.organisation.resolve import municipality_named
from plans.implementation.importing import Outcome, RefusedImport, Stated, import_measures
from plans.implementation.measure_files import UnreadableFile, read


class Command(BaseCommand):
    help = (
        "Take a table of measures (CSV: title, and where present number, chapter, responsible, "
        "status text, due date, recommendations, notes) into an action plan, which is made when it "
        "is new. Importing the same table again changes nothing. Every measure is unknown until "
        "somebody sets a status; with --as-of, words of the table that state one become its first. "
        "Exit 0: imported. Exit 1: nothing was changed, the message says why."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file")
        parser.add_argument("--plan", required=True, help="name of the action plan")
        parser.add_argument("--municipality", help="name or slug; the default one when left out")
        parser.add_argument("--as-of", help="day that the table's status texts hold for")
        parser.add_argument("--published", help="day they were told; as --as-of when left out")
        parser.add_argument("--json", action="store_true", help="print what was done as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):  # what a command says is English
            self.stdout.write(self._import(options))

    def _import(self, options: dict[str, Any]) -> str:
        path: Path = options["file"]
        try:
            municipality = municipality_named(options["municipality"])
            outcome = import_measures(
                read(path.read_bytes()),
                options["plan"],
                municipality,
                at=timezone.now(),
                stated=_stated(path, options["as_of"], options["published"]),
            )
        except OSError as fault:
            raise CommandError(f"{path} cannot be opened: {fault.strerror}.") from fault
        except (UnreadableFile, RefusedImport, LookupError) as fault:
            raise CommandError(f"Nothing was imported. {fault.args[0]}") from fault
        return _as_json(outcome) if options["json"] else _as_text(outcome)


def _stated(path: Path, as_of: str | None, published: str | None) -> Stated | None:
    if not as_of:
        if published:
            raise CommandError("--published needs --as-of.")
        return None
    try:
        day = dt.date.fromisoformat(as_of)
        return Stated(day, dt.date.fromisoformat(published) if published else day, path.name)
    except ValueError as fault:
        raise CommandError(f"{fault}. Write dates as 2026-06-01.") from fault


def _as_json(outcome: Outcome) -> str:
    told = {
        "plan": outcome.plan.name,
        "added": len(outcome.added),
        "changed": len(outcome.changed),
        "unchanged": len(outcome.unchanged),
        "statuses": len(outcome.stated),
        "not_in_file": outcome.not_in_file,
    }
    return json.dumps(told, indent=2)


def _as_text(outcome: Outcome) -> str:
    lines = [
        f"{outcome.plan.name}: {len(outcome.added)} measures added, "
        f"{len(outcome.changed)} changed, {len(outcome.unchanged)} unchanged, "
        f"{len(outcome.stated)} statuses read from the text."
    ]
    if outcome.changed:
        lines.append(f"Changed: {', '.join(outcome.changed)}.")
    if outcome.not_in_file:
        kept = ", ".join(outcome.not_in_file)
        lines.append(f"Kept although the file does not have them: {kept}.")
    return "\n".join(lines)
