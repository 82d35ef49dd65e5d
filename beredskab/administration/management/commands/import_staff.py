import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from beredskab.administration.importing import reading, taking_in
from beredskab.administration.importing.reading import NEEDED, TEMPLATE
from beredskab.administration.importing.taking_in import Prospect, Tally
from beredskab.organisation.resolve import municipality_named


class Command(BaseCommand):
    help = (
        f"Take in the list of all employees. Columns at least {', '.join(TEMPLATE[: len(NEEDED)])}; also "
        f"{', '.join(TEMPLATE[len(NEEDED) :])}. Semicolon or comma, UTF-8 or Windows-1252. Lines with a "
        "fault are left out and named. Who is missing has left, when no line has a fault. Safe to repeat. "
        "Exit 0 all lines taken in, 1 some were not, or the file cannot be read, or too many would leave."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--municipality", metavar="NAME", help="name or slug; else the default")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
        parser.add_argument(
            "--accept-leaving",
            type=int,
            default=0,
            metavar="N",
            help="up to N people may leave, though they are more than 5 %% of the list before",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            found = self._prospect(options)
            try:
                tally = self._done(found, options)
            except taking_in.TooManyLeave as refusal:
                self._tell(found, refusal.tally, options, refused=True)
                raise CommandError(
                    f"Nothing was changed: {refusal}. If that is right, say --accept-leaving "
                    f"{refusal.tally.leaving}."
                ) from refusal
            self._tell(found, tally, options, refused=False)
        if found.faults:
            raise SystemExit(1)

    def _prospect(self, options: dict[str, Any]) -> Prospect:
        try:
            content = options["file"].read_bytes()
            municipality = municipality_named(options["municipality"])
            return taking_in.prospect(reading.read(content), municipality, at=timezone.now())
        except OSError as fault:
            raise CommandError(f"{options['file']} cannot be opened: {fault.strerror}.") from fault
        except (reading.Unreadable, LookupError) as refusal:
            raise CommandError(str(refusal.args[0])) from refusal

    def _done(self, found: Prospect, options: dict[str, Any]) -> Tally:
        accepted = options["accept_leaving"]
        if options["dry_run"]:
            tally = taking_in.look(found)
            taking_in.require_accepted(tally, accepted)
            return tally
        return taking_in.take_in_everybody(found, accept_leaving=accepted, by=None, at=timezone.now())

    def _tell(self, found: Prospect, tally: Tally, options: dict[str, Any], *, refused: bool) -> None:
        told = {
            "added": tally.added,
            "changed": tally.changed,
            "unchanged": tally.unchanged,
            "leaving": tally.leaving,
            "errors": [{"line": one.line, "code": one.code, "message": one.sentence} for one in found.faults],
            "unknown_titles": found.unknown_titles,
            "dry_run": options["dry_run"],
            "refused": refused,
        }
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(
            f"{tally.added} added, {tally.changed} changed, {tally.unchanged} unchanged, "
            f"{tally.leaving} leaving" + (" (nothing was changed)" if refused or options["dry_run"] else "")
        )
        for fault in found.faults:
            self.stderr.write(f"line {fault.line}: {fault.sentence}")
        for title, count in found.unknown_titles.items():
            self.stderr.write(f"nobody has said what the title {title!r} means ({count} people)")
