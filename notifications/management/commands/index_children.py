import dataclasses
import datetime as dt
import json
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from beredskab.access.acting import as_role
from beredskab.vault import keys
from notifications.case import indexing
from notifications.case.indexing import Done
from notifications.management import arguments


class Command(BaseCommand):
    help = (
        "Index the children of concerns that have no blind index, so that earlier concerns about the same "
        "child are found: those filed before there was one. --anew does all of them, after the key of the "
        "index was lost or changed. The latest first; it may be stopped, and goes on with --before. Where a "
        "key agent runs, as its user and without KEY_AGENT_SOCKET. Counts, never names or ids. Exit code 0: "
        "done, with --dry-run nothing to do. 1: some cannot be opened, a key is not here, or with --dry-run "
        "something to do. 2: wrong arguments."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anew", action="store_true", help="also those that have an index")
        parser.add_argument(
            "--before", metavar="MOMENT", help="filed before this, for example 2026-04-01T12:00"
        )
        parser.add_argument("--dry-run", action="store_true", help="count them and open nothing")
        arguments.add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        municipality = arguments.municipality(options["municipality"])
        zone = ZoneInfo(municipality.timezone)
        before = arguments.moment(options["before"], zone) if options["before"] else None
        if options["dry_run"]:
            with as_role("owner"):
                found = indexing.waiting(municipality, anew=options["anew"], before=before).count()
            self._answer({"municipality": municipality.slug, "waiting": found}, options, fault=found)
            return
        try:
            done = indexing.index(municipality, anew=options["anew"], before=before, at=timezone.now())
        except keys.KeyMissing as missing:
            raise CommandError(f"This key is not here: {missing}. Nothing was changed.") from missing
        self._answer({"municipality": municipality.slug, **as_json(done)}, options, fault=done.unreadable)

    def _answer(self, answer: dict[str, Any], options: dict[str, Any], *, fault: int) -> None:
        text = json.dumps(answer, indent=2) if options["json"] else as_text(answer)
        self.stdout.write(text)
        if fault:
            word = "waiting" if options["dry_run"] else "not opened: no key that opens them is here"
            raise CommandError(f"{fault} concerns are {word}.")


def as_json(done: Done) -> dict[str, Any]:
    """The counts, and how far back it came."""
    through: dt.datetime | None = done.through
    return {**dataclasses.asdict(done), "through": through.isoformat() if through else None}


def as_text(answer: dict[str, Any]) -> str:
    """A line for each."""
    return "\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in answer.items())
