import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from beredskab.administration import health
from beredskab.administration.health import Answer, State
from beredskab.organisation.models import Municipality

MARKS = {State.WELL: "well", State.LOOK: "LOOK", State.ABSENT: "ABSENT", State.UNWELL: "UNWELL"}


class Command(BaseCommand):
    help = (
        "How every part of the portal is, and what to do. Exit 0: all is well, 1: something is unwell, "
        "3: it works, and somebody should look at something."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--municipality", help="short name; all of them when left out")
        parser.add_argument("--json", action="store_true", help="print the answer as JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        with translation.override("en"):
            rows = [
                _row(answer, place)
                for number, place in enumerate(self._places(options["municipality"]))
                for answer in health.ask_all(place, at=now)
                if answer.check.is_local or number == 0
            ]
        state = max((State(row["state"]) for row in rows), key=list(State).index, default=State.WELL)
        if options["json"]:
            self.stdout.write(json.dumps({"state": state, "at": now.isoformat(), "checks": rows}, indent=2))
        else:
            for row in rows:
                self._tell(row)
        if state != State.WELL:
            raise SystemExit(1 if state == State.UNWELL else 3)

    def _places(self, slug: str | None) -> list[Municipality]:
        found = Municipality.objects.order_by("pk")
        found = found.filter(slug=slug) if slug else found
        if not found and slug:
            raise CommandError(f"There is no municipality {slug!r}.")
        if not found:
            raise CommandError("There is no municipality yet: bin/manage found_municipality NAME")
        return list(found)

    def _tell(self, row: dict[str, Any]) -> None:
        where = f" ({row['municipality']})" if row["municipality"] else ""
        self.stdout.write(f"{MARKS[State(row['state'])]:7} {row['name']}{where}: {row['text']}")
        if row["to_do"]:
            self.stdout.write(f"        {row['to_do']} {row['command']}".rstrip())


def _row(answer: Answer, place: Municipality) -> dict[str, Any]:
    found = answer.finding
    return {
        "name": answer.check.name,
        "municipality": place.slug if answer.check.is_local else None,
        "state": found.state,
        "text": str(found.text),
        "to_do": str(found.to_do),
        "command": found.command,
        "at": found.at.isoformat() if found.at else None,
    }
